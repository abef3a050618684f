#include "text/moment.h"

#include "base/calendar.h"
#include "text/points.h"

/* Longer text is no point in time. */
enum { LONGEST = 128 };

enum { HOUR_MS = 3600000, ZONE_MS = 8 * HOUR_MS, NOON = 12, DAY_HOURS = 24 };

/* What is being read, and where. */
struct reading {
	struct points p;
	size_t at;
	bool iso; /* a T stood between day and time */
};

static int32_t code(const struct reading *r)
{
	return points_code(&r->p, r->at);
}

static void skip_blanks(struct reading *r)
{
	while (points_is_blank(code(r)))
		r->at++;
}

static bool take(struct reading *r, int32_t sign)
{
	if (code(r) != sign)
		return false;
	r->at++;
	return true;
}

static bool take_word(struct reading *r, const struct str *words, size_t count)
{
	size_t len = points_any_word(&r->p, r->at, words, count);

	r->at += len;
	return len > 0;
}

/* `least` to `most` digits and no more of them. */
static bool take_number(struct reading *r, size_t least, size_t most, int *number)
{
	size_t from = r->at;

	*number = 0;
	while (r->at - from < most && points_is_digit(code(r)))
		*number = *number * 10 + (points_code(&r->p, r->at++) - '0');
	return r->at - from >= least && !points_is_digit(code(r));
}

/* --- the day ------------------------------------------------------------------ */

enum {
	YEAR_SIGN = 0x5E74 /* 年 */,
	MONTH_SIGN = 0x6708 /* 月 */,
	DAY_SIGN = 0x65E5 /* 日 */,
	DAY_SAID = 0x53F7 /* 号 */
};

static bool take_sign(struct reading *r, int32_t sign)
{
	size_t from = r->at;

	skip_blanks(r);
	if (!take(r, sign)) {
		r->at = from;
		return false;
	}
	skip_blanks(r);
	return true;
}

/* Eight digits, none of them a part of more. */
static bool take_compact(struct reading *r, int *year, int *month, int *day)
{
	struct reading tried = *r;
	int all;

	if (!take_number(&tried, 8, 8, &all))
		return false;
	*r = tried;
	*year = all / 10000;
	*month = all / 100 % 100;
	*day = all % 100;
	return true;
}

static bool take_signs(struct reading *r, int *year, int *month, int *day)
{
	static const int32_t signs[] = { '-', '/', '.', YEAR_SIGN };
	int32_t sign = 0;

	if (!take_number(r, 4, 4, year))
		return false;
	for (size_t i = 0; !sign && i < ARRAY_COUNT(signs); i++)
		sign = take_sign(r, signs[i]) ? signs[i] : 0;
	if (!sign || !take_number(r, 1, 2, month) || !take_sign(r, sign == YEAR_SIGN ? MONTH_SIGN : sign) ||
	    !take_number(r, 1, 2, day))
		return false;
	if (sign == YEAR_SIGN)
		return take_sign(r, DAY_SIGN) || take_sign(r, DAY_SAID) || r->at == r->p.count;
	return true;
}

/* （星期五）, 周五: says nothing new, and is not checked. */
static void skip_weekday(struct reading *r)
{
	static const struct str words[] = { STR_INIT("星期"), STR_INIT("周"), STR_INIT("礼拜") };
	static const struct str days[] = { STR_INIT("一"), STR_INIT("二"), STR_INIT("三"), STR_INIT("四"),
					   STR_INIT("五"), STR_INIT("六"), STR_INIT("日"), STR_INIT("天") };
	struct reading tried = *r;
	bool open;

	skip_blanks(&tried);
	open = take(&tried, '(');
	skip_blanks(&tried);
	if (!take_word(&tried, words, ARRAY_COUNT(words)) || !take_word(&tried, days, ARRAY_COUNT(days)))
		return;
	skip_blanks(&tried);
	if (!open || take(&tried, ')'))
		*r = tried;
}

/* --- the time ----------------------------------------------------------------- */

enum part { PART_NONE, PART_NIGHT, PART_MORNING, PART_NOON, PART_AFTERNOON, PART_EVENING, PART_AM, PART_PM };

static const struct {
	struct str word;
	enum part part;
} parts[] = {
	{ STR_INIT("凌晨"), PART_NIGHT },     { STR_INIT("清晨"), PART_MORNING },
	{ STR_INIT("早晨"), PART_MORNING },   { STR_INIT("早上"), PART_MORNING },
	{ STR_INIT("上午"), PART_MORNING },   { STR_INIT("中午"), PART_NOON },
	{ STR_INIT("下午"), PART_AFTERNOON }, { STR_INIT("午后"), PART_AFTERNOON },
	{ STR_INIT("傍晚"), PART_AFTERNOON }, { STR_INIT("晚上"), PART_EVENING },
	{ STR_INIT("晚间"), PART_EVENING },   { STR_INIT("夜间"), PART_EVENING },
	{ STR_INIT("晚"), PART_EVENING },     { STR_INIT("am"), PART_AM },
	{ STR_INIT("a.m."), PART_AM },	      { STR_INIT("pm"), PART_PM },
	{ STR_INIT("p.m."), PART_PM },
};

static enum part take_part(struct reading *r)
{
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		size_t len = points_word(&r->p, r->at, parts[i].word);

		r->at += len;
		if (len)
			return parts[i].part;
	}
	return PART_NONE;
}

/*
 * Which hours, as written, the part of the day has, and what is added to them. The notice itself
 * writes 下午17:00. What stands in no row contradicts itself.
 */
static const struct {
	enum part part;
	int from, to, add;
} hours[] = {
	{ PART_NONE, 0, 24, 0 },       { PART_NIGHT, 0, 6, 0 },	      { PART_NIGHT, 12, 12, -12 },
	{ PART_MORNING, 4, 12, 0 },    { PART_NOON, 11, 13, 0 },      { PART_NOON, 1, 2, 12 },
	{ PART_AFTERNOON, 1, 11, 12 }, { PART_AFTERNOON, 12, 23, 0 }, { PART_EVENING, 5, 11, 12 },
	{ PART_EVENING, 12, 12, 12 },  { PART_EVENING, 17, 24, 0 },   { PART_AM, 0, 11, 0 },
	{ PART_AM, 12, 12, -12 },      { PART_PM, 1, 11, 12 },	      { PART_PM, 12, 23, 0 },
};

static bool hour_of(enum part part, int *hour)
{
	for (size_t i = 0; i < ARRAY_COUNT(hours); i++)
		if (hours[i].part == part && *hour >= hours[i].from && *hour <= hours[i].to) {
			*hour += hours[i].add;
			return true;
		}
	return false;
}

struct time {
	int hour, minute, second, ms;
	bool zoned;
	int64_t zone_ms; /* ahead of UTC */
};

/* .5, .123: what a program writes behind the seconds; beyond milliseconds it is passed over. */
static bool take_fraction(struct reading *r, struct time *time)
{
	int scale = 100;

	if (!take(r, '.'))
		return true;
	if (!points_is_digit(code(r)))
		return false;
	for (; points_is_digit(code(r)); r->at++, scale /= 10)
		time->ms += (code(r) - '0') * scale;
	return true;
}

/* Behind the hour: :00, :00:00, :00:00.000 */
static bool take_colons(struct reading *r, struct time *time)
{
	if (!take_number(r, 2, 2, &time->minute))
		return false;
	if (!take(r, ':'))
		return true;
	return take_number(r, 2, 2, &time->second) && take_fraction(r, time);
}

/* Behind the hour: 时, 点半, 时30分, 时30, 点整, 时05分20秒 */
static bool take_said(struct reading *r, struct time *time)
{
	static const struct str half[] = { STR_INIT("半") }, whole[] = { STR_INIT("整") },
				minute[] = { STR_INIT("分") }, second[] = { STR_INIT("秒") },
				bell[] = { STR_INIT("钟") };

	if (take_word(r, half, 1)) {
		time->minute = 30;
		return true;
	}
	if (take_word(r, whole, 1) || take_word(r, bell, 1) || !points_is_digit(code(r)))
		return true;
	if (!take_number(r, 1, 2, &time->minute))
		return false;
	if (!take_word(r, minute, 1) || !points_is_digit(code(r)))
		return true;
	return take_number(r, 1, 2, &time->second) && take_word(r, second, 1);
}

/* Z, +08:00, +0800 behind a T, 北京时间: of the zone that is named, else ours. 09:00-10:00 names none. */
static bool take_zone(struct reading *r, struct time *time)
{
	static const struct str ours[] = { STR_INIT("北京时间"), STR_INIT("(北京时间)") };
	int32_t sign = code(r);
	int hour = 0, minute = 0;

	if (take_word(r, ours, ARRAY_COUNT(ours)) || !r->iso ||
	    (sign != 'Z' && sign != 'z' && sign != '+' && sign != '-'))
		return true;
	r->at++;
	time->zoned = true;
	if (sign == 'Z' || sign == 'z')
		return true;
	if (points_is_digit(points_code(&r->p, r->at + 2)) ? !take_number(r, 4, 4, &hour)
							   : !take_number(r, 2, 2, &hour))
		return false;
	if (hour >= 100 || !take(r, ':')) {
		minute = hour >= 100 ? hour % 100 : 0;
		hour = hour >= 100 ? hour / 100 : hour;
	} else if (!take_number(r, 2, 2, &minute)) {
		return false;
	}
	time->zone_ms = ((int64_t)hour * 60 + minute) * MOMENT_MINUTE * (sign == '-' ? -1 : 1);
	return hour <= 14 && minute < 60;
}

static bool is_time(const struct time *time)
{
	if (time->hour == DAY_HOURS)
		return time->minute == 0 && time->second == 0 && time->ms == 0;
	return time->hour >= 0 && time->hour < DAY_HOURS && time->minute < 60 && time->second < 60;
}

static bool take_time(struct reading *r, struct time *time)
{
	static const struct str hour_signs[] = { STR_INIT("时"), STR_INIT("点") };
	enum part part, after;

	skip_blanks(r);
	part = take_part(r);
	skip_blanks(r);
	if (!take_number(r, 1, 2, &time->hour))
		return false;
	if (take(r, ':') ? !take_colons(r, time)
			 : !take_word(r, hour_signs, ARRAY_COUNT(hour_signs)) || !take_said(r, time))
		return false;
	skip_blanks(r);
	after = take_part(r);
	if (part && after)
		return false;
	skip_blanks(r);
	return hour_of(part ? part : after, &time->hour) && take_zone(r, time) && is_time(time);
}

static bool is_over(struct reading *r)
{
	skip_blanks(r);
	return r->at == r->p.count;
}

static int64_t ms_of(const struct time *time)
{
	int64_t ms = (int64_t)time->hour * HOUR_MS + (int64_t)time->minute * MOMENT_MINUTE +
		     (int64_t)time->second * MOMENT_SECOND + time->ms;

	return time->zoned ? ms - time->zone_ms + ZONE_MS : ms;
}

/* --- both --------------------------------------------------------------------- */

struct moment moment_of_day(int year, int month, int day)
{
	return (struct moment){ .ms = (int64_t)calendar_days(year, month, day) * MOMENT_DAY };
}

static bool parse(struct reading *r, struct moment *out)
{
	struct time time = { 0 };
	int year, month, day;
	int64_t ms;

	skip_blanks(r);
	if (!take_compact(r, &year, &month, &day) && !take_signs(r, &year, &month, &day))
		return false;
	if (year < 1000 || !calendar_has(year, month, day)) /* fewer digits make no year */
		return false;
	*out = moment_of_day(year, month, day);
	skip_weekday(r);
	if (is_over(r))
		return true;
	r->iso = take(r, 'T') || take(r, 't');
	if (!r->iso)
		take(r, ',');
	if (!take_time(r, &time) || !is_over(r))
		return false;
	ms = ms_of(&time);
	out->ms += ms;
	out->has_time = ms != 0;
	return true;
}

bool moment_parse(struct arena *scratch, struct str text, struct moment *out)
{
	struct reading r = { 0 };

	if (text.len > LONGEST)
		return false;
	r.p = points_of(scratch, text);
	return parse(&r, out);
}

bool moment_parse_time(struct arena *scratch, struct str text, int64_t *ms)
{
	struct reading r = { 0 };
	struct time time = { 0 };

	if (text.len > LONGEST)
		return false;
	r.p = points_of(scratch, text);
	if (!take_time(&r, &time) || !is_over(&r))
		return false;
	*ms = ms_of(&time);
	return true;
}

void moment_text(struct buf *out, struct moment moment)
{
	long days = (long)(moment.ms / MOMENT_DAY) - (moment.ms % MOMENT_DAY < 0);
	int64_t ms = moment.ms - (int64_t)days * MOMENT_DAY;
	int year, month, day;

	calendar_of_days(days, &year, &month, &day);
	buf_printf(out, "%04d-%02d-%02d", year, month, day);
	if (!moment.has_time)
		return;
	buf_printf(out, " %02d:%02d", (int)(ms / HOUR_MS), (int)(ms / MOMENT_MINUTE % 60));
	if (ms % MOMENT_MINUTE)
		buf_printf(out, ":%02d", (int)(ms / MOMENT_SECOND % 60));
	if (ms % MOMENT_SECOND)
		buf_printf(out, ".%03d", (int)(ms % MOMENT_SECOND));
}
