/*
 * Cells merged downwards: the value of the first row holds for those below it.
 * Keeps a copy of each open one; ranges that start in a header do not count.
 */
#ifndef SHAPE_MERGED_H
#define SHAPE_MERGED_H

#include "base/list.h"
#include "shape/line.h"

struct merged_open {
	uint32_t col, bottom;
	struct line_cell cell;
};

struct merged {
	struct arena arena; /* texts of the open ones; reset when none is open */
	uint32_t next;	    /* the first range that has not begun yet */
	LIST_OF(struct merged_open) open;
};

void merged_begin(struct merged *merged);
void merged_release(struct merged *merged);
/*
 * A row of data: put the values of open ranges where the line has none, then open
 * the ranges that begin in it. Call for each row in order.
 */
void merged_fill(struct merged *merged, const struct sheet_info *sheet, struct line *line);
/* A row that is no data (a header): ranges that begin in it are passed over. */
void merged_skip(struct merged *merged, const struct sheet_info *sheet, uint32_t row);

#endif
