#include "text/value.h"

#include <math.h>

#include "base/calendar.h"

/* Longer text is no number and no date. */
enum { LONGEST_VALUE = 128 };

static void skip_blanks(const struct points *p, size_t *at)
{
	while (points_is_blank(points_code(p, *at)))
		++*at;
}

/* Up to `most` digits; how many there were. */
static size_t take_digits(const struct points *p, size_t *at, size_t most, int *value)
{
	size_t from = *at;

	*value = 0;
	while (*at - from < most && points_is_digit(points_code(p, *at)))
		*value = *value * 10 + (points_code(p, (*at)++) - '0');
	return *at - from;
}

/* A number without its thousands separators, as strtod takes it. */
struct plain {
	char text[LONGEST_VALUE + 1];
	size_t len;
};

static size_t copy_digits(const struct points *p, size_t *at, struct plain *out)
{
	size_t from = *at;

	while (points_is_digit(points_code(p, *at)) && out->len < LONGEST_VALUE)
		out->text[out->len++] = (char)points_code(p, (*at)++);
	return *at - from;
}

/* 1,234,567: groups of exactly three behind one of at most three. */
static bool copy_whole(const struct points *p, size_t *at, struct plain *out)
{
	size_t first = copy_digits(p, at, out);
	bool groups = first >= 1 && first <= 3;

	while (groups && points_code(p, *at) == ',') {
		++*at;
		if (copy_digits(p, at, out) != 3)
			return false;
	}
	return first > 0;
}

static bool copy_fraction(const struct points *p, size_t *at, struct plain *out)
{
	if (points_code(p, *at) != '.')
		return true;
	++*at;
	out->text[out->len++] = '.';
	return copy_digits(p, at, out) > 0;
}

static bool copy_exponent(const struct points *p, size_t *at, struct plain *out)
{
	int32_t code = points_code(p, *at), sign = points_code(p, *at + 1);

	if (code != 'e' && code != 'E')
		return true;
	++*at;
	out->text[out->len++] = 'e';
	if (sign == '+' || sign == '-') {
		++*at;
		out->text[out->len++] = (char)sign;
	}
	return copy_digits(p, at, out) > 0;
}

static const struct str currencies[] = {
	STR_INIT("¥"), STR_INIT("$"), STR_INIT("€"), STR_INIT("人民币"), STR_INIT("rmb"), STR_INIT("cny"),
};
static const struct str scales[] = { STR_INIT("十"), STR_INIT("百"), STR_INIT("千"), STR_INIT("万"), STR_INIT("亿") };
static const struct str units[] = {
	STR_INIT("元"),	  STR_INIT("圆"),     STR_INIT("元整"), STR_INIT("元人民币"), STR_INIT("人民币"),
	STR_INIT("美元"), STR_INIT("欧元"),   STR_INIT("港元"), STR_INIT("人"),	      STR_INIT("名"),
	STR_INIT("家"),	  STR_INIT("个"),     STR_INIT("项"),	STR_INIT("件"),	      STR_INIT("台"),
	STR_INIT("套"),	  STR_INIT("台套"),   STR_INIT("条"),	STR_INIT("种"),	      STR_INIT("次"),
	STR_INIT("份"),	  STR_INIT("年"),     STR_INIT("月"),	STR_INIT("天"),	      STR_INIT("吨"),
	STR_INIT("亩"),	  STR_INIT("平方米"), STR_INIT("%"),	STR_INIT("rmb"),      STR_INIT("cny"),
};

static void skip_unit(const struct points *p, size_t *at)
{
	size_t scale;

	skip_blanks(p, at);
	while ((scale = points_any_word(p, *at, scales, ARRAY_COUNT(scales))) > 0)
		*at += scale;
	*at += points_any_word(p, *at, units, ARRAY_COUNT(units));
	skip_blanks(p, at);
}

bool value_plain(const struct points *p, size_t *at, double *number)
{
	struct plain plain = { .len = 0 };
	int32_t sign = points_code(p, *at);

	/* Each point takes a byte at most, and nothing is written behind the number. */
	if (p->count > LONGEST_VALUE / 2)
		return false;
	if (sign == '-' || sign == '+' || sign == 0x2212) {
		plain.text[plain.len++] = sign == '+' ? '+' : '-';
		++*at;
	}
	if (points_code(p, *at) != '.' && !copy_whole(p, at, &plain))
		return false;
	if (!copy_fraction(p, at, &plain) || !copy_exponent(p, at, &plain))
		return false;
	plain.text[plain.len] = '\0';
	*number = strtod(plain.text, NULL);
	return isfinite(*number);
}

bool value_number(struct arena *scratch, struct str shown, double *number)
{
	struct points p;
	size_t at = 0;

	if (shown.len > LONGEST_VALUE)
		return false;
	p = points_of(scratch, shown);
	skip_blanks(&p, &at);
	at += points_any_word(&p, at, currencies, ARRAY_COUNT(currencies));
	skip_blanks(&p, &at);
	if (!value_plain(&p, &at, number))
		return false;
	skip_unit(&p, &at);
	return at == p.count;
}

/* Fewer digits make no year. */
static bool is_day(int year, int month, int day)
{
	return year >= 1000 && calendar_has(year, month, day);
}

/* What a time, a weekday or 前 behind a date is made of. */
static const struct str time_words[] = {
	STR_INIT("t"),	  STR_INIT("z"),    STR_INIT(":"),    STR_INIT("."),	STR_INIT("+"),	  STR_INIT("-"),
	STR_INIT("("),	  STR_INIT(")"),    STR_INIT("时"),   STR_INIT("分"),	STR_INIT("秒"),	  STR_INIT("点"),
	STR_INIT("半"),	  STR_INIT("整"),   STR_INIT("上午"), STR_INIT("中午"), STR_INIT("下午"), STR_INIT("晚"),
	STR_INIT("晚上"), STR_INIT("星期"), STR_INIT("周"),   STR_INIT("一"),	STR_INIT("二"),	  STR_INIT("三"),
	STR_INIT("四"),	  STR_INIT("五"),   STR_INIT("六"),   STR_INIT("日"),	STR_INIT("前"),	  STR_INIT("am"),
	STR_INIT("pm"),
};

/* Nothing, or a time: not digits that go on, and no other words. */
static bool only_time_follows(const struct points *p, size_t at)
{
	int32_t first = points_code(p, at);

	if (points_is_digit(first) || first == '.' || first == '-' || first == '/')
		return false;
	while (at < p->count) {
		int32_t code = points_code(p, at);
		size_t word = points_any_word(p, at, time_words, ARRAY_COUNT(time_words));

		if (word == 0 && !points_is_blank(code) && !points_is_digit(code))
			return false;
		at += word ? word : 1;
	}
	return true;
}

/* One of the signs between year and month, or month and day; blanks around it. */
static bool take_sign(const struct points *p, size_t *at, int32_t sign)
{
	skip_blanks(p, at);
	if (points_code(p, *at) != sign)
		return false;
	++*at;
	skip_blanks(p, at);
	return true;
}

struct date_form {
	int32_t behind_year, behind_month, behind_day; /* 0: none needed */
};

static const struct date_form date_forms[] = {
	{ '-', '-', 0 },
	{ '/', '/', 0 },
	{ '.', '.', 0 },
	{ 0x5E74 /* 年 */, 0x6708 /* 月 */, 0x65E5 /* 日 */ },
	{ 0x5E74 /* 年 */, 0x6708 /* 月 */, 0x53F7 /* 号 */ },
	{ 0x5E74 /* 年 */, 0x6708 /* 月 */, 0 },
};

static bool read_form(const struct points *p, const struct date_form *form, int *year, int *month, int *day)
{
	size_t at = 0;

	skip_blanks(p, &at);
	if (take_digits(p, &at, 4, year) != 4 || !take_sign(p, &at, form->behind_year))
		return false;
	if (take_digits(p, &at, 2, month) == 0 || !take_sign(p, &at, form->behind_month))
		return false;
	if (take_digits(p, &at, 2, day) == 0)
		return false;
	if (form->behind_day && !take_sign(p, &at, form->behind_day))
		return false;
	return only_time_follows(p, at);
}

/* 20201113 */
static bool read_compact(const struct points *p, int *year, int *month, int *day)
{
	size_t at = 0;

	skip_blanks(p, &at);
	return take_digits(p, &at, 4, year) == 4 && take_digits(p, &at, 2, month) == 2 &&
	       take_digits(p, &at, 2, day) == 2 && only_time_follows(p, at);
}

bool value_date(struct arena *scratch, struct str shown, int *year, int *month, int *day)
{
	struct points p;

	if (shown.len > LONGEST_VALUE)
		return false;
	p = points_of(scratch, shown);
	for (size_t i = 0; i < ARRAY_COUNT(date_forms); i++)
		if (read_form(&p, &date_forms[i], year, month, day))
			return is_day(*year, *month, *day);
	return read_compact(&p, year, month, day) && is_day(*year, *month, *day);
}

/* GB 32100-2015: the letters I, O, S, V and Z are not used. -1 for what is no such character. */
static int code_value(int32_t code)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	const char *hit;

	if (code >= 'a' && code <= 'z')
		code += 'A' - 'a';
	hit = code > 0 && code < 0x80 ? strchr(alphabet, code) : NULL;
	return hit ? (int)(hit - alphabet) : -1;
}

bool value_credit_code(struct arena *scratch, struct str shown)
{
	int sum = 0, weight = 1, value;
	size_t length = 0;
	struct points p;

	if (shown.len > LONGEST_VALUE)
		return false;
	p = points_of(scratch, shown);
	for (size_t i = 0; i < p.count; i++) {
		if (points_is_blank(p.at[i].code))
			continue;
		value = code_value(p.at[i].code);
		/* No register has the number 0; the third to the eighth are a region's number. */
		if (value < 0 || length == 18 || (length == 0 && value == 0) ||
		    (length >= 2 && length < 8 && value > 9))
			return false;
		sum += value * (length == 17 ? 1 : weight);
		weight = weight * 3 % 31;
		length++;
	}
	return length == 18 && sum % 31 == 0;
}
