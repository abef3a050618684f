/*
 * A row as shape holds it: the reader's row is gone with the next one, so the
 * few that a header or a merged cell may still need are copied here. Texts live
 * in the line's own arena, reset when the line is taken for another row.
 */
#ifndef SHAPE_LINE_H
#define SHAPE_LINE_H

#include "base/arena.h"
#include "model/table.h"

struct line_cell {
	uint32_t col;
	enum cell_kind kind;
	enum cell_flaw flaw;
	bool struck;
	bool filled;	       /* taken from the merged cell above */
	bool computed;	       /* the result of a formula */
	double number;	       /* of a CELL_NUMBER */
	struct str raw, shown; /* cell_text, and the same cleaned */
};

struct line {
	struct arena arena;
	uint32_t row;
	bool hidden;
	uint32_t count;
	struct line_cell *cell; /* rising columns; cells that show nothing are left out unless they have a flaw */
};

/* Take a copy of the row. */
void line_fill(struct line *line, const struct row *row);
void line_release(struct line *line);

/* The index of the first cell behind the column. */
uint32_t line_after(const struct line *line, uint32_t col);
/* NULL where the column is empty. */
const struct line_cell *line_find(const struct line *line, uint32_t col);

/* Room for `more` cells behind those that are there; then line_add for each, and line_sort. */
void line_grow(struct line *line, uint32_t more);
/* Take a copy of a merged cell's value. */
void line_add(struct line *line, const struct line_cell *cell);
/* Put the cells in the order of their columns again. */
void line_sort(struct line *line);

#endif
