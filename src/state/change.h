/* Two nights compared: pure functions, without a ledger. */
#ifndef STATE_CHANGE_H
#define STATE_CHANGE_H

#include "model/change.h"

/*
 * What changed from the night before, in the arena; borrows both nights. `since` is the number of the
 * night before, 0 where there is none: then all is new. Of rows with one identity those that are alike are
 * matched first, so that the order in which a file lists them is no change.
 */
struct changes *change_find(struct arena *arena, const struct night *before, const struct night *after, int64_t since);

#endif
