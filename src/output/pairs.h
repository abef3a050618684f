/*
 * Pairs as a person looks through them: what became of each, and their order. What waits for a
 * word comes first, the strongest on top; what a rule or a person has settled stands below.
 */
#ifndef OUTPUT_PAIRS_H
#define OUTPUT_PAIRS_H

#include "model/run.h"

struct pairs_line {
	const struct pair *pair;
	enum say state; /* SAY_STATE_OPEN and the like */
	uint32_t rank;	/* what waits for a word, what a rule has settled, what a person has */
};

/* One line a pair of the run, in the arena. */
struct pairs_line *pairs_lines(const struct run *run, struct arena *arena);

#endif
