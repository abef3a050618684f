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

/* A ministry's side: a list of provinces, and kinds. */
static const struct profile_group kind_groups[] = {
	{ .name = STR_INIT("省"), .limit = 10, .has_severity = true, .severity = SEVERITY_WARNING },
	{ .name = STR_INIT("司局"), .limit = 5, .has_severity = true, .severity = SEVERITY_WARNING },
	{ .name = STR_INIT("央企"), .limit = 3 },
};
static const struct str capital_alias[] = { STR_INIT("北京") }, oil_alias[] = { STR_INIT("中石油") };
static const struct profile_region kind_regions[] = {
	{ .name = STR_INIT("广东省") },
	{ .name = STR_INIT("北京市"), .alias_count = 1, .alias = capital_alias },
};
static const struct profile_region kind_known[] = {
	{ .name = STR_INIT("中国石油集团有限公司"), .group = 2, .alias_count = 1, .alias = oil_alias },
};
static const struct profile_kind kinds[] = {
	{ STR_INIT("*集团有限公司"), 2 },
	{ STR_INIT("某部*司"), 1 },
	{ STR_INIT("*集团公司"), 2 },
	{ STR_INIT("*集团"), 2 },
};

static void kind_profile(struct profile *profile)
{
	*profile = rows_profile;
	profile->group = kind_groups;
	profile->group_count = ARRAY_COUNT(kind_groups);
	profile->region = kind_regions;
	profile->region_count = ARRAY_COUNT(kind_regions);
	profile->kind = kinds;
	profile->kind_count = ARRAY_COUNT(kinds);
	profile->known = kind_known;
	profile->known_count = ARRAY_COUNT(kind_known);
}

/* Sources are lines of one sheet each; their regions are shown as the run names them. */
static void those_of_a_kind_come_behind_the_list(void **state)
{
	static const struct {
		struct str line, path;
		const char *region; /* "" for none */
		uint32_t index;
	} cases[] = {
		{ STR_INIT("丙集团有限公司"), STR_INIT("1.csv"), "丙集团有限公司", 3 },
		{ STR_INIT("广东省工业和信息化厅"), STR_INIT("2.csv"), "广东省", 0 },
		{ STR_INIT("北京矿冶集团有限公司（盖章）"), STR_INIT("3.csv"), "北京矿冶集团有限公司", 4 },
		{ STR_INIT("某部甲司"), STR_INIT("4.csv"), "某部甲司", 2 },
		{ STR_INIT(""), STR_INIT("中石油/5.csv"), "中国石油集团有限公司", 5 },
		{ STR_INIT("中国石油集团有限公司"), STR_INIT("6.csv"), "中国石油集团有限公司", 5 },
		{ STR_INIT("丙 集团有限公司"), STR_INIT("7.csv"), "丙集团有限公司", 3 },
		{ STR_INIT("某某公司"), STR_INIT("8.csv"), "", REGION_NONE },
		/* One group, whatever its form. */
		{ STR_INIT("丙集团公司"), STR_INIT("9.csv"), "丙集团有限公司", 3 },
		{ STR_INIT("中国石油集团"), STR_INIT("10.csv"), "中国石油集团有限公司", 5 },
	};
	struct sheet_line line[ARRAY_COUNT(cases)];
	struct profile profile;
	struct diag_sink sink;
	struct run run;

	(void)state;
	kind_profile(&profile);
	rows_begin(&run, "0000000000",
		   "0/?/a/x 1/?/b/y 2/?/c/z 3/?/d/u 4/?/e/v 5/?/f/w 6/?/g/s 7/?/h/t 8/?/i/q 9/?/j/r");
	run.profile = &profile;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		line[i] = (struct sheet_line){ .text = cases[i].line };
		run.sheets.item[i].line = cases[i].line.len ? &line[i] : NULL;
		run.sources.item[i].path = cases[i].path;
	}
	sink = diag_list_sink(&run.findings);
	regions_settle(&run, &sink);
	assert_int_equal(run.profile->region_count, 6);
	assert_int_equal(profile.region_count, 2); /* the notice itself stays as it was */
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		uint32_t region = run.records.item[i].region;

		assert_int_equal(region, cases[i].index);
		assert_int_equal(run.sources.item[i].region, region);
		if (region != REGION_NONE)
			assert_true(str_eq(run.profile->region[region].name, str_from(cases[i].region)));
	}
	rows_end(&run);
}

static void what_only_contradicts_is_no_region(void **state)
{
	struct sheet_line line = { .text = STR("广东省工业和信息化厅") };
	struct profile profile;
	struct diag_sink sink;
	struct run run;

	(void)state;
	kind_profile(&profile);
	rows_begin(&run, "0", "0/?/a/x");
	run.profile = &profile;
	run.sheets.item[0].line = &line;
	run.sources.item[0].path = STR("丙集团有限公司汇总表.csv");
	sink = diag_list_sink(&run.findings);
	regions_settle(&run, &sink);
	assert_int_equal(run.findings.findings.count, 1);
	assert_int_equal(run.findings.findings.item[0].region, 0);
	assert_int_equal(run.records.item[0].region, 0);
	assert_int_equal(run.profile->region_count, 2);
	rows_end(&run);
}

/* A region a row: a table that a stranger wrote cannot make the summary as long as itself. */
static void regions_of_a_kind_have_a_limit(void **state)
{
	enum { ROWS = 1003 };
	struct profile profile;
	struct diag_sink sink;
	struct run run;
	uint32_t none = 0;

	(void)state;
	kind_profile(&profile);
	rows_begin(&run, "0", "0/?/a/x");
	run.profile = &profile;
	sink = diag_list_sink(&run.findings);
	for (uint32_t i = 1; i < ROWS; i++) {
		*LIST_ADD(&run.sources) = (struct source){ .region = REGION_NONE };
		*LIST_ADD(&run.sheets) = (struct sheet){ .source = i, .index = 1 };
	}
	run.records.count = 0;
	for (uint32_t i = 0; i < ROWS; i++) {
		struct sheet_line *line = ARENA_NEW(&run.arena, struct sheet_line);

		line->text = arena_printf(&run.arena, "第%u集团有限公司", i);
		run.sheets.item[i].line = line;
		*LIST_ADD(&run.records) = (struct record){ .source = i, .sheet = 1, .row = 2 };
		run.records.item[i].field = ARENA_ARRAY(&run.arena, struct record_field, 8);
	}
	regions_settle(&run, &sink);
	for (uint32_t i = 0; i < ROWS; i++)
		none += run.records.item[i].region == REGION_NONE;
	assert_int_equal(none, ROWS - 1000);
	assert_int_equal(run.profile->region_count, 1002);
	rows_end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_source_that_names_a_region_wins),
		cmocka_unit_test(a_place_has_the_region_of_its_row_or_input),
		cmocka_unit_test(those_of_a_kind_come_behind_the_list),
		cmocka_unit_test(what_only_contradicts_is_no_region),
		cmocka_unit_test(regions_of_a_kind_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
