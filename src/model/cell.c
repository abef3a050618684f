#include "model/cell.h"

#include <float.h>
#include <math.h>

#include "base/calendar.h"

/*
 * Doubles hold every integer below this, and so many digits are always kept;
 * the longest text is that of the smallest double: a sign, 0. and 323 + 17 digits.
 */
#define EXACT_INTEGERS 9007199254740992.0
enum { SURE_DIGITS = 15, MOST_DIGITS = 17, NUMBER_ROOM = 384, DATE_ROOM = 48 };

/* Day 60 of the 1900 system is a 29 February that never was; the last day is 9999-12-31. */
enum { FALSE_LEAP_DAY = 60, LAST_DAY = 2958465, MS_OF_DAY = 86400000, MS_OF_SECOND = 1000 };

struct digits {
	char text[32]; /* "d.dddde+ddd" as printf makes it, then the digits alone */
	int count;
	int exponent; /* of the first digit: 0 for 1..9.99 */
};

/* The separator may be any locale's: only digits are looked at. */
static bool round_trips(struct digits *d, double number, int count)
{
	char *end;
	int kept = 0;

	snprintf(d->text, sizeof(d->text), "%.*e", count - 1, number);
	if (strtod(d->text, &end) != number)
		return false;
	end = strchr(d->text, 'e');
	d->exponent = (int)strtol(end + 1, NULL, 10);
	for (const char *c = d->text; c < end; c++)
		if (*c >= '0' && *c <= '9')
			d->text[kept++] = *c;
	while (kept > 1 && d->text[kept - 1] == '0')
		kept--;
	d->count = kept;
	return true;
}

/* Up to 15 digits come back as they were, so that fewer need no trial; below DBL_MIN precision is lower. */
static struct digits shortest_digits(double number)
{
	struct digits d = { 0 };
	int count = number < DBL_MIN ? 1 : SURE_DIGITS;

	while (!round_trips(&d, number, count) && count < MOST_DIGITS)
		count++;
	return d;
}

static size_t put_zeros(char *to, int count)
{
	memset(to, '0', (size_t)count);
	return (size_t)count;
}

static size_t put_digits(char *to, const struct digits *d, int from, int until)
{
	int end = until < d->count ? until : d->count;

	if (end <= from)
		return 0;
	memcpy(to, d->text + from, (size_t)(end - from));
	return (size_t)(end - from);
}

static size_t put_plain(char *to, const struct digits *d)
{
	int whole = d->exponent + 1;
	size_t len;

	if (whole > 0) {
		len = put_digits(to, d, 0, whole);
		len += put_zeros(to + len, whole > d->count ? whole - d->count : 0);
		if (d->count <= whole)
			return len;
		to[len++] = '.';
		return len + put_digits(to + len, d, whole, d->count);
	}
	to[0] = '0';
	to[1] = '.';
	len = 2 + put_zeros(to + 2, -whole);
	return len + put_digits(to + len, d, 0, d->count);
}

/* Nothing for what is no number. */
static size_t number_text(char text[NUMBER_ROOM], double number)
{
	size_t len = 0;
	struct digits d;

	if (!isfinite(number))
		return 0;
	if (fabs(number) < EXACT_INTEGERS && trunc(number) == number)
		return (size_t)snprintf(text, NUMBER_ROOM, "%lld", (long long)number);
	if (number < 0)
		text[len++] = '-';
	d = shortest_digits(fabs(number));
	return len + put_plain(text + len, &d);
}

static size_t put_day(char *to, size_t room, long day)
{
	int year = 1900, month = 2, of_month = 29;

	if (day != FALSE_LEAP_DAY)
		calendar_of_days(calendar_days(1899, 12, day < FALSE_LEAP_DAY ? 31 : 30) + day, &year, &month,
				 &of_month);
	return (size_t)snprintf(to, room, "%04d-%02d-%02d", year, month, of_month);
}

/* Milliseconds only where there are any, without trailing zeros. */
static size_t put_time(char *to, size_t room, int64_t ms)
{
	int64_t seconds = ms / MS_OF_SECOND;
	size_t len = (size_t)snprintf(to, room, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
				      (int)(seconds % 60));

	if (ms % MS_OF_SECOND == 0)
		return len;
	len += (size_t)snprintf(to + len, room - len, ".%03d", (int)(ms % MS_OF_SECOND));
	while (to[len - 1] == '0')
		len--;
	return len;
}

/* What is no day is shown as the number it is. A time that rounds up to the end of day 0 stays a time. */
static size_t date_text(char text[NUMBER_ROOM], double serial)
{
	int64_t ms;
	size_t len = 0;

	if (!(serial >= 0 && serial < LAST_DAY + 1))
		return number_text(text, serial);
	ms = llround(serial * MS_OF_DAY);
	if (ms / MS_OF_DAY > LAST_DAY)
		return number_text(text, serial);
	if (serial < 1)
		return put_time(text, DATE_ROOM, ms);
	len = put_day(text, DATE_ROOM, (long)(ms / MS_OF_DAY));
	if (ms % MS_OF_DAY == 0)
		return len;
	text[len++] = 'T';
	return len + put_time(text + len, DATE_ROOM - len, ms % MS_OF_DAY);
}

struct str cell_text(const struct cell *cell, struct arena *arena)
{
	char text[NUMBER_ROOM];

	switch (cell->kind) {
	case CELL_TEXT:
	case CELL_ERROR:
		return cell->text;
	case CELL_BOOL:
		return cell->number != 0 ? STR("TRUE") : STR("FALSE");
	case CELL_NUMBER:
		if (cell->text.len)
			return cell->text;
		return arena_copy(arena, (struct str){ text, number_text(text, cell->number) });
	case CELL_DATE:
		return arena_copy(arena, (struct str){ text, date_text(text, cell->number) });
	case CELL_EMPTY:
		break;
	}
	return STR("");
}

void cell_number_text(struct buf *out, double number)
{
	char text[NUMBER_ROOM];

	buf_add(out, (struct str){ text, number_text(text, number) });
}

void cell_date_text(struct buf *out, double serial)
{
	char text[NUMBER_ROOM];

	buf_add(out, (struct str){ text, date_text(text, serial) });
}

bool cell_date_serial(int year, int month, int day, double time, double *serial)
{
	long since;

	if (!(time >= 0 && time < 1))
		return false;
	if (year == 1900 && month == 2 && day == 29) {
		*serial = FALSE_LEAP_DAY + time;
		return true;
	}
	if (year > 9999 || !calendar_has(year, month, day))
		return false;
	since = calendar_days(year, month, day) - calendar_days(1899, 12, 31);
	if (since < 0)
		return false;
	*serial = (double)(since < FALSE_LEAP_DAY ? since : since + 1) + time;
	return true;
}

void cell_reference(struct buf *out, uint32_t row, uint32_t col)
{
	char letters[8];
	size_t at = sizeof(letters);

	for (uint32_t rest = col; rest; rest = (rest - 1) / 26)
		letters[--at] = (char)('A' + (rest - 1) % 26);
	buf_add(out, (struct str){ letters + at, sizeof(letters) - at });
	if (row)
		buf_add_count(out, row);
}

/* The letters at the start; 0 where there are none or too many. */
static uint32_t parse_column(struct str text, size_t *used)
{
	uint32_t col = 0;

	for (*used = 0; *used < text.len; (*used)++) {
		unsigned char letter = (unsigned char)text.data[*used] & 0xDF; /* to upper case */

		if (letter < 'A' || letter > 'Z')
			break;
		col = col * 26 + (letter - 'A' + 1u);
		if (col > TABLE_COLUMNS)
			return 0;
	}
	return col;
}

bool cell_reference_parse(struct str text, uint32_t *row, uint32_t *col)
{
	size_t at;
	uint32_t number = 0, letters = parse_column(text, &at);

	if (letters == 0 || at == text.len || text.data[at] == '0')
		return false;
	for (; at < text.len; at++) {
		if (text.data[at] < '0' || text.data[at] > '9')
			return false;
		number = number * 10 + (uint32_t)(text.data[at] - '0');
		if (number > TABLE_ROWS)
			return false;
	}
	*row = number;
	*col = letters;
	return true;
}
