/* What profile show and profile check print of a profile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "profile/canon.h"
#include "small_notice.h"

/* The small notice with one line changed: what canon writes is the same profile, and is its own form. */
static void the_form_of_a_profile_is_the_profile(void **state)
{
	static const struct {
		const char *name;
		uint32_t changed;
		const char *text;
	} cases[] = {
		{ "as it is", 1, "# 说明" },
		{ "held, by its other name", 20, "field.missing = 警告, 暂缓" },
		{ "other blanks and widths", 15, "大 市　＝　３，　广州市，深圳市，" },
		{ "nothing behind =", 13, "平台 =" },
		{ "lists", 23, "已获试点示范 = a.csv, b/c.xls" },
		{ "no rules at all", 20, NULL },
		{ "a kind", 16, "其他 = 1, 提示, 佛山市, *集团" },
		{ "a title of its own", 4, "汇总表标题 = 表 # 不是说明；也是\n名称 = 名" },
		{ "a line that goes on behind =", 4, "汇总表标题 = a=b [c]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf text = { 0 }, form = { 0 }, again = { 0 }, first = { 0 }, second = { 0 };
		struct arena arena = { 0 };
		struct load_mistakes mistakes;
		const struct profile *p;

		print_message("%s\n", cases[i].name);
		notice_with(&text, cases[i].changed, cases[i].text);
		p = load(&arena, buf_str(&text), &mistakes);
		print_mistakes(&mistakes);
		assert_non_null(p);
		canon_profile(&form, &arena, str_bytes(buf_str(&text)), p);
		p = load(&arena, buf_str(&form), &mistakes);
		print_mistakes(&mistakes);
		assert_non_null(p);
		canon_profile(&again, &arena, str_bytes(buf_str(&form)), p);
		shown(&first, buf_str(&text));
		shown(&second, buf_str(&form));
		assert_true(str_eq(buf_str(&form), buf_str(&again)));
		assert_true(str_eq(buf_str(&first), buf_str(&second)));
		buf_release(&text);
		buf_release(&form);
		buf_release(&again);
		buf_release(&first);
		buf_release(&second);
		arena_release(&arena);
	}
}

static void what_is_shown_is_safe_for_a_terminal(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 }, out = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 4, "汇总表标题 = 汇\xE2\x80\x8F总");
	p = load(&arena, buf_str(&text), &mistakes);
	assert_non_null(p);
	show_profile(&out, p, LANG_EN, no_file, NULL);
	assert_true(str_has(buf_str(&out), STR("title of the table: 汇\\u{200F}总\n")));
	assert_true(str_has(buf_str(&out), STR("  大市 (at most 3 each, above: error): 广州市, 深圳市\n")));
	assert_true(str_has(buf_str(&out), STR("direction.count): error, limit 2\n")));
	buf_release(&text);
	buf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_of_a_profile_is_the_profile),
		cmocka_unit_test(what_is_shown_is_safe_for_a_terminal),
	};

	return cmocka_run_group_tests_name("profile_shown", tests, NULL, NULL);
}
