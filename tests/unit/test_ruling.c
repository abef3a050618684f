#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "dedup/cluster.h"
#include "dedup/exact.h"
#include "dedup/ruling.h"
#include "rows_fixture.h"

struct side {
	const char *region, *project, *applicant;
};

struct ruling_case {
	const char *name, *rows;
	struct {
		enum ruling_word word;
		struct side a, b;
	} ruling[3];
	const char *pairs;  /* "0-1=": ruled the same; "0-1/": different; "0-1": nothing said */
	const char *status; /* a letter a ruling in their order: honoured, stale, against another, unread */
};

#define SAME RULING_SAME
#define APART RULING_DIFFERENT

static void give(struct run *run, const struct ruling_case *one)
{
	static const char *const written[] = { "也许", "同一项目", "不同项目" };

	for (size_t i = 0; i < ARRAY_COUNT(one->ruling) && one->ruling[i].a.project; i++) {
		const struct side *a = &one->ruling[i].a, *b = &one->ruling[i].b;
		struct ruling ruling = {
			.word = one->ruling[i].word,
			.written = str_from(written[one->ruling[i].word]),
			.a = { str_from(a->region), str_from(a->project), str_from(a->applicant), STR("") },
			.b = { str_from(b->region), str_from(b->project), str_from(b->applicant), STR("") },
		};

		ruling_add(run, &ruling);
	}
}

static void say(struct buf *out, const struct run *run)
{
	static const char signs[] = { '\0', '=', '/' };

	for (size_t i = 0; i < run->pairs.count; i++) {
		const struct pair *pair = &run->pairs.item[i];

		buf_printf(out, "%s%u-%u", i ? " " : "", pair->a, pair->b);
		if (pair->ruling)
			buf_add_char(out, signs[pair->ruling]);
	}
	buf_add(out, STR(" : "));
	for (size_t i = 0; i < run->rulings.count; i++)
		buf_add_char(out, "hsau"[run->rulings.item[i].status]);
}

static void rulings_find_their_rows_by_what_they_say(void **state)
{
	static const struct ruling_case cases[] = {
		{ "none", "0/G/甲/x 0/G/甲/x", { { 0 } }, "0-1", "" },
		{ "a pair",
		  "0/G/甲/x 0/S/甲/x",
		  { { APART, { "广州市", "甲", "x" }, { "深圳市", "甲", "x" } } },
		  "0-1/",
		  "h" },
		{ "the other way round",
		  "0/G/甲/x 0/S/甲/x",
		  { { SAME, { "深圳市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "0-1=",
		  "h" },
		{ "blanks and width do not matter",
		  "0/G/甲A/x 0/S/甲A/x",
		  { { SAME, { "广州市", "甲 Ａ", "x" }, { "深圳市", " 甲A", "ｘ" } } },
		  "0-1=",
		  "h" },
		{ "another region is another row",
		  "0/G/甲/x 0/S/甲/x",
		  { { SAME, { "广州市", "甲", "x" }, { "佛山市", "甲", "x" } } },
		  "0-1",
		  "s" },
		{ "no region",
		  "0/G/甲/x 0/?/甲/x",
		  { { SAME, { "广州市", "甲", "x" }, { "", "甲", "x" } } },
		  "0-1=",
		  "h" },
		{ "two rows of one text",
		  "0/G/甲/x/a 0/G/甲/x/b",
		  { { SAME, { "广州市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "0-1=",
		  "h" },
		{ "of which one is gone",
		  "0/G/甲/x",
		  { { SAME, { "广州市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "",
		  "s" },
		{ "rows that no search paired",
		  "0/G/甲/x 0/S/乙/y",
		  { { SAME, { "广州市", "甲", "x" }, { "深圳市", "乙", "y" } } },
		  "0-1=",
		  "h" },
		{ "every pair of these texts",
		  "0/G/甲/x/a 0/G/甲/x/b 0/G/甲/x/c",
		  { { APART, { "广州市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "0-1/ 0-2/ 1-2/",
		  "h" },
		{ "said twice",
		  "0/G/甲/x 0/S/甲/x",
		  { { SAME, { "广州市", "甲", "x" }, { "深圳市", "甲", "x" } },
		    { SAME, { "深圳市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "0-1=",
		  "h" },
		{ "said both",
		  "0/G/甲/x 0/S/甲/x",
		  { { SAME, { "广州市", "甲", "x" }, { "深圳市", "甲", "x" } },
		    { APART, { "深圳市", "甲", "x" }, { "广州市", "甲", "x" } } },
		  "0-1",
		  "aa" },
		{ "a word beside it that nobody knows",
		  "0/G/甲/x 0/S/甲/x",
		  { { RULING_NONE, { "广州市", "甲", "x" }, { "深圳市", "甲", "x" } },
		    { SAME, { "广州市", "甲", "x" }, { "深圳市", "甲", "x" } } },
		  "0-1=",
		  "uh" },
	};
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf said = { 0 };
		struct run run;
		char expected[200];

		rows_begin(&run, "0", cases[i].rows);
		exact_find(&run);
		give(&run, &cases[i]);
		ruling_apply(&run);
		cluster_number(&run);
		say(&said, &run);
		snprintf(expected, sizeof(expected), "%s : %s", cases[i].pairs, cases[i].status);
		ok &= rows_said(&said, cases[i].name, expected);
		free(run.rulings.item);
		rows_end(&run);
	}
	assert_true(ok);
}

/* A likely pair counts as one project, unless a person says that it is two; a possible one where they say that it is.
 */
static void a_ruling_says_what_counts_as_one_project(void **state)
{
	static const struct {
		enum pair_kind kind;
		enum ruling_word ruling;
		uint32_t cluster;
	} cases[] = {
		{ PAIR_LIKELY, RULING_NONE, 1 },   { PAIR_LIKELY, RULING_DIFFERENT, 0 },
		{ PAIR_LIKELY, RULING_SAME, 1 },   { PAIR_POSSIBLE, RULING_NONE, 0 },
		{ PAIR_POSSIBLE, RULING_SAME, 1 }, { PAIR_EXACT, RULING_DIFFERENT, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct run run;

		rows_begin(&run, "0", "0/G/甲/x 0/G/乙/x");
		*LIST_ADD(&run.pairs) = (struct pair){ .kind = cases[i].kind, .b = 1, .ruling = cases[i].ruling };
		cluster_number(&run);
		assert_int_equal(run.pairs.item[0].cluster, 1);
		assert_int_equal(run.records.item[1].cluster, cases[i].cluster);
		rows_end(&run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rulings_find_their_rows_by_what_they_say),
		cmocka_unit_test(a_ruling_says_what_counts_as_one_project),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
