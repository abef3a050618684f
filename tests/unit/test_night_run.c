/* What a run found, as a night: each thing named by what it is, and nothing of it by a number of the run's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "dedup/exact.h"
#include "dedup/ruling.h"
#include "model/selection.h"
#include "model/ticks.h"
#include "rows_fixture.h"
#include "state/night_run.h"

/* --- a night in words ---------------------------------------------------------------------- */

/* Of a list its parts with / behind each, its elements with ; */
static void say_column(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out, text.data[i] == NIGHT_PART	  ? '/'
				  : text.data[i] == NIGHT_ELEMENT ? ';'
								  : text.data[i]);
}

/* These columns of all rows of a kind, | between them, a line feed between rows. */
static void say_rows(struct buf *out, const struct night *night, enum night_kind kind, const int *column, size_t count)
{
	for (size_t i = 0; i < night->rows[kind].count; i++) {
		buf_add(out, i ? STR("\n") : STR(""));
		for (size_t j = 0; j < count; j++) {
			buf_add(out, j ? STR("|") : STR(""));
			say_column(out, night->rows[kind].item[i].column[column[j]]);
		}
	}
}

/* The files are 0.csv, 1.csv … with a sheet 表 each. */
static void begin(struct run *run, const char *ranks, const char *rows)
{
	rows_begin(run, ranks, rows);
	for (size_t i = 0; i < run->sources.count; i++) {
		run->sources.item[i].path = arena_printf(&run->arena, "%u.csv", (unsigned)i);
		run->sheets.item[i].name = STR("表");
	}
}

static void end(struct run *run)
{
	free(run->rulings.item);
	free(run->selections.item);
	free(run->ticks.item);
	rows_end(run);
}

static bool is_said(const struct run *run, enum night_kind kind, const int *column, size_t count, const char *name,
		    const char *expected)
{
	struct night night = { 0 };
	struct arena arena = { 0 };
	struct buf said = { 0 };
	bool same;

	night_run_make(&arena, run, &night);
	say_rows(&said, &night, kind, column, count);
	same = rows_said(&said, name, expected);
	night_release(&night);
	arena_release(&arena);
	return same;
}

/* --- inputs ----------------------------------------------------------------------------------- */

static void files_are_named_by_their_paths(void **state)
{
	static const int columns[] = { INPUT_PATH, INPUT_SHA256, INPUT_STATUS, INPUT_REASON,
				       INPUT_FILE, INPUT_BYTES,	 INPUT_ROWS,   INPUT_SUPERSEDED };
	const struct arg by[] = { DIAG_PLACE(((struct where){ 2, 0, 0, 0 })) };
	struct diag_sink sink;
	struct run run;

	(void)state;
	begin(&run, "010", "0/G/甲/x");
	run.sources.item[0].sha256 = STR("aa");
	run.sources.item[0].bytes = 5000000000;
	run.sources.item[0].rows_read = 1;
	run.sources.item[0].file = STR("in/\xB9\xE3.csv");
	run.sources.item[2].status = SOURCE_FAILED;
	run.sources.item[2].reason = REASON_ENCRYPTED;
	sink = diag_list_sink(&run.findings);
	diag_add(&sink, SAY_SUPERSEDED, (struct where){ 1, 0, 0, 0 }, 1, by);
	fate_settle(&run, &(struct fate_decisions){ 0 });
	assert_true(is_said(&run, NIGHT_INPUT, columns, ARRAY_COUNT(columns), "inputs",
			    "0.csv|aa|read||696e2fb9e32e637376|5000000000|1|1.csv\n"
			    "1.csv||read|||0|0|\n"
			    "2.csv||failed|encrypted||0|0|"));
	end(&run);
}

/* --- records ------------------------------------------------------------------------------------ */

static void rows_of_one_project_are_one_record(void **state)
{
	static const struct {
		const char *name, *rows, *expected;
		bool one; /* the first pair was ruled to be one project */
	} cases[] = {
		{ "a row", "0/G/甲/x", "广州市/甲/x|merged|||0.csv/表/2/;", false },
		{ "folded into an equal one", "0/G/甲/x 1/G/甲/x", "广州市/甲/x|merged|||0.csv/表/2/;1.csv/表/3/;",
		  false },
		{ "three, and another between", "0/G/甲/x 0/G/乙/y 1/G/甲/x 1/G/甲/x",
		  "广州市/甲/x|merged|||0.csv/表/2/;1.csv/表/4/;1.csv/表/5/;\n广州市/乙/y|merged|||0.csv/表/3/;",
		  false },
		{ "equal ones that stay two", "0/G/甲/x/a 0/G/甲/x/b",
		  "广州市/甲/x|merged|||0.csv/表/2/;\n广州市/甲/x|merged|||0.csv/表/3/;", false },
		{ "held", "0/G/甲/x 1/S/甲/x",
		  "广州市/甲/x|merged|||0.csv/表/2/;\n深圳市/甲/x|held|duplicate.region||1.csv/表/3/;", false },
		{ "held, and folded into that", "0/G/甲/x 1/S/甲/x 1/S/甲/x",
		  "广州市/甲/x|merged|||0.csv/表/2/;\n深圳市/甲/x|held|duplicate.region||1.csv/表/3/;1.csv/表/4/;",
		  false },
		{ "of no region", "0/?/甲/x", "/甲/x|held|region.unknown||0.csv/表/2/;", false },
		{ "folded into another's", "0/G/甲/x 1/S/甲/x",
		  "广州市/甲/x|merged|||0.csv/表/2/;\n深圳市/甲/x|folded||广州市/甲/x/|1.csv/表/3/;", true },
		{ "a correction comes first", "0/G/甲/x 2/G/甲/x", "广州市/甲/x|merged|||2.csv/表/3/;0.csv/表/2/;",
		  false },
	};
	static const int columns[] = { RECORD_REGION,  RECORD_PROJECT_KEY, RECORD_APPLICANT_KEY, RECORD_STATUS,
				       RECORD_HELD_BY, RECORD_INTO,	   RECORD_PLACES };
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf expected = { 0 };
		struct run run;
		int slashes = 0;

		begin(&run, "001", cases[i].rows);
		exact_find(&run);
		if (cases[i].one)
			run.pairs.item[0].ruling = RULING_SAME;
		fate_settle(&run, &(struct fate_decisions){ 0 });
		/* The identity is written with / between its three columns. */
		for (const char *at = cases[i].expected; *at; at++) {
			bool identity = *at == '/' && slashes < 2;

			slashes = *at == '\n' ? 0 : slashes + (*at == '/');
			buf_add_char(&expected, identity ? '|' : *at);
		}
		buf_add_char(&expected, '\0');
		ok &= is_said(&run, NIGHT_RECORD, columns, ARRAY_COUNT(columns), cases[i].name, expected.data);
		buf_release(&expected);
		end(&run);
	}
	assert_true(ok);
}

/* What is not sent on is a record as any other. */
static void a_selection_changes_no_record(void **state)
{
	static const int columns[] = { RECORD_PROJECT_KEY, RECORD_STATUS };
	static const uint32_t selected[] = { 1 };
	struct run run;

	(void)state;
	begin(&run, "0", "0/G/甲/x 0/G/乙/y");
	fate_settle(&run, &(struct fate_decisions){ .selected_count = 1, .selected = selected });
	assert_int_equal(run.unselected, 1);
	assert_true(is_said(&run, NIGHT_RECORD, columns, ARRAY_COUNT(columns), "unselected", "甲|merged\n乙|merged"));
	end(&run);
}

/* --- findings -------------------------------------------------------------------------------------- */

static void findings_are_named_by_what_they_are_about(void **state)
{
	static const struct {
		const char *name;
		enum say say;
		struct where where;
		uint32_t region, arg_count;
		struct arg arg[3];
		const char *expected;
	} cases[] = {
		{ "a cell of a record",
		  SAY_DIRECTION_UNKNOWN,
		  { 1, 1, 2, 3 },
		  0,
		  1,
		  { { .kind = ARG_TEXT, .text = STR_INIT("智慧") } },
		  "direction.unknown|广州市|record/广州市/甲/x/;column/申报方向/;|" },
		{ "a row of a record",
		  SAY_ROW_HIDDEN,
		  { 1, 1, 2, 0 },
		  0,
		  0,
		  { { .kind = ARG_TEXT } },
		  "row.hidden|广州市|record/广州市/甲/x/;|" },
		{ "a row that is none",
		  SAY_ROW_IGNORED,
		  { 1, 1, 9, 2 },
		  0,
		  1,
		  { { .kind = ARG_TEXT, .text = STR_INIT("合计") } },
		  "row.ignored|广州市|file/0.csv/;sheet/表/;|text/合计/;" },
		{ "a file",
		  SAY_ENCRYPTED,
		  { 2, 0, 0, 0 },
		  REGION_NONE,
		  0,
		  { { .kind = ARG_TEXT } },
		  "input.encrypted||file/1.csv/;|" },
		{ "a file, for a reason",
		  SAY_UNREADABLE,
		  { 2, 0, 0, 0 },
		  REGION_NONE,
		  1,
		  { { .kind = ARG_WORD, .word = SAY_WHY_ZIP } },
		  "input.unreadable||file/1.csv/;|word/WHY_ZIP/;" },
		{ "a sheet",
		  SAY_SHEET_IGNORED,
		  { 1, 1, 0, 0 },
		  0,
		  0,
		  { { .kind = ARG_TEXT } },
		  "sheet.ignored|广州市|file/0.csv/;sheet/表/;|" },
		{ "a region, with numbers and rows that may be others the next day",
		  SAY_QUOTA_REGION,
		  { 0, 0, 0, 0 },
		  0,
		  3,
		  { { .kind = ARG_TEXT, .text = STR_INIT("广州市") },
		    { .kind = ARG_NUMBER, .number = 4 },
		    { .kind = ARG_PLACE, .place = { 1, 1, 2, 0 } } },
		  "quota.region|广州市||text/广州市/;" },
		{ "nobody",
		  SAY_QUOTA_TOTAL,
		  { 0, 0, 0, 0 },
		  REGION_NONE,
		  1,
		  { { .kind = ARG_NUMBER, .number = 12 } },
		  "quota.total|||" },
		{ "a pair",
		  SAY_DUPLICATE_REGION,
		  { 2, 1, 3, 1 },
		  1,
		  2,
		  { { .kind = ARG_TEXT, .text = STR_INIT("广州市") }, { .kind = ARG_PLACE, .place = { 1, 1, 2, 0 } } },
		  "duplicate.region|深圳市|record/深圳市/甲/x/;column/项目名称/;|record/广州市/甲/x/;" },
		{ "what several rows are told of is one thing",
		  SAY_APPLICANT_REPEAT,
		  { 2, 1, 3, 2 },
		  1,
		  1,
		  { { .kind = ARG_PLACE, .place = { 1, 1, 2, 0 } } },
		  "applicant.repeat|深圳市|record/深圳市/甲/x/;column/申报单位/;|" },
	};
	static const int columns[] = { FINDING_RULE, FINDING_REGION, FINDING_ABOUT, FINDING_OTHERS };
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct diag_sink sink;
		struct run run;

		begin(&run, "00", "0/G/甲/x 1/S/甲/x");
		sink = diag_list_sink(&run.findings);
		diag_add(&sink, cases[i].say, cases[i].where, cases[i].arg_count, cases[i].arg);
		run.findings.findings.item[0].region = cases[i].region;
		fate_settle(&run, &(struct fate_decisions){ 0 });
		ok &= is_said(&run, NIGHT_FINDING, columns, ARRAY_COUNT(columns), cases[i].name, cases[i].expected);
		end(&run);
	}
	assert_true(ok);
}

/* Rows of a list are none of the run, and its name may be another the next day: where all of it stands goes beside. */
static void a_row_of_a_list_is_none_of_the_run(void **state)
{
	static const int columns[] = { FINDING_ABOUT, FINDING_OTHERS, FINDING_ARGS, FINDING_SEVERITY,
				       FINDING_PATH,  FINDING_SHEET,  FINDING_ROW,  FINDING_COL };
	struct arg arg[] = { DIAG_PLACE(run_listed_place(LIST_AWARDED, ((struct where){ 1, 1, 2, 1 }))),
			     DIAG_TEXT(STR("甲")), DIAG_NUMBER(-3), DIAG_PHRASE(SAY_WHY_ZIP, 7) };
	struct diag_sink sink;
	struct run run, list;

	(void)state;
	begin(&list, "0", "0/G/甲/x");
	list.sources.item[0].path = STR("名单.csv");
	begin(&run, "0", "0/G/甲/x");
	run.listed[LIST_AWARDED] = &list;
	sink = diag_list_sink(&run.findings);
	diag_add(&sink, SAY_EXCLUDED_AWARDED, (struct where){ 1, 1, 2, 1 }, ARRAY_COUNT(arg), arg);
	fate_settle(&run, &(struct fate_decisions){ 0 });
	assert_true(is_said(&run, NIGHT_FINDING, columns, ARRAY_COUNT(columns), "a list",
			    "record/广州市/甲/x/;column/项目名称/;|word/WHY_ZIP/;|"
			    "place/名单.csv/表/2/1/;text/甲/;number/-3/;word/WHY_ZIP/7/;|error|0.csv|表|2|1"));
	end(&run);
	end(&list);
}

/* --- pairs, and what people answered ------------------------------------------------------------------ */

static void pairs_stand_in_one_order(void **state)
{
	static const int columns[] = { PAIR_A, PAIR_B, PAIR_KIND, PAIR_RULED, PAIR_SCORE };
	struct run run;

	(void)state;
	begin(&run, "0", "0/S/甲/x 0/F/甲/y");
	rows_pair(&run, PAIR_LIKELY, 0, 1);
	run.pairs.item[0].ruling = RULING_DIFFERENT;
	run.pairs.item[0].score = 87.5;
	fate_settle(&run, &(struct fate_decisions){ 0 });
	assert_true(is_said(&run, NIGHT_PAIR, columns, ARRAY_COUNT(columns), "a pair",
			    "佛山市/甲/y/|深圳市/甲/x/|likely|different|87.5"));
	end(&run);
}

static struct ruling_side side(const char *region, const char *project)
{
	return (struct ruling_side){ str_from(region), str_from(project), STR("x"), { 0 } };
}

static void answers_are_kept_as_they_were_written(void **state)
{
	static const int of_ruling[] = { RULING_A,	   RULING_B,	    RULING_SAYS,      RULING_A_REGION,
					 RULING_A_PROJECT, RULING_B_REGION, RULING_B_PROJECT, RULING_B_APPLICANT };
	static const int of_selection[] = { SELECTION_KEY, SELECTION_MARKS, SELECTION_WRITTEN, SELECTION_PROJECT };
	static const int of_tick[] = { TICK_KEY, TICK_TEXT, TICK_ITEM, TICK_REMARK, TICK_REGION };
	struct fate_decisions decisions = { 0 };
	struct run run;

	(void)state;
	begin(&run, "0", "0/S/甲/x 0/F/甲/x");
	ruling_add(&run, &(struct ruling){ .word = RULING_SAME,
					   .written = STR("同一项目"),
					   .a = side("深圳市", "甲 "),
					   .b = side("佛山市", "甲") });
	ruling_add(&run,
		   &(struct ruling){ .written = STR("同一"), .a = side("深圳市", "乙"), .b = side("佛山市", "乙") });
	selection_add(&run, &(struct selection){ .written = STR(" 是"), .row = side("深圳市", "甲") });
	selection_add(&run, &(struct selection){ .written = STR("是"), .row = side("深圳市", "甲") });
	selection_add(&run, &(struct selection){ .written = STR("要"), .row = side("佛山市", "甲") });
	ticks_add(&run, &(struct tick){ .row = side("深圳市", "甲"), .item = STR("盖章"), .text = STR("符合") });
	ticks_add(&run, &(struct tick){ .row = side("深圳市", ""), .is_remark = true, .text = STR("去电") });
	exact_find(&run);
	ruling_apply(&run);
	selection_match(&run, &decisions);
	fate_settle(&run, &decisions);
	selection_settle(&run);
	assert_true(is_said(&run, NIGHT_RULING, of_ruling, ARRAY_COUNT(of_ruling), "a ruling",
			    "佛山市\n甲\nx|深圳市\n甲\nx|same|深圳市|甲 |佛山市|甲|x"));
	assert_true(is_said(&run, NIGHT_SELECTION, of_selection, ARRAY_COUNT(of_selection), "a mark",
			    "深圳市\n甲\nx|2| 是|甲"));
	assert_true(is_said(&run, NIGHT_TICK, of_tick, ARRAY_COUNT(of_tick), "what was found",
			    "深圳市\n甲\nx\n盖章\n0|符合|盖章|0|深圳市\n深圳市\n\nx\n\n1|去电||1|深圳市"));
	end(&run);
}

static void what_was_not_checked_is_known(void **state)
{
	struct night night = { 0 };
	struct run run;

	(void)state;
	begin(&run, "0", "0/G/甲/x");
	fate_settle(&run, &(struct fate_decisions){ 0 });
	run.rule_status[RULE_DEADLINE_LATE] = RULE_UNCHECKED;
	run.rule_status[RULE_PHONE_INVALID] = RULE_OFF;
	night_run_make(&run.arena, &run, &night);
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		assert_int_equal(night.unchecked[id], id == RULE_DEADLINE_LATE);
	night_release(&night);
	end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_named_by_their_paths),
		cmocka_unit_test(rows_of_one_project_are_one_record),
		cmocka_unit_test(a_selection_changes_no_record),
		cmocka_unit_test(findings_are_named_by_what_they_are_about),
		cmocka_unit_test(a_row_of_a_list_is_none_of_the_run),
		cmocka_unit_test(pairs_stand_in_one_order),
		cmocka_unit_test(answers_are_kept_as_they_were_written),
		cmocka_unit_test(what_was_not_checked_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
