/* A protected .xls as if it were none, for a second reader that knows of no passwords. */
#ifndef READ_XLS_PLAIN_H
#define READ_XLS_PLAIN_H

#include "base/arena.h"

/* Copies of a longer one, two at a time, would take from what our own reader may need. */
enum { XLS_PLAIN_MOST = 128 * 1024 * 1024 };

/*
 * A copy in the arena that differs in nothing but its records, which are plain. The file itself
 * where it is not protected, cannot be opened, or is longer than that.
 */
struct bytes xls_plain(struct arena *arena, struct strs passwords, struct bytes file);

#endif
