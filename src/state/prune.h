/*
 * Forgetting: what ended before some night is deleted, and the file made smaller. What is in force stays, so that the
 * next night finds what it would have found; and so does the last night of each series with what changed in it.
 *
 * Runs are ordered by their numbers; a clock may have jumped. A run is old where it and all before it began before the
 * time that is kept, which is counted back from the last run, or from now where that is earlier. A run whose clock was
 * ahead of now says nothing, and is as old as the next one that does. So a clock that was wrong, at a run or
 * now, keeps too much, never too little; but for one that is ahead now and was so at the last run.
 */
#ifndef STATE_PRUNE_H
#define STATE_PRUNE_H

#include "state/ledger.h"

struct prune_result {
	int64_t first; /* the first run that is kept; 0: there are no runs */
	int64_t runs, rows, answers;
	int64_t bytes_before, bytes_after;
	bool is_tight; /* there was no room to make the file smaller: what is free in it is used again */
};

/*
 * Of a ledger that was opened to write, and in which no run has begun. One transaction: all or nothing. Then the file
 * is written anew, under a journal, too: whatever ends that, it is one or the other. False in trouble.
 */
MUST_CHECK bool prune_ledger(struct ledger *ledger, int64_t keep, int64_t now, struct prune_result *result);

#endif
