/*
 * A name of a firm while it is cut to pieces (text/firm.c): folded as a key is, what
 * stood in brackets remembered.
 */
#ifndef TEXT_FIRM_DRAFT_H
#define TEXT_FIRM_DRAFT_H

#include "base/arena.h"

/* No name has more than 100 letters (the longest registered one of China has 39); what is longer is compared as it
 * stands. */
enum { FIRM_DRAFT_LONGEST = 400, FIRM_DRAFT_NOTES = 6 };

/* What stands in brackets: [from, to) of the text. */
struct firm_note {
	size_t from, to;
};

struct firm_draft {
	char text[FIRM_DRAFT_LONGEST]; /* without brackets */
	bool edge[FIRM_DRAFT_LONGEST]; /* by byte: a sign or a blank stood before it */
	size_t len;
	struct firm_note note[FIRM_DRAFT_NOTES];
	uint32_t notes;
	bool too_long; /* the text is not whole */
};

/* Make a draft of a name. Gives the name's key (key_fold), in the arena. */
struct str firm_draft_name(struct firm_draft *d, struct arena *arena, struct str shown);

/* What is left of it, and of one note; valid until the next cut. */
struct str firm_draft_text(const struct firm_draft *d);
struct str firm_draft_note(const struct firm_draft *d, uint32_t note);

/* Take [from, to) out of the text. Notes inside it are gone, those behind it move. */
void firm_draft_cut(struct firm_draft *d, size_t from, size_t to);

#endif
