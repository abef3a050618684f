/*
 * The ledger as a file, before SQLite touches it and beside it: its place, its lock, its first bytes, its journal.
 * What cannot be had or is not ours is refused in words (query_refuse); all answer false then.
 */
#ifndef STATE_LEDGER_FILE_H
#define STATE_LEDGER_FILE_H

#include "state/ledger.h"

/* Open it, or make it, and lock it. */
bool ledger_file_open(struct ledger *ledger, const char *path);
/* Open it to be read only, unless a run holds it; what it looks like is kept. */
bool ledger_file_look(struct ledger *ledger, const char *path);
/* Does nobody hold it, and does it look as it did then? */
bool ledger_file_is_as_seen(struct ledger *ledger);
/* Is it whole, ours, of a version that we know? *fresh: it is empty. */
bool ledger_file_check(struct ledger *ledger, bool *fresh);
bool ledger_file_is_held(const struct ledger *ledger);
/* Has a run been cut off, so that pages are to be played back? */
bool ledger_file_has_hot_journal(const struct ledger *ledger);

#endif
