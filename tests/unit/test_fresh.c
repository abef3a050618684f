/* --settle, with a clock of our own, since nobody can set a ctime. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/fresh.h"

static struct timespec the_time;

static struct timespec our_clock(void)
{
	return the_time;
}

enum { SECOND = 1000 }; /* in milliseconds */

/* So long behind that time. */
static struct timespec later(struct timespec time, int64_t ms)
{
	int64_t at = time.tv_nsec + ms * 1000000, seconds = at / 1000000000;

	if (at % 1000000000 < 0)
		seconds--;
	return (struct timespec){ time.tv_sec + seconds, at - seconds * 1000000000 };
}

static const struct {
	const char *name;
	uint32_t settle;
	int64_t age; /* milliseconds since it changed; below 0: so far in the future */
	bool written_between, fresh;
} cases[] = {
	{ "nobody asks", 0, 0, false, false },
	{ "changed this second", 60, 0, false, true },
	{ "changed a second less ago than that", 60, 59 * SECOND, false, true },
	{ "changed a moment less ago than that", 1, 999, false, true },
	{ "changed just so long ago", 60, 60 * SECOND, false, false },
	{ "in the future, and it stays as it is", 1, -100 * SECOND, false, false },
	{ "in the future, and it is written to", 1, -100 * SECOND, true, true },
	{ "one second in the future, and it stays", 1, -SECOND, false, false },
};

static void write_to(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_APPEND, 0600);

	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static void what_changed_just_now_is_fresh(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "/tmp/huizong-fresh-%d", (int)getpid());
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct fresh fresh;
		struct stat now;

		write_to(path);
		assert_int_equal(stat(path, &now), 0);
		the_time = later(now.st_ctim, cases[i].age);
		fresh_init(&fresh, cases[i].settle);
		fresh.clock = our_clock;
		fresh_look(&fresh, path);
		if (cases[i].written_between)
			write_to(path);
		if (fresh_is(&fresh, path, now.st_ctim) != cases[i].fresh)
			fail_msg("%s", cases[i].name);
		fresh_release(&fresh);
	}
	unlink(path);
}

/* Where ctimes are whole seconds a change at 10.9 s bears 10: it is not a second old at 11. */
static void whole_seconds_are_too_early(void **state)
{
	const struct timespec changed = { 10, 0 };
	struct fresh fresh;

	(void)state;
	fresh_init(&fresh, 1);
	fresh.clock = our_clock;
	the_time = (struct timespec){ 11, 900000000 };
	assert_true(fresh_is(&fresh, "/nowhere", changed));
	the_time = (struct timespec){ 12, 0 };
	assert_false(fresh_is(&fresh, "/nowhere", changed));
	fresh_release(&fresh);
}

/* What was not in the future at the beginning, or not there, and is now, has changed since. */
static void one_that_comes_from_the_future_later_is_fresh(void **state)
{
	struct fresh fresh;

	(void)state;
	fresh_init(&fresh, 1);
	fresh.clock = our_clock;
	the_time = (struct timespec){ 1000, 1 };
	fresh_look(&fresh, "/nowhere");
	assert_true(fresh_is(&fresh, "/nowhere", (struct timespec){ 2000, 1 }));
	fresh_release(&fresh);
}

/* All of them together wait once. */
static void the_wait_is_short(void **state)
{
	struct timespec before, after;
	struct fresh fresh;
	char path[64];
	struct stat now;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/huizong-fresh-%d", (int)getpid());
	write_to(path);
	assert_int_equal(stat(path, &now), 0);
	the_time = (struct timespec){ 1000, 1 };
	fresh_init(&fresh, 1);
	fresh.clock = our_clock;
	fresh_look(&fresh, path);
	clock_gettime(CLOCK_MONOTONIC, &before);
	for (int i = 0; i < 10; i++)
		assert_false(fresh_is(&fresh, path, now.st_ctim));
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec <= 2);
	fresh_release(&fresh);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed_just_now_is_fresh),
		cmocka_unit_test(whole_seconds_are_too_early),
		cmocka_unit_test(one_that_comes_from_the_future_later_is_fresh),
		cmocka_unit_test(the_wait_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
