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

struct exact_case {
	const char *name, *ranks, *rows, *pairs;
};

static void check(const struct exact_case *cases, size_t count, void find(struct run *run))
{
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, cases[i].ranks, cases[i].rows);
		find(&run);
		cluster_number(&run);
		rows_say_pairs(&said, &run);
		ok &= rows_said(&said, cases[i].name, cases[i].pairs);
		rows_end(&run);
	}
	assert_true(ok);
}

static void equal_texts_of_a_region_are_one_unless_their_mobiles_contradict(void **state)
{
	static const struct exact_case cases[] = {
		{ "no rows", "0", "", "" },
		{ "another project", "0", "0/G/甲/x/a 0/G/乙/x/a", "" },
		{ "another applicant", "0", "0/G/甲/x/a 0/G/甲/y/a", "" },
		{ "the same mobile", "0", "0/G/甲/x/a 0/G/甲/x/a", "exact 0-1 #1" },
		{ "no mobiles", "0", "0/G/甲/x 0/G/甲/x", "exact 0-1 #1" },
		{ "one without a mobile", "0", "0/G/甲/x 0/G/甲/x/a", "exact 0-1 #1" },
		{ "the other without", "0", "0/G/甲/x/a 0/G/甲/x", "exact 0-1 #1" },
		{ "none in common", "0", "0/G/甲/x/a 0/G/甲/x/b", "likely 0-1 #1" },
		{ "three that contradict one another", "0", "0/G/甲/x/a 0/G/甲/x/b 0/G/甲/x/c",
		  "likely 0-1 #1, likely 0-2 #1, likely 1-2 #1" },
		{ "one of two in common", "0", "0/G/甲/x/ab 0/G/甲/x/bc", "exact 0-1 #1" },
		{ "three rows, the third is the second's", "0", "0/G/甲/x/a 0/G/甲/x/b 0/G/甲/x/b",
		  "likely 0-1 #1, exact 1-2 #1" },
		{ "a row with both mobiles joins the first", "0", "0/G/甲/x/a 0/G/甲/x/b 0/G/甲/x/ab",
		  "likely 0-1 #1, exact 0-2 #1" },
		{ "without a name nothing says that two are one", "0", "0/G//x/a 0/G//x/a", "" },
		{ "two files", "00", "0/G/甲/x/a 1/G/甲/x/a", "exact 0-1 #1" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases), exact_find);
}

static void a_correction_takes_the_rows_of_other_files_whatever_their_mobiles(void **state)
{
	static const struct exact_case cases[] = {
		{ "later by path", "01", "0/G/甲/x/a 1/G/甲/x/b", "exact 0-1 #1" },
		{ "earlier by path", "10", "0/G/甲/x/a 1/G/甲/x/b", "exact 0-1 #1" },
		{ "two files before it, none like it", "001", "0/G/甲/x/a 1/G/甲/x/b 2/G/甲/x/c",
		  "exact 0-2 #1, exact 1-2 #1" },
		{ "two rows of its own stay two", "1", "0/G/甲/x/a 0/G/甲/x/b", "likely 0-1 #1" },
		{ "of another region it takes none", "01", "0/G/甲/x/a 1/S/甲/x/b", "exact 0-1 #1" },
		{ "another project is none of its", "01", "0/G/乙/x/a 1/G/甲/x/b", "" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases), exact_find);
}

static void across_regions_each_pairs_with_the_first_mobiles_aside(void **state)
{
	static const struct exact_case cases[] = {
		{ "two regions", "0", "0/G/甲/x/a 0/S/甲/x/b", "exact 0-1 #1" },
		{ "the profile's order, not the file's", "0", "0/S/甲/x/a 0/G/甲/x/b", "exact 1-0 #1" },
		{ "three regions", "0", "0/G/甲/x/a 0/S/甲/x/b 0/F/甲/x/c", "exact 0-1 #1, exact 0-2 #1" },
		{ "what folds in its region pairs there", "0", "0/G/甲/x/a 0/S/甲/x/b 0/S/甲/x/b",
		  "exact 0-1 #1, exact 1-2 #1" },
		{ "what stays apart in its region pairs twice", "0", "0/G/甲/x/a 0/S/甲/x/b 0/S/甲/x/c",
		  "exact 0-1 #1, exact 0-2 #1, likely 1-2 #1" },
		{ "no region", "0", "0/G/甲/x/a 0/?/甲/x/b 0/?/甲/x/b", "exact 0-1 #1, exact 0-2 #1" },
		{ "none has a region", "0", "0/?/甲/x/a 0/?/甲/x/b", "exact 0-1 #1" },
		{ "clusters are numbered as their pairs stand", "0", "0/G/甲/x/a 0/S/乙/x/a 0/F/乙/x/a 0/F/甲/x/a",
		  "exact 0-3 #1, exact 1-2 #2" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases), exact_find);
}

static void an_audit_pairs_each_with_each_whatever_the_regions(void **state)
{
	static const struct exact_case cases[] = {
		{ "no rows", "0", "", "" },
		{ "another applicant", "0", "0/G/甲/x/a 0/G/甲/y/a", "" },
		{ "three of a region", "0", "0/G/甲/x/a 0/G/甲/x/a 0/G/甲/x/a",
		  "exact 0-1 #1, exact 0-2 #1, exact 1-2 #1" },
		{ "mobiles that contradict in a region", "0", "0/G/甲/x/a 0/G/甲/x/b", "likely 0-1 #1" },
		{ "one of two in common", "0", "0/G/甲/x/ab 0/G/甲/x/bc", "exact 0-1 #1" },
		{ "one without a mobile", "0", "0/G/甲/x 0/G/甲/x/a", "exact 0-1 #1" },
		{ "mobiles that contradict across regions", "0", "0/G/甲/x/a 0/S/甲/x/b", "exact 0-1 #1" },
		{ "and where there is none", "0", "0/?/甲/x/a 0/?/甲/x/b", "exact 0-1 #1" },
		{ "a correction", "01", "0/G/甲/x/a 1/G/甲/x/b", "likely 0-1 #1" },
		{ "the profile's order, not the file's", "0", "0/S/甲/x/a 0/G/甲/x/b", "exact 1-0 #1" },
		{ "without a name", "0", "0/G//x/a 0/S//x/a", "" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases), exact_find_all);
}

/* Rows of one text up to the limit are paired each with each; more hang on by one pair, and the rest is counted. */
static void many_rows_of_one_text_make_a_chain(void **state)
{
	static const struct {
		uint32_t rows, cut_blocks;
		uint64_t pairs, cut_pairs;
	} cases[] = { { 64, 0, 2016, 0 }, { 65, 1, 2017, 63 }, { 66, 1, 2018, 127 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf rows = { 0 };
		struct run run;

		for (uint32_t j = 0; j < cases[i].rows; j++)
			buf_add(&rows, STR("0/G/甲/x/a "));
		buf_add_char(&rows, '\0');
		rows_begin(&run, "0", rows.data);
		exact_find_all(&run);
		cluster_number(&run);
		assert_int_equal(run.pairs.count, cases[i].pairs);
		assert_int_equal(run.search.candidates, cases[i].pairs);
		assert_int_equal(run.search.cut_blocks, cases[i].cut_blocks);
		assert_int_equal(run.search.cut_pairs, cases[i].cut_pairs);
		assert_int_equal(run.records.item[cases[i].rows - 1].cluster, 1);
		rows_end(&run);
		buf_release(&rows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_of_a_region_are_one_unless_their_mobiles_contradict),
		cmocka_unit_test(a_correction_takes_the_rows_of_other_files_whatever_their_mobiles),
		cmocka_unit_test(across_regions_each_pairs_with_the_first_mobiles_aside),
		cmocka_unit_test(an_audit_pairs_each_with_each_whatever_the_regions),
		cmocka_unit_test(many_rows_of_one_text_make_a_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
