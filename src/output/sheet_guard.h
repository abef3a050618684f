/*
 * What stands between a text that a stranger wrote and the library that writes
 * workbooks: characters that would ruin the file, escapes that Excel would
 * undo, and more than a cell holds.
 */
#ifndef OUTPUT_SHEET_GUARD_H
#define OUTPUT_SHEET_GUARD_H

#include "base/arena.h"
#include "base/buf.h"

/* Whether a cell may hold the text as it is. */
bool sheet_guard_is_clean(struct str text);
/* The text as a cell holds it: itself, or a copy in the arena that was mended and cut. */
struct str sheet_guard_text(struct arena *arena, struct str text);
/* As the library takes it, ended by a NUL, in `out`, which is emptied first: "_x0041_" stays what it is. */
const char *sheet_guard_escape(struct buf *out, struct str text);

#endif
