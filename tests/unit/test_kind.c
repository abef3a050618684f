#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/kind.h"

enum { GROUP, BRACKETS, DEPARTMENT, GRID };

static const struct kind_name patterns[] = {
	{ STR_INIT("中国*集团有限公司"), GROUP },
	{ STR_INIT("*（集团）有限公司"), BRACKETS },
	{ STR_INIT("工业和信息化部＊司"), DEPARTMENT },
	{ STR_INIT("国家电网*"), GRID },
};

static void a_name_of_a_kind_is_found(void **state)
{
	static const struct {
		const char *name;
		struct str text, found; /* empty for none */
		uint32_t owner;
	} cases[] = {
		{ "alone", STR_INIT("中国移动通信集团有限公司"), STR_INIT("中国移动通信集团有限公司"), GROUP },
		{ "* is one letter at least", STR_INIT("中国集团有限公司"), STR_INIT(""), 0 },
		{ "not as a part of another name", STR_INIT("北京中国移动通信集团有限公司分公司"), STR_INIT(""), 0 },
		{ "traditional", STR_INIT("中國移動通信集團有限公司"), STR_INIT("中國移動通信集團有限公司"), GROUP },
		{ "set apart", STR_INIT("中 国 宝 武 集 团 有 限 公 司"), STR_INIT("中 国 宝 武 集 团 有 限 公 司"),
		  GROUP },
		{ "a seal and a day behind it", STR_INIT("中国宝武集团有限公司（盖章）　2020年11月18日"),
		  STR_INIT("中国宝武集团有限公司"), GROUP },
		{ "a file's name", STR_INIT("附件2-中国宝武集团有限公司推荐项目汇总表(更正)"),
		  STR_INIT("中国宝武集团有限公司"), GROUP },
		{ "a number before it", STR_INIT("03中国宝武集团有限公司"), STR_INIT("中国宝武集团有限公司"), GROUP },
		{ "brackets in a name", STR_INIT("华润(集团)有限公司"), STR_INIT("华润(集团)有限公司"), BRACKETS },
		{ "brackets in a name, and others", STR_INIT("华润（集团）有限公司（盖章）"),
		  STR_INIT("华润（集团）有限公司"), BRACKETS },
		{ "a full-width * is one", STR_INIT("工业和信息化部装备工业一司"),
		  STR_INIT("工业和信息化部装备工业一司"), DEPARTMENT },
		{ "* takes no separator", STR_INIT("工业和信息化部，下列公司"), STR_INIT(""), 0 },
		{ "* at the end leaves words of tables alone", STR_INIT("国家电网有限公司项目汇总表"),
		  STR_INIT("国家电网有限公司"), GRID },
		{ "a text far too long", STR_INIT(""), STR_INIT(""), 0 },
	};
	struct arena arena = { 0 };
	struct kind_names names = kind_names_make(&arena, ARRAY_COUNT(patterns), patterns);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str found = STR("");
		uint32_t owner = 99;
		bool ok = kind_find(&names, &arena, cases[i].text, &found, &owner);

		if (ok != (cases[i].found.len > 0) ||
		    (ok && (!str_eq(found, cases[i].found) || owner != cases[i].owner)))
			fail_msg("%s: [%.*s] %u", cases[i].name, STR_ARG(found), owner);
	}
	arena_release(&arena);
}

/* As many stars as fit, over a text that nearly fits everywhere: no time to speak of. */
static void a_pattern_of_stars_is_no_trap(void **state)
{
	struct arena arena = { 0 };
	char pattern[201], text[6001];
	struct kind_name name = { STR_INIT(""), 0 };
	struct kind_names names;
	struct str found;
	uint32_t owner;

	(void)state;
	for (size_t i = 0; i < 200; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	for (size_t i = 0; i < 6000; i++)
		text[i] = 'a';
	pattern[199] = 'b';
	name.pattern = (struct str){ pattern, 200 };
	names = kind_names_make(&arena, 1, &name);
	for (int i = 0; i < 100; i++)
		assert_false(kind_find(&names, &arena, (struct str){ text, 6000 }, &found, &owner));
	arena_release(&arena);
}

static void a_pattern_says_something(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_true(kind_is_pattern(STR("*集团")));
	assert_true(kind_is_pattern(STR("＊集团")));
	assert_false(kind_is_pattern(STR("广州市")));
	assert_true(kind_is_vague(&arena, STR("*")));
	assert_true(kind_is_vague(&arena, STR("*（）1司*")));
	assert_false(kind_is_vague(&arena, STR("*集团")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_of_a_kind_is_found),
		cmocka_unit_test(a_pattern_of_stars_is_no_trap),
		cmocka_unit_test(a_pattern_says_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
