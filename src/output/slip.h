/*
 * What goes back to a region that has something of its own to mend: its rows, and which of the
 * findings it is told of, where and in which words. Of another region's rows a slip says that there
 * are some, and of suspicions nothing (contract, section 5).
 *
 * Borrows the settled run; lives in an arena.
 */
#ifndef OUTPUT_SLIP_H
#define OUTPUT_SLIP_H

#include "diag/say.h"
#include "model/run.h"

#define SLIP_NO_ROW UINT32_MAX

struct slip_note {
	const struct finding *finding;
	uint32_t row;	 /* index of the slip's rows; SLIP_NO_ROW where it is about none of them */
	uint32_t column; /* of the profile: the cell to be marked; COLUMN_NONE for none */
	uint32_t serial; /* in the order of findings */
};

struct slip {
	uint32_t region;
	uint32_t row_count;
	const uint32_t *record; /* what the region recommended, each once, in the order of the run: indexes rise */
	uint32_t note_count;
	const struct slip_note *note; /* about no row first, then by row and column */
};

/* One a region of the run's profile, in its order; note_count is 0 where there is nothing to mend. */
const struct slip *slip_make_all(const struct run *run, struct arena *arena);

/* Was it decided whether a region is told of findings of this rule? Of every rule it must be. */
bool slip_is_decided(enum rule_id rule);
/* Is a region told of them? */
bool slip_tells(enum rule_id rule);
/* What the region does about it. */
struct str slip_mend(enum rule_id rule, enum lang lang);

/* The row of the slip on which a place of the run stands, or SLIP_NO_ROW. */
uint32_t slip_row_of(const struct slip *slip, const struct run *run, struct where where);
/* Is it a place in what the region itself sent? */
bool slip_owns(const struct slip *slip, const struct run *run, struct where where);

/* What is wrong, in words that name nothing of another region: the finding's arguments are chosen, in the arena. */
struct slip_words {
	enum say say;
	uint32_t arg_count;
	const struct arg *arg;
};
struct slip_words slip_words_of(const struct slip *slip, const struct run *run, const struct slip_note *note,
				struct arena *arena);

#endif
