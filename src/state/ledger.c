#include "state/ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/apart.h"
#include "base/cleanup.h"
#include "state/ledger_file.h"
#include "state/query.h"
#include "state/schema.h"

/* Somebody may be looking into the ledger: so long is waited. A second run says so within a second. */
enum { WAIT_MS = 400 };

/* --- trouble ------------------------------------------------------------------------ */

bool ledger_ok(const struct ledger *ledger)
{
	return query_ok(ledger);
}

const struct ledger_trouble *ledger_why(const struct ledger *ledger)
{
	return &ledger->why;
}

/* --- SQLite --------------------------------------------------------------------------- */

static const char settings[] =
	"PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
	"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
	"PRAGMA temp_store = MEMORY;" /* no file beside ours and its journal */
	"PRAGMA cache_size = -8192";  /* KiB; more than that goes to the disk before the end, under the journal */

/* Pages that SQLite keeps: no worker that is forked meanwhile needs them. Settled once in a process. */
static void keep_pages_apart(void)
{
	enum { PAGE = 4096, PAGES = 2048 }; /* a cache of 8 MiB, below */
	int head = 0;
	size_t size;
	void *room;

	sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, &head);
	size = (size_t)(PAGE + head + 7) / 8 * 8;
	room = mmap(NULL, size * PAGES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		return; /* then they lie where everything does */
	if (sqlite3_config(SQLITE_CONFIG_PAGECACHE, room, (int)size, PAGES) == SQLITE_OK)
		apart_hide(room, size * PAGES);
	else
		munmap(room, size * PAGES);
}

static bool open_database(struct ledger *ledger)
{
	int code;

	keep_pages_apart();
	code = sqlite3_open_v2(ledger->path, &ledger->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (code != SQLITE_OK)
		return query_trouble(ledger, code);
	sqlite3_busy_timeout(ledger->db, WAIT_MS);
	return query_run(ledger, settings);
}

/* Every page is one of a table's or index's, in its order, and they agree: 0.14 s for 50 MB. */
static bool check_pages(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "PRAGMA integrity_check(1)");

	if (query_next(&query)) {
		struct str said = query_get_text(&query, 0);

		if (!str_eq(said, STR("ok")))
			query_damage(ledger, said.data);
	}
	query_end(&query);
	return ledger_ok(ledger);
}

static int64_t user_version(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "PRAGMA user_version");
	int64_t version = query_next(&query) ? query_get_number(&query, 0) : 0;

	query_end(&query);
	return version;
}

static bool open_tables(struct ledger *ledger, bool fresh)
{
	int64_t version;

	if (!fresh && !check_pages(ledger))
		return false;
	version = user_version(ledger);
	return ledger_ok(ledger) && schema_update(ledger, version);
}

struct ledger *ledger_open(const char *path, struct ledger_trouble *why)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));
	bool fresh;

	if (!ledger)
		cleanup_no_memory();
	ledger->lock = -1;
	if (ledger_file_open(ledger, path) && ledger_file_check(ledger, &fresh) && open_database(ledger) &&
	    open_tables(ledger, fresh))
		return ledger;
	*why = ledger->why;
	ledger_close(ledger);
	return NULL;
}

/* --- reading only --------------------------------------------------------------------- */

/* As the next run would find it: whoever may write plays the journal back, as any that opens the ledger. */
static bool settle_journal(struct ledger *ledger)
{
	struct ledger_trouble why = { 0 };
	struct ledger *writing;

	if (!ledger_file_has_hot_journal(ledger))
		return true;
	writing = access(ledger->path, W_OK) == 0 ? ledger_open(ledger->path, &why) : NULL;
	ledger_close(writing);
	if (ledger_file_is_held(ledger) || why.say == SAY_TROUBLE_STATE_BUSY)
		return query_refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, "");
	if (!writing && why.say == SAY_TROUBLE_STATE_DAMAGED)
		return query_refuse(ledger, why.say, why.detail);
	if (!writing)
		return query_refuse(ledger, SAY_TROUBLE_STATE_JOURNAL, "");
	return fstat(ledger->lock, &ledger->seen) == 0 || query_refuse(ledger, SAY_TROUBLE_STATE, strerror(errno));
}

/* A name for SQLite that says that nobody writes: it takes no lock then and looks for no journal. (SQLite URI) */
static char *quiet_name(const char *path)
{
	struct buf name = { 0 };

	buf_add(&name, STR("file:"));
	for (; *path; path++)
		if ((*path >= '0' && *path <= '9') || (*path >= 'A' && *path <= 'Z') ||
		    (*path >= 'a' && *path <= 'z') || *path == '/')
			buf_add_char(&name, *path);
		else
			buf_printf(&name, "%%%02X", (unsigned)(unsigned char)*path);
	buf_printf(&name, "?immutable=1%c", 0);
	return name.data;
}

static const char quiet_settings[] = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
				     "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384";

static bool open_quietly(struct ledger *ledger)
{
	char *name = quiet_name(ledger->path);
	int code = sqlite3_open_v2(name, &ledger->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
				   NULL);

	free(name);
	if (code != SQLITE_OK)
		return query_trouble(ledger, code);
	return query_run(ledger, quiet_settings);
}

/* An older one in memory: there it can become one of this version, and its file stays as it is. */
static bool copy_to_memory(struct ledger *ledger)
{
	sqlite3 *file = ledger->db, *memory = NULL;
	sqlite3_backup *backup;
	int code = sqlite3_open_v2(":memory:", &memory, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	ledger->db = memory;
	backup = code == SQLITE_OK ? sqlite3_backup_init(memory, "main", file, "main") : NULL;
	if (backup)
		code = sqlite3_backup_step(backup, -1);
	sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE)
		query_trouble(ledger, code == SQLITE_OK ? SQLITE_ERROR : code);
	sqlite3_close(file);
	return query_run(ledger, quiet_settings);
}

static bool read_tables(struct ledger *ledger)
{
	int64_t version = user_version(ledger);

	if (!ledger_ok(ledger) || version == SCHEMA_VERSION)
		return ledger_ok(ledger);
	return copy_to_memory(ledger) && schema_update(ledger, version);
}

struct ledger *ledger_open_read(const char *path, struct ledger_trouble *why)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));
	bool fresh;

	if (!ledger)
		cleanup_no_memory();
	ledger->lock = -1;
	if (ledger_file_look(ledger, path) && settle_journal(ledger) && ledger_file_check(ledger, &fresh) &&
	    open_quietly(ledger) && read_tables(ledger))
		return ledger;
	*why = ledger->why;
	ledger_close(ledger);
	return NULL;
}

bool ledger_unchanged(struct ledger *ledger)
{
	/* What looked like damage was that somebody wrote. */
	return ledger_file_is_as_seen(ledger) || query_refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, "");
}

/* --- its end ---------------------------------------------------------------------------- */

/* What is not committed is taken back. After a failed write SQLite leaves that to whoever reads next. */
static void play_back(struct ledger *ledger)
{
	if (!sqlite3_get_autocommit(ledger->db))
		sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(ledger->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
}

void ledger_close(struct ledger *ledger)
{
	if (!ledger)
		return;
	if (ledger->number && !ledger_ok(ledger))
		play_back(ledger);
	for (size_t i = 0; i < LEDGER_STATEMENTS; i++)
		sqlite3_finalize(ledger->kept[i].statement);
	sqlite3_close(ledger->db);
	if (ledger->lock >= 0)
		close(ledger->lock); /* behind SQLite, whose own locks would go with it */
	buf_release(&ledger->answer.bytes);
	free(ledger->path);
	free(ledger);
}

/* --- a run ---------------------------------------------------------------------------- */

static void add_series(struct ledger *ledger, int64_t id, struct str profile)
{
	struct query query = query_begin_once(ledger, "INSERT INTO series (id, profile, sum) VALUES (?, ?, ?)");
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)id);
	query_text(&query, str_from(digits));
	query_text(&query, profile);
	query_bind_sum(&query);
	if (query_do(&query))
		ledger->series = id;
	query_end(&query);
}

/* All are looked at: one of which a bit is turned would look like another profile's. */
static void find_series(struct ledger *ledger, struct str profile)
{
	struct query query = query_begin_once(ledger, "SELECT sum, id, profile FROM series ORDER BY id");
	int64_t last = 0;

	while (query_next(&query)) {
		(void)query_get_text(&query, 1);
		last = query_get_number(&query, 1);
		if (str_eq(query_get_text(&query, 2), profile))
			ledger->series = last;
		if (!query_sum(&query, 0))
			break;
	}
	query_end(&query);
	if (!ledger->series)
		add_series(ledger, last + 1, profile);
}

#define RUN_SUMMED                                                                                                     \
	"sum, id, series, state, began, ended, command, inputs, records, findings, pairs, rulings, selections, "       \
	"ticks, forms FROM run"

static void take_run(struct query *query)
{
	int columns = sqlite3_column_count(query->statement);

	for (int i = 1; i < columns; i++)
		(void)query_get_text(query, i);
}

static bool check_runs(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "SELECT " RUN_SUMMED " WHERE state <> 'begun'");
	bool ok = true;

	while (ok && query_next(&query)) {
		take_run(&query);
		ok = query_sum(&query, 0);
	}
	query_end(&query);
	return ledger_ok(ledger);
}

/* A run that has ended is not changed any more. */
static void sign_run(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "SELECT " RUN_SUMMED " WHERE id = ?");
	struct query sign = query_begin_once(ledger, "UPDATE run SET sum = ? WHERE id = ?");

	query_number(&query, ledger->number);
	if (query_next(&query)) {
		take_run(&query);
		sign.sum = query.sum;
	}
	query_end(&query);
	query_bind_sum(&sign);
	query_number(&sign, ledger->number);
	query_do(&sign);
	query_end(&sign);
}

static void find_broken_off(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "SELECT id FROM run WHERE id = (SELECT max(id) FROM run)"
						      " AND state = 'begun'");

	if (query_next(&query))
		ledger->broken_off = query_get_number(&query, 0);
	query_end(&query);
}

static void add_run(struct ledger *ledger, const struct ledger_run *run)
{
	struct query query = query_begin_once(ledger, "INSERT INTO run (series, state, began, command, version,"
						      " profile_sha256) VALUES (?, 'begun', ?, ?, ?, ?)");

	query_number(&query, ledger->series);
	query_number(&query, run->clock);
	query_text(&query, run->command);
	query_text(&query, STR(HUIZONG_VERSION));
	query_text(&query, run->profile_sha256);
	if (query_do(&query))
		ledger->number = sqlite3_last_insert_rowid(ledger->db);
	query_end(&query);
}

bool ledger_enter(struct ledger *ledger, struct str profile)
{
	/* No other program may hold the file when it comes to the end. */
	query_run(ledger, "BEGIN EXCLUSIVE");
	check_runs(ledger);
	answer_check(ledger);
	find_broken_off(ledger);
	find_series(ledger, profile);
	return ledger_ok(ledger);
}

bool ledger_begin(struct ledger *ledger, const struct ledger_run *run)
{
	if (!ledger->series)
		ledger_enter(ledger, run->profile);
	add_run(ledger, run);
	query_run(ledger, "COMMIT; BEGIN EXCLUSIVE");
	ledger->in_night = ledger_ok(ledger);
	return ledger->in_night;
}

bool ledger_was_empty(const struct ledger *ledger)
{
	return ledger->was_empty;
}

int64_t ledger_broken_off(const struct ledger *ledger)
{
	return ledger->broken_off;
}

static void end_run(struct ledger *ledger, struct str state, int64_t clock)
{
	struct query query = query_begin(ledger, "UPDATE run SET state = ?, ended = ? WHERE id = ?");

	query_text(&query, state);
	query_number(&query, clock);
	query_number(&query, ledger->number);
	query_do(&query);
	query_end(&query);
	sign_run(ledger);
}

/* Answers that the last run of no profile has used. */
static void drop_old_answers(struct ledger *ledger)
{
	struct query query = query_begin(ledger, "DELETE FROM answer WHERE used < (SELECT min(last) FROM"
						 " (SELECT max(id) AS last FROM run WHERE state = 'done' OR id = ?"
						 " GROUP BY series))");

	query_number(&query, ledger->number);
	query_do(&query);
	query_end(&query);
}

/*
 * Behind this the end needs no room on the disk: every page that it touches is in the journal already, the first one,
 * too, in which it counts.
 */
bool ledger_stage(struct ledger *ledger, int64_t clock)
{
	int code;

	answer_drop(ledger);
	drop_old_answers(ledger);
	end_run(ledger, STR("done"), clock);
	schema_touch(ledger);
	if (!ledger_ok(ledger))
		return false;
	code = sqlite3_db_cacheflush(ledger->db);
	return code == SQLITE_OK || query_trouble(ledger, code);
}

/*
 * The journal was removed and its folder could not be flushed: SQLite calls that a failure, but the night is what the
 * file says. A power cut may bring back the one before, and the next run compares with that, as behind step 4.
 */
static bool is_in_force(struct ledger *ledger)
{
	struct ledger_trouble why = ledger->why;
	struct query query;

	if (!sqlite3_get_autocommit(ledger->db))
		return false; /* what is read then is what was to be written */
	ledger->why.say = SAY_NOTHING;
	query = query_begin_once(ledger, "SELECT id FROM run WHERE id = ? AND state = 'done'");
	query_number(&query, ledger->number);
	ledger->unflushed = query_next(&query);
	query_end(&query);
	if (!ledger->unflushed)
		ledger->why = why;
	return ledger->unflushed;
}

bool ledger_commit(struct ledger *ledger)
{
	if (ledger_ok(ledger) && (query_run(ledger, "COMMIT") || is_in_force(ledger)))
		ledger->in_night = false;
	return ledger_ok(ledger);
}

bool ledger_is_flushed(const struct ledger *ledger)
{
	return !ledger->unflushed;
}

void ledger_fail(struct ledger *ledger, int64_t clock)
{
	struct ledger_trouble why = ledger->why;

	if (!ledger->in_night)
		return;
	ledger->is_ending = true;
	ledger->in_night = false;
	play_back(ledger);
	if (why.say != SAY_TROUBLE_STATE_DAMAGED) {
		ledger->why.say = SAY_NOTHING;	      /* there may be room for so much by now */
		query_run(ledger, "BEGIN IMMEDIATE"); /* its state and its sum together, or it would look damaged */
		end_run(ledger, STR("failed"), clock);
		query_run(ledger, "COMMIT");
	}
	if (why.say != SAY_NOTHING)
		ledger->why = why;
}
