#include "shape/dispute.h"

#include "model/cell.h"
#include "text/clean.h"
#include "text/key.h"

static bool is_compared(enum cell_kind kind)
{
	return kind == CELL_TEXT || kind == CELL_NUMBER;
}

/* What was filled from a merged cell was asked about where it stands; bytes that cannot be decoded are cell.lossy. */
bool dispute_can_ask(const struct line_cell *ours)
{
	return is_compared(ours->kind) && !ours->computed && !ours->filled && ours->flaw == CELL_SOUND;
}

/* The second reader's texts end at the first NUL: what stands behind it in ours cannot be compared. */
static struct str before_nul(struct str text)
{
	return str_part(text, 0, str_find(text, STR("\0"), 0));
}

/*
 * As the contract compares texts without losing anything of them: blanks, control
 * and format characters are often dropped by one reader and kept by the other,
 * and no person would see a difference.
 */
static bool same_text(struct str ours, struct str theirs, struct arena *arena)
{
	ours = before_nul(ours);
	return str_eq(ours, theirs) || str_eq(key_lossless(arena, ours), key_lossless(arena, theirs));
}

/* Bit for bit, or the same on paper: the number 12 and the text 12 are one value to whoever reads the table. */
bool dispute_differs(const struct line_cell *ours, const struct cell *theirs, struct arena *arena, struct str *text)
{
	if (!is_compared(theirs->kind))
		return false;
	*text = clean_shown(arena, cell_text(theirs, arena));
	if (ours->kind == CELL_NUMBER && theirs->kind == CELL_NUMBER && !(ours->number < theirs->number) &&
	    !(ours->number > theirs->number))
		return false;
	return !same_text(ours->raw, *text, arena);
}
