#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "dedup/cluster.h"
#include "dedup/exact.h"
#include "model/selection.h"
#include "rows_fixture.h"

struct mark {
	const char *written, *region, *project, *applicant;
	uint32_t sheet;
};

struct selection_case {
	const char *name, *ranks, *rows;
	struct mark mark[4];
	const char *fates;  /* "+": on the first sheet; "-": unselected; ">": folded; "!": held */
	const char *status; /* a letter a mark in the order of their keys: honoured, stale, Held, wider, unread */
};

static void give(struct run *run, const struct mark *mark)
{
	for (size_t i = 0; i < 4 && mark[i].written; i++)
		selection_add(run, &(struct selection){ .written = str_from(mark[i].written),
							.sheet = mark[i].sheet,
							.row = { str_from(mark[i].region), str_from(mark[i].project),
								 str_from(mark[i].applicant), STR("") } });
}

static void say(struct buf *out, const struct run *run)
{
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		buf_add_char(out, record->fate == FATE_MERGED	    ? '+'
				  : record->fate == FATE_UNSELECTED ? '-'
				  : record->fate == FATE_FOLDED	    ? '>'
								    : '!');
	}
	buf_add(out, STR(" : "));
	for (size_t i = 0; i < run->selections.count; i++)
		buf_add_char(out, "hsHwu"[run->selections.item[i].status]);
}

static void settle(struct run *run, const struct mark *mark)
{
	struct fate_decisions decisions = { 0 };

	give(run, mark);
	exact_find(run);
	cluster_number(run);
	selection_match(run, &decisions);
	fate_settle(run, &decisions);
	selection_settle(run);
}

static void check(const struct selection_case *cases, size_t count)
{
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct buf said = { 0 }, expected = { 0 };
		struct run run;

		rows_begin(&run, cases[i].ranks, cases[i].rows);
		settle(&run, cases[i].mark);
		say(&said, &run);
		buf_printf(&expected, "%s : %s", cases[i].fates, cases[i].status);
		if (!str_eq(buf_str(&said), buf_str(&expected))) {
			fprintf(stderr, "%s: %.*s\n", cases[i].name, (int)said.len, said.data);
			ok = false;
		}
		buf_release(&said);
		buf_release(&expected);
		free(run.selections.item);
		rows_end(&run);
	}
	assert_true(ok);
}

#define ROW_A "广州市", "甲", "x"
#define ROW_B "深圳市", "乙", "y"

static void marks_find_their_rows_by_what_they_say(void **state)
{
	static const struct selection_case cases[] = {
		{ "none: all are sent on", "0", "0/G/甲/x 0/S/乙/y", { { 0 } }, "++", "" },
		{ "one of two", "0", "0/G/甲/x 0/S/乙/y", { { "是", ROW_B, 1 } }, "-+", "h" },
		{ "on one sheet and on the other",
		  "0",
		  "0/G/甲/x 0/S/乙/y 0/S/丙/z",
		  { { "是", ROW_A, 1 }, { "是", ROW_B, 2 } },
		  "++-",
		  "hh" },
		{ "the same row on both",
		  "0",
		  "0/G/甲/x 0/S/乙/y",
		  { { "是", ROW_A, 1 }, { "是", ROW_A, 2 } },
		  "+-",
		  "h" },
		{ "blanks and width do not matter",
		  "0",
		  "0/G/甲/x 0/S/乙/y",
		  { { " 是 ", "广州市 ", "甲　", "ｘ", 1 } },
		  "+-",
		  "h" },
		{ "another region's is another row",
		  "0",
		  "0/G/甲/x 0/S/乙/y",
		  { { "是", "佛山市", "甲", "x", 1 }, { "是", ROW_B, 1 } },
		  "-+",
		  "sh" },
		{ "where its row is gone nothing is selected", "0", "0/G/甲/x", { { "是", ROW_B, 1 } }, "+", "s" },
		{ "another word selects nothing", "0", "0/G/甲/x", { { "否", ROW_A, 1 } }, "+", "u" },
		{ "another word beside a mark",
		  "0",
		  "0/G/甲/x 0/S/乙/y",
		  { { "√", ROW_A, 1 }, { "是", ROW_B, 1 } },
		  "-+",
		  "uh" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_mark_goes_where_its_row_went(void **state)
{
	static const struct selection_case cases[] = {
		{ "folded in its region", "0", "0/G/甲/x 0/G/甲/x 0/S/乙/y", { { "是", ROW_A, 1 } }, "+>-", "h" },
		{ "replaced by a correction", "01", "0/G/甲/x 0/S/乙/y 1/G/甲/x", { { "是", ROW_A, 1 } }, ">-+", "h" },
		{ "held since an earlier region has it",
		  "0",
		  "0/G/乙/y 0/S/乙/y 0/G/甲/x",
		  { { "是", ROW_B, 1 }, { "是", ROW_A, 1 } },
		  "-!+",
		  "hH" },
		{ "held, and the only one that is marked",
		  "0",
		  "0/G/乙/y 0/S/乙/y",
		  { { "是", ROW_B, 1 } },
		  "-!",
		  "H" },
		{ "two say the same and one was marked",
		  "0",
		  "0/G/甲/x/a 0/G/甲/x/b 0/S/乙/y",
		  { { "是", ROW_A, 1 } },
		  "++-",
		  "w" },
		{ "two say the same and both were marked",
		  "0",
		  "0/G/甲/x/a 0/G/甲/x/b 0/S/乙/y",
		  { { "是", ROW_A, 1 }, { "是", ROW_A, 1 } },
		  "++-",
		  "h" },
		{ "one of them marked on each sheet",
		  "0",
		  "0/G/甲/x/a 0/G/甲/x/b 0/S/乙/y",
		  { { "是", ROW_A, 1 }, { "是", ROW_A, 2 } },
		  "++-",
		  "w" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void a_hundred_thousand_marks_take_no_time(void **state)
{
	enum { ROWS = 100000 };
	struct buf rows = { 0 };
	struct run run;
	struct arena texts = { 0 };
	struct fate_decisions decisions = { 0 };
	clock_t begin;

	(void)state;
	for (unsigned i = 0; i < ROWS; i++)
		buf_printf(&rows, "%s0/G/%u/x", i ? " " : "", i);
	buf_add_char(&rows, '\0');
	rows_begin(&run, "0", rows.data);
	for (unsigned i = 0; i < ROWS; i += 2)
		selection_add(&run, &(struct selection){ .written = STR("是"),
							 .row = { STR("广州市"), arena_printf(&texts, "%u", i),
								  STR("x"), STR("") } });
	begin = clock();
	selection_match(&run, &decisions);
	fate_settle(&run, &decisions);
	selection_settle(&run);
	assert_int_equal(run.merged, ROWS / 2);
	assert_int_equal(run.unselected, ROWS / 2);
	/* A second is ten times what the sanitizers need; a search in a list would take minutes. */
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 10);
	free(run.selections.item);
	rows_end(&run);
	arena_release(&texts);
	buf_release(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_find_their_rows_by_what_they_say),
		cmocka_unit_test(a_mark_goes_where_its_row_went),
		cmocka_unit_test(a_hundred_thousand_marks_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
