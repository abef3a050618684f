/* Nights in the ledger: the last one read, and a new one stored as what has changed. */
#ifndef STATE_NIGHT_STORE_H
#define STATE_NIGHT_STORE_H

#include "model/change.h"
#include "state/ledger.h"

/*
 * What is in force: the last night of this profile, and what it could not look at as it was known before. *since
 * is its number, 0 where there is none. What is as in the night `after` (NULL: none) borrows its columns, so that both
 * together take little more memory than one. False in trouble.
 */
bool night_store_previous(struct ledger *ledger, struct arena *arena, const struct night *after, struct night *night,
			  int64_t *since);
/* Is all of that whole? Asked before anything is written. */
bool night_store_check(struct ledger *ledger);
/* Of it only what people answered: that is asked for before there is another night. */
bool night_store_answers(struct ledger *ledger, struct arena *arena, struct night *night);

/*
 * Put this night in force: what is no more ends, what is new begins, what is unseen stays as it was known. False in
 * trouble.
 */
bool night_store_put(struct ledger *ledger, const struct night *before, const struct night *after,
		     const struct changes *changes);

#endif
