#include "read/xlsx_cell.h"

#include <math.h>

#include "model/cell.h"
#include "read/number_format.h"
#include "read/xml.h"

/* A double holds every integer of so many digits. */
enum { EXACT_DIGITS = 15 };

static void take_text(struct cell *cell, struct str text, struct arena *arena)
{
	if (text.len == 0)
		return;
	cell->kind = CELL_TEXT;
	cell->text = arena_copy(arena, text);
}

/*
 * A number that no shared string has: some text stood there and cannot be told.
 * It is marked as such, in its own cell; the others are sound.
 */
static void take_lost(struct cell *cell)
{
	cell->kind = CELL_TEXT;
	cell->flaw = CELL_BAD_BYTES;
	cell->text = STR("\xEF\xBF\xBD");
}

static bool settle_shared(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	uint32_t number;

	(void)arena;
	if (str_trim(raw->value).len == 0)
		return true;
	if (!book->strings.present)
		return false;
	if (!xml_number(raw->value, UINT32_MAX, &number) || number >= book->strings.list.count) {
		take_lost(cell);
		return true;
	}
	cell->text = book->strings.list.item[number].text;
	cell->kind = cell->text.len ? CELL_TEXT : CELL_EMPTY;
	if (book->strings.list.item[number].strike != XLSX_STRIKE_BY_FONT)
		cell->struck = book->strings.list.item[number].strike == XLSX_STRIKE_ALL;
	return true;
}

static bool settle_string(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	struct buf text = { 0 };

	(void)book;
	if (raw->inlined || str_find(raw->value, STR("_x"), 0) == raw->value.len) {
		take_text(cell, raw->value, arena);
	} else {
		buf_add(&text, raw->value);
		xlsx_text_unescape(&text);
		take_text(cell, buf_str(&text), arena);
	}
	if (raw->inlined && raw->strike != XLSX_STRIKE_BY_FONT)
		cell->struck = raw->strike == XLSX_STRIKE_ALL;
	buf_release(&text);
	return true;
}

static bool settle_bool(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			struct cell *cell)
{
	struct str value = str_trim(raw->value);
	bool yes = str_eq(value, STR("1")) || str_eq_nocase(value, STR("true"));

	if (!yes && !str_eq(value, STR("0")) && !str_eq_nocase(value, STR("false")))
		return settle_string(book, raw, arena, cell);
	cell->kind = CELL_BOOL;
	cell->number = yes;
	return true;
}

static bool settle_error(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			 struct cell *cell)
{
	(void)book;
	take_text(cell, str_trim(raw->value), arena);
	if (cell->kind == CELL_TEXT)
		cell->kind = CELL_ERROR;
	return true;
}

static bool is_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.len > 0;
}

/* Cut a number of at least `least` digits, and at most `most`, off the text. */
static bool take_digits(struct str *rest, size_t least, size_t most, int *number)
{
	size_t n = 0;

	*number = 0;
	for (; n < rest->len && n < most && is_digits(str_part(*rest, n, n + 1)); n++)
		*number = *number * 10 + (rest->data[n] - '0');
	*rest = str_after(*rest, n);
	return n >= least;
}

static bool take_char(struct str *rest, char c)
{
	bool there = rest->len > 0 && rest->data[0] == c;

	if (there)
		*rest = str_after(*rest, 1);
	return there;
}

static void take_fraction(struct str *rest, double *fraction)
{
	int digit;

	*fraction = 0;
	if (take_char(rest, '.'))
		for (double unit = 0.1; take_digits(rest, 1, 1, &digit); unit /= 10)
			*fraction += digit * unit;
}

/* A part of a span, "12M", in seconds; nothing where the next part is another. */
static double take_part(struct str *rest, char unit, double seconds)
{
	struct str ahead = *rest;
	double fraction;
	int number;

	if (!take_digits(&ahead, 1, 9, &number))
		return 0;
	take_fraction(&ahead, &fraction);
	if (!take_char(&ahead, unit))
		return 0;
	*rest = ahead;
	return (number + fraction) * seconds;
}

/* "PT0H12M0.000S", "P1DT2H": a span, as strict workbooks write what is shown as [h]:mm. Months have no length. */
static bool take_span(struct str *rest, double *serial)
{
	double seconds = take_part(rest, 'D', 86400);

	if (take_char(rest, 'T')) {
		seconds += take_part(rest, 'H', 3600);
		seconds += take_part(rest, 'M', 60);
		seconds += take_part(rest, 'S', 1);
	}
	*serial = seconds / 86400;
	return rest->len == 0;
}

/* "17:00", "17:00:00.5" and what may follow: the writer's Z, which Excel does not heed. */
static bool take_time(struct str *rest, double *time)
{
	int hour, minute, second = 0;
	double fraction = 0;

	if (!take_digits(rest, 2, 2, &hour) || !take_char(rest, ':') || !take_digits(rest, 2, 2, &minute))
		return false;
	if (take_char(rest, ':') && !take_digits(rest, 2, 2, &second))
		return false;
	take_fraction(rest, &fraction);
	take_char(rest, 'Z');
	*time = (hour * 3600 + minute * 60 + second + fraction) / 86400;
	return rest->len == 0 && hour < 24 && minute < 60 && second < 60;
}

/* "2020-11-13", "2020-11-13T17:00:00.5Z", "17:00", "PT1H30M": the serial day. False where it is none. */
static bool iso_date(struct str text, double *serial)
{
	struct str rest = text;
	int year, month, day;
	double time = 0;

	if (take_char(&text, 'P'))
		return text.len > 0 && take_span(&text, serial);
	if (!take_digits(&rest, 4, 4, &year) || !take_char(&rest, '-')) {
		take_char(&text, 'T');
		return take_time(&text, serial);
	}
	if (!take_digits(&rest, 2, 2, &month) || !take_char(&rest, '-') || !take_digits(&rest, 2, 2, &day))
		return false;
	if (rest.len > 0 && ((!take_char(&rest, 'T') && !take_char(&rest, ' ')) || !take_time(&rest, &time)))
		return false;
	return cell_date_serial(year, month, day, time, serial);
}

static bool settle_date(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			struct cell *cell)
{
	if (!iso_date(str_trim(raw->value), &cell->number))
		return settle_string(book, raw, arena, cell);
	cell->kind = CELL_DATE;
	return true;
}

/* Only what XML Schema calls a double, less its INF and NaN: strtod knows more. */
static bool parse_number(struct str text, struct arena *arena, double *number)
{
	char *copy, *end;

	if (text.len <= EXACT_DIGITS && is_digits(text)) {
		int64_t value = 0;

		for (size_t i = 0; i < text.len; i++)
			value = value * 10 + (text.data[i] - '0');
		*number = (double)value;
		return true;
	}
	copy = arena_cstring(arena, text);
	if (text.len == 0 || strspn(copy, "0123456789+-.eE") != text.len)
		return false;
	*number = strtod(copy, &end);
	return end == copy + text.len && isfinite(*number);
}

static bool settle_number(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	struct str value = str_trim(raw->value);
	size_t sign = str_starts(value, STR("-")) ? 1 : 0;

	if (value.len == 0)
		return true;
	if (raw->inlined || !parse_number(value, arena, &cell->number))
		return settle_string(book, raw, arena, cell);
	cell->kind = CELL_NUMBER;
	if (value.len - sign > EXACT_DIGITS && is_digits(str_after(value, sign)))
		cell->text = arena_copy(arena, value);
	else if (xlsx_styles_find(&book->styles, raw->style).date)
		cell->kind = number_format_day(&cell->number, book->date1904) ? CELL_DATE : CELL_NUMBER;
	return true;
}

enum { NUMBER };

static const struct {
	struct str name;
	bool (*settle)(const struct xlsx_book *, const struct xlsx_raw *, struct arena *, struct cell *);
	bool may_be_blank; /* an empty <v> is a result, not the lack of one */
} types[] = {
	[NUMBER] = { STR_INIT("n"), settle_number, false },
	{ STR_INIT("s"), settle_shared, true },
	{ STR_INIT("str"), settle_string, true },
	{ STR_INIT("inlineStr"), settle_string, true },
	{ STR_INIT("b"), settle_bool, false },
	{ STR_INIT("e"), settle_error, false },
	{ STR_INIT("d"), settle_date, false },
};

/* A number, where no type is given or one that nobody knows. */
static size_t find_type(struct str name)
{
	size_t type = 0;

	if (name.len == 0)
		return NUMBER;
	while (type < ARRAY_COUNT(types) && !str_eq(types[type].name, name))
		type++;
	return type < ARRAY_COUNT(types) ? type : NUMBER;
}

bool xlsx_cell_settle(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena, struct cell *cell)
{
	size_t type = find_type(raw->type);

	cell->kind = CELL_EMPTY;
	cell->struck = xlsx_styles_find(&book->styles, raw->style).struck;
	if (raw->formula && (!raw->valued || (!types[type].may_be_blank && str_trim(raw->value).len == 0))) {
		cell->kind = CELL_TEXT;
		cell->flaw = CELL_NO_RESULT;
		cell->text = STR("");
		return true;
	}
	return !raw->valued || types[type].settle(book, raw, arena, cell);
}
