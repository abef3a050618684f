/* A finding that went through the ledger's columns says what it said, in both languages; one that does not fit says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "app/places.h"
#include "model/told.h"
#include "run_fixture.h"
#include "state/night_run.h"

/* --- of this version: every sentence, and every kind of argument in each of its slots ---------------------------- */

enum { MORE = 3, ARGS = 9 + MORE };

/* Two cells of one sheet, a row of it, a file, a cell of another sheet, one of a list, and none: in turns. */
static struct arg some_place(uint32_t turn)
{
	static const struct where places[] = {
		{ 1, 1, 4, 2 },		  { 1, 1, 5, 703 }, { 1, 1, 6, 0 }, { 4, 0, 0, 0 },
		{ 2, 1, 1048576, 16384 }, { 2, 1, 0, 0 },   { 0, 0, 0, 0 },
	};
	struct where where = places[turn % (ARRAY_COUNT(places) + 1) % ARRAY_COUNT(places)];

	return DIAG_PLACE(turn % 5 == 3 ? run_listed_place(LIST_AWARDED, where) : where);
}

static struct arg some_arg(uint32_t turn)
{
	switch (turn % 7) {
	case 0:
		return DIAG_TEXT(STR("“甲”{1}\n<b>\\"));
	case 1:
		return DIAG_NUMBER(turn % 2 ? -3 - INT64_C(5000000000) : INT64_MAX);
	case 2:
		return DIAG_PHRASE(SAY_EXCLUDED_MORE, turn);
	case 3:
		return DIAG_WORD(turn % 2 ? SAY_BY_COLUMN : SAY_NOTHING);
	case 4:
		return DIAG_TEXT(STR(""));
	default:
		return some_place(turn);
	}
}

static void add_sentences(struct run *run)
{
	struct diag_sink sink = diag_list_sink(&run->findings);
	struct arg arg[ARGS];

	run->findings.findings.count = 0; /* the fixture's own have fewer arguments than real ones */
	for (enum say say = 1; say < SAY_COUNT; say++) {
		if (diag_rule(say) == RULE_NONE || say == SAY_SUPERSEDED)
			continue; /* its first argument is always a file: see below */
		for (uint32_t turn = 0; turn < 11; turn++) {
			uint32_t count = say_needs(say) + turn % (MORE + 1);

			assert_true(count <= ARGS);
			for (uint32_t i = 0; i < count; i++)
				arg[i] = some_arg(turn + 3 * i + (uint32_t)say);
			diag_add(&sink, say, some_place(turn).place, count, arg);
		}
	}
	diag_add(&sink, SAY_SUPERSEDED, (struct where){ 1, 0, 0, 0 }, 1,
		 (struct arg[]){ DIAG_PLACE(((struct where){ 2, 0, 0, 0 })) });
}

static void assert_said(struct run *run, const struct finding *finding, const struct night_row *row)
{
	const struct say_places places = places_of(run);
	struct buf live = { 0 }, told = { 0 };

	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
		say_finding(&live, lang, finding, &places);
		told_sentence(&told, lang, row);
	}
	if (!str_eq(buf_str(&live), buf_str(&told)))
		fail_msg("live: %.*s\ntold: %.*s", STR_ARG(buf_str(&live)), STR_ARG(buf_str(&told)));
	buf_clear(&live);
	buf_clear(&told);
	places.add(places.user, finding->where, (struct where){ 0 }, &live);
	told_place(&told, row);
	if (!str_eq(buf_str(&live), buf_str(&told)))
		fail_msg("live: %.*s\ntold: %.*s", STR_ARG(buf_str(&live)), STR_ARG(buf_str(&told)));
	buf_release(&live);
	buf_release(&told);
}

static void test_this_version(void **state)
{
	struct run run, list;
	struct night night = { 0 };

	(void)state;
	run_fixture(&run);
	run_fixture(&list);
	run.listed[LIST_AWARDED] = &list;
	add_sentences(&run);
	night_run_make(&run.arena, &run, &night);
	assert_int_equal(night.rows[NIGHT_FINDING].count, run.findings.findings.count);
	assert_true(night.rows[NIGHT_FINDING].count > 700);
	for (size_t i = 0; i < run.findings.findings.count; i++)
		assert_said(&run, &run.findings.findings.item[i], &night.rows[NIGHT_FINDING].item[i]);
	night_release(&night);
	run_fixture_release(&list);
	run_fixture_release(&run);
}

/* --- of another: something honest, and never a crash ------------------------------------------------------------- */

/* A list in words: elements separated by ; and parts by = */
static struct str list_of(struct arena *arena, const char *text)
{
	struct str rest = str_from(text), element, part, made;
	struct buf list = { 0 };

	while (str_split(&rest, ';', &element)) {
		while (str_split(&element, '=', &part))
			night_list_part(&list, part);
		night_list_end(&list);
	}
	made = arena_copy(arena, buf_str(&list));
	buf_release(&list);
	return made;
}

static void test_other_versions(void **state)
{
	static const struct {
		const char *name, *rule, *say, *args, *zh, *en;
	} cases[] = {
		{ "known", "phone.invalid", "PHONE_INVALID", "text=138", "“138”不是有效的电话号码",
		  "\"138\" is no valid phone number" },
		{ "an argument more", "phone.invalid", "PHONE_INVALID", "text=138;number=3", "“138”不是有效的电话号码",
		  "\"138\" is no valid phone number" },
		{ "an argument less", "number.invalid", "NUMBER_INVALID", "text=138",
		  "数值无效：138（由另一版本的程序记录）", "number.invalid: 138 (as another version recorded it)" },
		{ "no argument", "number.invalid", "NUMBER_INVALID", "", "数值无效（由另一版本的程序记录）",
		  "number.invalid (as another version recorded it)" },
		{ "a sentence of another version", "phone.invalid", "PHONE_ODD",
		  "text=138;number=-3;place=甲.xls=表=4=2", "电话无效：138、-3、甲.xls 表!B4（由另一版本的程序记录）",
		  "phone.invalid: 138, -3, 甲.xls 表!B4 (as another version recorded it)" },
		{ "a rule of another version", "phone.odd", "PHONE_ODD", "text=138",
		  "phone.odd：138（由另一版本的程序记录）", "phone.odd: 138 (as another version recorded it)" },
		{ "nothing at all", "", "", "", "（由另一版本的程序记录）", " (as another version recorded it)" },
		{ "a word that is no sentence of findings", "phone.invalid", "ROW_AT", "number=4",
		  "电话无效：4（由另一版本的程序记录）", "phone.invalid: 4 (as another version recorded it)" },
		{ "a word of another version", "input.unreadable", "UNREADABLE", "word=WHY_ODD=0",
		  "无法读取：WHY_ODD（由另一版本的程序记录）",
		  "input.unreadable: WHY_ODD (as another version recorded it)" },
		{ "a number that is none", "sheet.hidden", "SHEET_HIDDEN", "number=4x",
		  "隐藏工作表：4x（由另一版本的程序记录）", "sheet.hidden: 4x (as another version recorded it)" },
		{ "a number too large", "sheet.hidden", "SHEET_HIDDEN", "number=9223372036854775808",
		  "隐藏工作表：9223372036854775808（由另一版本的程序记录）",
		  "sheet.hidden: 9223372036854775808 (as another version recorded it)" },
		{ "a kind of another version", "sheet.hidden", "SHEET_HIDDEN", "colour=red",
		  "隐藏工作表：red（由另一版本的程序记录）", "sheet.hidden: red (as another version recorded it)" },
		{ "a place that is cut off", "input.superseded", "SUPERSEDED", "place=甲.xls",
		  "本文件的全部项目都在更正件 甲.xls 中",
		  "every project of this file stands in the correction 甲.xls" },
		{ "a row too large", "input.superseded", "SUPERSEDED", "place=甲.xls=表=4294967296=1",
		  "本文件的全部项目都在更正件 甲.xls 表 中",
		  "every project of this file stands in the correction 甲.xls 表" },
		{ "an element without parts", "sheet.hidden", "SHEET_HIDDEN", ";",
		  "隐藏工作表：（由另一版本的程序记录）", "sheet.hidden:  (as another version recorded it)" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct night night = { 0 };
		struct night_row *row = night_add(&night, NIGHT_FINDING, &arena);
		const char *wanted[] = { cases[i].zh, cases[i].en };

		row->column[FINDING_RULE] = str_from(cases[i].rule);
		row->column[FINDING_SAY] = str_from(cases[i].say);
		row->column[FINDING_ARGS] = list_of(&arena, cases[i].args);
		for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
			struct buf told = { 0 };

			told_sentence(&told, lang, row);
			if (!str_eq(buf_str(&told), str_from(wanted[lang])))
				fail_msg("%s: %.*s", cases[i].name, STR_ARG(buf_str(&told)));
			buf_release(&told);
		}
		night_release(&night);
	}
	arena_release(&arena);
}

/* One finding may name all rows of a region: each name is compared with the one before it alone. */
static void test_many_places(void **state)
{
	enum { PLACES = 200000 };
	struct arena arena = { 0 };
	struct night night = { 0 };
	struct night_row *row = night_add(&night, NIGHT_FINDING, &arena);
	struct buf args = { 0 }, told = { 0 };

	(void)state;
	buf_add(&args, list_of(&arena, "text=广州市;number=200000;number=3"));
	for (uint32_t i = 0; i < PLACES; i++)
		buf_printf(&args, "place\x1F%u.xls\x1Fs\x1F%u\x1F\x1F\x1E", i / 2, i + 1);
	row->column[FINDING_SAY] = STR("QUOTA_REGION");
	row->column[FINDING_ARGS] = buf_str(&args);
	told_sentence(&told, LANG_ZH, row);
	assert_true(str_has(buf_str(&told), STR("0.xls s!1、2、1.xls s!3、4、")));
	assert_true(str_has(buf_str(&told), STR("99999.xls s!199999、200000")));
	buf_release(&told);
	buf_release(&args);
	night_release(&night);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_this_version),
		cmocka_unit_test(test_other_versions),
		cmocka_unit_test(test_many_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
