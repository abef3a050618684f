/*
 * --settle: somebody may still be writing a file that changed within the last so many
 * seconds. By its ctime, which nobody can set. One in the future (a server's clock is
 * ahead of ours) does not tell how long ago that was: such a file is looked at twice, at
 * the beginning and when it is its turn, with some time between, and counts where it is
 * the same then.
 */
#ifndef APP_FRESH_H
#define APP_FRESH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include "base/list.h"

/* So long, or as long as --settle says where that is less, is waited in all, once a run. */
enum { FRESH_WAIT_MS = 5000 };

struct fresh_look {
	const char *path; /* the source's own */
	struct stat state;
};

struct fresh {
	time_t settle;			/* 0: nothing is fresh */
	struct timespec (*clock)(void); /* of the day, or a test's */
	int64_t begun;			/* in milliseconds that only rise */
	LIST_OF(struct fresh_look) ahead;
	size_t at; /* of these: they are asked for in their order */
};

void fresh_init(struct fresh *fresh, uint32_t settle);
void fresh_release(struct fresh *fresh);

/* Before the first file is read: this is going to be. */
void fresh_look(struct fresh *fresh, const char *path);
/* It was read and its ctime was that. May wait. */
bool fresh_is(struct fresh *fresh, const char *path, struct timespec changed_at);

#endif
