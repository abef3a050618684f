#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/figure.h"

static void figures(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		const char *format; /* NULL: stays text */
		double number;
	} cases[] = {
		{ "a whole number", STR_INIT("1200"), "0", 1200 },
		{ "nothing", STR_INIT("0"), "0", 0 },
		{ "its zeros behind the point are shown", STR_INIT("1200.50"), "0.00", 1200.5 },
		{ "below one", STR_INIT("0.5"), "0.0", 0.5 },
		{ "less than nothing", STR_INIT("-3.0"), "0.0", -3 },
		{ "thousands", STR_INIT("1,200"), "#,##0", 1200 },
		{ "thousands of thousands, and decimals", STR_INIT("-12,345,678.90"), "#,##0.00", -12345678.9 },
		{ "six decimals", STR_INIT("1.000001"), "0.000000", 1.000001 },
		{ "seven", STR_INIT("1.0000001"), NULL, 0 },
		{ "fifteen digits", STR_INIT("123456789012.345"), "0.000", 123456789012.345 },
		{ "sixteen", STR_INIT("1234567890123.456"), NULL, 0 },
		{ "no digit at all", STR_INIT(""), NULL, 0 },
		{ "a sign alone", STR_INIT("-"), NULL, 0 },
		{ "nothing below zero", STR_INIT("-0.0"), NULL, 0 },
		{ "a plus", STR_INIT("+5"), NULL, 0 },
		{ "leading zeros are a code", STR_INIT("007"), NULL, 0 },
		{ "a point without decimals", STR_INIT("5."), NULL, 0 },
		{ "a point alone in front", STR_INIT(".5"), NULL, 0 },
		{ "groups of two", STR_INIT("12,00"), NULL, 0 },
		{ "a first group of four", STR_INIT("1200,000"), NULL, 0 },
		{ "a group too large", STR_INIT("1,2000"), NULL, 0 },
		{ "a comma at the end", STR_INIT("1,"), NULL, 0 },
		{ "groups behind the point", STR_INIT("1.000,000"), NULL, 0 },
		{ "an exponent", STR_INIT("1e3"), NULL, 0 },
		{ "a unit", STR_INIT("1200万元"), NULL, 0 },
		{ "wide digits", STR_INIT("１２００"), NULL, 0 },
		{ "two numbers", STR_INIT("1200\n300"), NULL, 0 },
		{ "a share", STR_INIT("12%"), NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct figure figure = { 0 };
		bool is_figure = figure_read(cases[i].text, &figure);

		if (is_figure != (cases[i].format != NULL))
			fail_msg("%s", cases[i].name);
		if (!is_figure)
			continue;
		assert_string_equal(figure_format(figure.format), cases[i].format);
		assert_true(figure.number >= cases[i].number && figure.number <= cases[i].number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(figures) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
