#include "profile/load_date.h"

#include "base/calendar.h"

/* A deadline outside is a slip of the finger. */
enum { YEAR_MIN = 1990, YEAR_MAX = 2199 };

/* One to `most` digits off the front; -1 where there are none or more. */
static int take_number(struct str *rest, size_t most)
{
	size_t len = 0;
	int number = 0;

	while (len < rest->len && rest->data[len] >= '0' && rest->data[len] <= '9') {
		if (len == most)
			return -1;
		number = number * 10 + (rest->data[len++] - '0');
	}
	*rest = str_after(*rest, len);
	return len ? number : -1;
}

static bool take_text(struct str *rest, struct str text)
{
	if (!str_starts(*rest, text))
		return false;
	*rest = str_after(*rest, text.len);
	return true;
}

static bool is_day(const struct profile_deadline *d)
{
	return d->year >= YEAR_MIN && d->year <= YEAR_MAX && calendar_has(d->year, d->month, d->day);
}

/* What stands behind the year, the month and the day. */
static const struct str marks[][3] = {
	{ STR_INIT("-"), STR_INIT("-"), STR_INIT("") },
	{ STR_INIT("/"), STR_INIT("/"), STR_INIT("") },
	{ STR_INIT("."), STR_INIT("."), STR_INIT("") },
	{ STR_INIT("年"), STR_INIT("月"), STR_INIT("日") },
};

static bool take_day(struct str *rest, struct profile_deadline *out)
{
	const struct str *mark = NULL;

	out->year = take_number(rest, 4);
	for (size_t i = 0; i < ARRAY_COUNT(marks) && !mark; i++)
		if (str_starts(*rest, marks[i][0]))
			mark = marks[i];
	if (!mark || !take_text(rest, mark[0]))
		return false;
	out->month = take_number(rest, 2);
	if (!take_text(rest, mark[1]))
		return false;
	out->day = take_number(rest, 2);
	return take_text(rest, mark[2]) && is_day(out);
}

static bool take_time(struct str rest, struct profile_deadline *out)
{
	out->has_time = true;
	out->hour = take_number(&rest, 2);
	if (take_text(&rest, STR(":"))) {
		out->minute = take_number(&rest, 2);
	} else if (take_text(&rest, STR("时"))) {
		out->minute = rest.len ? take_number(&rest, 2) : 0;
		take_text(&rest, STR("分"));
	} else {
		return false;
	}
	/* 24:00 is the end of the day. */
	return rest.len == 0 && out->hour >= 0 && out->minute >= 0 && out->minute <= 59 &&
	       out->hour * 60 + out->minute <= 24 * 60;
}

bool load_date_parse(struct str narrow, struct profile_deadline *out)
{
	if (!take_day(&narrow, out))
		return false;
	if (narrow.len == 0)
		return true;
	/* Between 日 and the hour a blank may be left out, between two digits not. */
	if (narrow.data[0] >= '0' && narrow.data[0] <= '9' && !str_has(out->text, STR("日")))
		return false;
	while (take_text(&narrow, STR(" ")) || take_text(&narrow, STR("\t")) || take_text(&narrow, STR("　")))
		continue;
	return take_time(narrow, out);
}
