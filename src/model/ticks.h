/*
 * 核对结果, 备注: what a person found who checked something, carried from an earlier workbook to the same
 * row and item of the new one. Nothing is ever concluded from it, and nothing is put where it may be
 * another row's: what finds no row for certain is kept, and shown apart.
 */
#ifndef MODEL_TICKS_H
#define MODEL_TICKS_H

#include "base/map.h"
#include "model/run.h"

/* Add what was read from a row of an earlier workbook. Texts are borrowed for the run's life. */
void ticks_add(struct run *run, const struct tick *read);

/* Of all that was found and noted, in whatever order; in the arena. */
struct str ticks_sha256(struct arena *arena, const struct run *run);

/* The ticks of a run while its rows are written. Lives in the arena; the map is released. */
struct ticks {
	const struct run *run;
	struct arena *arena;
	struct map by_key; /* to the first of those with this key */
	uint32_t *next;	   /* of each: another with its key; UINT32_MAX behind the last */
	bool *placed;	   /* of each: it stands at its row */
	enum ticks_answer {
		TICKS_UNASKED,
		TICKS_CERTAIN,
		TICKS_UNCERTAIN
	} *
		answer;	    /* of the first with its key: is it known whose they are? */
	struct map rows_of; /* of a row's key: how many rows there are */
};

void ticks_begin(struct ticks *ticks, const struct run *run, struct arena *arena);
/* A row about which items are asked. All of them come before the first ticks_find. */
void ticks_count_row(struct ticks *ticks, struct str row_key);
/* What was found, or noted, of an item of a row; empty where nothing was, or it cannot be told which row it was. */
struct str ticks_find(struct ticks *ticks, struct str row_key, struct str item, bool is_remark);
void ticks_end(struct ticks *ticks);

/* The key of a row about which items are asked: of a record, of a region, or without a name of what is checked once. */
struct str ticks_key(struct arena *arena, const struct run *run, const struct record *record);
struct str ticks_key_named(struct arena *arena, struct str name);

#endif
