#include "decode/xsd.h"

#include <math.h>

#include "model/cell.h"

/* A double holds every integer of so many digits. */
enum { EXACT_DIGITS = 15 };

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

/*
 * Two days before 1900 are none: programs whose day 0 they are write a time of
 * day alone with one of them.
 */
static bool is_day_zero(int year, int month, int day)
{
	return year == 1899 && month == 12 && (day == 30 || day == 31);
}

bool xsd_date(struct str text, double *serial)
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
	if (time > 0 && is_day_zero(year, month, day)) {
		*serial = time;
		return true;
	}
	return cell_date_serial(year, month, day, time, serial);
}

/* Only what XML Schema calls a double, less its INF and NaN: strtod knows more. */
static bool parse(struct str text, struct arena *arena, double *number)
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

bool xsd_number(struct str text, struct arena *arena, struct cell *cell)
{
	size_t sign = str_starts(text, STR("-")) ? 1 : 0;

	if (!parse(text, arena, &cell->number))
		return false;
	cell->kind = CELL_NUMBER;
	cell->text = STR("");
	if (text.len - sign > EXACT_DIGITS && is_digits(str_after(text, sign)))
		cell->text = arena_copy(arena, text);
	return true;
}
