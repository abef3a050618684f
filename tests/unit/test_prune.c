/* What is forgotten and what stays; and that nothing is lost on the way. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder_fixture.h"
#include "state/change.h"
#include "state/night_store.h"
#include "state/past.h"
#include "state/prune.h"
#include "state/query.h"

enum { DAY = 86400 };

static struct ledger *open_well(const char *path)
{
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open(path, &why);

	if (!ledger)
		print_error("%s: %.*s %s\n", path, STR_ARG(diag_say_name(why.say)), why.detail);
	assert_non_null(ledger);
	return ledger;
}

/* A night that began on this day: one record that is there every night and says `value`, and as many others. */
static void night(const char *path, const char *profile, int64_t day, const char *value, int others)
{
	const struct ledger_run run = { str_from(profile), STR("00"), STR("merge"), day * DAY };
	struct ledger *ledger = open_well(path);
	struct night before = { 0 }, after = { 0 };
	struct arena arena = { 0 };
	int64_t since;

	assert_true(ledger_begin(ledger, &run));
	assert_true(night_store_previous(ledger, &arena, NULL, &before, &since));
	for (int i = 0; i <= others; i++) {
		struct str *column = night_add(&after, NIGHT_RECORD, &arena)->column;

		column[RECORD_PROJECT_KEY] = arena_printf(&arena, "%d", i);
		column[RECORD_STATUS] = STR("merged");
		column[RECORD_FIELDS] = str_from(value);
	}
	assert_true(night_store_put(ledger, &before, &after, change_find(&arena, &before, &after, since)));
	assert_true(ledger_stage(ledger, day * DAY + 1) && ledger_commit(ledger));
	ledger_close(ledger);
	night_release(&before);
	night_release(&after);
	arena_release(&arena);
}

static struct prune_result prune(const char *path, int64_t days, int64_t today)
{
	struct ledger *ledger = open_well(path);
	struct prune_result result;

	assert_true(prune_ledger(ledger, days * DAY, today * DAY, &result));
	ledger_close(ledger);
	return result;
}

/* What the next night is compared with. */
static struct str in_force(const char *path, const char *profile, struct arena *arena, size_t *count)
{
	const struct ledger_run run = { str_from(profile), STR("00"), STR("merge"), 0 };
	struct ledger *ledger = open_well(path);
	struct night before = { 0 };
	struct str value;
	int64_t since;

	assert_true(ledger_begin(ledger, &run));
	assert_true(night_store_previous(ledger, arena, NULL, &before, &since));
	*count = before.rows[NIGHT_RECORD].count;
	value = *count ? before.rows[NIGHT_RECORD].item[0].column[RECORD_FIELDS] : STR("");
	ledger_fail(ledger, 0);
	ledger_close(ledger);
	night_release(&before);
	return value;
}

/* Days on which runs began, in the order of their numbers; which is the first that stays. */
static void test_which_stay(void **state)
{
	static const struct {
		const char *name;
		int64_t keep, today;
		int64_t day[8];
		int64_t first;
	} cases[] = {
		{ "all are young", 10, 1005, { 1000, 1001, 1002 }, 1 },
		{ "one is just as old as is kept", 2, 1002, { 1000, 1001, 1002 }, 1 },
		{ "one is a day older", 1, 1002, { 1000, 1001, 1002 }, 2 },
		{ "counted from the last run, not from now", 5, 5000, { 1000, 1001, 1002, 1008 }, 4 },
		{ "a machine whose clock is wrong today", 5, 90000, { 1000, 1001, 1002 }, 1 },
		{ "a clock that jumped back keeps nothing from being kept", 5, 1010, { 1000, 1009, 3, 1010 }, 2 },
		{ "one that jumped back on the last run keeps all", 5, 1010, { 1000, 1009, 3 }, 1 },
		{ "one that was ahead for a night says nothing", 5, 1010, { 1000, 90000, 1001, 1009, 1010 }, 4 },
		{ "ahead on the last run: counted from now", 5, 1010, { 1000, 1001, 1009, 90000 }, 3 },
		{ "ahead on all, or far behind now: all stay", 5, 1010, { 90000, 90001, 90002 }, 1 },
		{ "ahead, and behind it an old one", 5, 1010, { 90000, 1000, 90002, 1009 }, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct prune_result result;

		unlink("which");
		for (size_t n = 0; n < 8 && cases[i].day[n]; n++)
			night("which", "p", cases[i].day[n], "same", 0);
		result = prune("which", cases[i].keep, cases[i].today);
		if (result.first != cases[i].first)
			print_error("%s: %d\n", cases[i].name, (int)result.first);
		assert_int_equal(result.first, cases[i].first);
	}
}

static int64_t number_in(const char *path, const char *text)
{
	struct ledger *ledger = open_well(path);
	struct query query = query_begin_once(ledger, text);
	int64_t number = query_next(&query) ? query_get_number(&query, 0) : -1;

	query_end(&query);
	ledger_close(ledger);
	return number;
}

/* Rows that ended go with the runs that nobody names any more; what is in force stays, and what ended in the first. */
static void test_what_stays(void **state)
{
	struct arena arena = { 0 };
	struct prune_result result;
	size_t count;

	(void)state;
	for (int64_t day = 1; day <= 30; day++) {
		char value[24];

		snprintf(value, sizeof(value), "day %d", (int)day);
		night("what", "p", 1000 + day, value, 20);
	}
	result = prune("what", 10, 1030); /* days 20 to 30 */
	assert_int_equal(result.first, 20);
	assert_int_equal(result.rows, 21 * 18); /* of the nights 1 to 18; what ended in the 20th began in the 19th */
	assert_int_equal(result.runs, 18);
	assert_false(result.is_tight);
	assert_true(result.bytes_after < result.bytes_before);
	assert_int_equal(number_in("what", "SELECT count(*) FROM record"), 21 * 12);
	assert_int_equal(number_in("what", "SELECT min(id) FROM run"), 19);
	assert_int_equal(number_in("what", "SELECT before FROM forgotten"), 20);
	assert_true(str_eq(in_force("what", "p", &arena, &count), STR("day 30")) && count == 21);
	/* Again: nothing is left to forget; and numbers go on. */
	result = prune("what", 10, 1030);
	assert_int_equal(result.rows + result.runs, 0);
	night("what", "p", 1031, "day 31", 20);
	assert_int_equal(number_in("what", "SELECT max(id) FROM run"), 32);
	arena_release(&arena);
}

/* The last night of a series stays, with what changed in it, however long ago it was. */
static void test_series(void **state)
{
	struct arena arena = { 0 };
	size_t count;

	(void)state;
	night("series", "old", 1, "a", 2);
	night("series", "old", 2, "b", 2);
	night("series", "new", 999, "c", 2);
	night("series", "new", 1000, "d", 2);
	assert_int_equal(prune("series", 10, 1000).rows, 0);
	assert_true(str_eq(in_force("series", "old", &arena, &count), STR("b")) && count == 3);
	assert_int_equal(number_in("series", "SELECT count(*) FROM record"), 12);
	arena_release(&arena);
}

/* In a child that may write no file beyond so many bytes: 0 done, 1 not smaller, 2 refused; else a crash. */
static int prune_limited(const char *path, rlim_t most)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct ledger_trouble why = { 0 };
		struct prune_result result;
		struct ledger *ledger;
		bool ok;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ most, most });
		ledger = ledger_open(path, &why);
		ok = ledger && prune_ledger(ledger, 5 * DAY, 1030 * DAY, &result);
		if (ledger && !ok && ledger_why(ledger)->say != SAY_TROUBLE_STATE)
			_exit(3);
		ledger_close(ledger);
		_exit(!ok ? 2 : result.is_tight ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A full disk at any step: the ledger is what it was, or has forgotten and is as large as before, or is smaller. */
static void test_full(void **state)
{
	struct arena arena = { 0 };
	int seen[3] = { 0 }, last = 2;

	(void)state;
	for (int64_t day = 1; day <= 30; day++)
		night("full", "p", 1000 + day, day % 2 ? "odd" : "even", 100);
	for (rlim_t most = 0; last; most += 16384) {
		size_t count;

		assert_true(most < 64 << 20);
		last = prune_limited("full", most);
		assert_in_range(last, 0, 2);
		seen[last]++;
		assert_true(str_eq(in_force("full", "p", &arena, &count), STR("even")) && count == 101);
	}
	assert_true(seen[2] > 0);
	arena_release(&arena);
}

/* Killed at any moment: the same. */
static void test_killed(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (useconds_t wait = 0; wait < 30000; wait += 1500) {
		pid_t child;
		size_t count;

		unlink("killed");
		for (int64_t day = 1; day <= 6; day++)
			night("killed", "p", 1000 + day * 10, day % 2 ? "odd" : "even", 300);
		child = fork();
		if (child == 0) {
			(void)prune("killed", 5, 1060);
			_exit(0);
		}
		usleep(wait);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_true(str_eq(in_force("killed", "p", &arena, &count), STR("even")) && count == 301);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_which_stay, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_what_stays, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_series, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_full, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_killed, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
