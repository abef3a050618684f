/*
 * Aside: a hidden folder beside the places of outputs, `.huizong-` and 16 digits, in which
 * temporaries stand until they are renamed. Its name is registered for cleanup.
 *
 * Its maker holds the kernel's lock on it (flock), which goes with the process, killed or not. So
 * what bears such a name, is ours and can be locked was left behind by a run that was killed:
 * whoever next puts something beside it sweeps it away. On file systems that other machines may
 * write to, where a lock may not reach further than this one, a day must have passed as well.
 * Where nothing can be locked nothing is swept. Processes that are forked must give the lock
 * back, which they inherit: cleanup_child, then close_range.
 */
#ifndef BASE_ASIDE_H
#define BASE_ASIDE_H

#include <time.h>

#include "base/attr.h"
#include "base/str.h"

struct aside {
	char *path; /* malloc'ed; NULL: none */
	int lock;   /* its descriptor */
};

/* False with errno set, and nothing left behind. */
MUST_CHECK bool aside_make(struct aside *aside, const char *folder);
/* Remove it, and the files in it. Safe after a failed aside_make. */
void aside_drop(struct aside *aside);

/* Remove what killed runs have left in the folder that it stands in. */
void aside_sweep(const struct aside *aside);

/* Does a folder of this name look like one of these? */
bool aside_is_name(struct str name);

/* Is what was last changed then old enough to be swept from this kind of file system (statfs)? */
bool aside_is_old(long kind, time_t changed, time_t now);

#endif
