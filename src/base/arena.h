/*
 * struct arena: bump memory. What is taken from it lives until the arena is
 * reset or released; nothing is freed by itself. There are three: the run's,
 * one for the input being read, and one for the row being read, reset at each
 * row. Memory that was handed back by a reset is poisoned under ASan.
 *
 * An arena never fails: where the system has no memory left the program ends
 * with one line and status 2 (cleanup_no_memory).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena {
	struct arena_block *block; /* the one in use; older ones hang behind it */
	size_t used;		   /* bytes of it */
};

/* A zeroed arena is empty and ready: struct arena a = { 0 }. */
void arena_release(struct arena *arena);
/* Give everything back but keep the largest block for the next round. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type. count * size must not overflow: checked. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
struct str arena_copy(struct arena *arena, struct str s);
/* The same with a NUL behind it, for system calls. */
char *arena_cstring(struct arena *arena, struct str s);
/* The concatenation a + b. */
struct str arena_join(struct arena *arena, struct str a, struct str b);
struct str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

#endif
