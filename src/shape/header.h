/*
 * The header: the row, or up to three rows with merged group heads, that names at
 * least two known columns, project or applicant among them (contract, section 2).
 */
#ifndef SHAPE_HEADER_H
#define SHAPE_HEADER_H

#include "shape/fields.h"
#include "shape/line.h"

enum { HEADER_ROWS = 3 };

struct header {
	uint32_t depth;	  /* rows it takes, 0: none here */
	uint32_t matched; /* known columns */
	uint32_t column_count;
	struct message_column *column; /* rising columns, in the arena; labels borrowed from the lines or made there */

	/* By header_index: the column at each col below width. */
	uint32_t width;
	uint32_t *by_col;
};

/*
 * Try the first of `count` lines (at most HEADER_ROWS, in rising rows) as a header's
 * first row. Merges tell which group a column belongs to and how deep the header is;
 * without them the lower row's labels must lie below blanks or a group's name.
 */
struct header header_find(const struct fields *fields, struct arena *arena, struct line *const *line, uint32_t count,
			  const struct sheet_info *sheet);

/* Make the header ready for header_column and header_field; the index lives in the arena. */
void header_index(struct header *header, struct arena *arena);
/* The index of the column that stands at col; column_count where the header names none there. */
uint32_t header_column(const struct header *header, uint32_t col);
/* Its field; FIELD_UNKNOWN where the header names none there. */
uint32_t header_field(const struct header *header, uint32_t col);

/* The same columns in the same places: a header repeated at a page break. */
bool header_same(const struct header *a, const struct header *b);

#endif
