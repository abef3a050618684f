/*
 * struct arena: bump memory. What is taken from it lives until the arena is
 * reset or released; nothing is freed by itself. The large ones are the run's,
 * one for the input being read, and one for the row being read, reset at each
 * row; a function that needs a moment's memory has one of its own. Memory that
 * was handed back by a reset is poisoned under ASan.
 *
 * An arena never fails: where the system has no memory left the program ends
 * with one line and status 2 (cleanup_no_memory).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>

#include "base/str.h"

struct arena {
	struct arena_block *block; /* the one in use; older ones hang behind it */
	size_t used;		   /* bytes of it */
	bool hidden;		   /* new blocks are not for children */
};

/* A zeroed arena is empty and ready: struct arena a = { 0 }. */
void arena_release(struct arena *arena);
/* Give everything back but the newest block, which serves the next round. */
void arena_reset(struct arena *arena);

/*
 * What is taken between these two does not exist in a child that is forked between them (base/apart.h).
 */
void arena_hide(struct arena *arena);
void arena_show(struct arena *arena);

/* What is in `other` becomes the arena's; `other` is empty then. */
void arena_adopt(struct arena *arena, struct arena *other);

/* Zeroed memory, aligned for any type. count * size must not overflow: checked. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/*
 * Texts made here have a NUL behind them, which their length does not count: all
 * four may go to a system call as they are, a part cut off one may not.
 */
struct str arena_copy(struct arena *arena, struct str s);
char *arena_cstring(struct arena *arena, struct str s);
/* The concatenation a + b. A text that grows piece by piece is a buf's: each join copies all. */
struct str arena_join(struct arena *arena, struct str a, struct str b);
struct str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

#endif
