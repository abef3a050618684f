/*
 * 上报选择 and 未上报: what goes on to the ministry. A person writes 是 beside the projects to send;
 * once some are marked the first sheet holds those only, and the rest stands on the second of these.
 */
#include "output/workbook_room.h"

enum { SELECTED = 1, SEQ, REGION, PROJECT, APPLICANT, DIRECTION, STATE, COLUMNS = STATE };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_SELECT, 8, SAY_NOTHING },	 { SAY_HEAD_SEQ, 10, SAY_NOTHING },
	{ SAY_HEAD_REGION, 10, SAY_NOTHING },	 { SAY_HEAD_PROJECT, 40, SAY_NOTHING },
	{ SAY_HEAD_APPLICANT, 30, SAY_NOTHING }, { SAY_HEAD_DIRECTIONS, 32, SAY_NOTHING },
	{ SAY_HEAD_STATE, 12, SAY_NOTHING },
};

static const struct sheet_choice choice = {
	{ SAY_SELECT_YES, SAY_NOTHING }, SAY_HEAD_SELECT, SAY_SELECT_ONLY, SAY_SELECT_HOW
};

static void write_record(struct workbook_room *room, struct sheet_page *page, const struct record *record)
{
	const struct run *run = room->run;
	bool marked = record->seq && run->selects;
	uint32_t direction = run->profile->direction;

	sheet_answer(page, SELECTED, marked ? say_word(LANG_ZH, SAY_SELECT_YES) : STR(""));
	if (record->seq)
		sheet_number(page, SEQ, STYLE_CENTRE, record->seq);
	else
		sheet_text(page, SEQ, STYLE_CENTRE, STR(""));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, DIRECTION, STYLE_LEFT,
		   direction == COLUMN_NONE ? STR("") : workbook_room_shown(room, record, direction));
	sheet_text(page, STATE, STYLE_CENTRE,
		   record->fate == FATE_UNSELECTED ? workbook_room_word(room, SAY_FATE_UNSELECTED) : STR(""));
	sheet_row_end(page, 0);
}

static size_t count_of(const struct run *run, enum fate fate)
{
	return fate == FATE_MERGED ? run->merged : run->unselected;
}

static void write_records(struct workbook_room *room, struct sheet_page *page, enum fate fate)
{
	const struct run *run = room->run;
	size_t left = count_of(run, fate);

	for (uint32_t i = 0; i < run->records.count && left; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->fate != fate)
			continue;
		if (workbook_room_is_full(room, page, left))
			return;
		write_record(room, page, record);
		left--;
	}
}

/* Does its row stand on this sheet? Marks of others stay on record beneath, as rulings do. */
static bool is_written(const struct run *run, const struct selection *selection)
{
	return selection->status == RULING_HONOURED && run->records.item[selection->record].fate == FATE_MERGED;
}

static void write_lost(struct workbook_room *room, struct sheet_page *page)
{
	for (size_t i = 0; i < room->run->selections.count && !sheet_full(page); i++) {
		const struct selection *selection = &room->run->selections.item[i];

		enum say state = selection->status == RULING_HONOURED ? SAY_STATE_ROW_HELD : SAY_STATE_RULING_STALE;

		if (is_written(room->run, selection))
			continue;
		sheet_answer(page, SELECTED, selection->written);
		sheet_text(page, REGION, STYLE_CENTRE, selection->side.region);
		sheet_text(page, PROJECT, STYLE_LEFT, selection->side.project);
		sheet_text(page, APPLICANT, STYLE_LEFT, selection->side.applicant);
		sheet_text(page, STATE, STYLE_STRONG, workbook_room_word(room, state));
		sheet_row_end(page, 0);
	}
}

static void write_sheet(struct workbook_room *room, enum say name, enum fate fate)
{
	double widths[COLUMNS];
	struct sheet_page page = workbook_room_list(room, name, COLUMNS, columns, widths);

	write_records(room, &page, fate);
	if (fate == FATE_MERGED)
		write_lost(room, &page);
	sheet_filter(&page, 1);
	sheet_offer(&page, SELECTED, room->lang, &choice);
	sheet_end(&page, room->lang);
}

void workbook_select_write(struct workbook_room *room)
{
	if (room->run->merged || room->run->selections.count)
		write_sheet(room, SAY_SHEET_SELECT, FATE_MERGED);
	if (room->run->unselected)
		write_sheet(room, SAY_SHEET_UNSELECTED, FATE_UNSELECTED);
}
