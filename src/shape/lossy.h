/* Cells that are not what was typed (cell.lossy): told by kind, flaw and look, with the column's type in mind. */
#ifndef SHAPE_LOSSY_H
#define SHAPE_LOSSY_H

#include "model/profile.h"
#include "shape/line.h"

/* The sentence that says what happened to the cell; SAY_NOTHING for a sound one. */
enum say lossy_of(const struct line_cell *cell, enum column_type type);

#endif
