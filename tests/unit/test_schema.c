/* A ledger of an older version becomes one of this: all of it or nothing, and what it held is what it holds. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "folder_fixture.h"
#include "state/change.h"
#include "state/night_store.h"
#include "state/past.h"
#include "state/query.h"
#include "state/schema.h"

/* --- version 1, as it was ------------------------------------------------------------------ */

#define IN_FORCE                                                                                                       \
	"series INTEGER NOT NULL REFERENCES series, since INTEGER NOT NULL REFERENCES run, until INTEGER REFERENCES "  \
	"run, sum INTEGER NOT NULL"

static const char version_1[] =
	"PRAGMA application_id = 0x687A6C64; PRAGMA user_version = 1; BEGIN;"
	"CREATE TABLE series (id INTEGER PRIMARY KEY, profile TEXT NOT NULL UNIQUE, sum INTEGER NOT NULL) STRICT;"
	"CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL REFERENCES series,"
	"  state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'failed')), began INTEGER NOT NULL, ended INTEGER,"
	"  command TEXT NOT NULL, version TEXT NOT NULL, profile_sha256 TEXT NOT NULL,"
	"  inputs INTEGER, records INTEGER, findings INTEGER, pairs INTEGER, rulings INTEGER, sum INTEGER) STRICT;"
	"CREATE TABLE answer (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, parts INTEGER NOT NULL,"
	"  made INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
	"CREATE TABLE answer_part (answer INTEGER NOT NULL REFERENCES answer ON DELETE CASCADE, part INTEGER NOT NULL,"
	"  bytes BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (answer, part)) STRICT;"
	"CREATE TABLE input (id INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL,"
	"  reason TEXT NOT NULL, superseded TEXT NOT NULL, file TEXT NOT NULL, bytes INTEGER NOT NULL,"
	"  rows_read INTEGER NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX input_now ON input (series) WHERE until IS NULL;"
	"CREATE TABLE record (id INTEGER PRIMARY KEY, region TEXT NOT NULL, project_key TEXT NOT NULL,"
	"  applicant_key TEXT NOT NULL, status TEXT NOT NULL, held_by TEXT NOT NULL, fields TEXT NOT NULL,"
	"  project TEXT NOT NULL, applicant TEXT NOT NULL, places TEXT NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX record_now ON record (series) WHERE until IS NULL;"
	"CREATE TABLE finding (id INTEGER PRIMARY KEY, rule TEXT NOT NULL, say TEXT NOT NULL, region TEXT NOT NULL,"
	"  about TEXT NOT NULL, others TEXT NOT NULL, severity TEXT NOT NULL, args TEXT NOT NULL, path TEXT NOT NULL,"
	"  sheet TEXT NOT NULL, row_number INTEGER NOT NULL, col_number INTEGER NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX finding_now ON finding (series) WHERE until IS NULL;"
	"CREATE TABLE pair (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL,"
	"  ruling TEXT NOT NULL, score TEXT NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX pair_now ON pair (series) WHERE until IS NULL;"
	"CREATE TABLE ruling (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, word TEXT NOT NULL,"
	"  a_region TEXT NOT NULL, a_project TEXT NOT NULL, a_applicant TEXT NOT NULL, b_region TEXT NOT NULL,"
	"  b_project TEXT NOT NULL, b_applicant TEXT NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX ruling_now ON ruling (series) WHERE until IS NULL; COMMIT;";

static const char rows_1[] =
	"BEGIN;"
	"INSERT INTO series VALUES (1, 'guangdong-2020-971', sum_of('1', 'guangdong-2020-971'));"
	/* Two nights: a record changed in the second. A run that failed, and one that was cut off. */
	"INSERT INTO run VALUES (1, 1, 'done', 1600000000, 1600000009, 'merge', '0.0', '00', 1, 1, 0, 1, 0,"
	"  sum_of(1, 1, 'done', 1, 1, 0, 1, 0));"
	"INSERT INTO run VALUES (2, 1, 'done', 1600086400, 1600086409, 'check', '0.0', '00', 1, 1, 0, 1, 0,"
	"  sum_of(2, 1, 'done', 1, 1, 0, 1, 0));"
	"INSERT INTO run VALUES (3, 1, 'failed', 1600172800, 1600172809, 'merge', '0.0', '00', NULL, NULL, NULL, NULL,"
	"  NULL, sum_of(3, 1, 'failed', '', '', '', '', ''));"
	"INSERT INTO run VALUES (4, 1, 'begun', 1600259200, NULL, 'merge', '0.0', '00', NULL, NULL, NULL, NULL, NULL, "
	"NULL);"
	"INSERT INTO input VALUES (1, '广州市/汇总.csv', 'ab', 'read', '', '', '00ff', 12, 1, 1, 1, NULL,"
	"  sum_of('广州市/汇总.csv', 'ab', 'read', '', '', '00ff', 12, 1));"
	"INSERT INTO record VALUES (1, '广州市', '甲项目', '甲', 'merged', '', 'old', '甲 项目', '甲', 'p', 1, 1, 2,"
	"  sum_of('广州市', '甲项目', '甲', 'merged', '', 'old', '甲 项目', '甲', 'p'));"
	"INSERT INTO record VALUES (2, '广州市', '甲项目', '甲', 'merged', '', 'new', '甲 项目', '甲', 'p', 1, 2, NULL,"
	"  sum_of('广州市', '甲项目', '甲', 'merged', '', 'new', '甲 项目', '甲', 'p'));"
	"INSERT INTO pair VALUES (1, 'a', 'b', 'likely', '', '0.9', 1, 1, NULL, sum_of('a', 'b', 'likely', '', '0.9'));"
	"COMMIT;";

/* The sum over texts that version 1 used, and all since. */
static void sum_of(sqlite3_context *context, int count, sqlite3_value **value)
{
	uint64_t sum = 0;

	for (int i = 0; i < count; i++)
		sum = query_add_to_sum(sum, str_from((const char *)sqlite3_value_text(value[i])));
	sqlite3_result_int64(context, query_stored_sum(sum));
}

static void make(const char *path, const char *also)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_create_function(db, "sum_of", -1, SQLITE_UTF8, NULL, sum_of, NULL, NULL);
	assert_int_equal(sqlite3_exec(db, version_1, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, rows_1, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, also, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int64_t number_in(const char *path, const char *query)
{
	sqlite3_stmt *statement;
	sqlite3 *db;
	int64_t number;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, query, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

/* --- becoming one of this version -------------------------------------------------------------- */

static const struct ledger_run this_run = { STR_INIT("guangdong-2020-971"), STR_INIT("00"), STR_INIT("merge"),
					    1600345600 };

static void test_holds_what_it_held(void **state)
{
	struct ledger_trouble why = { 0 };
	struct arena arena = { 0 };
	struct night before = { 0 };
	const struct str *column;
	struct ledger *ledger;
	int64_t since = 0;

	(void)state;
	make("ledger", "");
	ledger = ledger_open("ledger", &why);
	assert_non_null(ledger);
	assert_true(ledger_begin(ledger, &this_run));
	assert_int_equal(ledger->number, 5);
	assert_int_equal(ledger_broken_off(ledger), 4);
	assert_true(night_store_previous(ledger, &arena, NULL, &before, &since));
	assert_int_equal(since, 2);
	assert_int_equal(before.rows[NIGHT_INPUT].count, 1);
	assert_int_equal(before.rows[NIGHT_RECORD].count, 1);
	column = before.rows[NIGHT_RECORD].item[0].column;
	assert_true(str_eq(column[RECORD_FIELDS], STR("new")) && column[RECORD_SHEET].len == 0);
	assert_true(night_store_put(ledger, &before, &before, change_find(&arena, &before, &before, since)));
	assert_true(ledger_stage(ledger, 1600345601) && ledger_commit(ledger));
	ledger_close(ledger);
	assert_int_equal(number_in("ledger", "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(number_in("ledger", "SELECT count(*) FROM record"), 2);
	/* And again, as any. */
	ledger = ledger_open("ledger", &why);
	assert_non_null(ledger);
	assert_true(ledger_begin(ledger, &this_run));
	ledger_close(ledger);
	night_release(&before);
	arena_release(&arena);
}

/* What cannot become one of this version stays as it is, to the byte. */
static void test_refused_as_it_is(void **state)
{
	static const struct {
		const char *name, *also;
		enum say say;
	} cases[] = {
		{ "a record's text is not its sum's", "UPDATE record SET project = 'x' WHERE id = 1",
		  SAY_TROUBLE_STATE_DAMAGED },
		{ "a run's counts are not its sum's", "UPDATE run SET records = 7 WHERE id = 2",
		  SAY_TROUBLE_STATE_DAMAGED },
		{ "a table is there that the last step makes", "CREATE TABLE forgotten (a)", SAY_TROUBLE_STATE },
		{ "of a newer version", "PRAGMA user_version = 77", SAY_TROUBLE_STATE_NEWER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct file_content before, after;
		struct ledger_trouble why = { 0 };

		unlink("ledger");
		make("ledger", cases[i].also);
		assert_true(file_load("ledger", true, &before));
		assert_null(ledger_open("ledger", &why));
		if (why.say != cases[i].say)
			print_error("%s: %.*s\n", cases[i].name, STR_ARG(diag_say_name(why.say)));
		assert_int_equal(why.say, cases[i].say);
		assert_true(file_load("ledger", true, &after));
		assert_int_equal(after.bytes.len, before.bytes.len);
		assert_memory_equal(after.bytes.data, before.bytes.data, before.bytes.len);
		assert_int_equal(access("ledger-journal", F_OK), -1);
		file_unload(&before);
		file_unload(&after);
	}
}

/* Who only looks finds it as one of this version, and the file stays what it is. */
static void test_read_only(void **state)
{
	struct file_content before, after;
	struct ledger_trouble why = { 0 };
	struct arena arena = { 0 };
	struct ledger *ledger;
	struct past past;

	(void)state;
	make("ledger", "");
	assert_true(file_load("ledger", true, &before));
	ledger = ledger_open_read("ledger", &why);
	assert_non_null(ledger);
	assert_true(past_open(&past, ledger, &arena));
	assert_int_equal(past.runs.count, 4);
	assert_int_equal(past.runs.item[1].count[NIGHT_RECORD], 1);
	assert_true(ledger_unchanged(ledger));
	past_release(&past);
	ledger_close(ledger);
	assert_true(file_load("ledger", true, &after));
	assert_int_equal(after.bytes.len, before.bytes.len);
	assert_memory_equal(after.bytes.data, before.bytes.data, before.bytes.len);
	file_unload(&before);
	file_unload(&after);
	arena_release(&arena);
	/* And a row that is damaged is so there, too. */
	unlink("ledger");
	make("ledger", "UPDATE record SET project = 'x' WHERE id = 1");
	assert_null(ledger_open_read("ledger", &why));
	assert_int_equal(why.say, SAY_TROUBLE_STATE_DAMAGED);
}

/* In a child: 0 it is of this version, 1 it could not be. */
static int open_limited(rlim_t most)
{
	struct ledger_trouble why = { 0 };
	struct ledger *ledger;
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ most, most });
		ledger = ledger_open("ledger", &why);
		ledger_close(ledger);
		_exit(ledger ? 0 : why.say == SAY_TROUBLE_STATE ? 1 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* No room, at whichever step: it is of version 1 and whole. */
static void test_full(void **state)
{
	static const char also[] =
		"WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
		"INSERT INTO record SELECT i, '广州市', 'p' || i, '甲', 'merged', '', 'f', '', '',"
		"  'q', 1, 1, 2, sum_of('广州市', 'p' || i, '甲', 'merged', '', 'f', '', '', 'q') FROM n";
	int last = 1, refused = 0;

	(void)state;
	make("ledger", also);
	for (rlim_t most = 512; last == 1; most += 4096 + 512) {
		assert_true(most < 64 << 20);
		last = open_limited(most);
		assert_in_range(last, 0, 1);
		refused += last;
		if (last == 1) {
			assert_int_equal(number_in("ledger", "PRAGMA user_version"), 1);
			assert_int_equal(number_in("ledger", "SELECT count(*) FROM record"), 400);
		}
	}
	assert_in_range(refused, 3, 10000);
	assert_int_equal(number_in("ledger", "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(number_in("ledger", "SELECT count(*) FROM record"), 400);
}

/* An empty one and one that was made of version 1 have the same tables. */
static void test_same_tables(void **state)
{
	static const char names[] =
		"SELECT sum(length(name) * (1 + rowid)) FROM (SELECT row_number() OVER (ORDER BY m.name,"
		" c.cid) AS rowid, m.name || c.name || c.type AS name FROM sqlite_schema m,"
		" pragma_table_info(m.name) c)";
	struct ledger_trouble why = { 0 };

	(void)state;
	make("old", "");
	ledger_close(ledger_open("old", &why));
	ledger_close(ledger_open("new", &why));
	assert_int_equal(number_in("old", names), number_in("new", names));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_holds_what_it_held, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_refused_as_it_is, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_read_only, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_full, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_same_tables, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
