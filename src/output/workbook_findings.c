/* 问题清单: every finding with its cell and what to do; from each a way to its row on the first sheet. */
#include "model/cell.h"
#include "model/fate.h"
#include "model/table.h"
#include "output/workbook_room.h"

enum { SEVERITY = 1, RULE_NAME, RULE_WORD, REGION, FILE_PATH, SHEET, CELL, PROBLEM, MEND, SEQ, COLUMNS = SEQ };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_SEVERITY, 8, SAY_NOTHING }, { SAY_HEAD_RULE, 14, SAY_NOTHING },
	{ SAY_HEAD_RULE_ID, 24, SAY_NOTHING }, { SAY_HEAD_REGION, 11, SAY_NOTHING },
	{ SAY_HEAD_FILE, 26, SAY_NOTHING },    { SAY_HEAD_SHEET, 12, SAY_NOTHING },
	{ SAY_HEAD_CELL, 9, SAY_NOTHING },     { SAY_HEAD_PROBLEM, 44, SAY_NOTHING },
	{ SAY_HEAD_MEND, 26, SAY_NOTHING },    { SAY_HEAD_SEQ, 11, SAY_NOTHING },
};

static void write_severity(struct workbook_room *room, struct sheet_page *page, enum severity severity)
{
	static const enum say words[] = { SAY_ERROR, SAY_WARNING, SAY_INFO, SAY_NOTHING };
	static const enum sheet_style style[] = { STYLE_STRONG, STYLE_CENTRE, STYLE_FAINT, STYLE_FAINT };

	sheet_text(page, SEVERITY, style[severity], workbook_room_word(room, words[severity]));
}

static struct str cell_of(struct workbook_room *room, struct where where)
{
	struct arg row = DIAG_NUMBER(where.row);

	if (where.row == 0)
		return STR("");
	if (where.col == 0)
		return workbook_room_sentence(room, SAY_ROW_AT, 1, &row);
	buf_clear(&room->text);
	cell_reference(&room->text, where.row, where.col);
	return arena_copy(room->arena, buf_str(&room->text));
}

static void write_place(struct workbook_room *room, struct sheet_page *page, struct where where)
{
	const struct run *run = room->run;
	const struct sheet *sheet = where.sheet ? run_sheet(run, where) : NULL;
	bool known = where.source && where.source <= run->sources.count;

	sheet_text(page, FILE_PATH, STYLE_LEFT, known ? run->sources.item[where.source - 1].path : STR(""));
	sheet_text(page, SHEET, STYLE_LEFT, sheet ? sheet->name : STR(""));
}

/* The column of the profile whose cell is meant. */
static uint32_t column_at(const struct run *run, const struct record *record, uint32_t col)
{
	const struct table *table = &run->tables.item[record->table];

	for (uint32_t i = 0; i < table->column_count; i++)
		if (table->column[i].col == col && table->column[i].field < run->profile->column_count)
			return table->column[i].field;
	return COLUMN_NONE;
}

/* From the cell to what was written in it, if a record stands there. */
static void write_cell(struct workbook_room *room, struct sheet_page *page, struct where where, uint32_t at,
		       uint32_t column)
{
	struct sheet_place place = { 0 };

	if (at != RUN_NO_RECORD)
		place = workbook_trace_place(room, at, column);
	sheet_text(page, CELL, sheet_lead(page, CELL, place), cell_of(room, where));
}

/* From the number to the cell of the form. A row that was folded is found where its project went. */
static void write_number(struct workbook_room *room, struct sheet_page *page, uint32_t at, uint32_t column)
{
	uint32_t seq = at == RUN_NO_RECORD ? 0 : room->run->records.item[fate_root(room->run, at)].seq;
	struct sheet_place place = { say_word(LANG_ZH, SAY_SHEET_FORM), workbook_form_row(seq),
				     column == COLUMN_NONE ? 1 : column + 1 };

	if (seq)
		sheet_text(page, SEQ, sheet_lead(page, SEQ, place), arena_printf(room->arena, "%u", seq));
	else
		sheet_text(page, SEQ, STYLE_CENTRE, STR(""));
}

struct sheet_place workbook_findings_place(const struct workbook_room *room, size_t index)
{
	uint32_t row = index + 2 < TABLE_ROWS ? (uint32_t)index + 2 : 0;

	return (struct sheet_place){ workbook_room_word(room, SAY_SHEET_FINDINGS), row, PROBLEM };
}

static void write_finding(struct workbook_room *room, struct sheet_page *page, const struct finding *finding)
{
	enum rule_id rule = diag_rule(finding->say);
	const struct diag_rule_info *info = diag_rule_at(rule);
	struct where where = finding->where;
	uint32_t at = where.row ? run_record(room->run, where) : RUN_NO_RECORD, column = COLUMN_NONE;

	if (at != RUN_NO_RECORD && where.col)
		column = column_at(room->run, &room->run->records.item[at], where.col);
	write_severity(room, page, finding->severity);
	sheet_text(page, RULE_NAME, STYLE_LEFT, info->name);
	sheet_text(page, RULE_WORD, STYLE_LEFT, info->word);
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, finding->region));
	write_place(room, page, where);
	write_cell(room, page, where, at, column);
	sheet_text(page, PROBLEM, STYLE_LEFT, workbook_room_finding(room, finding));
	sheet_text(page, MEND, STYLE_LEFT, info->mend[room->lang]);
	write_number(room, page, at, column);
	sheet_row_end(page, 0);
}

void workbook_findings_write(struct workbook_room *room)
{
	const struct diag_list *list = &room->run->findings;
	double widths[COLUMNS];
	struct sheet_page page = workbook_room_list(room, SAY_SHEET_FINDINGS, COLUMNS, columns, widths);

	for (size_t i = 0; i < list->findings.count; i++) {
		if (workbook_room_is_full(room, &page, list->findings.count - i))
			break;
		write_finding(room, &page, &list->findings.item[i]);
	}
	sheet_filter(&page, 1);
	sheet_end(&page, room->lang);
}
