/* Runs in the ledger: one at a time, old or new and nothing between. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "night_fixture.h"

/* --- nights --------------------------------------------------------------------------- */

/* Only what was committed is in force; what a run left undone the next one finds as it was. */
static void test_nights(void **state)
{
	static const struct {
		const char *name, *phone;
		enum until until;
		int64_t since;
		const char *before; /* the telephone in force */
	} nights[] = {
		{ "the first", "1", UNTIL_COMMITTED, 0, "" },	    { "the second", "2", UNTIL_COMMITTED, 1, "1" },
		{ "cut off once begun", "3", UNTIL_BEGUN, 2, "2" }, { "once stored", "4", UNTIL_STORED, 2, "2" },
		{ "once staged", "5", UNTIL_STAGED, 2, "2" },	    { "given up", "6", UNTIL_FAILED, 2, "2" },
		{ "as before", "2", UNTIL_COMMITTED, 2, "2" },	    { "and again", "2", UNTIL_COMMITTED, 7, "2" },
		{ "the last", "8", UNTIL_COMMITTED, 8, "2" },	    { "looks back", "9", UNTIL_BEGUN, 9, "8" },
	};
	struct arena arena = { 0 };
	struct stat st;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(nights); i++) {
		int64_t since;
		struct str found = run_once("nights", nights[i].phone, nights[i].until, &since, &arena);

		if (since != nights[i].since || !str_has(found, str_from(nights[i].before)))
			print_error("%s: since %d\n", nights[i].name, (int)since);
		assert_int_equal(since, nights[i].since);
		assert_true(str_has(found, str_from(nights[i].before)));
		assert_false(exists("nights-journal"));
	}
	assert_int_equal(stat("nights", &st), 0);
	arena_release(&arena);
}

/* Rows that did not change are not written again: a year of quiet nights is a year of numbers. */
static void test_quiet_nights(void **state)
{
	struct arena arena = { 0 };
	struct stat first, last;
	int64_t since;

	(void)state;
	for (int i = 0; i < 3; i++)
		run_once("quiet", "1", UNTIL_COMMITTED, &since, &arena);
	assert_int_equal(stat("quiet", &first), 0);
	for (int i = 0; i < 30; i++)
		run_once("quiet", "1", UNTIL_COMMITTED, &since, &arena);
	assert_int_equal(stat("quiet", &last), 0);
	assert_int_equal(since, 32);
	assert_in_range(last.st_size, first.st_size, first.st_size + 4096);
	arena_release(&arena);
}

/* Lets so many transactions through, and takes back all others. */
static int count_down(void *left)
{
	return --*(int *)left < 0;
}

/* Cut off at any moment while it is given up, a run is one that has failed or one that was cut off: never damage. */
static void test_given_up_at_any_moment(void **state)
{
	(void)state;
	for (int most = 0; most < 3; most++) {
		struct ledger *ledger = open_well("given up");
		int left = most;

		begin(ledger);
		sqlite3_commit_hook(ledger->db, count_down, &left);
		ledger_fail(ledger, 1600000001);
		sqlite3_commit_hook(ledger->db, NULL, NULL);
		ledger_close(ledger);
		ledger = open_well("given up");
		begin(ledger);
		assert_int_equal(ledger_broken_off(ledger), most == 0 ? ledger->number - 1 : 0);
		end(ledger);
	}
}

static void test_numbers_and_broken_off(void **state)
{
	struct ledger *ledger = open_well("numbers");

	(void)state;
	begin(ledger);
	assert_int_equal(ledger->number, 1);
	assert_int_equal(ledger_broken_off(ledger), 0);
	ledger_close(ledger); /* as if it were killed */
	ledger = open_well("numbers");
	begin(ledger);
	assert_int_equal(ledger->number, 2);
	assert_int_equal(ledger_broken_off(ledger), 1);
	ledger_fail(ledger, 0);
	ledger_close(ledger);
	ledger = open_well("numbers");
	begin(ledger);
	assert_int_equal(ledger->number, 3);
	assert_int_equal(ledger_broken_off(ledger), 0);
	end(ledger);
}

static bool is_same_row(const struct night_row *a, const struct night_row *b, enum night_kind kind)
{
	for (uint32_t i = 0; i < night_shapes[kind].count; i++)
		if (!str_eq(a->column[i], b->column[i]))
			return false;
	return true;
}

/* What is as in the night that comes is not kept twice; what is otherwise has its own texts. */
static void test_borrowed(void **state)
{
	struct arena arena = { 0 };
	struct night before = { 0 }, after = { 0 };
	struct ledger *ledger;
	uint32_t rows[2] = { 0 };
	int64_t since;

	(void)state;
	run_once("borrowed", "1", UNTIL_COMMITTED, &since, &arena);
	make_night(&after, &arena, "2");
	ledger = open_well("borrowed");
	begin(ledger);
	assert_true(night_store_previous(ledger, &arena, &after, &before, &since));
	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
		for (size_t i = 0; i < before.rows[kind].count; i++) {
			const struct night_row *a = &before.rows[kind].item[i], *b = &after.rows[kind].item[i];
			bool same = is_same_row(a, b, kind);

			assert_int_equal(a->column == b->column, same);
			rows[same]++;
		}
	assert_true(rows[false] && rows[true]);
	end(ledger);
	night_release(&before);
	night_release(&after);
	arena_release(&arena);
}

/* Two profiles in one ledger have their own nights. */
static void test_profiles(void **state)
{
	struct arena arena = { 0 };
	struct night night = { 0 };
	struct ledger *ledger;
	int64_t since;

	(void)state;
	run_once("profiles", "1", UNTIL_COMMITTED, &since, &arena);
	ledger = open_well("profiles");
	assert_true(begin_for(ledger, "miit-2020"));
	assert_true(night_store_previous(ledger, &arena, NULL, &night, &since));
	assert_int_equal(since, 0);
	assert_int_equal(night.rows[NIGHT_RECORD].count, 0);
	end(ledger);
	night_release(&night);
	arena_release(&arena);
}

/* --- one run at a time ------------------------------------------------------------------ */

static void test_lock(void **state)
{
	struct ledger *ledger = open_well("locked");
	struct timespec from, to;
	int fd;

	(void)state;
	begin(ledger);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(open_badly("locked"), SAY_TROUBLE_STATE_BUSY);
	/* Who reads the file, as a reader of inputs may, does not let go of the lock. */
	fd = open("locked", O_RDONLY);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(open_badly("./locked"), SAY_TROUBLE_STATE_BUSY);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec <= 1);
	end(ledger);
	ledger_close(open_well("locked"));
}

/* The lock is the kernel's: who is killed leaves none, and a journal that is played back. */
static void test_killed(void **state)
{
	struct arena arena = { 0 };
	int64_t since;
	pid_t child;
	int status;

	(void)state;
	run_once("killed", "1", UNTIL_COMMITTED, &since, &arena);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct ledger *ledger = open_well("killed");
		struct night before = { 0 }, after = { 0 };

		begin(ledger);
		night_store_previous(ledger, &arena, NULL, &before, &since);
		make_night(&after, &arena, "2");
		night_store_put(ledger, &before, &after, change_find(&arena, &before, &after, since));
		ledger_stage(ledger, 0);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(exists("killed-journal"));
	assert_true(str_has(run_once("killed", "2", UNTIL_COMMITTED, &since, &arena), STR("1")));
	assert_int_equal(since, 1);
	assert_false(exists("killed-journal"));
	arena_release(&arena);
}

/* Another program that looks into it holds it up for a moment and not for ever; that is said. */
static void test_other_program(void **state)
{
	struct ledger *ledger;
	sqlite3 *other;

	(void)state;
	ledger_close(open_well("other"));
	ledger = open_well("other");
	assert_int_equal(sqlite3_open("other", &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM run, sqlite_schema", NULL, NULL, NULL), SQLITE_OK);
	assert_false(begin_for(ledger, "p"));
	assert_int_equal(ledger_why(ledger)->say, SAY_TROUBLE_STATE_BUSY);
	assert_false(ledger_stage(ledger, 0));
	sqlite3_close(other);
	ledger_close(ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nights, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_quiet_nights, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_given_up_at_any_moment, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_numbers_and_broken_off, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_borrowed, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_profiles, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_lock, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_killed, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_other_program, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
