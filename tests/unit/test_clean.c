#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/clean.h"

static void shown_text_is_what_a_person_wrote(void **state)
{
	static const struct {
		const char *name;
		struct str raw, shown;
	} cases[] = {
		{ "nothing", STR_INIT(""), STR_INIT("") },
		{ "plain", STR_INIT("abc"), STR_INIT("abc") },
		{ "ideographs", STR_INIT("广州市"), STR_INIT("广州市") },
		{ "blanks at both ends", STR_INIT("  a b  "), STR_INIT("a b") },
		{ "ideographic blanks at the ends", STR_INIT("　广 州　"), STR_INIT("广 州") },
		{ "no-break and figure blanks at the ends", STR_INIT("\u00A0x\u2007"), STR_INIT("x") },
		{ "every blank at the ends", STR_INIT("\u1680\u2000\u200A\u2028\u2029\u202F\u205Fx\u3000\u205F\n"),
		  STR_INIT("x") },
		{ "inner blanks stay", STR_INIT("甲　 乙\u00A0丙"), STR_INIT("甲　 乙\u00A0丙") },
		{ "widths and case stay", STR_INIT("ＡＢｃ１２（）"), STR_INIT("ＡＢｃ１２（）") },
		{ "CR LF is LF", STR_INIT("a\r\nb"), STR_INIT("a\nb") },
		{ "CR is LF", STR_INIT("a\rb"), STR_INIT("a\nb") },
		{ "LF stays", STR_INIT("a\n\nb"), STR_INIT("a\n\nb") },
		{ "CR CR LF are two", STR_INIT("a\r\r\nb"), STR_INIT("a\n\nb") },
		{ "line feeds at the ends go", STR_INIT("\r\na\n"), STR_INIT("a") },
		{ "a tab is a blank", STR_INIT("a\tb\t"), STR_INIT("a b") },
		{ "controls go",
		  STR_INIT("a\x01\x1F\x7F"
			   "b\xC2\x80\xC2\x9F"),
		  STR_INIT("ab") },
		{ "a NUL goes", STR_INIT("a\0b"), STR_INIT("ab") },
		{ "blanks behind a control are at the end", STR_INIT("a \x01 "), STR_INIT("a") },
		{ "byte-order marks go everywhere", STR_INIT("\uFEFFa\uFEFFb"), STR_INIT("ab") },
		{ "a zero-width blank was written", STR_INIT("a\u200Bb"), STR_INIT("a\u200Bb") },
		{ "bytes that are no UTF-8", STR_INIT("a\xFF\xC0z"), STR_INIT("a\uFFFD\uFFFDz") },
		{ "a cut character", STR_INIT("a\xE5\xB9"), STR_INIT("a\uFFFD\uFFFD") },
		{ "a surrogate", STR_INIT("\xED\xA0\x80"), STR_INIT("\uFFFD\uFFFD\uFFFD") },
		{ "four bytes", STR_INIT("𠮷"), STR_INIT("𠮷") },
		{ "only blanks", STR_INIT(" \t\r\n　"), STR_INIT("") },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str shown = clean_shown(&arena, cases[i].raw);

		if (!str_eq(shown, cases[i].shown))
			fail_msg("%s: [%.*s]", cases[i].name, STR_ARG(shown));
		assert_true(str_eq(clean_shown(&arena, shown), shown));
	}
	arena_release(&arena);
}

static void shown_text_does_not_borrow_the_raw_one(void **state)
{
	struct arena arena = { 0 };
	char raw[] = "abc";
	struct str shown = clean_shown(&arena, (struct str){ raw, 3 });

	(void)state;
	raw[0] = 'x';
	assert_true(str_eq(shown, STR("abc")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shown_text_is_what_a_person_wrote),
		cmocka_unit_test(shown_text_does_not_borrow_the_raw_one),
	};

	return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
