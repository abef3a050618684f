/*
 * 疑似重复: the pairs of rows that are, or may be, one project; a line each, with both
 * originals side by side and why. A person rules in the first column. What waits for a
 * word comes first, the strongest on top; what is settled stands below.
 */
#include "output/pairs.h"
#include "output/workbook_room.h"

enum {
	RULING = 1,
	KIND,
	SCORE,
	STATE,
	CLUSTER,
	PROJECT,
	APPLICANT = PROJECT + 2,
	REGION = APPLICANT + 2,
	CONTACT = REGION + 2,
	EVIDENCE = CONTACT + 2,
	FOUND_BY,
	PLACE,
	COLUMNS = PLACE + 3
};

/*
 * More than a person ever looks through: the rest stands in the JSON report. Rulings are no part
 * of it, since they are read from here again.
 */
enum { PAIRS_SHOWN = 10000 };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_RULING, 11, SAY_NOTHING },	    { SAY_HEAD_KIND, 9, SAY_NOTHING },
	{ SAY_HEAD_SCORE, 7, SAY_NOTHING },	    { SAY_HEAD_STATE, 11, SAY_NOTHING },
	{ SAY_HEAD_CLUSTER, 8, SAY_NOTHING },	    { SAY_HEAD_PROJECT, 24, SAY_HEAD_ONE },
	{ SAY_HEAD_PROJECT, 24, SAY_HEAD_OTHER },   { SAY_HEAD_APPLICANT, 20, SAY_HEAD_ONE },
	{ SAY_HEAD_APPLICANT, 20, SAY_HEAD_OTHER }, { SAY_HEAD_REGION, 8, SAY_HEAD_ONE },
	{ SAY_HEAD_REGION, 8, SAY_HEAD_OTHER },	    { SAY_HEAD_CONTACT, 21, SAY_HEAD_ONE },
	{ SAY_HEAD_CONTACT, 21, SAY_HEAD_OTHER },   { SAY_HEAD_EVIDENCE, 28, SAY_NOTHING },
	{ SAY_HEAD_FOUND_BY, 12, SAY_NOTHING },	    { SAY_HEAD_FILE, 20, SAY_HEAD_ONE },
	{ SAY_HEAD_ROW, 6, SAY_HEAD_ONE },	    { SAY_HEAD_FILE, 20, SAY_HEAD_OTHER },
	{ SAY_HEAD_ROW, 6, SAY_HEAD_OTHER },
};

/* --- cells ----------------------------------------------------------------------------- */

static void write_texts(struct workbook_room *room, struct sheet_page *page, const struct pair *pair)
{
	const struct record *side[] = { &room->run->records.item[pair->a], &room->run->records.item[pair->b] };

	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, PROJECT + i, STYLE_LEFT, side[i]->project);
	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, APPLICANT + i, STYLE_LEFT, side[i]->applicant);
	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, REGION + i, STYLE_CENTRE, index_region_name(room->run, side[i]->region));
	for (uint32_t i = 0; i < 2; i++)
		sheet_text(page, CONTACT + i, STYLE_LEFT, workbook_room_contact(room, side[i]));
	sheet_text(page, EVIDENCE, STYLE_LEFT, workbook_room_evidence(room, pair->evidence_count, pair->evidence));
	sheet_text(page, FOUND_BY, STYLE_LEFT, workbook_room_word(room, pair->found_by));
	for (uint32_t i = 0; i < 2; i++) {
		sheet_text(page, PLACE + 2 * i, STYLE_LEFT, workbook_room_path(room, side[i]));
		workbook_room_row(room, page, PLACE + 2 * i + 1, i ? pair->b : pair->a);
	}
}

static void write_line(struct workbook_room *room, struct sheet_page *page, const struct pairs_line *line)
{
	static const enum say words[] = { SAY_PAIR_EXACT, SAY_PAIR_LIKELY, SAY_PAIR_POSSIBLE };
	const struct pair *pair = line->pair;

	sheet_answer(page, RULING, workbook_room_ruling(pair->ruling));
	sheet_text(page, KIND, STYLE_CENTRE, workbook_room_word(room, words[pair->kind]));
	sheet_number(page, SCORE, STYLE_CENTRE, pair->score);
	sheet_text(page, STATE, line->state == SAY_STATE_HELD ? STYLE_STRONG : STYLE_CENTRE,
		   workbook_room_word(room, line->state));
	sheet_number(page, CLUSTER, STYLE_CENTRE, pair->cluster);
	write_texts(room, page, pair);
	sheet_row_end(page, 0);
}

/* The pairs up to the limit, and all that a person ruled on. How many were left out. */
static size_t write_lines(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	const struct pairs_line *line = pairs_lines(run, room->arena);
	size_t shown = 0, left = 0;

	for (size_t i = 0; i < run->pairs.count; i++) {
		bool ruled = line[i].pair->ruling != RULING_NONE;

		if (sheet_full(page) || (!ruled && shown >= PAIRS_SHOWN)) {
			left++;
			continue;
		}
		shown += !ruled;
		write_line(room, page, &line[i]);
	}
	return left;
}

/* Rulings that found no rows stay on record: the rows may come back, and nothing a person wrote is lost. */
static void write_rulings(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;

	for (size_t i = 0; i < run->rulings.count && !sheet_full(page); i++) {
		const struct ruling *ruling = &run->rulings.item[i];
		const struct ruling_side *side[] = { &ruling->a, &ruling->b };

		if (ruling->status == RULING_HONOURED)
			continue;
		sheet_answer(page, RULING, ruling->written);
		sheet_text(page, STATE, STYLE_STRONG, workbook_room_word(room, SAY_STATE_RULING_STALE));
		for (uint32_t j = 0; j < 2; j++)
			sheet_text(page, PROJECT + j, STYLE_LEFT, side[j]->project);
		for (uint32_t j = 0; j < 2; j++)
			sheet_text(page, APPLICANT + j, STYLE_LEFT, side[j]->applicant);
		for (uint32_t j = 0; j < 2; j++)
			sheet_text(page, REGION + j, STYLE_CENTRE, side[j]->region);
		sheet_row_end(page, 0);
	}
}

static bool is_needed(const struct run *run)
{
	return run->pairs.count > 0 || run->rulings.count > 0 || run->audit;
}

void workbook_pairs_write(struct workbook_room *room)
{
	double widths[COLUMNS];
	struct sheet_page page;
	struct arg left;

	if (!is_needed(room->run))
		return;
	page = workbook_room_list(room, SAY_SHEET_PAIRS, COLUMNS, columns, widths);
	left = DIAG_NUMBER(write_lines(room, &page));
	write_rulings(room, &page);
	sheet_freeze_columns(&page, RULING);
	sheet_filter(&page, 1);
	sheet_choice(&page, RULING, room->lang);
	if (room->run->pairs.count + room->run->rulings.count == 0)
		workbook_room_line(&page, KIND, workbook_room_word(room, SAY_SHEET_NO_PAIRS));
	if (left.number)
		workbook_room_line(&page, KIND, workbook_room_sentence(room, SAY_SHEET_PAIRS_REST, 1, &left));
	sheet_spread(&page, APPLICANT - 1);
	sheet_end(&page, room->lang);
}
