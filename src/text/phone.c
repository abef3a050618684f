#include "text/phone.h"

/* Groups on their way through the grammar: what is read is cut off the front. */
struct phone_rest {
	struct phone_group group[PHONE_GROUPS];
	size_t count;
	bool abroad; /* a country code stood before: the area may lack its 0 */
};

struct digits {
	char digit[PHONE_DIGITS];
	size_t len;
};

static struct str str_of(const struct digits *d)
{
	return (struct str){ d->digit, d->len };
}

/* Cut digits off the first group; the group too where nothing of it is left. */
static void cut(struct phone_rest *rest, size_t count)
{
	struct phone_group *first = &rest->group[0];

	first->digits = str_after(first->digits, count);
	if (first->digits.len == 0) {
		rest->count--;
		memmove(first, first + 1, rest->count * sizeof(*first));
	}
}

static bool first_starts(const struct phone_rest *rest, struct str prefix)
{
	return rest->count && str_starts(rest->group[0].digits, prefix);
}

/*
 * The digits of the first `count` groups, `least` to `most` of them. People cut
 * numbers in pieces of three or more: 1 3800138000 is a list number and a wrong one.
 */
static bool join(const struct phone_rest *rest, size_t count, size_t least, size_t most, struct digits *out)
{
	out->len = 0;
	for (size_t i = 0; i < count; i++) {
		struct str digits = rest->group[i].digits;

		if (digits.len < 3 || digits.len > most - out->len)
			return false;
		memcpy(out->digit + out->len, digits.data, digits.len);
		out->len += digits.len;
	}
	return count > 0 && out->len >= least;
}

/* +86, 0086, or 86 as a group of its own or before a mobile. */
static void take_country(struct phone_rest *rest)
{
	struct str first = rest->group[0].digits;

	if (first_starts(rest, STR("0086")))
		cut(rest, 4);
	else if (first_starts(rest, STR("86")) &&
		 (rest->group[0].plus || first.len == 2 || (first.len == 13 && first.data[2] == '1')))
		cut(rest, 2);
	else
		return;
	rest->abroad = true;
}

static enum phone_kind read_mobile(struct arena *arena, const struct phone_rest *rest, struct str *value)
{
	struct digits d;

	if (!join(rest, rest->count, 11, 11, &d) || d.digit[0] != '1' || d.digit[1] < '3')
		return PHONE_NONE;
	*value = arena_copy(arena, str_of(&d));
	return PHONE_MOBILE;
}

/* Hong Kong and Macao: eight digits behind the code. */
static enum phone_kind read_special_region(struct arena *arena, struct phone_rest rest, struct str *value)
{
	static const struct str codes[] = { STR_INIT("852"), STR_INIT("853") };
	bool plus = rest.count && rest.group[0].plus;
	struct digits d;

	if (first_starts(&rest, STR("0085"))) {
		cut(&rest, 2);
		plus = true;
	}
	for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
		if (!first_starts(&rest, codes[i]) || (!plus && rest.group[0].digits.len != 3))
			continue;
		cut(&rest, 3);
		if (!join(&rest, rest.count, 8, 8, &d) || d.digit[0] < '2')
			return PHONE_NONE;
		*value = arena_printf(arena, "+%.*s-%.*s", STR_ARG(codes[i]), STR_ARG(str_of(&d)));
		return PHONE_OTHER;
	}
	return PHONE_NONE;
}

static bool is_extension(const struct phone_group *group)
{
	return group->tight && group->digits.len <= 6;
}

/* What stands before the extension is joined by `join`; 0 where the groups are no such number. */
static size_t number_groups(const struct phone_rest *rest, size_t least, size_t most, struct digits *out)
{
	if (join(rest, rest->count, least, most, out))
		return rest->count;
	if (rest->count > 1 && is_extension(&rest->group[rest->count - 1]) &&
	    join(rest, rest->count - 1, least, most, out))
		return rest->count - 1;
	return 0;
}

/* Area (may be empty), number, extension, with hyphens between. */
static struct str put_together(struct arena *arena, struct str area, const struct digits *number,
			       const struct phone_rest *rest, size_t used)
{
	struct str extension = used < rest->count ? rest->group[used].digits : STR("");

	return arena_printf(arena, "%.*s%s%.*s%s%.*s", STR_ARG(area), area.len ? "-" : "", STR_ARG(str_of(number)),
			    extension.len ? "-" : "", STR_ARG(extension));
}

static enum phone_kind read_service(struct arena *arena, const struct phone_rest *rest, struct str *value)
{
	struct digits d;
	size_t used;

	if (!first_starts(rest, STR("400")) && !first_starts(rest, STR("800")))
		return PHONE_NONE;
	used = number_groups(rest, 10, 10, &d);
	if (used == 0)
		return PHONE_NONE;
	*value = put_together(arena, STR(""), &d, rest, used);
	return PHONE_OTHER;
}

/*
 * The area code at the front: 010, 02x and 0[3-9]xx. Numbers of the first two
 * kinds have eight digits everywhere, of the third seven or eight.
 */
static bool take_area(struct phone_rest *rest, struct digits *area)
{
	bool with_zero = first_starts(rest, STR("0"));
	struct str first;
	size_t len;

	*area = (struct digits){ "0", 1 };
	if (with_zero)
		cut(rest, 1);
	else if (!rest->abroad)
		return false;
	if (rest->count == 0)
		return false;
	first = rest->group[0].digits;
	if (str_starts(first, STR("0")) || (first.data[0] == '1' && !str_starts(first, STR("10"))))
		return false;
	len = first.data[0] <= '2' ? 2 : 3;
	if (first.len < len)
		return false;
	memcpy(area->digit + 1, first.data, len);
	area->len = len + 1;
	cut(rest, len);
	return true;
}

static enum phone_kind read_land_line(struct arena *arena, struct phone_rest rest, struct str *value)
{
	struct digits area, number;
	size_t used;

	if (!take_area(&rest, &area))
		return PHONE_NONE;
	used = number_groups(&rest, area.len == 3 ? 8 : 7, 8, &number);
	if (used == 0 || number.digit[0] == '0')
		return PHONE_NONE;
	*value = put_together(arena, str_of(&area), &number, &rest, used);
	return PHONE_OTHER;
}

/* No area code: at most two pieces, and none begins with 0 or 1. */
static enum phone_kind read_local(struct arena *arena, const struct phone_rest *rest, struct str *value)
{
	struct digits number;
	size_t used = rest->abroad ? 0 : number_groups(rest, 7, 8, &number);

	if (used == 0 || used > 2 || number.digit[0] < '2')
		return PHONE_NONE;
	*value = put_together(arena, STR(""), &number, rest, used);
	return PHONE_OTHER;
}

enum phone_kind phone_read(struct arena *arena, const struct phone_group *group, size_t count, struct str *value)
{
	struct phone_rest rest = { .count = count };
	enum phone_kind kind;

	if (count == 0 || count > PHONE_GROUPS)
		return PHONE_NONE;
	memcpy(rest.group, group, count * sizeof(*group));
	kind = read_special_region(arena, rest, value);
	if (kind)
		return kind;
	take_country(&rest);
	if (rest.count == 0 || (group[0].plus && !rest.abroad))
		return PHONE_NONE;
	kind = read_mobile(arena, &rest, value);
	if (!kind)
		kind = read_service(arena, &rest, value);
	if (!kind)
		kind = read_land_line(arena, rest, value);
	return kind ? kind : read_local(arena, &rest, value);
}
