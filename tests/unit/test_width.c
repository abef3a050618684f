#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/width.h"

static void widths(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		uint32_t width;
	} cases[] = {
		{ "nothing", STR_INIT(""), 0 },
		{ "letters", STR_INIT("abc"), 3 },
		{ "ideographs count two", STR_INIT("广州"), 4 },
		{ "full-width letters", STR_INIT("Ａ１（"), 6 },
		{ "half-width katakana", STR_INIT("\uFF76"), 1 },
		{ "Chinese punctuation", STR_INIT("，。、：；！？《》【】"), 22 },
		{ "quotes, dashes and dots of Chinese text", STR_INIT("“”‘’—…·"), 14 },
		{ "marks count nothing", STR_INIT("e\u0301"), 1 },
		{ "zero width", STR_INIT("a\u200B\u200D\uFEFFb"), 2 },
		{ "controls count nothing", STR_INIT("a\nb"), 2 },
		{ "an ideograph of four bytes", STR_INIT("𠮷"), 2 },
		{ "circled numbers", STR_INIT("①"), 2 },
		{ "no UTF-8", STR_INIT("\xFF"), 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (width_of(cases[i].text) != cases[i].width)
			fail_msg("%s: %u", cases[i].name, width_of(cases[i].text));
}

static void lines(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		uint32_t columns, lines;
	} cases[] = {
		{ "nothing needs one", STR_INIT(""), 10, 1 },
		{ "fits exactly", STR_INIT("广州广州广"), 10, 1 },
		{ "one too many", STR_INIT("广州广州广州"), 10, 2 },
		{ "an ideograph is never halved", STR_INIT("广州广"), 5, 2 },
		{ "own line feeds", STR_INIT("a\nb\nc"), 10, 3 },
		{ "an empty line between", STR_INIT("a\n\nb"), 10, 3 },
		{ "an empty line at the end", STR_INIT("a\n"), 10, 2 },
		{ "only a line feed", STR_INIT("\n"), 10, 2 },
		{ "both", STR_INIT("广州广州广州\nab"), 10, 3 },
		{ "a word moves as one", STR_INIT("广州 industry"), 10, 2 },
		{ "a word too long is broken", STR_INIT("abcdefghijklmnopqrstu"), 10, 3 },
		{ "wide letters need more room", STR_INIT("@@@@@@"), 11, 2 },
		{ "no columns at all", STR_INIT("广州"), 0, 2 },
		{ "one column", STR_INIT("广州"), 1, 2 },
		{ "widest column", STR_INIT("广州"), UINT32_MAX, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (width_lines(cases[i].text, cases[i].columns) != cases[i].lines)
			fail_msg("%s: %u", cases[i].name, width_lines(cases[i].text, cases[i].columns));
}

/* On paper: as in a font whose letters are wide. */
static void in_print(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		uint32_t widest, word;
	} cases[] = {
		{ "nothing", STR_INIT(""), 0, 0 },
		{ "ideographs part anywhere", STR_INIT("广州市"), 6, 0 },
		{ "the widest of several lines", STR_INIT("广州\n广州市\n广"), 6, 0 },
		{ "digits are wider than half an ideograph", STR_INIT("13800138000"), 14, 14 },
		{ "narrow letters are not", STR_INIT("ill"), 3, 3 },
		{ "wide ones are whole ideographs", STR_INIT("mm@"), 6, 6 },
		{ "capitals", STR_INIT("ABCD"), 6, 6 },
		{ "the widest word, wherever it stands", STR_INIT("a bb ccc广州dddd"), 18, 5 },
		{ "an address is one word", STR_INIT("ab@c.cn"), 9, 9 },
		{ "letters of other scripts", STR_INIT("йцукен"), 8, 8 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (width_widest(cases[i].text) != cases[i].widest || width_widest_word(cases[i].text) != cases[i].word)
			fail_msg("%s: %u, %u", cases[i].name, width_widest(cases[i].text),
				 width_widest_word(cases[i].text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths),
		cmocka_unit_test(lines),
		cmocka_unit_test(in_print),
	};

	return cmocka_run_group_tests_name("width", tests, NULL, NULL);
}
