/* What the ledger's tables are, in each version, and how an older one becomes a newer one. */
#ifndef STATE_SCHEMA_H
#define STATE_SCHEMA_H

#include "state/ledger.h"

/* "hzld", in the file's header: it is ours. */
enum { SCHEMA_APPLICATION = 0x687A6C64, SCHEMA_VERSION = 2 };

/*
 * Make an empty ledger, or bring one of an older version to this one; all or nothing: one transaction, and a
 * row whose sum is not its own is damage, never given a sum that fits. Of a night of version 1 it is not known where
 * the rows of its first sheet stood.
 */
bool schema_update(struct ledger *ledger, int64_t version);
/* Write the first page as it is. */
bool schema_touch(struct ledger *ledger);

#endif
