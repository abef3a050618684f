#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "text/key.h"
#include "text/title.h"

static struct str units(struct arena *arena, const uint16_t *unit, uint16_t count)
{
	struct buf text = { 0 };
	struct str made;

	for (uint16_t i = 0; i < count; i++)
		utf8_put(&text, unit[i]);
	made = arena_copy(arena, buf_str(&text));
	buf_release(&text);
	return made;
}

/* `own`: names of the applicant, by blanks. */
static struct title parse(struct arena *arena, const char *shown, const char *own)
{
	struct title_words words = title_words_make(arena);
	struct str rest = str_from(own), *name = ARENA_ARRAY(arena, struct str, 4);
	uint32_t count = 0;

	while (count < 4 && str_split(&rest, ' ', &name[count])) {
		name[count] = key_fold(arena, name[count]);
		count++;
	}
	return title_parse(&words, arena, str_from(shown), (struct strs){ count, name });
}

static bool is(const char *name, const char *what, struct str found, const char *expected)
{
	bool same = str_eq(found, str_from(expected));

	if (!same)
		print_message("    %s: %s \"%.*s\", not \"%s\"\n", name, what, STR_ARG(found), expected);
	return same;
}

static void a_title_is_what_it_says_less_whose_it_is_and_what_all_say(void **state)
{
	static const struct {
		const char *name, *shown, *own, *whole, *content;
	} cases[] = {
		{ "letters and digits only", "“5G＋工业互联网”", "", "5g工业互联网", "5g工业互联网" },
		{ "traditional, a radical", "環保⻔窗", "", "环保门窗", "环保门窗" },
		{ "filling words", "基于电池的回收技术研究与应用示范项目", "", "基于电池的回收技术研究与应用示范项目",
		  "电池回收" },
		{ "synonyms", "智慧监控系统", "", "智慧监控系统", "智能监测平台" },
		{ "nothing but filling", "建设项目", "", "建设项目", "建设项目" },
		{ "the applicant's name in front", "广州华信科技有限公司电池回收", "广州华信科技有限公司 华信科技 华信",
		  "电池回收", "电池回收" },
		{ "its trade name in front", "华信电池回收", "广州华信科技有限公司 华信科技 华信", "电池回收",
		  "电池回收" },
		{ "a short one inside a word stays", "振华信号灯", "华信", "振华信号灯", "振华信号灯" },
		{ "as an example", "电池回收——以华信为例", "华信", "电池回收以为例", "电池回收" },
		{ "a company's name that is spelt otherwise", "广州华欣科技有限公司电池回收", "广州华信科技有限公司",
		  "电池回收", "电池回收" },
		{ "a region in front", "广东省广州市电池回收", "", "电池回收", "电池回收" },
		{ "a site stays", "增城电池回收", "", "增城电池回收", "增城电池回收" },
		{ "a phase is no word", "电池回收（二期工程）", "", "电池回收二期工程", "电池回收" },
		{ "nor a year, nor a model", "电池回收BCD-120型项目（2025年度）", "", "电池回收bcd120型项目2025年度",
		  "电池回收" },
		{ "5G and 3D are", "5G电池3D打印", "", "5g电池3d打印", "5g电池三维打印" },
	};
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct title title = parse(&arena, cases[i].shown, cases[i].own);

		ok &= is(cases[i].name, "whole", units(&arena, title.whole, title.whole_count), cases[i].whole);
		ok &= is(cases[i].name, "content", units(&arena, title.content, title.content_count), cases[i].content);
		arena_release(&arena);
	}
	assert_true(ok);
}

static void numbers_tell_projects_of_one_name_apart(void **state)
{
	static const struct {
		const char *a, *b;
		enum title_signs signs;
	} cases[] = {
		{ "电池回收", "电池回收", TITLE_SIGNS_EQUAL },
		{ "电池回收一期", "电池回收（首期）", TITLE_SIGNS_EQUAL },
		{ "电池回收1期", "电池回收一期工程", TITLE_SIGNS_EQUAL },
		{ "电池回收Ⅱ", "电池回收二期", TITLE_SIGNS_EQUAL },
		{ "电池回收十二期", "电池回收12期", TITLE_SIGNS_EQUAL },
		{ "电池回收一期", "电池回收二期", TITLE_SIGNS_CONTRADICT },
		{ "电池回收", "电池回收二期", TITLE_SIGNS_CONTRADICT },
		{ "电池回收", "电池回收一期", TITLE_SIGNS_FIRST },
		{ "年产20万吨电池", "年产30万吨电池", TITLE_SIGNS_CONTRADICT },
		{ "年产2O万吨电池", "年产20万吨电池", TITLE_SIGNS_EQUAL },
		{ "年产S万吨电池", "年产5万吨电池", TITLE_SIGNS_EQUAL },
		{ "年产20万吨电池", "电池", TITLE_SIGNS_MISSING },
		{ "年产20万吨及5万台", "年产5万台", TITLE_SIGNS_MISSING },
		{ "轨道1号线", "轨道2号线", TITLE_SIGNS_CONTRADICT },
		{ "轨道三号线", "轨道3号线", TITLE_SIGNS_EQUAL },
		{ "第一水厂", "第二水厂", TITLE_SIGNS_CONTRADICT },
		{ "厂房A区", "厂房B区", TITLE_SIGNS_CONTRADICT },
		{ "改造（2024年度）", "改造（2025年度）", TITLE_SIGNS_CONTRADICT },
		{ "改造", "改造（2025年度）", TITLE_SIGNS_MISSING },
		{ "冰箱BCD-120型", "冰箱BCD-130型", TITLE_SIGNS_CONTRADICT },
		{ "冰箱BCD-12O型", "冰箱bcd120型", TITLE_SIGNS_EQUAL },
		{ "储能100MW", "储能200MW", TITLE_SIGNS_CONTRADICT },
		{ "一体化平台", "平台", TITLE_SIGNS_EQUAL },
		{ "5G平台", "4G平台", TITLE_SIGNS_EQUAL }, /* words, not numbers */
	};
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct title a = parse(&arena, cases[i].a, ""), b = parse(&arena, cases[i].b, "");
		enum title_signs there = title_sign_compare(&a, &b), back = title_sign_compare(&b, &a);

		if (there != cases[i].signs || back != there) {
			print_message("    %s, %s: %d and %d, not %d\n", cases[i].a, cases[i].b, (int)there, (int)back,
				      (int)cases[i].signs);
			ok = false;
		}
		arena_release(&arena);
	}
	assert_true(ok);
}

static void long_titles_are_compared_by_their_beginning(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct title title;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_add(&text, STR("数据12期"));
	buf_add_char(&text, '\0');
	title = parse(&arena, text.data, "数据");
	assert_true(title.whole_count <= TITLE_MOST && title.content_count <= TITLE_MOST);
	assert_true(title.sign_count <= TITLE_SIGNS);
	buf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_title_is_what_it_says_less_whose_it_is_and_what_all_say),
		cmocka_unit_test(numbers_tell_projects_of_one_name_apart),
		cmocka_unit_test(long_titles_are_compared_by_their_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
