/* Hidden folders for temporaries: the next run removes those of a killed one, never those of one that lives. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/aside.h"
#include "base/cleanup.h"
#include "folder_fixture.h"

static void put(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void put_within(const struct aside *aside, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", aside->path, name);
	put(path);
}

static void sweep_here(void)
{
	struct aside aside;

	assert_true(aside_make(&aside, "."));
	aside_sweep(&aside);
	aside_drop(&aside);
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static void names_that_are_ours(void **state)
{
	static const struct {
		const char *name;
		bool ours;
	} cases[] = {
		{ ".huizong-0123456789abcdef", true },
		{ ".huizong-0123456789abcde", false },
		{ ".huizong-0123456789abcdef0", false },
		{ ".huizong-0123456789ABCDEF", false },
		{ ".huizong-0123456789abcdeg", false },
		{ "huizong-0123456789abcdef", false },
		{ ".huizong-0123456789abcdef.d", false },
		{ ".huizong-", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (aside_is_name(str_from(cases[i].name)) != cases[i].ours)
			fail_msg("%s", cases[i].name);
}

/* Start a process that makes one with files in it; its path and number. */
static pid_t start_holder(char *path, size_t room)
{
	int ends[2];
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct aside aside;
		char inner[256];

		if (!aside_make(&aside, "."))
			_exit(9);
		put_within(&aside, "new");
		put_within(&aside, "old");
		snprintf(inner, sizeof(inner), "%s/new.d", aside.path);
		if (mkdir(inner, 0700) != 0)
			_exit(9);
		put_within(&aside, "new.d/part");
		if (write(ends[1], aside.path, strlen(aside.path) + 1) < 0)
			_exit(9);
		pause();
	}
	close(ends[1]);
	got = read(ends[0], path, room);
	close(ends[0]);
	assert_true(got > 0);
	return child;
}

static void what_a_killed_run_left_is_swept_and_nothing_else_is(void **state)
{
	char alive[64], dead[64];
	pid_t living = start_holder(alive, sizeof(alive)), killed = start_holder(dead, sizeof(dead));

	(void)state;
	sweep_here();
	assert_true(is_there(alive) && is_there(dead));
	kill(killed, SIGKILL);
	waitpid(killed, NULL, 0);
	sweep_here();
	assert_true(is_there(alive) && !is_there(dead));
	kill(living, SIGKILL);
	waitpid(living, NULL, 0);
	sweep_here();
	assert_false(is_there(alive));
}

static void one_process_keeps_its_own(void **state)
{
	struct aside first, second;

	(void)state;
	assert_true(aside_make(&first, ".") && aside_make(&second, "."));
	put_within(&first, "new");
	aside_sweep(&second);
	assert_true(is_there(first.path));
	aside_drop(&second);
	aside_drop(&first);
	aside_drop(&first);
}

static void what_only_looks_like_ours_stays(void **state)
{
	static const char folder[] = ".huizong-0000000000000001", file[] = ".huizong-0000000000000002",
			  link[] = ".huizong-0000000000000003", theirs[] = ".huizong-0000000000000004",
			  longer[] = ".huizong-0000000000000005.d";

	(void)state;
	assert_int_equal(mkdir(folder, 0755), 0); /* ours are nobody else's business */
	put(file);
	assert_int_equal(mkdir("elsewhere", 0700), 0);
	put("elsewhere/file");
	assert_int_equal(symlink("elsewhere", link), 0);
	assert_int_equal(mkdir(theirs, 0700), 0);
	assert_int_equal(mkdir(longer, 0700), 0);
	if (chown(theirs, 65534, 65534) != 0)
		rmdir(theirs);
	sweep_here();
	assert_true(is_there(folder) && is_there(file) && is_there(link) && is_there("elsewhere/file"));
	assert_true(is_there(longer) && (geteuid() != 0 || is_there(theirs)));
}

/* The one that sweeps all the time may take what is not locked yet: then another is made. */
static void nobody_who_makes_one_loses_it(void **state)
{
	enum { ROUNDS = 3000 };
	pid_t child = fork();
	struct aside aside;

	(void)state;
	if (child == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !aside_make(&aside, "."))
			_exit(9);
		for (;;)
			aside_sweep(&aside);
	}
	for (int i = 0; i < ROUNDS; i++) {
		assert_true(aside_make(&aside, "."));
		put_within(&aside, "new");
		assert_true(is_there(aside.path));
		aside_drop(&aside);
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void where_no_folder_is_none_is_made(void **state)
{
	struct aside aside;

	(void)state;
	assert_false(aside_make(&aside, "none"));
	assert_null(aside.path);
	assert_false(is_there("none"));
}

static void age_counts_where_other_machines_write(void **state)
{
	enum { NFS = 0x6969, EXT4 = 0xEF53, DAY = 86400 };

	(void)state;
	assert_true(aside_is_old(EXT4, 100, 100));
	assert_false(aside_is_old(NFS, 100, 100));
	assert_false(aside_is_old(NFS, 100, 100 + DAY - 1));
	assert_true(aside_is_old(NFS, 100, 100 + DAY));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_are_ours),
		IN_FOLDER(what_a_killed_run_left_is_swept_and_nothing_else_is),
		IN_FOLDER(one_process_keeps_its_own),
		IN_FOLDER(what_only_looks_like_ours_stays),
		IN_FOLDER(nobody_who_makes_one_loses_it),
		IN_FOLDER(where_no_folder_is_none_is_made),
		cmocka_unit_test(age_counts_where_other_machines_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
