/*
 * Where the columns of a Word table stand. Rows name the columns of the table's
 * grid, and each border that was dragged by a hair adds one to that (ECMA-376 part
 * 1, 17.4.48): by their numbers a header and the data below it would miss one another.
 * So edges that are nearer than anybody sees are one.
 */
#ifndef READ_DOCX_GRID_H
#define READ_DOCX_GRID_H

#include "base/str.h"

/* Word ends at 63 columns; hairs make more of them. */
enum { DOCX_COLUMNS = 256 };
/* In twentieths of a point: 2.5 mm, half of what the narrowest column with a letter and its margins has. */
enum { DOCX_GRID_NEAR = 142 };

/* The widths of the grid's columns, in twentieths of a point. Zeroed it has none. */
struct docx_grid {
	uint32_t count;
	uint32_t width[DOCX_COLUMNS];
};

/* Columns beyond the last one that there can be are left out. */
void docx_grid_add(struct docx_grid *grid, uint32_t width);
/* How wide the cell from one edge to another is; a column that the grid lacks is as wide as a page. */
uint64_t docx_grid_span(const struct docx_grid *grid, uint32_t from, uint32_t to);
/*
 * The columns, from 1, that begin at the edges; edge 0 is the table's left one.
 * Edges nearer than `near` are one: it must not be more than the narrowest cell with text has.
 */
void docx_grid_columns(const struct docx_grid *grid, uint64_t near, uint32_t column[DOCX_COLUMNS + 1]);

#endif
