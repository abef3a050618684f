#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "text/direction.h"

enum { GB, SK, TS, ZD }; /* the four categories of 2020 */

static const struct direction_name names[] = {
	{ STR_INIT("两化融合管理体系贯标"), GB, 0 },
	{ STR_INIT("两化贯标"), GB, 0 },
	{ STR_INIT("贯标"), GB, 0 },
	{ STR_INIT("面向供应链管控与服务的新型能力建设"), GB, 1 },
	{ STR_INIT("面向数字孪生的数据管理能力建设"), GB, 4 },
	{ STR_INIT("2020年跨行业跨领域工业互联网平台"), SK, 0 },
	{ STR_INIT("跨行业跨领域工业互联网平台"), SK, 0 },
	{ STR_INIT("跨行业跨领域"), SK, 0 },
	{ STR_INIT("双跨平台"), SK, 0 },
	{ STR_INIT("跨行业跨领域工业互联网平台建设发展"), SK, 5 },
	{ STR_INIT("特色专业型工业互联网平台"), TS, 0 },
	{ STR_INIT("特色专业型"), TS, 0 },
	{ STR_INIT("面向行业的特色工业互联网平台建设"), TS, 6 },
	{ STR_INIT("面向区域的特色工业互联网平台建设"), TS, 7 },
	{ STR_INIT("面向特定领域的专业型工业互联网平台建设"), TS, 8 },
	{ STR_INIT("中德智能制造合作"), ZD, 0 },
	{ STR_INIT("中德"), ZD, 0 },
	{ STR_INIT("产业合作"), ZD, 9 },
	{ STR_INIT("研发、生产、服务"), ZD, 13 },
	{ STR_INIT("6"), TS, 6 },
};

/* The entries in one line: category.item, or what names none in brackets. */
static void put_entries(struct buf *out, struct direction_list list)
{
	buf_clear(out);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct direction *d = &list.item[i];

		buf_add(out, i ? STR(" ") : STR(""));
		if (d->category == DIRECTION_UNKNOWN)
			buf_printf(out, "[%.*s]", STR_ARG(d->written));
		else
			buf_printf(out, "%u.%u", d->category, d->item);
	}
}

struct direction_case {
	struct str shown, entries;
};

static void check(const struct direction_case *cases, size_t count)
{
	struct arena arena = { 0 };
	struct direction_names known = direction_names_make(&arena, ARRAY_COUNT(names), names);
	struct buf out = { 0 };
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		put_entries(&out, direction_parse(&arena, &known, cases[i].shown));
		if (!str_eq(buf_str(&out), cases[i].entries)) {
			print_error("[%.*s] gives %.*s not %.*s\n", STR_ARG(cases[i].shown), STR_ARG(buf_str(&out)),
				    STR_ARG(cases[i].entries));
			wrong++;
		}
	}
	buf_release(&out);
	arena_release(&arena);
	assert_int_equal(wrong, 0);
}

#define CASE(shown, entries)                                                                                           \
	{                                                                                                              \
		STR_INIT(shown), STR_INIT(entries)                                                                     \
	}

static void names_in_any_width_and_place(void **state)
{
	static const struct direction_case cases[] = {
		CASE("", ""),
		CASE("两化融合管理体系贯标", "0.0"),
		CASE("两化融合 管理体系\n贯标", "0.0"),
		CASE("贯标", "0.0"),
		CASE("2020年跨行业跨领域工业互联网平台", "1.0"),
		CASE("2020 年跨行业跨领域工业互联网平台", "1.0"),
		CASE("２０２０年跨行业、跨领域工业互联网平台", "1.0"),
		CASE("跨行业跨领域工业互联网平台", "1.0"),
		CASE("双跨平台", "1.0"),
		CASE("“特色专业型工业互联网平台”", "2.0"),
		CASE("特色专业型工业互联网平台方向", "2.0"),
		CASE("申报方向：特色专业型", "2.0"),
		CASE("特色专业型类", "2.0"),
		CASE("研发、生产、服务", "3.13"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void several_in_a_cell(void **state)
{
	static const struct direction_case cases[] = {
		CASE("两化贯标、特色专业型", "0.0 2.0"),
		CASE("特色专业型，两化贯标", "2.0 0.0"),
		CASE("两化贯标和特色专业型", "0.0 2.0"),
		CASE("两化贯标+中德", "0.0 3.0"),
		CASE("两化贯标及中德等方向", "0.0 3.0"),
		CASE("两化贯标\n中德", "0.0 3.0"),
		CASE("1.两化贯标 2.中德", "0.0 3.0"),
		CASE("1、两化贯标；2、中德", "0.0 3.0"),
		CASE("（一）两化贯标（二）中德", "0.0 3.0"),
		CASE("①两化贯标②中德", "0.0 3.0"),
		CASE("一、两化贯标\n二、中德", "0.0 3.0"),
		CASE("A.两化贯标 B.中德", "0.0 3.0"),
		CASE("两化贯标、两化融合管理体系贯标", "0.0"),
		CASE("☑两化贯标 □特色专业型 □中德", "0.0"),
		CASE("□两化贯标", "0.0"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void items_and_their_categories(void **state)
{
	static const struct direction_case cases[] = {
		CASE("面向行业的特色工业互联网平台建设", "2.6"),
		CASE("6 面向行业的特色工业互联网平台建设", "2.6"),
		CASE("6.面向行业的特色工业互联网平台建设", "2.6"),
		CASE("特色专业型工业互联网平台（面向行业的特色工业互联网平台建设）", "2.6"),
		CASE("特色专业型工业互联网平台：7.面向区域的特色工业互联网平台建设", "2.7"),
		CASE("面向行业的特色工业互联网平台建设、特色专业型", "2.6"),
		CASE("特色专业型（6 面向行业的特色工业互联网平台建设、7 面向区域的特色工业互联网平台建设）", "2.6 2.7"),
		CASE("面向行业的特色工业互联网平台建设；面向行业的特色工业互联网平台建设", "2.6"),
		CASE("跨行业跨领域工业互联网平台建设发展", "1.5"),
		CASE("中德-产业合作", "3.9"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void what_names_none_is_kept_as_written(void **state)
{
	static const struct direction_case cases[] = {
		CASE("智能工厂", "[智能工厂]"),
		CASE("智能 工厂（5G+AI）", "[智能 工厂（5G+AI）]"),
		CASE("智能工厂、两化贯标", "[智能工厂] 0.0"),
		CASE("两化贯标、智能工厂、绿色制造", "0.0 [智能工厂] [绿色制造]"),
		CASE("6", "[6]"),
		CASE("方向6", "[方向6]"),
		CASE("６、７", "[６] [７]"),
		CASE("两化贯标（具体见附件）", "0.0"),
		CASE("两化贯标（供应链，智能工厂）、智能工厂", "0.0 [智能工厂]"),
		CASE("两化贯标（供应链、智能工厂", "0.0 [供应链] [智能工厂]"),
		CASE("无", "[无]"),
		CASE("、；", ""),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_megabyte_takes_well_under_a_second(void **state)
{
	static const char *const parts[] = { "面向", "中德、", "甲、中德、", "(", "（6", "跨行业跨领域工业互联网",
					     "6、",  "2020",   "方向" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		struct direction_names known = direction_names_make(&arena, ARRAY_COUNT(names), names);
		struct buf buf = { 0 };
		clock_t before;

		while (buf.len < 1024 * 1024)
			buf_add(&buf, str_from(parts[i]));
		before = clock();
		direction_parse(&arena, &known, buf_str(&buf));
		/* Several times the time without sanitizers. */
		if (clock() - before > 5 * CLOCKS_PER_SEC)
			fail_msg("[%s]: %ld ms", parts[i], (long)((clock() - before) / 1000));
		buf_release(&buf);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_any_width_and_place),
		cmocka_unit_test(several_in_a_cell),
		cmocka_unit_test(items_and_their_categories),
		cmocka_unit_test(what_names_none_is_kept_as_written),
		cmocka_unit_test(a_megabyte_takes_well_under_a_second),
	};

	return cmocka_run_group_tests_name("direction", tests, NULL, NULL);
}
