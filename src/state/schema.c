#include "state/schema.h"

#include <stdio.h>

#include "state/query.h"

/*
 * A row of a kind of model/night.h is in force from the night `since` on up to, without, the night `until`; in force
 * now where that is NULL. So a night in which nothing changes adds nothing, and every night can be told again.
 */
#define IN_FORCE                                                                                                       \
	"series INTEGER NOT NULL REFERENCES series, since INTEGER NOT NULL REFERENCES run, until INTEGER REFERENCES "  \
	"run, sum INTEGER NOT NULL"

static const char *const steps[SCHEMA_VERSION] = {
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
	"CREATE INDEX ruling_now ON ruling (series) WHERE until IS NULL;",

	"ALTER TABLE run ADD COLUMN selections INTEGER; ALTER TABLE run ADD COLUMN ticks INTEGER;"
	"CREATE TABLE selection (id INTEGER PRIMARY KEY, key TEXT NOT NULL, marks INTEGER NOT NULL,"
	"  written TEXT NOT NULL, region TEXT NOT NULL, project TEXT NOT NULL, applicant TEXT NOT NULL, " IN_FORCE
	") STRICT;"
	"CREATE INDEX selection_now ON selection (series) WHERE until IS NULL;"
	"CREATE TABLE tick (id INTEGER PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL, item TEXT NOT NULL,"
	"  remark INTEGER NOT NULL, region TEXT NOT NULL, project TEXT NOT NULL, applicant TEXT NOT NULL, " IN_FORCE
	") STRICT;"
	"CREATE INDEX tick_now ON tick (series) WHERE until IS NULL;"
	"ALTER TABLE run ADD COLUMN forms INTEGER;"
	"ALTER TABLE input ADD COLUMN stamp TEXT;" /* in no sum: a turned bit makes it one that fits no file */
	/* Sums of rows that have more columns now are made anew, each only where the old one is right. */
	"UPDATE run SET sum = resum(sum, 8, id, series, state, inputs, records, findings, pairs, rulings, 14, id,"
	"  series, state, began, ended, command, inputs, records, findings, pairs, rulings, selections, ticks, forms)"
	"  WHERE state <> 'begun';"
	"ALTER TABLE record ADD COLUMN first_sheet TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE record ADD COLUMN folded_into TEXT NOT NULL DEFAULT '';"
	"UPDATE record SET sum = resum(sum, 9, region, project_key, applicant_key, status, held_by, fields, project,"
	"  applicant, places, 11, region, project_key, applicant_key, status, held_by, fields, project, applicant,"
	"  places, first_sheet, folded_into);"
	"CREATE TABLE form (id INTEGER PRIMARY KEY, title TEXT NOT NULL, office TEXT NOT NULL, "
	"  column_list TEXT NOT NULL, note TEXT NOT NULL, " IN_FORCE ") STRICT;"
	"CREATE INDEX form_now ON form (series) WHERE until IS NULL;"
	"CREATE TABLE unseen (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, row_id INTEGER NOT NULL, " IN_FORCE
	") STRICT;"
	"CREATE INDEX unseen_now ON unseen (series) WHERE until IS NULL;"
	"CREATE TABLE forgotten (id INTEGER PRIMARY KEY, clock INTEGER NOT NULL, "
	"  series INTEGER NOT NULL REFERENCES series, before INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT;",
};

/* --- sums --------------------------------------------------------------------------- */

static uint64_t sum_of(int count, sqlite3_value **value)
{
	uint64_t sum = 0;

	for (int i = 0; i < count; i++) {
		const char *text = (const char *)sqlite3_value_text(value[i]);

		sum = query_add_to_sum(sum,
				       text ? (struct str){ text, (size_t)sqlite3_value_bytes(value[i]) } : STR(""));
	}
	return sum;
}

/* resum(sum, N, N columns, M, M columns): the sum of the M, where the first one is that of the N; else damage. */
static void resum(sqlite3_context *context, int count, sqlite3_value **value)
{
	int old = count > 2 ? sqlite3_value_int(value[1]) : 0;
	int now = old > 0 && count > old + 2 ? sqlite3_value_int(value[old + 2]) : 0;

	if (now <= 0 || count != old + now + 3)
		sqlite3_result_error_code(context, SQLITE_MISUSE);
	else if (sqlite3_value_int64(value[0]) != query_stored_sum(sum_of(old, value + 2)))
		sqlite3_result_error_code(context, SQLITE_CORRUPT);
	else
		sqlite3_result_int64(context, query_stored_sum(sum_of(now, value + old + 3)));
}

/* --- all of it ------------------------------------------------------------------------ */

static bool mark(struct ledger *ledger)
{
	char marks[128];

	snprintf(marks, sizeof(marks), "PRAGMA application_id = %d; PRAGMA user_version = %d", SCHEMA_APPLICATION,
		 SCHEMA_VERSION);
	return query_run(ledger, marks);
}

bool schema_touch(struct ledger *ledger)
{
	return mark(ledger);
}

static void add_functions(sqlite3 *database)
{
	sqlite3_create_function_v2(database, "resum", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, resum, NULL, NULL,
				   NULL);
}

/* --- is it what we made? ----------------------------------------------------------------- */

/* An empty ledger of that version, in memory. */
static sqlite3 *make_model(struct ledger *ledger, int64_t version)
{
	sqlite3 *model = NULL;
	int code = sqlite3_open_v2(":memory:", &model, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	add_functions(model);
	for (int64_t i = 0; code == SQLITE_OK && i < version; i++)
		code = sqlite3_exec(model, steps[i], NULL, NULL, NULL);
	if (code == SQLITE_OK)
		return model;
	sqlite3_close(model);
	query_trouble(ledger, code);
	return NULL;
}

static void check_one(struct ledger *ledger, const char *name, const char *text)
{
	struct query query = query_begin_once(ledger, "SELECT 1 FROM sqlite_schema WHERE name = ? AND sql = ?");

	query_text(&query, str_from(name));
	query_text(&query, str_from(text));
	if (!query_next(&query) && query_ok(ledger)) {
		char what[64];

		snprintf(what, sizeof(what), "%s is not as it was made", name);
		query_damage(ledger, what);
	}
	query_end(&query);
}

/* What each table is stands in the file as text, in which a turned bit is another column's name. */
static bool check(struct ledger *ledger, int64_t version)
{
	sqlite3 *model = make_model(ledger, version);
	sqlite3_stmt *made = NULL;
	int code;

	if (!model)
		return false;
	code = sqlite3_prepare_v2(model, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &made, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(made);
		if (code == SQLITE_ROW)
			check_one(ledger, (const char *)sqlite3_column_text(made, 0),
				  (const char *)sqlite3_column_text(made, 1));
	}
	if (code != SQLITE_DONE)
		query_trouble(ledger, code);
	sqlite3_finalize(made);
	sqlite3_close(model);
	return query_ok(ledger);
}

bool schema_update(struct ledger *ledger, int64_t version)
{
	if (version > 0 && !check(ledger, version))
		return false;
	if (version == SCHEMA_VERSION)
		return true;
	add_functions(ledger->db);
	query_run(ledger, "BEGIN EXCLUSIVE");
	for (int64_t i = version; i < SCHEMA_VERSION; i++)
		query_run(ledger, steps[i]);
	mark(ledger);
	if (query_run(ledger, "COMMIT"))
		return true;
	sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}
