/* 未列入: the rows kept off the first sheet, each with the reason in words. */
#include "output/workbook_room.h"

enum { REGION = 1, PROJECT, APPLICANT, REASON, RULE_WORD, PROBLEM, MEND, FILE_PATH, SHEET, ROW, COLUMNS = ROW };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_REGION, 11, SAY_NOTHING },	 { SAY_HEAD_PROJECT, 30, SAY_NOTHING },
	{ SAY_HEAD_APPLICANT, 23, SAY_NOTHING }, { SAY_HEAD_REASON, 13, SAY_NOTHING },
	{ SAY_HEAD_RULE_ID, 18, SAY_NOTHING },	 { SAY_HEAD_PROBLEM, 34, SAY_NOTHING },
	{ SAY_HEAD_MEND, 24, SAY_NOTHING },	 { SAY_HEAD_FILE, 23, SAY_NOTHING },
	{ SAY_HEAD_SHEET, 12, SAY_NOTHING },	 { SAY_HEAD_ROW, 7, SAY_NOTHING },
};

/* For each record the finding that says why it is held, NULL where none does. */
static const struct finding **reasons(struct workbook_room *room)
{
	const struct run *run = room->run;
	const struct finding **reason = ARENA_ARRAY(room->arena, const struct finding *, run->records.count);

	for (size_t i = 0; i < run->findings.findings.count; i++) {
		const struct finding *finding = &run->findings.findings.item[i];
		uint32_t at = finding->where.row ? run_record(room->run, finding->where) : RUN_NO_RECORD;

		if (at == RUN_NO_RECORD || run->records.item[at].fate != FATE_HELD || reason[at])
			continue;
		if (run->records.item[at].held_by == diag_rule(finding->say))
			reason[at] = finding;
	}
	return reason;
}

static void write_held(struct workbook_room *room, struct sheet_page *page, uint32_t at, const struct finding *reason)
{
	const struct record *record = &room->run->records.item[at];
	const struct diag_rule_info *rule = diag_rule_at(record->held_by);

	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, REASON, STYLE_STRONG, rule->name);
	sheet_text(page, RULE_WORD, STYLE_LEFT, rule->word);
	sheet_text(page, PROBLEM, STYLE_LEFT, reason ? workbook_room_finding(room, reason) : STR(""));
	sheet_text(page, MEND, STYLE_LEFT, rule->mend[room->lang]);
	sheet_text(page, FILE_PATH, STYLE_LEFT, workbook_room_path(room, record));
	sheet_text(page, SHEET, STYLE_LEFT, index_sheet_name(room->run, record));
	workbook_room_row(room, page, ROW, at);
	sheet_row_end(page, 0);
}

void workbook_held_write(struct workbook_room *room)
{
	const struct run *run = room->run;
	const struct finding **reason;
	uint32_t written = 0;
	double widths[COLUMNS];
	struct sheet_page page;

	if (run->held == 0)
		return;
	reason = reasons(room);
	page = workbook_room_list(room, SAY_SHEET_HELD, COLUMNS, columns, widths);
	for (size_t i = 0; i < run->records.count; i++) {
		uint32_t at = run->order[i];

		if (run->records.item[at].fate != FATE_HELD)
			continue;
		if (workbook_room_is_full(room, &page, run->held - written++))
			break;
		write_held(room, &page, at, reason[at]);
	}
	sheet_filter(&page, 1);
	sheet_end(&page, room->lang);
}
