#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "rows_fixture.h"
#include "rules/regions.h"

struct region_case {
	const char *name;
	struct str path, input, line, sheet;
	const char *region; /* of the row; "?" for none */
	bool conflict;
};

static void check(const struct region_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sheet_line line = { .text = cases[i].line };
		struct diag_sink sink;
		struct run run;
		const char *region;

		rows_begin(&run, "0", "0/?/甲/x 0/?/乙/y");
		run.sources.item[0].path = cases[i].path;
		run.sources.item[0].input = cases[i].input;
		run.sheets.item[0].line = cases[i].line.len ? &line : NULL;
		run.sheets.item[0].name = cases[i].sheet;
		sink = diag_list_sink(&run.findings);
		regions_settle(&run, &sink);
		region = run.records.item[0].region == REGION_NONE ? "?" : &rows_regions[run.records.item[0].region];
		if (*region != *cases[i].region || run.findings.findings.count != cases[i].conflict)
			fail_msg("%s: %c, %zu conflicts", cases[i].name, *region, run.findings.findings.count);
		assert_int_equal(run.records.item[1].region, run.records.item[0].region);
		assert_int_equal(run.sources.item[0].region, run.records.item[0].region);
		rows_end(&run);
	}
}

static void the_first_source_that_names_a_region_wins(void **state)
{
	static const struct region_case cases[] = {
		{ "nothing names one", STR_INIT("a/b.csv"), STR_INIT("in"), STR_INIT(""), STR_INIT("Sheet1"), "?",
		  false },
		{ "the line", STR_INIT("a.csv"), STR_INIT("in"), STR_INIT("广州市工信局"), STR_INIT("S"), "G", false },
		{ "the line before the folder", STR_INIT("深圳市/a.csv"), STR_INIT(""), STR_INIT("广州市工信局"),
		  STR_INIT("S"), "G", true },
		{ "the folder before the file", STR_INIT("深圳市/广州市.csv"), STR_INIT(""), STR_INIT(""),
		  STR_INIT("S"), "S", true },
		{ "the innermost folder", STR_INIT("深圳市/佛山市/a.csv"), STR_INIT(""), STR_INIT(""), STR_INIT("S"),
		  "F", true },
		{ "a folder before the INPUT's name", STR_INIT("佛山市/a.csv"), STR_INIT("广州市"), STR_INIT(""),
		  STR_INIT("S"), "F", true },
		{ "the INPUT's name before the file's", STR_INIT("深圳市.csv"), STR_INIT("广州市"), STR_INIT(""),
		  STR_INIT("S"), "G", true },
		{ "the file's before the sheet's", STR_INIT("深圳市.csv"), STR_INIT(""), STR_INIT(""),
		  STR_INIT("广州市"), "S", true },
		{ "the sheet's", STR_INIT("a.csv"), STR_INIT(""), STR_INIT(""), STR_INIT("汕头市"), "T", false },
		{ "all say the same", STR_INIT("广州/广州市.csv"), STR_INIT("广州市"), STR_INIT("广州市工信局"),
		  STR_INIT("广州"), "G", false },
		{ "three disagree: once a sheet", STR_INIT("深圳市/佛山市.csv"), STR_INIT(""), STR_INIT("广州市工信局"),
		  STR_INIT("汕头市"), "G", true },
		{ "an INPUT's name with a number", STR_INIT("广州市#2/a.csv"), STR_INIT(""), STR_INIT(""),
		  STR_INIT("S"), "G", false },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_place_has_the_region_of_its_row_or_input(void **state)
{
	struct run run;

	(void)state;
	rows_begin(&run, "00", "0/G/甲/x 0/S/乙/y 1/F/丙/z");
	run.sources.item[1].region = 2;
	assert_int_equal(regions_of(&run, (struct where){ 1, 1, 3, 1 }), 1);
	assert_int_equal(regions_of(&run, (struct where){ 1, 1, 9, 1 }), REGION_NONE);
	assert_int_equal(regions_of(&run, (struct where){ 2, 1, 9, 1 }), 2);
	assert_int_equal(regions_of(&run, (struct where){ 0 }), REGION_NONE);
	rows_end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_source_that_names_a_region_wins),
		cmocka_unit_test(a_place_has_the_region_of_its_row_or_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
