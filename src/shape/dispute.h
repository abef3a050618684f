/*
 * What a second, independent reader makes of a cell, and whether that is
 * something else (cell.disputed). Ours stands in any case.
 *
 * Compared are texts and plain numbers that both read. Of formulas, dates, truths
 * and errors the second reader knows nothing, or is known to be wrong.
 */
#ifndef SHAPE_DISPUTE_H
#define SHAPE_DISPUTE_H

#include "base/arena.h"
#include "shape/line.h"

/* The second reader of one input. Asked in rising order of sheet, row and column, all from 1. */
struct dispute_source {
	void *user;
	/* Fill in what it reads there, valid until the next call. False where it reads nothing. */
	bool (*look_up)(void *user, uint32_t sheet, uint32_t row, uint32_t col, struct cell *theirs);
	/* At the end of the input: did it read the file, and to its end? */
	bool (*whole)(void *user);
};

/* Is this a cell that a second reader is worth asking about? */
bool dispute_can_ask(const struct line_cell *ours);

/*
 * Do the two read different things? *text is theirs as people may read it, from the
 * cell or the arena.
 */
bool dispute_differs(const struct line_cell *ours, const struct cell *theirs, struct arena *arena, struct str *text);

#endif
