#include "text/firm_region.h"

enum use { WHOLE, BEHIND, ALONE };

struct region {
	uint32_t number;
	struct str name, tail;
	enum use use;
};

static const struct region regions[] = {
#define REGION(number, name, tail, use) { number, STR_INIT(name), STR_INIT(tail), use },
#include "text/region.def"
#undef REGION
};

/* A county may have become a district or a city since, and people say 恩施州 for 恩施土家族苗族自治州. */
static const struct str tails[] = {
	STR_INIT("市"), STR_INIT("区"), STR_INIT("县"),	  STR_INIT("州"),   STR_INIT("盟"),
	STR_INIT("旗"), STR_INIT("镇"), STR_INIT("新区"), STR_INIT("街道"), STR_INIT("地区"),
};

/* Cities whose names are words as well: no region in the middle of a name. */
static const struct str words[] = {
	STR_INIT("金华"), STR_INIT("安康"), STR_INIT("大同"), STR_INIT("长治"), STR_INIT("中卫"), STR_INIT("日照"),
	STR_INIT("吉安"), STR_INIT("泰安"), STR_INIT("广安"), STR_INIT("安顺"), STR_INIT("德阳"), STR_INIT("长春"),
	STR_INIT("三明"), STR_INIT("嘉兴"), STR_INIT("保定"), STR_INIT("南平"), STR_INIT("新余"), STR_INIT("通化"),
	STR_INIT("平凉"), STR_INIT("金昌"), STR_INIT("永州"), STR_INIT("中山"), STR_INIT("海南"), STR_INIT("黄山"),
};

enum { CHINESE = 3 }; /* bytes of an ideograph */

static int level(uint32_t number)
{
	return number % 10000 == 0 ? 1 : number % 100 == 0 ? 2 : 3;
}

/* Orders the first ideograph of a text against that of a row. */
static int compare_first(struct str text, const struct region *row)
{
	return memcmp(text.data, row->name.data, CHINESE);
}

static size_t first_row(struct str text)
{
	size_t low = 0, high = ARRAY_COUNT(regions);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_first(text, &regions[middle]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* 市辖 counties of a province itself (4290, 4690) have no city above them. */
static bool lies_in(uint32_t number, const struct firm_region *within)
{
	if (within->county)
		return false;
	if (within->city)
		return level(number) == 3 && number / 100 == within->city;
	return within->province == 0 || (level(number) > 1 && number / 10000 == within->province);
}

/* 北京, 天津, 上海, 重庆: districts lie right in them. */
static bool is_municipality(uint32_t province)
{
	return province == 11 || province == 12 || province == 31 || province == 50;
}

/* The region right above is known: the city, or the province of a county without one. */
static bool is_right_behind(uint32_t number, const struct firm_region *within)
{
	if (level(number) == 3 && is_municipality(number / 10000))
		return within->province != 0;
	if (level(number) == 3)
		return within->city != 0 || (within->province && number / 100 % 100 == 90);
	return within->province != 0;
}

static bool is_word(struct str name)
{
	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (str_eq(words[i], name))
			return true;
	return false;
}

static bool may_stand_short(const struct region *row, enum firm_region_place place, const struct firm_region *within)
{
	if (place == FIRM_REGION_INSIDE)
		return row->use == ALONE && level(row->number) < 3 && !is_word(row->name);
	return row->use == ALONE || (row->use == BEHIND && is_right_behind(row->number, within));
}

static size_t other_tail(struct str rest)
{
	size_t best = 0;

	for (size_t i = 0; i < ARRAY_COUNT(tails); i++)
		if (tails[i].len > best && str_starts(rest, tails[i]))
			best = tails[i].len;
	return best;
}

/* The bytes that this row takes of the text's beginning. */
static size_t taken(const struct region *row, struct str text, enum firm_region_place place,
		    const struct firm_region *within)
{
	struct str rest;
	size_t tail;

	if (!str_starts(text, row->name))
		return 0;
	rest = str_after(text, row->name.len);
	if (row->tail.len && str_starts(rest, row->tail))
		return row->name.len + row->tail.len;
	/* 广西省 for 广西壮族自治区. */
	if (level(row->number) == 1 && str_starts(rest, STR("省")))
		return row->name.len + STR("省").len;
	/* 莒 without 县 is no name; 浙江区 none of a province. */
	tail = row->name.len > CHINESE && level(row->number) > 1 ? other_tail(rest) : 0;
	if (tail)
		return row->name.len + tail;
	return row->name.len > CHINESE && may_stand_short(row, place, within) ? row->name.len : 0;
}

static struct firm_region narrowed(size_t row)
{
	uint32_t number = regions[row].number;
	struct firm_region region = { .province = (uint16_t)(number / 10000), .name = regions[row].name };

	if (level(number) > 1 && number / 100 % 100 != 90)
		region.city = (uint16_t)(number / 100);
	if (level(number) == 3)
		region.county = (uint16_t)(row + 1);
	return region;
}

size_t firm_region_take(struct str text, enum firm_region_place place, struct firm_region *within)
{
	size_t best = 0, best_row = 0;
	bool unsure = false;

	if (text.len <= CHINESE)
		return 0;
	for (size_t i = first_row(text); i < ARRAY_COUNT(regions) && compare_first(text, &regions[i]) == 0; i++) {
		size_t bytes = lies_in(regions[i].number, within) ? taken(&regions[i], text, place, within) : 0;

		if (bytes == 0 || bytes < best)
			continue;
		if (bytes == best && level(regions[i].number) >= level(regions[best_row].number)) {
			/* 鼓楼区 lies in many cities. */
			unsure = unsure || level(regions[i].number) == level(regions[best_row].number);
			continue;
		}
		best = bytes;
		best_row = i;
		unsure = false;
	}
	if (best == 0 || unsure)
		return 0;
	*within = narrowed(best_row);
	return best;
}

bool firm_region_contradicts(const struct firm_region *a, const struct firm_region *b)
{
	if (a->province && b->province && a->province != b->province)
		return true;
	if (a->city && b->city && a->city != b->city)
		return true;
	return a->county && b->county && a->county != b->county;
}
