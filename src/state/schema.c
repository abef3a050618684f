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

	/* The counts of a run of version 1 stay NULL: its sum is over the others (take_run). */
	"ALTER TABLE run ADD COLUMN selections INTEGER; ALTER TABLE run ADD COLUMN ticks INTEGER;"
	"CREATE TABLE selection (id INTEGER PRIMARY KEY, key TEXT NOT NULL, marks INTEGER NOT NULL,"
	"  written TEXT NOT NULL, region TEXT NOT NULL, project TEXT NOT NULL, applicant TEXT NOT NULL, " IN_FORCE
	") STRICT;"
	"CREATE INDEX selection_now ON selection (series) WHERE until IS NULL;"
	"CREATE TABLE tick (id INTEGER PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL, item TEXT NOT NULL,"
	"  remark INTEGER NOT NULL, region TEXT NOT NULL, project TEXT NOT NULL, applicant TEXT NOT NULL, " IN_FORCE
	") STRICT;"
	"CREATE INDEX tick_now ON tick (series) WHERE until IS NULL;",
};

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

bool schema_update(struct ledger *ledger, int64_t version)
{
	if (version == SCHEMA_VERSION)
		return true;
	query_run(ledger, "BEGIN IMMEDIATE");
	for (int64_t i = version; i < SCHEMA_VERSION; i++)
		query_run(ledger, steps[i]);
	mark(ledger);
	return query_run(ledger, "COMMIT");
}
