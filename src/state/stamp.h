/*
 * What the system says of a file: device, inode, size, mtime and ctime to the nanosecond. Beside an input in the
 * ledger it says of which file that input's SHA-256 is, so that a run that is told to trust it need not read the bytes.
 *
 * Nobody can set a ctime back, so that whatever is done to a file shows in it; but two changes within one tick of
 * its clock look like one. So a stamp is kept only where the file had been left alone for STAMP_SECONDS when its
 * bytes were read: whatever came behind that has another ctime. That is longer than any tick (2 s: FAT), with room
 * for the clock of another machine.
 */
#ifndef STATE_STAMP_H
#define STATE_STAMP_H

#include <sys/stat.h>

#include "base/map.h"
#include "state/ledger.h"

enum { STAMP_SECONDS = 10 };

/* As a text, in the arena. */
struct str stamp_make(struct arena *arena, const struct stat *state);
/* Is that what it says of the file now? */
bool stamp_fits(struct str stamp, const struct stat *state);
/* Had it been left alone when its bytes were read, which began then? */
bool stamp_is_firm(const struct stat *state, time_t began);

struct stamp {
	struct str path, sha256, stamp; /* borrowed; of the input, as the report shows it */
};

/* By their paths. */
struct stamps {
	struct arena texts; /* of those that were loaded */
	struct map paths;   /* to a place in item */
	LIST_OF(struct stamp) item;
};
void stamp_add(struct stamps *stamps, const struct stamp *stamp);
/* Those of the inputs in force. False in trouble. */
bool stamp_load(struct ledger *ledger, struct stamps *stamps);
/* NULL: not known. The SHA-256 is checked when the night is read (night_store_previous), before anything is written. */
const struct stamp *stamp_find(const struct stamps *stamps, struct str path);
void stamp_release(struct stamps *stamps);

/* Each beside the input that is in force with its path and bytes, once the night is stored. False in trouble. */
bool stamp_put(struct ledger *ledger, const struct stamps *now);

#endif
