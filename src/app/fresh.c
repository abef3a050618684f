#include "app/fresh.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct timespec clock_of_the_day(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now;
}

void fresh_init(struct fresh *fresh, uint32_t settle)
{
	*fresh = (struct fresh){ .settle = (time_t)settle, .clock = clock_of_the_day, .begun = now_ms() };
}

void fresh_release(struct fresh *fresh)
{
	free(fresh->ahead.item);
	fresh->ahead.item = NULL;
	fresh->ahead.count = 0;
}

static bool is_before(struct timespec a, struct timespec b)
{
	return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

/* A file system that counts whole seconds leaves out what was past the last: it may have been almost one. */
static struct timespec due_at(const struct fresh *fresh, struct timespec changed_at)
{
	changed_at.tv_sec += fresh->settle + (changed_at.tv_nsec == 0);
	return changed_at;
}

void fresh_look(struct fresh *fresh, const char *path)
{
	struct stat state;

	if (fresh->settle && stat(path, &state) == 0 && is_before(fresh->clock(), state.st_ctim))
		*LIST_ADD(&fresh->ahead) = (struct fresh_look){ path, state };
}

static const struct stat *find(struct fresh *fresh, const char *path)
{
	size_t count = fresh->ahead.count;

	for (size_t i = 0; i < count; i++) {
		size_t at = (fresh->at + i) % count;

		if (fresh->ahead.item[at].path != path)
			continue;
		fresh->at = at;
		return &fresh->ahead.item[at].state;
	}
	return NULL;
}

static void wait_until_due(const struct fresh *fresh)
{
	int64_t wait = fresh->settle < FRESH_WAIT_MS / 1000 ? (int64_t)fresh->settle * 1000 : FRESH_WAIT_MS;

	for (int64_t left; (left = fresh->begun + wait - now_ms()) > 0;)
		poll(NULL, 0, (int)left);
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool fresh_is(struct fresh *fresh, const char *path, struct timespec changed_at)
{
	struct timespec now = fresh->clock();
	const struct stat *before;
	struct stat after;

	if (!fresh->settle || !is_before(now, due_at(fresh, changed_at)))
		return false;
	before = is_before(now, changed_at) ? find(fresh, path) : NULL;
	if (!before)
		return true;
	wait_until_due(fresh);
	return stat(path, &after) != 0 || before->st_ino != after.st_ino || before->st_size != after.st_size ||
	       !same_time(before->st_mtim, after.st_mtim) || !same_time(before->st_ctim, after.st_ctim);
}
