/*
 * 上报选择: every merged record, with a column 上报 in which a person marks what is sent on; those that
 * are not marked, where some are, stand on 未上报 as well, and may be marked there. Marks that could not be
 * honoured stay on record below.
 */
#include "output/workbook_room.h"

enum {
	SELECTED = 1,
	REGION,
	PROJECT,
	APPLICANT,
	DIRECTION,
	SENT,
	LIMIT,
	STATE,
	SEQ,
	COLUMNS = SEQ,
	UNSELECTED = LIMIT
};

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_SELECTED, 8, SAY_NOTHING },	 { SAY_HEAD_REGION, 11, SAY_NOTHING },
	{ SAY_HEAD_PROJECT, 38, SAY_NOTHING },	 { SAY_HEAD_APPLICANT, 32, SAY_NOTHING },
	{ SAY_HEAD_DIRECTION, 33, SAY_NOTHING }, { SAY_HEAD_SENT, 8, SAY_NOTHING },
	{ SAY_HEAD_LIMIT, 7, SAY_NOTHING },	 { SAY_HEAD_STATE, 14, SAY_NOTHING },
	{ SAY_HEAD_SEQ, 12, SAY_NOTHING },
};

static struct str mark_of(const struct run *run, const struct record *record)
{
	return run->selecting && record->seq ? say_word(LANG_ZH, SAY_SELECTION_YES) : STR("");
}

/* How many its region recommended, and may: who marks looks at these. */
static void write_region(struct workbook_room *room, struct sheet_page *page, uint32_t region)
{
	const struct profile *profile = room->run->profile;
	uint32_t limit;

	if (region >= profile->region_count)
		return;
	limit = profile->group[profile->region[region].group].limit;
	sheet_number(page, SENT, STYLE_CENTRE, room->run->regions[region].count);
	if (limit == PROFILE_NO_LIMIT)
		sheet_text(page, LIMIT, STYLE_CENTRE, STR(""));
	else
		sheet_number(page, LIMIT, STYLE_CENTRE, limit);
}

static struct str directions_of(struct workbook_room *room, const struct record *record)
{
	uint32_t column = room->run->profile->direction;

	return column == COLUMN_NONE ? STR("") : workbook_room_shown(room, record, column);
}

static void write_record(struct workbook_room *room, struct sheet_page *page, const struct record *record)
{
	sheet_answer(page, SELECTED, mark_of(room->run, record));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, DIRECTION, STYLE_LEFT, directions_of(room, record));
	write_region(room, page, record->region);
	if (page->column_count == UNSELECTED) {
		sheet_row_end(page, 0);
		return;
	}
	sheet_text(page, STATE, STYLE_CENTRE,
		   workbook_room_word(room, record->seq ? SAY_FATE_MERGED : SAY_FATE_UNSELECTED));
	if (record->seq)
		sheet_link(page, SEQ, workbook_form_row(record->seq), arena_printf(room->arena, "%u", record->seq));
	else
		sheet_text(page, SEQ, STYLE_CENTRE, STR(""));
	sheet_row_end(page, 0);
}

/* The rows may come back, or be released: nothing a person wrote is lost. An audit carries all marks. */
static void write_marks(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	enum say state = run->audit ? SAY_STATE_SELECTION_KEPT : SAY_STATE_SELECTION_STALE;

	for (size_t i = 0; i < run->selections.count && !sheet_full(page); i++) {
		const struct selection *selection = &run->selections.item[i];
		bool honoured = selection->status == SELECTION_HONOURED || selection->status == SELECTION_WIDER;

		if (honoured && !run->audit)
			continue;
		sheet_answer(page, SELECTED, selection->written);
		sheet_text(page, REGION, STYLE_CENTRE, selection->row.region);
		sheet_text(page, PROJECT, STYLE_LEFT, selection->row.project);
		sheet_text(page, APPLICANT, STYLE_LEFT, selection->row.applicant);
		sheet_text(page, STATE, STYLE_STRONG, workbook_room_word(room, state));
		sheet_row_end(page, 0);
	}
}

static void write_records(struct workbook_room *room, struct sheet_page *page, bool all, uint32_t count)
{
	const struct run *run = room->run;
	uint32_t written = 0;

	for (size_t i = 0; written < count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->fate != FATE_UNSELECTED && !(all && record->fate == FATE_MERGED))
			continue;
		if (workbook_room_is_full(room, page, count - written))
			break;
		write_record(room, page, record);
		written++;
	}
}

static void end(struct workbook_room *room, struct sheet_page *page)
{
	sheet_freeze_columns(page, SELECTED);
	sheet_filter(page, 1);
	sheet_choice_selected(page, SELECTED, room->lang, room->run->profile->total_limit);
	sheet_end(page, room->lang);
}

void workbook_selection_write(struct workbook_room *room)
{
	const struct run *run = room->run;
	uint32_t count = run->audit ? 0 : run->merged + run->unselected;
	double widths[COLUMNS];
	struct sheet_page page;

	if (count + run->selections.count == 0)
		return;
	page = workbook_room_list(room, SAY_SHEET_SELECTION, COLUMNS, columns, widths);
	write_records(room, &page, true, count);
	write_marks(room, &page);
	end(room, &page);
}

void workbook_selection_rest(struct workbook_room *room)
{
	double widths[UNSELECTED];
	struct sheet_page page;

	if (room->run->unselected == 0)
		return;
	page = workbook_room_list(room, SAY_SHEET_UNSELECTED, UNSELECTED, columns, widths);
	write_records(room, &page, false, room->run->unselected);
	end(room, &page);
}
