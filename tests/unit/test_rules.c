#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "dedup/cluster.h"
#include "dedup/exact.h"
#include "diag/say.h"
#include "model/copies.h"
#include "rows_fixture.h"
#include "rules/rules.h"

static void say_mark(void *user, struct where where, struct where before, struct buf *out)
{
	(void)user, (void)where, (void)before;
	buf_add_char(out, '#');
}

struct rules_case {
	const char *name, *rows, *found;
};

/* Rows of three files without corrections, settled; what the rule says of them. */
static void check(enum rule_id rule, const struct rules_case *cases, size_t count)
{
	static const struct fate_decisions none = { 0 };
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, "000", cases[i].rows);
		exact_find(&run);
		cluster_number(&run);
		fate_settle(&run, &none);
		rules_check(&run);
		rows_say_findings(&said, &run, rule);
		ok &= rows_said(&said, cases[i].name, cases[i].found);
		rows_end(&run);
	}
	assert_true(ok);
}

/* 广州市 and 深圳市 may send two, 佛山市 none, 汕头市 one. */
static void a_quota_counts_merged_and_held_rows_and_folded_ones_once(void **state)
{
	static const struct rules_case cases[] = {
		{ "no rows", "", "" },
		{ "under", "0/G/甲/x", "" },
		{ "at the limit", "0/G/甲/x 0/G/乙/y", "" },
		{ "one over", "0/G/甲/x 0/G/乙/y 0/G/丙/z", "G=3" },
		{ "none allowed", "0/F/甲/x", "F=1" },
		{ "each region by itself", "0/G/甲/x 0/G/乙/y 0/S/丙/z 0/S/丁/w 0/T/戊/v 0/T/己/u", "T=2" },
		{ "a folded row counts once", "0/G/甲/x 0/G/乙/y 0/G/甲/x", "" },
		{ "contradicting mobiles are two", "0/G/甲/x/a 0/G/甲/x/b 0/G/乙/y", "G=3" },
		{ "a held row counts", "0/G/甲/x 0/T/甲/x 0/T/乙/y", "T=2" },
		{ "no region, no quota", "0/?/甲/x 0/?/乙/y 0/?/丙/z", "" },
	};

	(void)state;
	check(RULE_QUOTA_REGION, cases, ARRAY_COUNT(cases));
}

/* The profile sends three on. */
static void the_total_counts_merged_rows(void **state)
{
	static const struct rules_case cases[] = {
		{ "at the limit", "0/G/甲/x 0/G/乙/y 0/S/丙/z", "" },
		{ "one over", "0/G/甲/x 0/G/乙/y 0/S/丙/z 0/S/丁/w", "=4" },
		{ "a held row is not sent on", "0/G/甲/x 0/G/乙/y 0/S/丙/z 0/S/甲/x", "" },
	};

	(void)state;
	check(RULE_QUOTA_TOTAL, cases, ARRAY_COUNT(cases));
}

static void an_applicant_stands_in_one_project(void **state)
{
	static const struct rules_case cases[] = {
		{ "one", "0/G/甲/甲公司", "" },
		{ "two", "0/G/甲/甲公司 0/G/乙/甲公司", "0!B3=2" },
		{ "three: once, at the last", "0/G/甲/甲公司 0/G/乙/甲公司 1/S/丙/甲公司", "1!B4=3" },
		{ "the profile's order says which is later", "0/S/甲/甲公司 1/G/乙/甲公司", "0!B2=2" },
		{ "another spelling", "0/G/甲/甲（广州）公司 0/G/乙/甲(广州)公司", "0!B3=2" },
		{ "another legal form", "0/G/甲/广州华信科技有限公司 0/G/乙/华信科技（广州）股份有限公司", "0!B3=2" },
		{ "the region left out", "0/G/甲/广州华信科技有限公司 0/G/乙/华信科技有限公司", "0!B3=2" },
		{ "not where it may be one of two",
		  "0/G/甲/广州华信科技有限公司 0/G/乙/华信科技有限公司 0/S/丙/深圳华信科技有限公司", "" },
		{ "a district more",
		  "0/G/甲/广州华信科技有限公司 0/G/乙/广州市天河区华信科技有限公司 0/S/丙/深圳华信科技有限公司",
		  "0!B3=2" },
		{ "not a letter apart", "0/G/甲/广州华信科技有限公司 0/G/乙/广州华倍科技有限公司", "" },
		{ "not a branch", "0/G/甲/中国电信有限公司 0/G/乙/中国电信有限公司广州分公司", "" },
		{ "a member of a consortium", "0/G/甲/甲公司 0/G/乙/乙公司、甲公司", "0!B3=2" },
		{ "two members, one finding each", "0/G/甲/甲公司、乙公司 0/G/乙/乙公司、甲公司", "0!B3=2 0!B3=2" },
		{ "twice in one cell is one project", "0/G/甲/甲公司、甲公司", "" },
		{ "a folded row is the same project", "0/G/甲/甲公司/a 0/G/甲/甲公司/a", "" },
		{ "so is a likely pair", "0/G/甲/甲公司/a 0/G/甲/甲公司/b", "" },
		{ "so is a held one", "0/G/甲/甲公司 0/S/甲/甲公司", "" },
		{ "so are rows of no region", "0/?/甲/甲公司 0/?/甲/甲公司", "" },
		{ "a pair and another project", "0/G/甲/甲公司 0/G/乙/甲公司 0/S/甲/甲公司", "0!B3=2" },
		{ "no applicant repeats nothing", "0/G/甲/ 0/G/乙/", "" },
	};

	(void)state;
	check(RULE_APPLICANT_REPEAT, cases, ARRAY_COUNT(cases));
}

/* More than half of the merged rows. */
static void a_category_has_too_large_a_share(void **state)
{
	static const struct rules_case cases[] = {
		{ "half", "0/G/甲/x//P 0/G/乙/y//G", "" },
		{ "more than half", "0/G/甲/x//P 0/G/乙/y//P 0/S/丙/z//G", "=2" },
		{ "both", "0/G/甲/x//PG", "=1 =1" },
		{ "held rows have no share", "0/G/甲/x//G 0/G/乙/y//P 0/S/乙/y//P", "" },
		{ "unknown ones have none", "0/G/甲/x//? 0/G/乙/y//?", "" },
	};

	(void)state;
	check(RULE_DIRECTION_CONCENTRATION, cases, ARRAY_COUNT(cases));
}

/* One category a project. */
static void categories_are_counted_known_ones_only(void **state)
{
	static const struct rules_case cases[] = {
		{ "at the limit", "0/G/甲/x//P", "" },
		{ "one over", "0/G/甲/x//PG", "0!C2=2" },
		{ "an unknown one does not count", "0/G/甲/x//P?", "" },
		{ "a held row is looked at", "0/G/甲/x//P 0/S/甲/x//PG", "0!C3=2" },
		{ "a folded one is not", "0/G/甲/x//P 0/G/甲/x//PG", "" },
	};

	(void)state;
	check(RULE_DIRECTION_COUNT, cases, ARRAY_COUNT(cases));
}

static void the_same_project_from_two_regions(void **state)
{
	static const struct rules_case cases[] = {
		{ "at the later region's row", "0/S/甲/x 1/G/甲/x", "0!A2" },
		{ "at each later one", "0/G/甲/x 0/S/甲/x 0/T/甲/x", "0!A3 0!A4" },
		{ "a row of no region came from none", "0/G/甲/x 0/?/甲/x", "" },
	};

	(void)state;
	check(RULE_DUPLICATE_REGION, cases, ARRAY_COUNT(cases));
}

static void superseded_by_one_correction(void **state)
{
	static const struct {
		const char *name, *ranks, *rows, *found;
	} cases[] = {
		{ "every row", "01", "0/G/甲/x 0/G/乙/y 1/G/甲/x 1/G/乙/y", "0!@0" },
		{ "a row without a counterpart", "01", "0/G/甲/x 0/G/乙/y 1/G/甲/x", "" },
		{ "no correction", "00", "0/G/甲/x 1/G/甲/x", "" },
		{ "a row in each of two corrections", "011", "0/G/甲/x 0/G/乙/y 1/G/甲/x 2/G/乙/y", "" },
		{ "both rows in one of two corrections", "011", "0/G/甲/x 0/G/乙/y 1/G/甲/x 1/G/乙/y 2/G/甲/x",
		  "0!@0" },
		{ "a correction by a later one", "011", "0/G/甲/x 1/G/甲/x 2/G/甲/x", "0!@0 1!@0" },
		{ "of another region", "01", "0/G/甲/x 1/S/甲/x", "" },
	};
	static const struct fate_decisions none = { 0 };
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, cases[i].ranks, cases[i].rows);
		exact_find(&run);
		cluster_number(&run);
		fate_settle(&run, &none);
		rules_check(&run);
		rows_say_findings(&said, &run, RULE_INPUT_SUPERSEDED);
		ok &= rows_said(&said, cases[i].name, cases[i].found);
		rows_end(&run);
	}
	assert_true(ok);
}

static void an_xls_is_checked_where_a_second_reader_read_it(void **state)
{
	/* A letter a source: g given, m missing, n not asked; f: missing, of a file that could not be read; c: no .xls.
	 */
	static const struct {
		const char *name, *sources;
		enum say reason;
	} cases[] = {
		{ "read twice", "g", SAY_NOTHING },
		{ "beside other formats", "cgc", SAY_NOTHING },
		{ "all read twice", "gg", SAY_NOTHING },
		{ "one of them not", "gmg", SAY_UNCHECKED_SECOND_MISSING },
		{ "what was not read at all does not count", "gf", SAY_NOTHING },
		{ "not wanted", "nn", SAY_UNCHECKED_SECOND_OFF },
		{ "no .xls", "cc", SAY_UNCHECKED_SECOND_FORMAT },
		{ "no .xls that could be read", "f", SAY_UNCHECKED_SECOND_FORMAT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct run run = { .profile = &rows_profile };

		for (const char *letter = cases[i].sources; *letter; letter++)
			*LIST_ADD(&run.sources) = (struct source){
				.format = *letter == 'c' ? STR("csv") : STR("xls"),
				.status = *letter == 'f' ? SOURCE_FAILED : SOURCE_READ,
				.opinion = *letter == 'g'		      ? OPINION_GIVEN
					   : *letter == 'm' || *letter == 'f' ? OPINION_MISSING
									      : OPINION_NONE,
			};
		rules_status(&run);
		if (run.rule_reason[RULE_CELL_DISPUTED].say != cases[i].reason ||
		    run.rule_status[RULE_CELL_DISPUTED] != (cases[i].reason ? RULE_UNCHECKED : RULE_CHECKED))
			fail_msg("%s", cases[i].name);
		free(run.sources.item);
	}
}

/* Why two texts that differ may be one project, in words: what speaks for it most, what against it, the score. */
static void a_pair_that_is_alike_says_why(void **state)
{
	static const struct evidence alike[] = {
		{ STR_INIT("numbers"), EVIDENCE_DIFFERENT, 0, -5, SAY_NOTHING, 0 },
		{ STR_INIT("applicant"), EVIDENCE_SHORT, 1, 25, SAY_NOTHING, 0 },
		{ STR_INIT("project"), EVIDENCE_LIKELY, 1, 44, SAY_NOTHING, 0 },
		{ STR_INIT("mobile"), EVIDENCE_DIFFERENT, 0, -10, SAY_NOTHING, 0 },
		{ STR_INIT("email"), EVIDENCE_SAME, 1, 3, SAY_NOTHING, 0 },
		{ STR_INIT("person"), EVIDENCE_SAME, 1, 6, SAY_FOUND_RULING, 0 },
	};
	static const struct {
		enum pair_kind kind;
		enum ruling_word ruling;
		uint32_t first, count;
		enum lang lang;
		const char *said;
	} cases[] = {
		{ PAIR_LIKELY, RULING_NONE, 1, 2, LANG_ZH,
		  "与 # 疑似同一项目（64 分）：项目名称相近、一方是申报单位的简称" },
		{ PAIR_LIKELY, RULING_NONE, 0, 4, LANG_ZH,
		  "与 # 疑似同一项目（64 分）：项目名称相近、一方是申报单位的简称；但手机号码不同" },
		{ PAIR_POSSIBLE, RULING_NONE, 1, 2, LANG_ZH,
		  "与 # 可能是同一项目（64 分）：项目名称相近、一方是申报单位的简称" },
		{ PAIR_POSSIBLE, RULING_NONE, 0, 6, LANG_EN,
		  "possibly one project with # (64 points): the project's names are alike, one side is the applicant's "
		  "short name, a person's ruling; but other mobiles" },
		{ PAIR_POSSIBLE, RULING_DIFFERENT, 0, 6, LANG_ZH, "" },
	};
	static const struct fate_decisions none = { 0 };
	const struct say_places places = { NULL, say_mark };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, "0", "0/G/甲/x 0/S/乙/x");
		*LIST_ADD(&run.pairs) = (struct pair){ .kind = cases[i].kind,
						       .a = 1,
						       .score = 64.4,
						       .ruling = cases[i].ruling,
						       .evidence = alike + cases[i].first,
						       .evidence_count = cases[i].count };
		cluster_number(&run);
		fate_settle(&run, &none);
		rules_check(&run);
		for (size_t j = 0; j < run.findings.findings.count; j++) {
			const struct finding *finding = &run.findings.findings.item[j];
			enum rule_id rule = diag_rule(finding->say);

			if (rule == RULE_DUPLICATE_LIKELY || rule == RULE_DUPLICATE_POSSIBLE)
				say_finding(&said, cases[i].lang, finding, &places);
		}
		assert_true(rows_said(&said, cases[i].said, cases[i].said));
		rows_end(&run);
	}
}

/* Where a person selected rows the total counts those; what is too many of one direction counts all that were merged.
 */
static void what_is_selected_is_what_is_sent_on(void **state)
{
	static const uint32_t selected[] = { 0, 1, 2, 3 };
	static const struct {
		const char *name;
		uint32_t selected;
		const char *total, *concentration;
		uint32_t sent_on, material;
	} cases[] = {
		{ "nothing selected: all merged", 0, "=5", "=3", 5, 14 },
		{ "at the limit", 3, "", "=3", 3, 8 },
		{ "one over", 4, "=4", "=3", 4, 12 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct fate_decisions decisions = { .selected_count = cases[i].selected, .selected = selected };
		struct profile profile = rows_profile;
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, "000", "0/G/甲/x//PG 0/G/乙/y//P 0/S/丙/z//G 0/S/丁/w//PQ 0/T/戊/v//Q");
		profile.copies_ministry = (struct profile_copies){ 2, 4 };
		profile.copies_province = (struct profile_copies){ 3, 6 };
		run.profile = &profile;
		exact_find(&run);
		cluster_number(&run);
		fate_settle(&run, &decisions);
		rules_check(&run);
		rows_say_findings(&said, &run, RULE_QUOTA_TOTAL);
		assert_true(rows_said(&said, cases[i].name, cases[i].total));
		said = (struct buf){ 0 };
		rows_say_findings(&said, &run, RULE_DIRECTION_CONCENTRATION);
		assert_true(rows_said(&said, cases[i].name, cases[i].concentration));
		assert_int_equal(copies_of_office(&run).projects, cases[i].sent_on);
		assert_int_equal(copies_of_office(&run).material, cases[i].material);
		/* What a region sent does not hang on what is selected of it. */
		assert_int_equal(copies_of_region(&run, 0).material, 6 + 3);
		assert_int_equal(copies_of_region(&run, 1).material, 3 + 6);
		assert_int_equal(copies_of_region(&run, 2).material, 0);
		rows_end(&run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_selected_is_what_is_sent_on),
		cmocka_unit_test(a_quota_counts_merged_and_held_rows_and_folded_ones_once),
		cmocka_unit_test(the_total_counts_merged_rows),
		cmocka_unit_test(an_applicant_stands_in_one_project),
		cmocka_unit_test(a_category_has_too_large_a_share),
		cmocka_unit_test(categories_are_counted_known_ones_only),
		cmocka_unit_test(the_same_project_from_two_regions),
		cmocka_unit_test(superseded_by_one_correction),
		cmocka_unit_test(an_xls_is_checked_where_a_second_reader_read_it),
		cmocka_unit_test(a_pair_that_is_alike_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
