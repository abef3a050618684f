/* Two texts side by side: what differs is marked as stretches, and nothing of either is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "output/diff.h"

/* "13[80]" with what differs in brackets. */
static void write_marked(struct buf *out, const struct diff *diff)
{
	for (uint32_t i = 0; i < diff->count; i++) {
		buf_add(out, diff->piece[i].differs ? STR("[") : STR(""));
		buf_add(out, diff->piece[i].text);
		buf_add(out, diff->piece[i].differs ? STR("]") : STR(""));
	}
}

static void what_differs_is_marked(void **state)
{
	static const struct {
		const char *name, *a, *b, *marked_a, *marked_b;
	} cases[] = {
		{ "equal", "平台", "平台", "平台", "平台" },
		{ "both empty", "", "", "", "" },
		{ "one empty", "平台", "", "[平台]", "" },
		{ "nothing in common", "甲", "乙", "[甲]", "[乙]" },
		{ "added at the end", "平台", "平台建设", "平台", "平台[建设]" },
		{ "added in the middle", "智能平台", "智能制造平台", "智能平台", "智能[制造]平台" },
		{ "another end", "13800138009", "13800138010", "138001380[09]", "138001380[10]" },
		{ "two stretches", "广州甲智能平台一期", "深圳甲智能平台二期", "[广州]甲智能平台[一]期",
		  "[深圳]甲智能平台[二]期" },
		{ "a chance letter between two differences goes with them", "abXcd", "efXgh", "[abXcd]", "[efXgh]" },
		{ "two letters are no chance", "abXYcd", "efXYgh", "[ab]XY[cd]", "[ef]XY[gh]" },
		{ "a letter and its accent are one", "cafe\u0301s", "cafes", "caf[e\u0301]s", "caf[e]s" },
		{ "emoji with a tone are one", "x👍🏽y", "x👍y", "x[👍🏽]y", "x[👍]y" },
		{ "bytes that are no text", "a\xFF\xFE", "a\xFF", "a\xFF[\xFE]", "a\xFF" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf a = { 0 }, b = { 0 };
		struct diff left, right;

		diff_texts(&arena, str_from(cases[i].a), str_from(cases[i].b), &left, &right);
		write_marked(&a, &left);
		write_marked(&b, &right);
		if (!str_eq(buf_str(&a), str_from(cases[i].marked_a)) ||
		    !str_eq(buf_str(&b), str_from(cases[i].marked_b)))
			fail_msg("%s: %.*s | %.*s", cases[i].name, STR_ARG(buf_str(&a)), STR_ARG(buf_str(&b)));
		buf_release(&a);
		buf_release(&b);
		arena_release(&arena);
	}
}

/* 300 by 300 characters are compared; of longer ones all between the common ends is marked, at once. */
static void texts_too_long_to_compare(void **state)
{
	static const struct {
		uint32_t len;
		uint32_t pieces;
	} cases[] = { { 300, 3 }, { 302, 1 }, { 1000000, 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		char *a = arena_alloc(&arena, cases[i].len, 1), *b = arena_alloc(&arena, cases[i].len, 1);
		struct diff left, right;

		memset(a, 'a', cases[i].len);
		memset(b, 'b', cases[i].len);
		a[10] = a[11] = b[20] = b[21] = 'c'; /* in common, where it is looked for */
		diff_texts(&arena, (struct str){ a, cases[i].len }, (struct str){ b, cases[i].len }, &left, &right);
		assert_int_equal(left.count, cases[i].pieces);
		assert_int_equal(right.count, cases[i].pieces);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_differs_is_marked),
		cmocka_unit_test(texts_too_long_to_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
