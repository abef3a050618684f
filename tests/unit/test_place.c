#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "text/place.h"

enum { NONE = 99, GZ = 0, SZ, FS, ZS, HZ, ST, ZH, JY, MZ };

static const struct place_name names[] = {
	{ STR_INIT("广州市"), GZ }, { STR_INIT("深圳市"), SZ },		{ STR_INIT("佛山市"), FS },
	{ STR_INIT("中山市"), ZS }, { STR_INIT("惠州市"), HZ },		{ STR_INIT("汕头市"), ST },
	{ STR_INIT("珠海市"), ZH }, { STR_INIT("揭阳市"), JY },		{ STR_INIT("梅州市"), MZ },
	{ STR_INIT("顺德区"), FS }, { STR_INIT("南海区"), FS },		{ STR_INIT("前海"), SZ },
	{ STR_INIT("横琴"), ZH },   { STR_INIT("深汕特别合作区"), SZ },
};

struct place_case {
	const char *name;
	struct str text;
	uint32_t region;
};

static void check(const struct place_case *cases, size_t count)
{
	struct arena arena = { 0 };
	struct place_names known = place_names_make(&arena, ARRAY_COUNT(names), names);

	for (size_t i = 0; i < count; i++) {
		uint32_t region = NONE;
		bool found = place_find(&known, &arena, cases[i].text, &region);

		if (region != cases[i].region || found != (region != NONE))
			fail_msg("%s [%.*s]: %u", cases[i].name, STR_ARG(cases[i].text), region);
	}
	arena_release(&arena);
}

static void full_names_count_anywhere(void **state)
{
	static const struct place_case cases[] = {
		{ "nothing", STR_INIT(""), NONE },
		{ "alone", STR_INIT("广州市"), GZ },
		{ "in an office's name", STR_INIT("广东省广州市工业和信息化局"), GZ },
		{ "a form's line", STR_INIT("推荐单位（盖章）：中山市工业和信息化局"), ZS },
		{ "amid text", STR_INIT("关于报送佛山市项目的函"), FS },
		{ "in traditional characters", STR_INIT("推薦單位：廣州市"), GZ },
		{ "a county of a region", STR_INIT("佛山市顺德区"), FS },
		{ "a county alone", STR_INIT("顺德区经济促进局"), FS },
		{ "the longest", STR_INIT("广州市与深汕特别合作区"), SZ },
		{ "the earliest of two as long", STR_INIT("广州市、深圳市"), GZ },
		{ "the earliest of two as long, turned round", STR_INIT("深圳市、广州市"), SZ },
		{ "set apart", STR_INIT("推荐单位：广 州 市 工 信 局"), GZ },
		{ "the government", STR_INIT("中山市政府"), ZS },
		{ "the province is no region", STR_INIT("广东省工业和信息化厅"), NONE },
		{ "the ministry", STR_INIT("工业和信息化部"), NONE },
		{ "a market is no town", STR_INIT("中山市场"), NONE },
		{ "a market amid text", STR_INIT("关于中山市场的汇总"), NONE },
		{ "citizens", STR_INIT("关于佛山市民"), NONE },
		{ "a block chain is no county", STR_INIT("基于南海区块链"), NONE },
		{ "pinyin is no name", STR_INIT("guangzhou"), NONE },
		{ "another province's", STR_INIT("长沙市工信局"), NONE },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void short_names_count_at_edges_and_before_words_of_the_table(void **state)
{
	static const struct place_case cases[] = {
		{ "alone", STR_INIT("广州"), GZ },
		{ "begins the text", STR_INIT("惠州（修改稿）"), HZ },
		{ "begins a file's name", STR_INIT("广州汇总.xls"), GZ },
		{ "behind a number", STR_INIT("01广州"), GZ },
		{ "behind a full-width number", STR_INIT("０１．广州"), GZ },
		{ "behind a dash", STR_INIT("汇总表-揭阳.xlsx"), JY },
		{ "behind an underscore", STR_INIT("2020_汇总_揭阳"), JY },
		{ "behind a bracket", STR_INIT("汇总表（珠海）"), ZH },
		{ "behind an angular bracket", STR_INIT("【珠海】汇总表"), ZH },
		{ "behind a blank", STR_INIT("汇总表 梅州"), MZ },
		{ "behind an ideographic blank", STR_INIT("汇总表　梅州"), MZ },
		{ "behind the list's comma", STR_INIT("各市、梅州"), MZ },
		{ "behind the middle dot", STR_INIT("汇总·梅州"), MZ },
		{ "behind the province", STR_INIT("广东省中山"), ZS },
		{ "behind an annex number", STR_INIT("附件7广州汇总表.xls"), GZ },
		{ "before a word of the table", STR_INIT("附件广州汇总表"), GZ },
		{ "before the office", STR_INIT("转发佛山工信局"), FS },
		{ "before 局", STR_INIT("发揭阳局"), JY },
		{ "between words of the table", STR_INIT("汇总表广州（修改）"), GZ },
		{ "an alias begins the text", STR_INIT("前海管理局"), SZ },
		{ "an alias behind the town", STR_INIT("深圳市前海"), SZ },
		{ "an alias of two", STR_INIT("横琴新区汇总"), ZH },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void short_names_are_never_a_part_of_another_word(void **state)
{
	static const struct place_case cases[] = {
		{ "a university", STR_INIT("关于中山大学汇总"), NONE },
		{ "a university begins the text", STR_INIT("中山大学"), NONE },
		{ "a university of a town", STR_INIT("汕头大学"), NONE },
		{ "a university behind a separator", STR_INIT("汇总-中山大学.xls"), NONE },
		{ "a university behind the province", STR_INIT("广东省中山大学"), NONE },
		{ "its hospital", STR_INIT("中山医院汇总"), NONE },
		{ "a person", STR_INIT("孙中山"), NONE },
		{ "a person's file", STR_INIT("孙中山.xls"), NONE },
		{ "a person before a word of the table", STR_INIT("孙中山汇总"), NONE },
		{ "a street", STR_INIT("中山路"), NONE },
		{ "an avenue", STR_INIT("1-中山大道西"), NONE },
		{ "a park", STR_INIT("中山公园"), NONE },
		{ "a bank", STR_INIT("广州银行汇总"), NONE },
		{ "a mausoleum", STR_INIT("中山陵"), NONE },
		{ "a bay", STR_INIT("广州湾"), NONE },
		{ "a market", STR_INIT("中山市场汇总"), NONE },
		{ "amid other text", STR_INIT("东广州和西"), NONE },
		{ "the town is found though its university comes first", STR_INIT("中山大学与惠州汇总"), HZ },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void the_first_of_equal_names_counts(void **state)
{
	static const struct place_name twice[] = { { STR_INIT("广州市"), 5 }, { STR_INIT("广州市"), 6 } };
	struct arena arena = { 0 };
	struct place_names known = place_names_make(&arena, 2, twice);
	struct place_names none = place_names_make(&arena, 0, NULL);
	uint32_t region = NONE;

	(void)state;
	assert_true(place_find(&known, &arena, STR("广州市"), &region));
	assert_int_equal(region, 5);
	assert_false(place_find(&none, &arena, STR("广州市"), &region));
	arena_release(&arena);
}

static void a_megabyte_takes_well_under_a_second(void **state)
{
	static const char *const parts[] = { "广", "广州", "中山大学", "　", "广 州 ", "x" };
	struct arena arena = { 0 };
	struct place_names known = place_names_make(&arena, ARRAY_COUNT(names), names);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		struct arena scratch = { 0 };
		struct buf buf = { 0 };
		uint32_t region;
		clock_t before;

		while (buf.len < 1024 * 1024)
			buf_add(&buf, str_from(parts[i]));
		before = clock();
		place_find(&known, &scratch, buf_str(&buf), &region);
		/* Several times the time without sanitizers. */
		assert_true(clock() - before < 4 * CLOCKS_PER_SEC);
		buf_release(&buf);
		arena_release(&scratch);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_names_count_anywhere),
		cmocka_unit_test(short_names_count_at_edges_and_before_words_of_the_table),
		cmocka_unit_test(short_names_are_never_a_part_of_another_word),
		cmocka_unit_test(the_first_of_equal_names_counts),
		cmocka_unit_test(a_megabyte_takes_well_under_a_second),
	};

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
