#include "read/number_format.h"

/* 1 January 1904 in the 1900 system, and the day behind the last of 9999. */
enum { DAYS_1904 = 1462, SERIAL_END = 2958466 };

/*
 * 27-36 and 50-58 differ from language to language; in Chinese, Japanese and
 * Korean all of them are dates and times, elsewhere nobody uses them.
 */
bool number_format_is_date_id(uint32_t id)
{
	static const struct {
		uint32_t first, last;
	} dates[] = { { 14, 22 }, { 27, 36 }, { 45, 47 }, { 50, 58 } };

	for (size_t i = 0; i < ARRAY_COUNT(dates); i++)
		if (id >= dates[i].first && id <= dates[i].last)
			return true;
	return false;
}

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, str_lower(c)) != NULL;
}

static bool starts_nocase(struct str s, struct str word)
{
	return s.len >= word.len && str_eq_nocase(str_part(s, 0, word.len), word);
}

/* [h] and [mm] count hours and minutes; [Red], [$-804], [DBNum1] say nothing of dates; [>=1] is a condition. */
static bool is_elapsed(struct str within)
{
	for (size_t i = 0; i < within.len; i++)
		if (!is_one_of(within.data[i], "hms") || str_lower(within.data[i]) != str_lower(within.data[0]))
			return false;
	return within.len > 0;
}

static bool is_condition(struct str within)
{
	return within.len > 0 && is_one_of(within.data[0], "<>=");
}

/* What is known of a section while it is read. */
struct section {
	bool date, condition;
};

/* The length of a word that is no format of its own, 0 where there is none. Its letters are no days. */
static size_t plain_word(struct str rest)
{
	static const struct str words[] = { STR_INIT("General"), STR_INIT("Standard") };

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (starts_nocase(rest, words[i]))
			return words[i].len;
	return 0;
}

/* e is the year of an era, but E+ an exponent; aaa a day of the week. */
static bool begins_date(struct str rest)
{
	static const struct str dates[] = { STR_INIT("AM/PM"), STR_INIT("A/P"), STR_INIT("aaa") };

	for (size_t i = 0; i < ARRAY_COUNT(dates); i++)
		if (starts_nocase(rest, dates[i]))
			return true;
	if (str_lower(rest.data[0]) == 'e')
		return rest.len < 2 || !is_one_of(rest.data[1], "+-");
	return is_one_of(rest.data[0], "ymdhs");
}

/* The length of the token: a quoted text, an escaped character, a bracket, a word or a letter. */
static size_t read_token(struct str rest, struct section *section)
{
	size_t word = plain_word(rest), close;
	struct str within;

	if (word > 0)
		return word;
	if (is_one_of(rest.data[0], "\\_*"))
		return 2;
	if (rest.data[0] == '"')
		return str_find(rest, STR("\""), 1) + 1;
	if (rest.data[0] != '[') {
		section->date |= begins_date(rest);
		return 1;
	}
	close = str_find(rest, STR("]"), 1);
	within = str_part(rest, 1, close);
	section->date |= is_elapsed(within);
	section->condition |= is_condition(within);
	return close + 1;
}

/* The first section is that of ordinary values; behind one with a condition the next may be. */
bool number_format_is_date(struct str code)
{
	struct section section = { 0 };

	while (code.len > 0 && !section.date) {
		if (code.data[0] != ';') {
			code = str_after(code, read_token(code, &section));
			continue;
		}
		if (!section.condition)
			break;
		section.condition = false;
		code = str_after(code, 1);
	}
	return section.date;
}

/* A time of day alone stays one in either system. */
bool number_format_day(double *number, bool date1904)
{
	double serial = *number + (date1904 && *number >= 1 ? DAYS_1904 : 0);

	if (!(serial >= 0 && serial < SERIAL_END))
		return false;
	*number = serial;
	return true;
}
