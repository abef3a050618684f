#include "text/place.h"

#include <stdlib.h>

#include "text/points.h"
#include "text/variant.h"

/* One form of a name. */
struct place_key {
	const struct point *at;
	size_t len;
	uint32_t region;
	uint32_t order; /* among the names as given: the first of equal ones counts */
	bool is_full;	/* 广州市, 顺德区: known anywhere, since the last word says what it is */
};

/* What makes a name full. */
static const struct str endings[] = {
	STR_INIT("市"), STR_INIT("区"), STR_INIT("县"), STR_INIT("州"),	  STR_INIT("盟"),   STR_INIT("旗"),
	STR_INIT("镇"), STR_INIT("乡"), STR_INIT("省"), STR_INIT("新城"), STR_INIT("街道"),
};

/* Words that begin with the last character of a full name: 中山市场 is no 中山市, 南海区块链 no 南海区. */
static const struct str swallow[] = {
	STR_INIT("市场"),     STR_INIT("市民"),	    STR_INIT("市值"),	  STR_INIT("市容"), STR_INIT("市政工程"),
	STR_INIT("市政设施"), STR_INIT("市政建设"), STR_INIT("市政公用"), STR_INIT("市面"), STR_INIT("市况"),
	STR_INIT("区域"),     STR_INIT("区块"),	    STR_INIT("区间"),	  STR_INIT("区别"), STR_INIT("区分"),
	STR_INIT("区位"),     STR_INIT("县域"),	    STR_INIT("州际"),	  STR_INIT("盟友"), STR_INIT("镇流"),
	STR_INIT("镇痛"),     STR_INIT("乡村"),	    STR_INIT("旗下"),	  STR_INIT("旗舰"),
};

/*
 * A short name before one of these is a part of another name: of a school, a
 * street, a bank. It may stand anywhere else in the world.
 */
static const struct str other_names[] = {
	STR_INIT("大学"), STR_INIT("学院"), STR_INIT("学校"), STR_INIT("中学"), STR_INIT("小学"),   STR_INIT("医院"),
	STR_INIT("医科"), STR_INIT("师范"), STR_INIT("职业"), STR_INIT("理工"), STR_INIT("图书馆"), STR_INIT("路"),
	STR_INIT("街"),	  STR_INIT("大道"), STR_INIT("大街"), STR_INIT("公园"), STR_INIT("广场"),   STR_INIT("银行"),
	STR_INIT("陵"),	  STR_INIT("港"),   STR_INIT("湾"),   STR_INIT("装"),	STR_INIT("先生"),   STR_INIT("舰"),
	STR_INIT("纪念"), STR_INIT("故居"), STR_INIT("站"),   STR_INIT("机场"), STR_INIT("大桥"),   STR_INIT("大厦"),
};

/* A short name behind one of these is a person's: 孙中山. */
static const struct str surnames[] = { STR_INIT("孙") };

/* A short name before one of these is the place: 广州汇总表, 佛山工信局. */
static const struct str table_words[] = {
	STR_INIT("市"),	      STR_INIT("局"),	STR_INIT("区"),	    STR_INIT("县"),	STR_INIT("汇总"),
	STR_INIT("报送"),     STR_INIT("附件"), STR_INIT("工信"),   STR_INIT("工业"),	STR_INIT("经信"),
	STR_INIT("经贸"),     STR_INIT("经济"), STR_INIT("科技"),   STR_INIT("科工"),	STR_INIT("发改"),
	STR_INIT("项目"),     STR_INIT("推荐"), STR_INIT("申报"),   STR_INIT("上报"),	STR_INIT("提交"),
	STR_INIT("呈报"),     STR_INIT("填报"), STR_INIT("数据"),   STR_INIT("材料"),	STR_INIT("修改"),
	STR_INIT("更正"),     STR_INIT("更新"), STR_INIT("补充"),   STR_INIT("补报"),	STR_INIT("最终"),
	STR_INIT("最新"),     STR_INIT("终稿"), STR_INIT("定稿"),   STR_INIT("初稿"),	STR_INIT("版"),
	STR_INIT("表"),	      STR_INIT("试点"), STR_INIT("示范"),   STR_INIT("名单"),	STR_INIT("清单"),
	STR_INIT("退回"),     STR_INIT("地区"), STR_INIT("新区"),   STR_INIT("合作区"), STR_INIT("管理局"),
	STR_INIT("管委会"),   STR_INIT("自贸"), STR_INIT("片区"),   STR_INIT("高新区"), STR_INIT("开发区"),
	STR_INIT("人民政府"), STR_INIT("政府"), STR_INIT("制造业"),
};

/* Behind one of these a short name is the place where nothing else follows it: 汇总表广州（修改）. */
static const struct str words_before[] = {
	STR_INIT("省"),	  STR_INIT("汇总表"), STR_INIT("汇总"), STR_INIT("报送"), STR_INIT("附件"), STR_INIT("推荐"),
	STR_INIT("上报"), STR_INIT("提交"),   STR_INIT("厅"),	STR_INIT("局"),	  STR_INIT("单位"),
};

#define ANY_WORD(points, index, table) points_any_word((points), (index), (table), ARRAY_COUNT(table))
#define ANY_WORD_BEFORE(points, index, table) points_any_word_before((points), (index), (table), ARRAY_COUNT(table))

static bool ends_fully(const struct points *name)
{
	/* Two characters are a word as often as a name: 城区. */
	return name->count > 2 && ANY_WORD_BEFORE(name, name->count, endings);
}

/* Two forms a name at most: as given, and without 市 where two characters remain. */
static uint32_t add_forms(struct place_key *key, uint32_t used, const struct points *name, struct place_key form)
{
	if (name->count == 0)
		return used;
	form.at = name->at;
	form.len = name->count;
	form.is_full = ends_fully(name);
	key[used++] = form;
	if (form.is_full && form.len > 2 && points_word(name, form.len - 1, STR("市"))) {
		form.len--;
		form.is_full = false;
		key[used++] = form;
	}
	return used;
}

/* By first character, then the longest, then the order given. */
static int compare_keys(const void *left, const void *right)
{
	const struct place_key *a = left, *b = right;

	if (a->at[0].code != b->at[0].code)
		return a->at[0].code < b->at[0].code ? -1 : 1;
	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* 廣州市 is 广州市. */
static struct points fold(struct arena *arena, struct str text)
{
	struct points points = points_of(arena, text);

	for (size_t i = 0; i < points.count; i++)
		points.at[i].code = variant_fold(points.at[i].code);
	return points;
}

struct place_names place_names_make(struct arena *arena, uint32_t count, const struct place_name *name)
{
	struct place_names names = { 0, ARENA_ARRAY(arena, struct place_key, (size_t)count * 2) };

	for (uint32_t i = 0; i < count; i++) {
		struct points points = fold(arena, name[i].name);
		struct place_key form = { .region = name[i].region, .order = i };

		names.count = add_forms(names.key, names.count, &points, form);
	}
	if (names.count)
		qsort(names.key, names.count, sizeof(*names.key), compare_keys);
	return names;
}

static bool stands_at(const struct points *text, size_t at, const struct place_key *key)
{
	if (key->len > text->count - at)
		return false;
	for (size_t i = 0; i < key->len; i++)
		if (text->at[at + i].code != key->at[i].code)
			return false;
	return true;
}

/* The text's beginning, a blank, a digit, punctuation: nothing that a word is made of. */
static bool is_edge(const struct points *text, size_t index)
{
	return index >= text->count || !points_is_letter(text->at[index].code);
}

static bool short_counts(const struct points *text, size_t from, size_t to)
{
	if (ANY_WORD(text, to, other_names) || ANY_WORD(text, to, swallow) || ANY_WORD_BEFORE(text, from, surnames))
		return false;
	if (from == 0 || is_edge(text, from - 1) || points_word(text, from - 1, STR("省")))
		return true;
	return ANY_WORD(text, to, table_words) || (is_edge(text, to) && ANY_WORD_BEFORE(text, from, words_before));
}

static bool counts(const struct points *text, size_t at, const struct place_key *key)
{
	size_t end = at + key->len;

	if (!stands_at(text, at, key))
		return false;
	return key->is_full ? !ANY_WORD(text, end - 1, swallow) : short_counts(text, at, end);
}

/* The first key with this first character. */
static uint32_t first_key(const struct place_names *names, int32_t code)
{
	uint32_t low = 0, high = names->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (names->key[middle].at[0].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The longest name that counts here and is longer than `least`; NULL for none. */
static const struct place_key *name_at(const struct place_names *names, const struct points *text, size_t at,
				       size_t least, bool full_only)
{
	int32_t code = text->at[at].code;

	for (uint32_t i = first_key(names, code); i < names->count; i++) {
		const struct place_key *key = &names->key[i];

		if (key->at[0].code != code || key->len <= least)
			break;
		if ((key->is_full || !full_only) && counts(text, at, key))
			return key;
	}
	return NULL;
}

static const struct place_key *find(const struct place_names *names, const struct points *text, bool full_only)
{
	const struct place_key *best = NULL;

	for (size_t at = 0; at < text->count; at++) {
		const struct place_key *key = name_at(names, text, at, best ? best->len : 0, full_only);

		if (key)
			best = key;
	}
	return best;
}

/* Titles are set apart: 广 州 市 工 信 局. */
static struct points without_blanks(struct points text)
{
	size_t kept = 0;

	for (size_t i = 0; i < text.count; i++)
		if (!points_is_blank(text.at[i].code))
			text.at[kept++] = text.at[i];
	text.count = kept;
	return text;
}

bool place_find(const struct place_names *names, struct arena *scratch, struct str text, uint32_t *region)
{
	struct points points = fold(scratch, text);
	const struct place_key *best = find(names, &points, false);

	if (!best) {
		points = without_blanks(points);
		best = find(names, &points, true);
	}
	if (best)
		*region = best->region;
	return best != NULL;
}

bool place_find_full(const struct place_names *names, struct arena *scratch, struct str text, uint32_t *region)
{
	struct points points = fold(scratch, text);
	const struct place_key *best = find(names, &points, true);

	if (best)
		*region = best->region;
	return best != NULL;
}
