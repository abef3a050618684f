/*
 * 名单比对: what the lists of excluded projects name, beside the record that it is or may be, with both
 * originals. What is a finding comes first; then what is only possible, or awarded in another direction.
 */
#include "output/workbook_room.h"

enum {
	LIST = 1,
	STATE,
	KIND,
	SCORE,
	DIRECTIONS,
	PROJECT,
	APPLICANT = PROJECT + 2,
	DIRECTION = APPLICANT + 2,
	REGION = DIRECTION + 2,
	EVIDENCE,
	PLACE,
	COLUMNS = PLACE + 3
};

/* More than a person ever looks through: the rest stands in the JSON report. */
enum { LISTINGS_SHOWN = 10000 };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_LIST, 9, SAY_NOTHING },	   { SAY_HEAD_STATE, 10, SAY_NOTHING },
	{ SAY_HEAD_KIND, 9, SAY_NOTHING },	   { SAY_HEAD_SCORE, 7, SAY_NOTHING },
	{ SAY_HEAD_DIRECTIONS, 8, SAY_NOTHING },   { SAY_HEAD_PROJECT, 26, SAY_HEAD_OURS },
	{ SAY_HEAD_PROJECT, 26, SAY_HEAD_LIST },   { SAY_HEAD_APPLICANT, 20, SAY_HEAD_OURS },
	{ SAY_HEAD_APPLICANT, 20, SAY_HEAD_LIST }, { SAY_HEAD_DIRECTION, 15, SAY_HEAD_OURS },
	{ SAY_HEAD_DIRECTION, 15, SAY_HEAD_LIST }, { SAY_HEAD_REGION, 8, SAY_NOTHING },
	{ SAY_HEAD_EVIDENCE, 30, SAY_NOTHING },	   { SAY_HEAD_FILE, 20, SAY_HEAD_OURS },
	{ SAY_HEAD_ROW, 6, SAY_HEAD_OURS },	   { SAY_HEAD_FILE, 20, SAY_HEAD_LIST },
	{ SAY_HEAD_ROW, 6, SAY_HEAD_LIST },
};

/* As written where the profile has such a column; a list's cells are the profile's, too. */
static struct str direction_of(struct workbook_room *room, const struct record *record)
{
	uint32_t column = room->run->profile->direction;

	return column == COLUMN_NONE ? STR("") : workbook_room_shown(room, record, column);
}

static void write_names(struct workbook_room *room, struct sheet_page *page, const struct listing *listing)
{
	const struct run *run[] = { room->run, room->run->listed[listing->list] };
	const struct record *side[] = { &run[0]->records.item[listing->record], &run[1]->records.item[listing->row] };

	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, PROJECT + i, STYLE_LEFT, side[i]->project);
	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, APPLICANT + i, STYLE_LEFT, side[i]->applicant);
	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, DIRECTION + i, STYLE_LEFT, direction_of(room, side[i]));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, side[0]->region));
	sheet_text(page, EVIDENCE, STYLE_LEFT,
		   workbook_room_evidence(room, listing->evidence_count, listing->evidence));
	for (uint32_t i = 0; i < 2; i++) {
		sheet_text(page, PLACE + 2 * i, STYLE_LEFT, run[i]->sources.item[side[i]->source].path);
		if (i == 0)
			workbook_room_row(room, page, PLACE + 1, listing->record);
		else
			sheet_number(page, PLACE + 3, STYLE_CENTRE, side[i]->row);
	}
}

static void write_line(struct workbook_room *room, struct sheet_page *page, const struct listing *listing)
{
	static const enum say lists[] = { SAY_LIST_RECOMMENDED, SAY_LIST_AWARDED };
	static const enum say kinds[] = { SAY_PAIR_EXACT, SAY_PAIR_LIKELY, SAY_PAIR_POSSIBLE };
	static const enum say directions[] = { SAY_LISTED_SAME, SAY_LISTED_OTHER, SAY_LISTED_UNCLEAR };
	bool found = run_listing_counts(listing);

	sheet_text(page, LIST, STYLE_CENTRE, workbook_room_word(room, lists[listing->list]));
	sheet_text(page, STATE, found ? STYLE_STRONG : STYLE_CENTRE,
		   workbook_room_word(room, found ? SAY_LISTED_FOUND : SAY_LISTED_HINT));
	sheet_text(page, KIND, STYLE_CENTRE, workbook_room_word(room, kinds[listing->kind]));
	sheet_number(page, SCORE, STYLE_CENTRE, listing->score);
	sheet_text(page, DIRECTIONS, STYLE_CENTRE, workbook_room_word(room, directions[listing->direction]));
	write_names(room, page, listing);
	sheet_row_end(page, 0);
}

/* Those that count, or those that do not. How many were left out. */
static size_t write_lines(struct workbook_room *room, struct sheet_page *page, bool counted, size_t *shown)
{
	const struct run *run = room->run;
	size_t left = 0;

	for (size_t i = 0; i < run->listings.count; i++) {
		if (run_listing_counts(&run->listings.item[i]) != counted)
			continue;
		if (sheet_full(page) || *shown >= LISTINGS_SHOWN) {
			left++;
			continue;
		}
		++*shown;
		write_line(room, page, &run->listings.item[i]);
	}
	return left;
}

void workbook_listed_write(struct workbook_room *room)
{
	double widths[COLUMNS];
	struct sheet_page page;
	size_t shown = 0, left;
	struct arg count;

	if (room->run->listings.count == 0)
		return;
	page = workbook_room_list(room, SAY_SHEET_LISTED, COLUMNS, columns, widths);
	left = write_lines(room, &page, true, &shown);
	left += write_lines(room, &page, false, &shown);
	sheet_filter(&page, 1);
	count = DIAG_NUMBER(left);
	if (left)
		workbook_room_line(&page, 1, workbook_room_sentence(room, SAY_SHEET_LISTED_REST, 1, &count));
	sheet_spread(&page, APPLICANT - 1);
	sheet_end(&page, room->lang);
}
