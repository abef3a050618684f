#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "profile/nearest.h"

static void distances(void **state)
{
	static const struct {
		const char *name;
		struct str a, b;
		uint32_t steps;
	} cases[] = {
		{ "both empty", STR_INIT(""), STR_INIT(""), 0 },
		{ "one empty", STR_INIT("配额"), STR_INIT(""), 2 },
		{ "the same", STR_INIT("超配额"), STR_INIT("超配额"), 0 },
		{ "a character is one step, not its three bytes", STR_INIT("超配颌"), STR_INIT("超配额"), 1 },
		{ "one left out", STR_INIT("配额"), STR_INIT("超配额"), 1 },
		{ "one too many", STR_INIT("超出配额"), STR_INIT("超配额"), 1 },
		{ "two neighbours swapped", STR_INIT("超额配"), STR_INIT("超配额"), 1 },
		{ "two swapped that are no neighbours", STR_INIT("额配超"), STR_INIT("超配额"), 2 },
		{ "case of ASCII is no step", STR_INIT("Quota.Region"), STR_INIT("quota.region"), 0 },
		{ "nothing in common", STR_INIT("甲乙"), STR_INIT("丙丁"), 2 },
		{ "kitten", STR_INIT("kitten"), STR_INIT("sitting"), 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		print_message("%s\n", cases[i].name);
		assert_int_equal(nearest_distance(cases[i].a, cases[i].b), cases[i].steps);
		assert_int_equal(nearest_distance(cases[i].b, cases[i].a), cases[i].steps);
	}
}

static void the_word_that_was_meant(void **state)
{
	static const struct str known[] = { STR_INIT("通知"), STR_INIT("列"),	    STR_INIT("方向"), STR_INIT("配额"),
					    STR_INIT("规则"), STR_INIT("地市别名"), STR_INIT("版式") };
	enum { NONE = ARRAY_COUNT(known) };
	static const struct {
		const char *name;
		struct str word;
		uint32_t nearest;
	} cases[] = {
		{ "one character wrong of four", STR_INIT("地区别名"), 5 },
		{ "two of four agree", STR_INIT("地区化名"), 5 },
		{ "one of two agrees", STR_INIT("格式"), 6 },
		{ "one of three agrees: less than half", STR_INIT("新版本"), NONE },
		{ "one of one is wrong", STR_INIT("例"), NONE },
		{ "one too many behind two", STR_INIT("配额数"), 3 },
		{ "the known word itself", STR_INIT("规则"), 4 },
		{ "nothing near", STR_INIT("abc"), NONE },
		{ "empty", STR_INIT(""), NONE },
		{ "bytes that are no UTF-8", STR_INIT("\xFF\xFE"), NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		print_message("%s\n", cases[i].name);
		assert_int_equal(nearest_word(cases[i].word, NONE, known), cases[i].nearest);
	}
}

static void the_first_of_two_that_are_equally_near(void **state)
{
	static const struct str known[] = { STR_INIT("abcx"), STR_INIT("abcy") };

	(void)state;
	assert_int_equal(nearest_word(STR("abcz"), 2, known), 0);
	assert_int_equal(nearest_word(STR("abcz"), 0, NULL), 0);
}

static void too_long_to_be_a_slip(void **state)
{
	static char text[NEAREST_LONGEST + 1];
	struct str longest = { text, NEAREST_LONGEST }, longer = { text, NEAREST_LONGEST + 1 };

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(nearest_distance(longest, longest), 0);
	assert_int_equal(nearest_distance(longest, STR("")), NEAREST_LONGEST);
	assert_int_equal(nearest_distance(longer, longest), UINT32_MAX);
	assert_int_equal(nearest_word(longer, 1, &longest), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(the_word_that_was_meant),
		cmocka_unit_test(the_first_of_two_that_are_equally_near),
		cmocka_unit_test(too_long_to_be_a_slip),
	};

	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
