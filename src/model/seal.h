/*
 * The seal of a sheet of ours that holds no table: what it says to people (填表说明) comes back with
 * the form, in whatever format, and is no sheet that was overlooked. It stands in a cell of its own, a hash over
 * the texts of all the others: once a person writes something there, it is theirs and is told.
 */
#ifndef MODEL_SEAL_H
#define MODEL_SEAL_H

#include <nettle/sha2.h>

#include "base/arena.h"

enum {
	SEAL_DIGITS = 16,
	/* A sheet with more than these is none of ours: what we write for people they can read in an hour. */
	SEAL_CELLS = 16384
};

/* A value: nothing to release. */
struct seal {
	struct sha256_ctx hash;
	char found[SEAL_DIGITS]; /* in the cell that bears it */
	bool is_found;
	uint32_t taken; /* cells */
};

void seal_begin(struct seal *seal);
/* The next cell that shows something, row by row. Blanks, widths and a page's heading before it do not count: formats
 * differ in them. */
void seal_take(struct seal *seal, struct str text);
/* "huizong:0123456789abcdef" for what was taken so far: to be written into a cell, with words around it or none. */
struct str seal_text(struct arena *arena, const struct seal *seal);
/* Did one of the cells bear the seal of all others? */
bool seal_holds(const struct seal *seal);

#endif
