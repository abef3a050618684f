/* Cells as text: what the next stage is handed, and what `dump` shows. */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/table.h"

/*
 * The text of a cell as a person typed it: a number without exponent or
 * trailing zeros, a date as ISO 8601 (time alone where the day is 0), TRUE or
 * FALSE, an error's name. Borrowed from the cell, or made in the arena.
 */
struct str cell_text(const struct cell *cell, struct arena *arena);

/* The shortest decimal that reads back as the same double, without exponent. Finite numbers only. */
void cell_number_text(struct buf *out, double number);

/* A serial day of the 1900 system (with its 29 February 1900) as ISO 8601. */
void cell_date_text(struct buf *out, double serial);

/* The serial day of a date; time is a part of the day, 0 <= time < 1. False where there is no such day. */
bool cell_date_serial(int year, int month, int day, double time, double *serial);

/* "B5"; row alone "5", column alone "B", nothing for zeros. */
void cell_reference(struct buf *out, uint32_t row, uint32_t col);

/* Read "B5" (letters of any case, as some writers send). False where it is none or lies outside a sheet. */
bool cell_reference_parse(struct str text, uint32_t *row, uint32_t *col);

#endif
