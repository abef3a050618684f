/*
 * What a spreadsheet program asks of a person who fills in a sheet: lists to choose from,
 * tests of what was typed with a word of help, and cells that are not to be touched. Only
 * cells of an unlocked style (sheet.c) can be written in a sheet that is protected.
 */
#ifndef OUTPUT_SHEET_CHECK_H
#define OUTPUT_SHEET_CHECK_H

#include "output/sheet.h"

enum sheet_check_kind {
	SHEET_CHECK_NOTHING, /* help alone */
	SHEET_CHECK_LIST,    /* one of these, or something else once a person insists */
	SHEET_CHECK_FORMULA, /* true of the range's first cell; relative references follow the others */
	SHEET_CHECK_LENGTH,  /* characters */
	SHEET_CHECK_NUMBER,
	SHEET_CHECK_DAY,
};

/* Nothing is refused for good: whoever insists may go on, since our own rules know more forms than a formula can. */
struct sheet_check {
	enum sheet_check_kind kind;
	uint32_t choice_count; /* of a list */
	const struct str *choice;
	struct str formula; /* with its "="; of a list that sheet_check_fits denies the range of its choices */
	uint32_t least, most;
	struct str title, help, error; /* cut to what a spreadsheet shows: 32, 255, 255 characters */
};

/* Can the choices stand in the list itself? Else they need a range of their own. */
bool sheet_check_fits(uint32_t count, const struct str *choice);

/* The longest formula that a check may have, in characters, its "=" not counted. */
enum { SHEET_CHECK_FORMULA_MAX = 255 };

/* Ask it of the cells from the first to the last row, in these columns. */
void sheet_check_cells(struct sheet_page *page, uint32_t first_row, uint32_t first_col, uint32_t last_row,
		       uint32_t last_col, const struct sheet_check *check);

/* Locked cells can no longer be changed, but rows be added, made higher and sorted. Without a password. */
void sheet_check_protect(struct sheet_page *page);
/* Nobody need see this one; not the first. */
void sheet_check_hide(struct sheet_page *page);

#endif
