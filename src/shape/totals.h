/*
 * The rows of a table added up as they pass, to hold its total rows against them.
 * Amounts are added in yuan, with the units of their header. A row that a merged cell fills adds nothing.
 */
#ifndef SHAPE_TOTALS_H
#define SHAPE_TOTALS_H

#include "shape/header.h"

/* Of one column of the table. */
struct totals_column {
	double unit;
	double all, since; /* of all rows; of those behind the last total row */
	bool broken;	   /* a cell was no figure: nothing can be said */
	bool broken_since;
};

struct totals {
	uint32_t count;
	struct totals_column *column; /* as the header's; in its arena */
	uint32_t rows, rows_since;
};

void totals_begin(struct totals *totals, struct arena *arena, const struct fields *fields, const struct header *header,
		  struct str title);
void totals_add(struct totals *totals, struct arena *scratch, const struct fields *fields, const struct header *header,
		const struct line *line);

/* A total row: does the cell agree with the rows above? False fills *sum and *rows with what they give. */
bool totals_agree(const struct totals *totals, struct arena *scratch, const struct fields *fields,
		  const struct header *header, const struct line_cell *cell, double *sum, uint32_t *rows);
/* Behind a total row: what follows may have one of its own. */
void totals_next(struct totals *totals);

#endif
