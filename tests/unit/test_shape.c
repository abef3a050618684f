/*
 * shape from rows to messages. A sheet is written as text, a line a row, cells
 * separated by |, and what comes out is written as text, too, so that a case shows
 * what is odd in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "profile_fixture.h"
#include "shape/shape.h"

enum { CELLS = 12 };

struct seen {
	struct arena arena;
	struct buf text;
	const struct profile *profile;
};

static void show_table(struct seen *seen, const struct message_table *table)
{
	buf_printf(&seen->text, "table@%u", table->header_row);
	for (uint32_t i = 0; i < table->column_count; i++) {
		uint32_t field = table->column[i].field;

		if (field == FIELD_REGION)
			buf_printf(&seen->text, " %u=地区", table->column[i].col);
		else if (field == FIELD_UNKNOWN)
			buf_printf(&seen->text, " %u=?", table->column[i].col);
		else
			buf_printf(&seen->text, " %u=%u", table->column[i].col, field);
		if (table->column[i].part != PART_WHOLE)
			buf_add_char(&seen->text, table->column[i].part == PART_PHONE ? 'p' : 'm');
	}
	buf_add_char(&seen->text, '\n');
}

static void show_record(struct seen *seen, const struct message_record *record)
{
	buf_printf(&seen->text, "%u:", record->row);
	for (uint32_t i = 0; i < record->value_count; i++)
		buf_printf(&seen->text, " %u=%.*s%s", record->value[i].col, STR_ARG(record->value[i].raw),
			   record->value[i].filled ? "^" : "");
	if (record->hidden)
		buf_add(&seen->text, STR(" hidden"));
	if (record->struck)
		buf_add(&seen->text, STR(" struck"));
	buf_add_char(&seen->text, '\n');
}

static bool put(void *user, struct bytes encoded)
{
	struct seen *seen = user;
	struct message message;

	assert_true(message_decode(&encoded, &seen->arena, &message));
	if (message.kind == MESSAGE_TABLE)
		show_table(seen, &message.as.table);
	else if (message.kind == MESSAGE_RECORD)
		show_record(seen, &message.as.record);
	else if (message.kind == MESSAGE_CANDIDATE)
		buf_printf(&seen->text, "line: %.*s\n", STR_ARG(message.as.candidate.text));
	else if (message.kind == MESSAGE_FINDING)
		buf_printf(&seen->text, "%.*s@%u,%u\n", STR_ARG(diag_rule_at(diag_rule(message.as.finding.say))->word),
			   message.as.finding.where.row, message.as.finding.where.col);
	return true;
}

/* "~" before a cell: struck; "!" at a row's start: hidden; "=" makes it a number. */
static uint32_t make_cells(struct str line, struct cell *cell)
{
	uint32_t col = 0, count = 0;
	struct str text;

	while (str_split(&line, '|', &text)) {
		col++;
		text = str_trim(text);
		if (text.len == 0)
			continue;
		cell[count] = (struct cell){ .col = col, .kind = CELL_TEXT };
		cell[count].struck = str_starts(text, STR("~"));
		cell[count].text = cell[count].struck ? str_after(text, 1) : text;
		if (str_starts(text, STR("="))) {
			char digits[32] = { 0 };

			memcpy(digits, text.data + 1, text.len - 1);
			cell[count].kind = CELL_NUMBER;
			cell[count].number = strtod(digits, NULL);
			cell[count].text = STR("");
		}
		count++;
	}
	return count;
}

static void feed(struct shape *shape, struct str sheet, const struct range *merge, uint32_t merge_count, bool hidden)
{
	const struct row_sink *rows = shape_rows(shape);
	struct sheet_info info = { 1, STR("表"), hidden, merge_count, merge };
	uint32_t number = 0;
	struct str line;

	assert_true(rows->sheet_begin(rows->user, &info));
	while (str_split(&sheet, '\n', &line)) {
		struct cell cell[CELLS];
		bool row_hidden = str_starts(line, STR("!"));
		struct row row = { ++number, row_hidden, 0, cell };

		row.count = make_cells(row_hidden ? str_after(line, 1) : line, cell);
		if (row.count)
			assert_true(rows->row(rows->user, &row));
	}
	assert_true(rows->sheet_end(rows->user));
}

struct shape_case {
	const char *name, *sheet, *expected;
	struct range merge[4];
	uint32_t merge_count;
	bool hidden;
};

static const struct shape_case cases[] = {
	{ "the header stands in the first row",
	  "序号|项目名称|申报单位\n1|甲|乙公司\n",
	  "table@1 1=0 2=1 3=2\n2: 1=1 2=甲 3=乙公司\n",
	  { { 0 } },
	  0,
	  false },
	{ "title and 推荐单位 line stand above",
	  "汇总表\n推荐单位（盖章）：广州市工信局\n\n序号|项目名称|申报单位\n1|甲|乙\n",
	  "line: 广州市工信局\ntable@4 1=0 2=1 3=2\n5: 1=1 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "the line's value stands in the next cell",
	  "推荐单位（盖章）：|中山市\n项目名称|申报单位\n甲|乙\n",
	  "line: 中山市\ntable@2 1=1 2=2\n3: 1=甲 2=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "columns in another order, under aliases, in full width and with marks",
	  "*申报主体：|项 目 名 称|Ｅ\n乙|甲|丙\n",
	  "table@1 1=2 2=1 3=?\ncolumn.unknown@1,3\n2: 1=乙 2=甲 3=丙\n",
	  { { 0 } },
	  0,
	  false },
	{ "two known columns are needed, project or applicant among them",
	  "序号|联系人|联系方式\n1|张|138\n",
	  "sheet.ignored@0,0\n",
	  { { 0 } },
	  0,
	  false },
	{ "one known column is no header", "项目名称|甲|乙\n", "sheet.ignored@0,0\n", { { 0 } }, 0, false },
	{ "two rows with a merged group",
	  "序号|项目名称|申报单位|联系人信息||\n|||姓名|手机|邮箱\n1|甲|乙|张|138|a@b.cn\n",
	  "table@2 1=0 2=1 3=2 4=4 5=5p 6=5m\n3: 1=1 2=甲 3=乙 4=张 5=138 6=a@b.cn\n",
	  { { 1, 1, 2, 1 }, { 1, 2, 2, 2 }, { 1, 3, 2, 3 }, { 1, 4, 1, 6 } },
	  4,
	  false },
	{ "two rows, merges unknown to the reader",
	  "序号|项目名称|申报单位|联系人信息||\n|||姓名|手机|邮箱\n1|甲|乙|张|138|a@b.cn\n",
	  "table@2 1=0 2=1 3=2 4=4 5=5p 6=5m\n3: 1=1 2=甲 3=乙 4=张 5=138 6=a@b.cn\n",
	  { { 0 } },
	  0,
	  false },
	{ "three rows, the lower merges inside the header",
	  "序号|基本信息|||联系人信息\n|项目名称|申报单位|申报方向|姓名|联系方式\n|||||手机|邮箱\n1|甲|乙|丙|张|138|a@"
	  "b.cn\n",
	  "table@3 1=0 2=1 3=2 4=3 5=4 6=5p 7=5m\n4: 1=1 2=甲 3=乙 4=丙 5=张 6=138 7=a@b.cn\n",
	  { { 1, 1, 3, 1 }, { 2, 2, 3, 2 }, { 2, 3, 3, 3 }, { 2, 6, 2, 7 } },
	  4,
	  false },
	{ "three rows, merges unknown to the reader",
	  "序号|基本信息|||联系人信息\n|项目名称|申报单位|申报方向|姓名|联系方式\n|||||手机|邮箱\n1|甲|乙|丙|张|138|a@"
	  "b.cn\n",
	  "table@3 1=0 2=1 3=2 4=3 5=4 6=5p 7=5m\n4: 1=1 2=甲 3=乙 4=丙 5=张 6=138 7=a@b.cn\n",
	  { { 0 } },
	  0,
	  false },
	{ "a contact's name over its two parts",
	  "项目名称|申报单位|联系方式\n||手机|邮箱\n甲|乙|138|a@b.cn\n",
	  "table@2 1=1 2=2 3=5p 4=5m\n3: 1=甲 2=乙 3=138 4=a@b.cn\n",
	  { { 0 } },
	  0,
	  false },
	{ "a name that its group completes",
	  "序号|项目||申报单位\n|名称|申报方向|\n1|甲|丙|乙\n",
	  "table@2 1=0 2=1 3=3 4=2\n3: 1=1 2=甲 3=丙 4=乙\n",
	  { { 1, 1, 2, 1 }, { 1, 2, 1, 3 }, { 1, 4, 2, 4 } },
	  3,
	  false },
	{ "the 推荐单位 line right above a header with more columns is no group",
	  "推荐单位（盖章）：广州市\n项目名称|申报单位|x|y\n甲|乙|丙|丁\n",
	  "line: 广州市\ntable@2 1=1 2=2 3=? 4=?\ncolumn.unknown@2,3\ncolumn.unknown@2,4\n3: 1=甲 2=乙 3=丙 4=丁\n",
	  { { 0 } },
	  0,
	  false },
	{ "nor is it a column of a header that begins further right",
	  "推荐单位|广州市工信局\n|项目名称|申报单位\n|甲|乙\n",
	  "line: 广州市工信局\ntable@2 2=1 3=2\n3: 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "a remark in brackets, and what is none",
	  "项目名称（全称）|申报单位（盖章）|联系人（签名）：张三\n甲|乙|丙\n",
	  "table@1 1=1 2=2 3=?\ncolumn.unknown@1,3\n2: 1=甲 2=乙 3=丙\n",
	  { { 0 } },
	  0,
	  false },
	{ "traditional characters",
	  "推薦單位：廣州市\n序號|項目名稱|申報單位|聯繫人\n1|甲|乙|張\n合計\n註：x\n",
	  "line: 廣州市\ntable@2 1=0 2=1 3=2 4=4\n3: 1=1 2=甲 3=乙 4=張\n",
	  { { 0 } },
	  0,
	  false },
	{ "a group's row above a full header is no part of it",
	  "项目信息||联系\n项目名称|申报单位|姓名\n甲|乙|张\n",
	  "table@2 1=1 2=2 3=4\n3: 1=甲 2=乙 3=张\n",
	  { { 0 } },
	  0,
	  false },
	{ "a first record is never taken for a header's second row",
	  "项目名称|申报单位|联系人\n甲|乙|姓名\n",
	  "table@1 1=1 2=2 3=4\n2: 1=甲 2=乙 3=姓名\n",
	  { { 0 } },
	  0,
	  false },
	{ "numbered but empty rows, dots, notes and totals are no records",
	  "序号|项目名称|申报单位\n1|甲|乙\n2\n=3\n... ...\n……|…|…\n合计|1个\n合计：1\n注：申报方向为四类\n备注1：x\n",
	  "table@1 1=0 2=1 3=2\n2: 1=1 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "a row with values but neither name is told",
	  "序号|项目名称|申报单位|联系人\n1|||张三\n",
	  "table@1 1=0 2=1 3=2 4=4\nrow.ignored@2,1\n",
	  { { 0 } },
	  0,
	  false },
	{ "strokes fill nothing in",
	  "序号|项目名称|申报单位\n1|/|—\n",
	  "table@1 1=0 2=1 3=2\nrow.ignored@2,1\n",
	  { { 0 } },
	  0,
	  false },
	{ "a record with both names stays one, whatever its first cell says",
	  "备注|项目名称|申报单位\n合计|甲|乙\n",
	  "table@1 1=? 2=1 3=2\ncolumn.unknown@1,1\n2: 1=合计 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "totals of figures, and spread by blanks",
	  "序号|项目名称|申报单位\n1|甲|乙\n合计|2个项目|共2家\n合　 计||1家\n",
	  "table@1 1=0 2=1 3=2\n2: 1=1 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "pages, dates, seals and the title repeated are no names",
	  "2020年汇总表\n项目名称|申报单位\n甲|乙\n第 1 页 共 2 页\n2020年汇总表\n项目名称|申报单位\n丙|丁\n以下空白\n"
	  "广州市工信局（盖章）|2020年11月10日\n",
	  "table@2 1=1 2=2\n3: 1=甲 2=乙\n7: 1=丙 2=丁\n",
	  { { 0 } },
	  0,
	  false },
	{ "but names may hold them",
	  "项目名称|申报单位\n2020年11月工程|乙\n首页|丁\n以下空白处|丁\n2020|戊\n",
	  "table@1 1=1 2=2\n2: 1=2020年11月工程 2=乙\n3: 1=首页 2=丁\n4: 1=以下空白处 2=丁\n5: 1=2020 2=戊\n",
	  { { 0 } },
	  0,
	  false },
	{ "a second line that says something else is told, too",
	  "推荐单位：广州市\n项目名称|申报单位\n甲|乙\n推荐单位：广州市\n项目名称|申报单位\n丙|丁\n推荐单位：深圳市\n",
	  "line: 广州市\ntable@2 1=1 2=2\n3: 1=甲 2=乙\n6: 1=丙 2=丁\nline: 深圳市\n",
	  { { 0 } },
	  0,
	  false },
	{ "signature lines below the table are notes",
	  "项目名称|申报单位\n甲|乙\n填报人：张三|联系电话：138\n推荐单位（盖章）：深圳市\n",
	  "table@1 1=1 2=2\n2: 1=甲 2=乙\nline: 深圳市\n",
	  { { 0 } },
	  0,
	  false },
	{ "vertical merges are filled down, and the end of a merge ends it",
	  "项目名称|申报单位|联系人\n甲|乙公司|张\n丙||李\n丁||王\n",
	  "table@1 1=1 2=2 3=4\n2: 1=甲 2=乙公司 3=张\n3: 1=丙 2=乙公司^ 3=李\n4: 1=丁 3=王\n",
	  { { 2, 2, 3, 2 } },
	  1,
	  false },
	{ "a row of filled cells alone is no record",
	  "项目名称|申报单位\n甲|乙\n\n丙|丁\n",
	  "table@1 1=1 2=2\n2: 1=甲 2=乙\n4: 1=丙 2=丁\n",
	  { { 2, 1, 3, 1 }, { 2, 2, 3, 2 } },
	  2,
	  false },
	{ "a header repeated at a page break is passed over",
	  "项目名称|申报单位\n甲|乙\n项目名称|申报单位\n丙|丁\n",
	  "table@1 1=1 2=2\n2: 1=甲 2=乙\n4: 1=丙 2=丁\n",
	  { { 0 } },
	  0,
	  false },
	{ "a second table with other columns begins anew",
	  "项目名称|申报单位\n甲|乙\n\n申报单位|项目名称|联系人\n丁|丙|张\n",
	  "table@1 1=1 2=2\n2: 1=甲 2=乙\ntable@4 1=2 2=1 3=4\n5: 1=丁 2=丙 3=张\n",
	  { { 0 } },
	  0,
	  false },
	{ "a region column",
	  "地市|项目名称|申报单位\n广州|甲|乙\n",
	  "table@1 1=地区 2=1 3=2\n2: 1=广州 2=甲 3=乙\n",
	  { { 0 } },
	  0,
	  false },
	{ "a value under no header is told once",
	  "项目名称|申报单位\n甲|乙|丙\n丁|戊|己\n",
	  "table@1 1=1 2=2\ncolumn.unknown@2,3\n2: 1=甲 2=乙 3=丙\n3: 1=丁 2=戊 3=己\n",
	  { { 0 } },
	  0,
	  false },
	{ "the second column of one name is unknown",
	  "项目名称|申报单位|企业名称\n甲|乙|丙\n",
	  "table@1 1=1 2=2 3=?\ncolumn.unknown@1,3\n2: 1=甲 2=乙 3=丙\n",
	  { { 0 } },
	  0,
	  false },
	{ "a table beside it gives the first no phones",
	  "项目名称|申报单位|手机||项目名称|申报单位|手机\n甲|乙|138||丙|丁|139\n",
	  "table@1 1=1 2=2 3=5p 5=? 6=? 7=?\ncolumn.unknown@1,5\ncolumn.unknown@1,6\ncolumn.unknown@1,7\n"
	  "2: 1=甲 2=乙 3=138 5=丙 6=丁 7=139\n",
	  { { 0 } },
	  0,
	  false },
	{ "hidden and struck rows are told and kept",
	  "项目名称|申报单位\n!甲|乙\n~丙|丁\n",
	  "table@1 1=1 2=2\n2: 1=甲 2=乙 hidden\nrow.hidden@2,1\n3: 1=丙 2=丁 struck\nrow.struck@3,1\n",
	  { { 0 } },
	  0,
	  false },
	{ "of a hidden sheet only the number of its records is told",
	  "项目名称|申报单位|x\n甲|乙\n丙|丁\n",
	  "sheet.hidden@0,0\n",
	  { { 0 } },
	  0,
	  true },
	{ "cells that are not what was typed",
	  "项目名称|申报单位|联系方式\n#REF!|乙|1.38E+10\n甲|###|=13800138000\n丁|丙|=1234567890123456789\n",
	  "table@1 1=1 2=2 3=5\ncell.lossy@2,1\ncell.lossy@2,3\n2: 1=#REF! 2=乙 3=1.38E+10\n"
	  "cell.lossy@3,2\n3: 1=甲 2=### 3=13800138000\ncell.lossy@4,3\n4: 1=丁 2=丙 3=1234567890123456800\n",
	  { { 0 } },
	  0,
	  false },
	{ "an exponent with an address behind it, and addresses that look like one",
	  "项目名称|申报单位|联系方式\n甲|乙|1.38E+10 a@b.cn\n丙|丁|手机：1.38E+10，邮箱：a@b.cn\n戊|己|x1e+10@b.cn "
	  "1.2e+10.5@c.cn\n",
	  "table@1 1=1 2=2 3=5\ncell.lossy@2,3\n2: 1=甲 2=乙 3=1.38E+10 a@b.cn\n"
	  "cell.lossy@3,3\n3: 1=丙 2=丁 3=手机：1.38E+10，邮箱：a@b.cn\n4: 1=戊 2=己 3=x1e+10@b.cn 1.2e+10.5@c.cn\n",
	  { { 0 } },
	  0,
	  false },
	{ "a number in a name is no exponent",
	  "项目名称|申报单位|联系方式\nA1E10|乙|x\n",
	  "table@1 1=1 2=2 3=5\n2: 1=A1E10 2=乙 3=x\n",
	  { { 0 } },
	  0,
	  false },
};

static void rows_become_records(void **state)
{
	struct arena arena = { 0 };
	const struct profile *profile = fixture_profile(&arena);
	int wrong = 0;

	(void)state;
	assert_non_null(profile);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct seen seen = { .profile = profile };
		struct message_sink sink = { &seen, put };
		struct shape *shape = shape_new(profile, &sink);

		shape_begin(shape, STR("csv"));
		feed(shape, str_from(cases[i].sheet), cases[i].merge, cases[i].merge_count, cases[i].hidden);
		shape_end(shape, true, STR(""));
		if (!str_eq(buf_str(&seen.text), str_from(cases[i].expected))) {
			print_error("%s\n-- expected\n%s-- got\n%.*s", cases[i].name, cases[i].expected,
				    STR_ARG(buf_str(&seen.text)));
			wrong++;
		}
		shape_free(shape);
		buf_release(&seen.text);
		arena_release(&seen.arena);
	}
	arena_release(&arena);
	assert_int_equal(wrong, 0);
}

/* A long table needs no more memory than a short one: nothing of a row is kept. */
/* # is a text so long that it, or what it stands in, is as long as it may be; more of it says the other thing. */
static const struct {
	const char *name, *sheet;
	size_t most;
	const char *expected, *over;
} limits[] = {
	{ "a name with a remark, 600 bytes", "项目名称（#）|申报单位\n甲|乙\n", 600 - (sizeof("项目名称（）") - 1),
	  "table@1 1=1 2=2\n2: 1=甲 2=乙\n", "sheet.ignored@0,0\n" },
	{ "a title that is known again, 4,095 bytes",
	  "||#\n项目名称|申报单位|联系人\n甲|乙|丙\n||#\n项目名称|申报单位|联系人\n丁|戊|己\n", 4095,
	  "table@2 1=1 2=2 3=4\n3: 1=甲 2=乙 3=丙\n6: 1=丁 2=戊 3=己\n",
	  "table@2 1=1 2=2 3=4\n3: 1=甲 2=乙 3=丙\nrow.ignored@4,3\n6: 1=丁 2=戊 3=己\n" },
};

static struct buf shaped(const struct profile *profile, struct str sheet)
{
	struct seen seen = { .profile = profile };
	struct message_sink sink = { &seen, put };
	struct shape *shape = shape_new(profile, &sink);

	shape_begin(shape, STR("csv"));
	feed(shape, sheet, NULL, 0, false);
	shape_end(shape, true, STR(""));
	shape_free(shape);
	arena_release(&seen.arena);
	return seen.text;
}

static void long_texts_are_names_and_titles_up_to_a_length(void **state)
{
	struct arena arena = { 0 };
	const struct profile *profile = fixture_profile(&arena);

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(limits); i++) {
		struct str rest = str_from(limits[i / 2].sheet), part;
		struct buf sheet = { 0 }, said;

		while (str_split(&rest, '#', &part)) {
			buf_add(&sheet, part);
			for (size_t k = 0; rest.len && k < limits[i / 2].most + i % 2; k++)
				buf_add_char(&sheet, 'x');
		}
		said = shaped(profile, buf_str(&sheet));
		buf_add_char(&said, '\0');
		assert_string_equal(said.data, i % 2 ? limits[i / 2].over : limits[i / 2].expected);
		buf_release(&said);
		buf_release(&sheet);
	}
	arena_release(&arena);
}

static void a_sheet_leaves_nothing_for_the_next(void **state)
{
	struct arena arena = { 0 };
	const struct profile *profile = fixture_profile(&arena);
	struct seen seen = { .profile = profile };
	struct message_sink sink = { &seen, put };
	struct shape *shape = shape_new(profile, &sink);
	struct range merge = { 2, 2, 9, 2 };

	(void)state;
	shape_begin(shape, STR("xlsx"));
	feed(shape, STR("项目名称|申报单位\n甲|乙\n"), &merge, 1, false);
	feed(shape, STR("项目名称|申报单位\n丙\n丁|\n"), NULL, 0, false);
	shape_end(shape, true, STR(""));
	assert_true(
		str_eq(buf_str(&seen.text), STR("table@1 1=1 2=2\n2: 1=甲 2=乙\ntable@1 1=1 2=2\n2: 1=丙\n3: 1=丁\n")));
	shape_free(shape);
	buf_release(&seen.text);
	arena_release(&seen.arena);
	arena_release(&arena);
}

/* A second reader that reads 丙 wherever it is asked; it is asked about known columns of records, in order. */
struct second {
	struct buf asked;
	bool whole;
};

static bool look_up(void *user, uint32_t sheet, uint32_t row, uint32_t col, struct cell *theirs)
{
	struct second *second = user;

	buf_printf(&second->asked, "%u,%u,%u ", sheet, row, col);
	*theirs = (struct cell){ .col = col, .kind = CELL_TEXT, .text = STR("丙") };
	return true;
}

static bool is_whole(void *user)
{
	return ((struct second *)user)->whole;
}

static void a_second_reader_is_asked_about_known_columns(void **state)
{
	static const struct {
		const char *name, *sheet, *asked, *expected;
		struct range merge[1];
		bool hidden;
	} asks[] = {
		{ "known columns of records, not the header, notes and strange columns",
		  "项目名称|申报单位|Ｅ\n甲|丙|乙\n注：填表说明\n丙|丁|\n",
		  "1,2,1 1,2,2 1,4,1 1,4,2 ",
		  "table@1 1=1 2=2 3=?\ncolumn.unknown@1,3\ncell.disputed@2,1\n2: 1=甲 2=丙 3=乙\n"
		  "cell.disputed@4,2\n4: 1=丙 2=丁\n",
		  { { 0 } },
		  false },
		{ "a merged cell once",
		  "项目名称|申报单位\n甲|乙\n丁|\n",
		  "1,2,1 1,2,2 1,3,1 ",
		  "table@1 1=1 2=2\ncell.disputed@2,1\ncell.disputed@2,2\n2: 1=甲 2=乙\ncell.disputed@3,1\n"
		  "3: 1=丁 2=乙^\n",
		  { { 2, 2, 3, 2 } },
		  false },
		{ "nothing of a hidden sheet",
		  "项目名称|申报单位\n甲|乙\n",
		  "",
		  "sheet.hidden@0,0\n",
		  { { 0 } },
		  true },
	};
	struct arena arena = { 0 };
	const struct profile *profile = fixture_profile(&arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(asks); i++) {
		struct seen seen = { .profile = profile };
		struct message_sink sink = { &seen, put };
		struct shape *shape = shape_new(profile, &sink);
		struct second second = { 0 };
		const struct dispute_source source = { &second, look_up, is_whole };

		shape_begin(shape, STR("xls"));
		shape_second(shape, &source);
		feed(shape, str_from(asks[i].sheet), asks[i].merge, asks[i].merge[0].top > 0, asks[i].hidden);
		shape_end(shape, true, STR(""));
		if (!str_eq(buf_str(&second.asked), str_from(asks[i].asked)))
			fail_msg("%s: asked %.*s", asks[i].name, STR_ARG(buf_str(&second.asked)));
		if (!str_eq(buf_str(&seen.text), str_from(asks[i].expected)))
			fail_msg("%s: %.*s", asks[i].name, STR_ARG(buf_str(&seen.text)));
		shape_free(shape);
		buf_release(&seen.text);
		buf_release(&second.asked);
		arena_release(&seen.arena);
	}
	arena_release(&arena);
}

static bool keep_opinion(void *user, struct bytes encoded)
{
	struct arena arena = { 0 };
	struct message message;

	assert_true(message_decode(&encoded, &arena, &message));
	if (message.kind == MESSAGE_END)
		*(enum second_opinion *)user = message.as.end.opinion;
	arena_release(&arena);
	return true;
}

static void the_end_says_whether_it_was_read_twice(void **state)
{
	struct arena arena = { 0 };
	enum second_opinion opinion = OPINION_MISSING;
	struct message_sink sink = { &opinion, keep_opinion };
	struct shape *shape = shape_new(fixture_profile(&arena), &sink);
	struct second second = { .whole = true };
	const struct dispute_source source = { &second, look_up, is_whole };

	(void)state;
	shape_begin(shape, STR("xls"));
	shape_second(shape, &source);
	shape_end(shape, true, STR(""));
	assert_int_equal(opinion, OPINION_GIVEN);
	second.whole = false;
	shape_begin(shape, STR("xls"));
	shape_second(shape, &source);
	shape_end(shape, true, STR(""));
	assert_int_equal(opinion, OPINION_MISSING);
	shape_begin(shape, STR("csv")); /* nobody asks about this one */
	shape_end(shape, true, STR(""));
	assert_int_equal(opinion, OPINION_NONE);
	shape_free(shape);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_records),
		cmocka_unit_test(long_texts_are_names_and_titles_up_to_a_length),
		cmocka_unit_test(a_sheet_leaves_nothing_for_the_next),
		cmocka_unit_test(a_second_reader_is_asked_about_known_columns),
		cmocka_unit_test(the_end_says_whether_it_was_read_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
