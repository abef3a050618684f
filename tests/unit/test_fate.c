#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "dedup/cluster.h"
#include "dedup/exact.h"
#include "rows_fixture.h"

struct fate_case {
	const char *name, *ranks, *rows, *fates;
	struct fate_decisions decisions;
	enum ruling_word ruling; /* on the first pair */
};

static void check(const struct fate_case *cases, size_t count)
{
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, cases[i].ranks, cases[i].rows);
		exact_find(&run);
		cluster_number(&run);
		if (cases[i].ruling)
			run.pairs.item[0].ruling = cases[i].ruling;
		fate_settle(&run, &cases[i].decisions);
		rows_say_fates(&said, &run);
		ok &= rows_said(&said, cases[i].name, cases[i].fates);
		assert_int_equal(run.merged + run.folded + run.held + run.unselected, run.records.count);
		rows_end(&run);
	}
	assert_true(ok);
}

static void rows_are_merged_folded_or_held(void **state)
{
	static const struct fate_case cases[] = {
		{ "numbered in the order of regions", "0", "0/S/乙/y 0/G/甲/x 0/G/丙/z", "3 1 2", { 0 }, RULING_NONE },
		{ "the first of equal rows is kept",
		  "0",
		  "0/G/甲/x/a 0/G/甲/x/a 0/G/甲/x/a",
		  "1 >0 >0",
		  { 0 },
		  RULING_NONE },
		{ "contradicting mobiles stay two", "0", "0/G/甲/x/a 0/G/甲/x/b", "1 2", { 0 }, RULING_NONE },
		{ "the earlier region keeps it",
		  "0",
		  "0/S/甲/x/a 0/G/甲/x/b",
		  "duplicate.region 1",
		  { 0 },
		  RULING_NONE },
		{ "held and folded", "0", "0/G/甲/x 0/S/甲/x 0/S/甲/x", "1 duplicate.region >1", { 0 }, RULING_NONE },
		{ "three regions",
		  "0",
		  "0/G/甲/x 0/S/甲/x 0/F/甲/x",
		  "1 duplicate.region duplicate.region",
		  { 0 },
		  RULING_NONE },
		{ "no region",
		  "0",
		  "0/G/甲/x 0/?/甲/x 0/?/甲/x",
		  "1 region.unknown region.unknown",
		  { 0 },
		  RULING_NONE },
		{ "a later correction is kept", "01", "0/G/甲/x/a 1/G/甲/x/b", ">1 1", { 0 }, RULING_NONE },
		{ "so is an earlier one", "10", "0/G/甲/x/a 1/G/甲/x/b", "1 >0", { 0 }, RULING_NONE },
		{ "of two corrections the later",
		  "011",
		  "0/G/甲/x/a 1/G/甲/x/b 2/G/甲/x/c",
		  ">2 >2 1",
		  { 0 },
		  RULING_NONE },
		{ "the final one is kept whatever follows",
		  "021",
		  "0/G/甲/x/a 1/G/甲/x/b 2/G/甲/x/c",
		  ">1 1 >1",
		  { 0 },
		  RULING_NONE },
		{ "a part of a file is corrected",
		  "01",
		  "0/G/甲/x/a 0/G/乙/y/a 1/G/甲/x/b",
		  ">2 1 2",
		  { 0 },
		  RULING_NONE },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void rules_hold_rows_that_would_be_merged(void **state)
{
	static const struct fate_hold second[] = { { 1, RULE_FIELD_MISSING } };
	static const struct fate_hold twice[] = { { 0, RULE_CELL_LOSSY }, { 0, RULE_FIELD_MISSING } };
	static const struct fate_case cases[] = {
		{ "a merged one",
		  "0",
		  "0/G/甲/x 0/G/乙/y 0/G/丙/z",
		  "1 field.missing 2",
		  { .hold_count = 1, .hold = second },
		  RULING_NONE },
		{ "the first reason stands",
		  "0",
		  "0/G/甲/x",
		  "cell.lossy",
		  { .hold_count = 2, .hold = twice },
		  RULING_NONE },
		{ "a folded one stays folded",
		  "0",
		  "0/G/甲/x 0/G/甲/x",
		  "1 >0",
		  { .hold_count = 1, .hold = second },
		  RULING_NONE },
		{ "a held one keeps its reason",
		  "0",
		  "0/G/甲/x 0/S/甲/x",
		  "1 duplicate.region",
		  { .hold_count = 1, .hold = second },
		  RULING_NONE },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_person_s_ruling_stands_above_the_texts(void **state)
{
	static const struct fate_case cases[] = {
		{ "同一项目 folds a likely pair", "0", "0/G/甲/x/a 0/G/甲/x/b", "1 >0", { 0 }, RULING_SAME },
		{ "across regions the earlier one's is kept",
		  "0",
		  "0/S/甲/x/a 0/G/甲/x/b",
		  ">1 1",
		  { 0 },
		  RULING_SAME },
		{ "不同项目 releases a held row", "0", "0/G/甲/x/a 0/S/甲/x/b", "1 2", { 0 }, RULING_DIFFERENT },
		{ "不同项目 keeps equal rows apart", "0", "0/G/甲/x/a 0/G/甲/x/a", "1 2", { 0 }, RULING_DIFFERENT },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_selection_leaves_the_rest_behind(void **state)
{
	static const uint32_t first[] = { 0 }, last[] = { 2 };
	static const struct fate_case cases[] = {
		{ "one of three",
		  "0",
		  "0/G/甲/x 0/G/乙/y 0/S/丙/z",
		  "unselected unselected 1",
		  { .selected_count = 1, .selected = last },
		  RULING_NONE },
		{ "a held row is not selected by it",
		  "0",
		  "0/?/甲/x 0/G/乙/y",
		  "region.unknown unselected",
		  { .selected_count = 1, .selected = first },
		  RULING_NONE },
		{ "a folded row is sent on with the one that stands for it",
		  "0",
		  "0/G/甲/x 0/S/乙/y 0/G/甲/x",
		  "1 unselected >0",
		  { .selected_count = 1, .selected = last },
		  RULING_NONE },
		{ "so is one that a ruling folded into another region's",
		  "0",
		  "0/S/甲/x/a 0/G/甲/x/b 0/S/乙/y",
		  ">1 1 unselected",
		  { .selected_count = 1, .selected = first },
		  RULING_SAME },
		{ "no selection sends all", "0", "0/G/甲/x 0/G/乙/y", "1 2", { 0 }, RULING_NONE },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_merged_folded_or_held),
		cmocka_unit_test(rules_hold_rows_that_would_be_merged),
		cmocka_unit_test(a_person_s_ruling_stands_above_the_texts),
		cmocka_unit_test(a_selection_leaves_the_rest_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
