/* 疑似重复: the pairs of rows that are, or may be, one project; a line each. */
#include "output/workbook_room.h"

enum { KIND = 1, SCORE, CLUSTER, SIDES, SIDE_COLUMNS = 5, COLUMNS = CLUSTER + 2 * SIDE_COLUMNS };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_KIND, 10, SAY_NOTHING },	    { SAY_HEAD_SCORE, 8, SAY_NOTHING },
	{ SAY_HEAD_CLUSTER, 6, SAY_NOTHING },	    { SAY_HEAD_REGION, 10, SAY_HEAD_ONE },
	{ SAY_HEAD_PROJECT, 30, SAY_HEAD_ONE },	    { SAY_HEAD_APPLICANT, 24, SAY_HEAD_ONE },
	{ SAY_HEAD_FILE, 24, SAY_HEAD_ONE },	    { SAY_HEAD_ROW, 7, SAY_HEAD_ONE },
	{ SAY_HEAD_REGION, 10, SAY_HEAD_OTHER },    { SAY_HEAD_PROJECT, 30, SAY_HEAD_OTHER },
	{ SAY_HEAD_APPLICANT, 24, SAY_HEAD_OTHER }, { SAY_HEAD_FILE, 24, SAY_HEAD_OTHER },
	{ SAY_HEAD_ROW, 7, SAY_HEAD_OTHER },
};

static void write_side(struct workbook_room *room, struct sheet_page *page, uint32_t first, uint32_t at)
{
	const struct record *record = &room->run->records.item[at];

	sheet_text(page, first, STYLE_CENTRE, index_region_name(room->run, record->region));
	sheet_text(page, first + 1, STYLE_LEFT, record->project);
	sheet_text(page, first + 2, STYLE_LEFT, record->applicant);
	sheet_text(page, first + 3, STYLE_LEFT, workbook_room_path(room, record));
	sheet_number(page, first + 4, STYLE_CENTRE, record->row);
}

static void write_pair(struct workbook_room *room, struct sheet_page *page, const struct pair *pair)
{
	static const enum say words[] = { SAY_PAIR_EXACT, SAY_PAIR_LIKELY, SAY_PAIR_POSSIBLE };

	sheet_text(page, KIND, STYLE_CENTRE, workbook_room_word(room, words[pair->kind]));
	sheet_number(page, SCORE, STYLE_CENTRE, pair->score);
	sheet_number(page, CLUSTER, STYLE_CENTRE, pair->cluster);
	write_side(room, page, SIDES, pair->a);
	write_side(room, page, SIDES + SIDE_COLUMNS, pair->b);
	sheet_row_end(page, 0);
}

void workbook_pairs_write(struct workbook_room *room)
{
	const struct run *run = room->run;
	double widths[COLUMNS];
	struct sheet_page page;

	if (run->pairs.count == 0)
		return;
	page = workbook_room_list(room, SAY_SHEET_PAIRS, COLUMNS, columns, widths);
	for (size_t i = 0; i < run->pairs.count; i++) {
		if (workbook_room_is_full(room, &page, run->pairs.count - i))
			break;
		write_pair(room, &page, &run->pairs.item[i]);
	}
	sheet_filter(&page, 1);
	sheet_end(&page, room->lang);
}
