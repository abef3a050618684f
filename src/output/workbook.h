/* The workbook that is printed, stamped and sent; the office's own sheets behind it. */
#ifndef OUTPUT_WORKBOOK_H
#define OUTPUT_WORKBOOK_H

#include "diag/say.h"
#include "model/run.h"

/*
 * What the workbook must hold, cell by cell, in the order of sheets, rows and
 * columns: what is read back from the file is compared with it.
 */
struct workbook_cell {
	uint32_t sheet, row, col; /* from 1 */
	bool is_number;
	bool is_answer; /* a person fills it in: what stands there is no change of ours */
	double number;
	struct str text;
};

struct workbook_plan {
	uint32_t sheet_count;
	const struct str *sheet_name;
	LIST_OF(struct workbook_cell) cells;
	LIST_OF(struct workbook_cell) comments; /* at cells of one sheet at most; their texts as the file has them */
	/*
	 * On all sheets together. Hints: ranges whose numbers may stand as text; panes: heads that stay in
	 * view; choices: columns that offer a list of answers, or ask something of them; locks: sheets that are
	 * protected.
	 */
	uint32_t merges, links, hints, panes, choices, locks, charts;
};

/* What kinds of workbooks there are: each has its sheets (workbook.c). */
enum workbook_kind { WORKBOOK_SUMMARY, WORKBOOK_AUDIT, WORKBOOK_BLANK, WORKBOOK_SLIP, WORKBOOK_KINDS };

struct slip;

/* A workbook to be made, all but its place. Borrows what it points at. */
struct workbook_order {
	enum workbook_kind kind;
	const struct run *run;
	enum lang lang;
	const struct say_places *places;
	const struct slip *slip; /* of a return slip */
};

/*
 * Fill `plan` with all that the workbook is meant to hold, and write nothing. Its texts
 * live in the run's arena or in `arena`.
 */
void workbook_plan(const struct workbook_order *order, struct arena *arena, struct workbook_plan *plan);
/*
 * The same, and write it to `path`, a temporary that exists; the library's own go into
 * `folder`. False where libxlsxwriter reports an error, which *why then names. It reports
 * some by a line on standard error alone, and others not at all.
 */
MUST_CHECK bool workbook_write(const struct workbook_order *order, const char *path, const char *folder,
			       struct arena *arena, struct workbook_plan *plan, struct str *why);
void workbook_plan_release(struct workbook_plan *plan);

/*
 * Our workbooks are marked in their keywords, which Excel, WPS, LibreOffice and openpyxl all
 * hand on when a person saves the file: "huizong <profile id> <hash of the cells>". One that was
 * made to come back has a word before the hash; one into which results on 人工核 were carried, another hash, over
 * these, too: until a person changes something it is what it was.
 */
#define WORKBOOK_MARK "huizong "
/* Is this, behind "huizong ", the mark of one that comes back filled in: a file as others are, and no output? */
bool workbook_mark_returns(struct str mark);
#define WORKBOOK_MARK_SLIP "slip "

/* A hash over all cells of a plan but answers, the mark's second half; hexadecimal, in the arena. */
struct str workbook_hash(struct arena *arena, const struct workbook_plan *plan);

#endif
