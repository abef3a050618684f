/*
 * What the rooms of the workbook (a file a sheet) share: the run, the language,
 * the book they write into, and the few ways all of them put words into cells.
 * Texts that are made live in the arena of the plan.
 */
#ifndef OUTPUT_WORKBOOK_ROOM_H
#define OUTPUT_WORKBOOK_ROOM_H

#include "output/index.h"
#include "output/sheet.h"
#include "output/slip.h"

struct workbook_room {
	const struct run *run;
	enum lang lang;
	const struct say_places *places;
	struct arena *arena;
	struct sheet_book *book;
	struct index index;
	const uint32_t *trace_row; /* of workbook_trace.c: where each record stands on it */
	struct buf text;	   /* for texts being made, one at a time */
	const struct slip *slip;   /* what goes back to a region; NULL in all other workbooks */
};

struct str workbook_room_word(const struct workbook_room *room, enum say say);
/* A word with its arguments put in. */
struct str workbook_room_sentence(struct workbook_room *room, enum say say, uint32_t arg_count, const struct arg *arg);
struct str workbook_room_finding(struct workbook_room *room, const struct finding *finding);
/* The rule's name in Chinese, its id in English. */
struct str workbook_room_rule(const struct workbook_room *room, enum rule_id rule);

/* What the form shows of a record in a column of the profile. */
struct str workbook_room_shown(struct workbook_room *room, const struct record *record, uint32_t column);
struct str workbook_room_path(const struct workbook_room *room, const struct record *record);

/*
 * A column of a list: its head, its width, and of which of two (甲, 乙) it speaks;
 * SAY_NOTHING where there is but one.
 */
struct workbook_column {
	enum say head;
	double width;
	enum say side;
};
/* Begin a sheet that is a list: its head row, which stays in view. `widths` has room for the columns. */
struct sheet_page workbook_room_list(struct workbook_room *room, enum say name, uint32_t count,
				     const struct workbook_column *column, double *widths);

/*
 * True where the sheet holds no more than a row, which then says how many are
 * left: the JSON report has them all.
 */
bool workbook_room_is_full(struct workbook_room *room, struct sheet_page *page, size_t left);

/* A line of text over all columns from `first` on. */
void workbook_room_line(struct sheet_page *page, uint32_t first, struct str text);

/* Who is to be asked about a record: person, phones, mails, a line each. */
struct str workbook_room_contact(struct workbook_room *room, const struct record *record);
/* "+50 项目名称相同", a line each: their sum is the score. */
struct str workbook_room_evidence(struct workbook_room *room, uint32_t count, const struct evidence *evidence);
/* As it stands in the column 裁定, the same in every language. */
struct str workbook_room_ruling(enum ruling_word ruling);

/* The row of a record in its own file, a number that leads to all that is known of it. */
void workbook_room_row(struct workbook_room *room, struct sheet_page *page, uint32_t col, uint32_t at);

/* Records on a form, and what it shows of them. */
struct workbook_rows {
	uint32_t count;
	const uint32_t *record;
	struct str (*text)(struct workbook_room *room, const struct record *record, uint32_t column);
};

/* What the forms of all workbooks share: widths that fill a page, the head above the rows, the note below them. */
const double *workbook_form_widths(struct workbook_room *room, const struct workbook_rows *rows);
void workbook_form_head(struct workbook_room *room, struct sheet_page *page, struct str office);
void workbook_form_note(struct sheet_page *page, struct str note);
enum sheet_style workbook_form_style(const struct profile *profile, uint32_t column);

/* The row of the first sheet on which the record with this number stands. */
uint32_t workbook_form_row(uint32_t seq);
/* The cell of 来源追溯 that shows what was written in a column of the profile, or, without one, the record's row. */
struct sheet_place workbook_trace_place(struct workbook_room *room, uint32_t at, uint32_t column);
/* The cell of 问题清单 on which the finding with this index stands. */
struct sheet_place workbook_findings_place(const struct workbook_room *room, size_t index);

/*
 * The rooms, in the order of the sheets. Pairs, related, listed, held and unselected rows, and what a person checks,
 * are left out where there are none; but in the workbook of an audit the first two say so.
 */
void workbook_form_write(struct workbook_room *room);
void workbook_regions_write(struct workbook_room *room);
void workbook_findings_write(struct workbook_room *room);
void workbook_changes_write(struct workbook_room *room); /* with --state only */
void workbook_pairs_write(struct workbook_room *room);
void workbook_related_write(struct workbook_room *room);
void workbook_listed_write(struct workbook_room *room);
void workbook_held_write(struct workbook_room *room);
void workbook_selection_write(struct workbook_room *room);
void workbook_selection_rest(struct workbook_room *room);
void workbook_manual_write(struct workbook_room *room);
void workbook_directions_write(struct workbook_room *room);
void workbook_arrivals_write(struct workbook_room *room);
void workbook_trace_write(struct workbook_room *room);
void workbook_notes_write(struct workbook_room *room);
/* Those of what is sent to be filled in: the form, how to fill it in, and lists that are too long for its cells. */
void workbook_blank_write(struct workbook_room *room);
void workbook_guide_write(struct workbook_room *room);
void workbook_blank_choices(struct workbook_room *room);
/* Those of a slip. */
void workbook_slip_rows_write(struct workbook_room *room);
void workbook_slip_notes_write(struct workbook_room *room);

#endif
