/*
 * What may be entered in the columns of a blank form, by their types: the look of a cell, what
 * the spreadsheet asks of it while somebody types, how it is told, and an example of right and wrong,
 * which are the type's and no notice's. One table: a type is a row.
 *
 * Texts that are made live in the arena that is handed over.
 */
#ifndef OUTPUT_ENTRY_H
#define OUTPUT_ENTRY_H

#include "diag/say.h"
#include "model/profile.h"
#include "output/sheet_check.h"

struct entry {
	enum sheet_style style;
	uint32_t width; /* half-width characters that a column asks for */
	enum sheet_check_kind check;
	uint32_t least, most;			/* characters, of SHEET_CHECK_LENGTH */
	const char *formula, *formula_required; /* the cell is "@" in it; the second where the column is required */
	enum say how;				/* {1}: the most directions */
	struct str right, wrong;
};

/* The row of a column. Of directions the examples are in entry_right and entry_wrong alone. */
const struct entry *entry_of(const struct profile *profile, uint32_t column);

/* Why it is right needs no word; both may be empty. */
struct str entry_right(struct arena *arena, const struct profile *profile, uint32_t column);
struct str entry_wrong(const struct profile *profile, uint32_t column);

/* What a cell is to hold: its formula; empty where the type has none, or none that is short enough. */
struct str entry_formula(struct arena *arena, const struct profile *profile, uint32_t column, struct str cell);

/* What there is to choose from; of a direction also every two together, where that is still a list. */
struct strs entry_choices(struct arena *arena, const struct profile *profile, uint32_t column);
/* The regions. */
struct strs entry_regions(struct arena *arena, const struct profile *profile);

/* What stands in a list that is too long for a cell's own stands on a sheet of its own, a column each. */
struct entry_list {
	struct strs choices;
	uint32_t far; /* which column of that sheet, from 1; 0 where it is not needed */
};
/* Of the regions, then of each column. */
const struct entry_list *entry_lists(struct arena *arena, const struct profile *profile);
/* Where on that sheet, as a formula; empty where not. */
struct str entry_range(struct arena *arena, const struct entry_list *list);

/* Rows to fill in: more than any region may recommend. */
uint32_t entry_rows(const struct profile *profile);

#endif
