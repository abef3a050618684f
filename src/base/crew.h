/*
 * Threads over parts of a task. Each part is done once, by whichever thread is free; what
 * comes of it must depend on the part alone.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

struct crew {
	void *user;
	void (*work)(void *user, size_t part); /* called from several threads at once */
};

/* Do parts [0, parts) by `hands` threads (at least this one), and wait for all. */
void crew_run(const struct crew *crew, size_t parts, unsigned hands);

#endif
