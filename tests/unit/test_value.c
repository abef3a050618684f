#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/value.h"

static void numbers(void **state)
{
	static const struct {
		struct str shown;
		bool is_number;
		double number;
	} cases[] = {
		{ STR_INIT("1234.5"), true, 1234.5 },
		{ STR_INIT("1,234.50"), true, 1234.5 },
		{ STR_INIT("1，234，567"), true, 1234567 },
		{ STR_INIT("１２３４"), true, 1234 },
		{ STR_INIT("1234万元"), true, 1234 },
		{ STR_INIT("1234 万元"), true, 1234 },
		{ STR_INIT("￥12.30"), true, 12.3 },
		{ STR_INIT("-5"), true, -5 },
		{ STR_INIT(".5"), true, 0.5 },
		{ STR_INIT("12%"), true, 12 },
		{ STR_INIT("1.5E+08"), true, 1.5e8 },
		{ STR_INIT("0"), true, 0 },
		{ STR_INIT(""), false, 0 },
		{ STR_INIT("万元"), false, 0 },
		{ STR_INIT("约1234"), false, 0 },
		{ STR_INIT("12a"), false, 0 },
		{ STR_INIT("1,23"), false, 0 },
		{ STR_INIT("1234,567"), false, 0 },
		{ STR_INIT("1.2.3"), false, 0 },
		{ STR_INIT("1."), false, 0 },
		{ STR_INIT("."), false, 0 },
		{ STR_INIT("-"), false, 0 },
		{ STR_INIT("nan"), false, 0 },
		{ STR_INIT("inf"), false, 0 },
		{ STR_INIT("0x10"), false, 0 },
		{ STR_INIT("1e999"), false, 0 },
		{ STR_INIT("12 34"), false, 0 },
		{ STR_INIT("100-200"), false, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		double number = 0;
		bool is_number = value_number(&arena, cases[i].shown, &number);

		if (is_number != cases[i].is_number ||
		    (is_number && (number < cases[i].number || number > cases[i].number)))
			fail_msg("%.*s: %d %g", STR_ARG(cases[i].shown), is_number, number);
	}
	arena_release(&arena);
}

static void dates(void **state)
{
	static const struct {
		struct str shown;
		int year, month, day; /* year 0: no date */
	} cases[] = {
		{ STR_INIT("2020-11-13"), 2020, 11, 13 },
		{ STR_INIT("2020/1/3"), 2020, 1, 3 },
		{ STR_INIT("2020.11.13"), 2020, 11, 13 },
		{ STR_INIT("2020年11月13日"), 2020, 11, 13 },
		{ STR_INIT("2020 年 11 月 13 日"), 2020, 11, 13 },
		{ STR_INIT("２０２０年１１月１３号"), 2020, 11, 13 },
		{ STR_INIT("20201113"), 2020, 11, 13 },
		{ STR_INIT("2020-11-13 17:00"), 2020, 11, 13 },
		{ STR_INIT("2020-11-13T17:00:00"), 2020, 11, 13 },
		{ STR_INIT("2020年11月13日下午5点"), 2020, 11, 13 },
		{ STR_INIT("2020-11-13（星期五）"), 2020, 11, 13 },
		{ STR_INIT("2020-02-29"), 2020, 2, 29 },
		{ STR_INIT("2000-02-29"), 2000, 2, 29 },
		{ STR_INIT("2019-02-29"), 0, 0, 0 },
		{ STR_INIT("1900-02-29"), 0, 0, 0 },
		{ STR_INIT("2020-13-01"), 0, 0, 0 },
		{ STR_INIT("2020-00-10"), 0, 0, 0 },
		{ STR_INIT("2020-11-31"), 0, 0, 0 },
		{ STR_INIT("2020-11"), 0, 0, 0 },
		{ STR_INIT("2020年11月"), 0, 0, 0 },
		{ STR_INIT("20.11.13"), 0, 0, 0 },
		{ STR_INIT("2020-11-134"), 0, 0, 0 },
		{ STR_INIT("2020-11-13-14"), 0, 0, 0 },
		{ STR_INIT("2020-11/13"), 0, 0, 0 },
		{ STR_INIT("202011131"), 0, 0, 0 },
		{ STR_INIT("2020-11-13至2020-12-01"), 0, 0, 0 },
		{ STR_INIT("明天"), 0, 0, 0 },
		{ STR_INIT(""), 0, 0, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		int year = 0, month = 0, day = 0;
		bool found = value_date(&arena, cases[i].shown, &year, &month, &day);

		if (found != (cases[i].year != 0) ||
		    (found && (year != cases[i].year || month != cases[i].month || day != cases[i].day)))
			fail_msg("%.*s: %d %d-%d-%d", STR_ARG(cases[i].shown), found, year, month, day);
	}
	arena_release(&arena);
}

static void credit_codes(void **state)
{
	static const struct {
		struct str shown;
		bool right;
	} cases[] = {
		/* Published codes of two companies; then one character changed at a time. */
		{ STR_INIT("91350100M000100Y43"), true },
		{ STR_INIT("000000000000000000"), false }, /* its check character is right */
		{ STR_INIT("914403001922038216"), true },
		{ STR_INIT("９１４４０３００１９２２０３８２１６"), true },
		{ STR_INIT("91440300 1922038216"), true },
		{ STR_INIT("914403001922038215"), false },
		{ STR_INIT("914403001922038261"), false },
		{ STR_INIT("91440300192203821"), false },
		{ STR_INIT("9144030019220382166"), false },
		{ STR_INIT("91440300I922038216"), false },
		{ STR_INIT("91A50100M000100Y43"), false },
		{ STR_INIT("440101199001011234"), false },
		{ STR_INIT(""), false },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (value_credit_code(&arena, cases[i].shown) != cases[i].right)
			fail_msg("%.*s", STR_ARG(cases[i].shown));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(dates),
		cmocka_unit_test(credit_codes),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
