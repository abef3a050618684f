/*
 * Two texts and where they differ, by characters as people count them (a letter with its
 * accents is one). Pure functions.
 */
#ifndef OUTPUT_DIFF_H
#define OUTPUT_DIFF_H

#include "base/arena.h"

/* A stretch of a text, borrowed from it. Stretches follow one another and make up the whole. */
struct diff_piece {
	struct str text;
	bool differs;
};

struct diff {
	uint32_t count;
	const struct diff_piece *piece; /* in the arena */
};

/*
 * Single characters that two otherwise different stretches have in common by chance are marked with them:
 * a person reads stretches. Texts of which too much differs to be compared in no time are marked from their
 * first difference to their last.
 */
void diff_texts(struct arena *arena, struct str a, struct str b, struct diff *of_a, struct diff *of_b);

#endif
