#include "state/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/apart.h"
#include "base/cleanup.h"
#include "state/query.h"
#include "state/schema.h"

/*
 * SQLite locks bytes behind the first gigabyte and no other; this one no file is long enough to have. (SQLite
 * File Locking, PENDING_BYTE)
 */
static const off_t LOCK_BYTE = (off_t)1 << 62;

/* Somebody may be looking into the ledger: so long is waited. A second run says so within a second. */
enum { WAIT_MS = 400 };

/* --- trouble ------------------------------------------------------------------------ */

bool ledger_ok(const struct ledger *ledger)
{
	return ledger->why.say == SAY_NOTHING;
}

const struct ledger_trouble *ledger_why(const struct ledger *ledger)
{
	return &ledger->why;
}

static bool refuse(struct ledger *ledger, enum say say, const char *detail)
{
	ledger->why.say = say;
	snprintf(ledger->why.detail, sizeof(ledger->why.detail), "%s", detail);
	return false;
}

static bool refuse_errno(struct ledger *ledger)
{
	return refuse(ledger, SAY_TROUBLE_STATE, strerror(errno));
}

/* --- the file ------------------------------------------------------------------------ */

/* A path from the root on: SQLite takes no such one for a name of its own (":memory:", "file:…"). */
static char *place_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real = realpath(path, NULL), *folder, *named, *place = NULL;

	if (real || errno != ENOENT || !*path || (slash && !slash[1]))
		return real;
	named = slash ? strndup(path, (size_t)(slash + 1 - path)) : strdup(".");
	folder = named ? realpath(named, NULL) : NULL;
	if (folder && asprintf(&place, "%s/%s", folder, slash ? slash + 1 : path) < 0)
		place = NULL;
	free(folder);
	free(named);
	return place;
}

static bool open_file(struct ledger *ledger, const char *path)
{
	struct stat st;

	ledger->path = place_of(path);
	if (!ledger->path)
		return refuse_errno(ledger);
	if (stat(ledger->path, &st) == 0 && !S_ISREG(st.st_mode))
		return refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	ledger->lock = open(ledger->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
	return ledger->lock >= 0 || refuse_errno(ledger);
}

/* What a killed run has forked may outlive it by a moment, and hold the lock as long. */
enum { LOCK_WAIT_MS = 200, LOCK_TICK_MS = 10 };

static bool take_lock(struct ledger *ledger)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1 };

	for (int waited = 0; fcntl(ledger->lock, F_OFD_SETLK, &lock) != 0; waited += LOCK_TICK_MS) {
		if (errno != EAGAIN && errno != EACCES)
			return refuse_errno(ledger);
		if (waited >= LOCK_WAIT_MS)
			return refuse(ledger, SAY_TROUBLE_STATE_BUSY, "");
		poll(NULL, 0, LOCK_TICK_MS);
	}
	return true;
}

/* --- its first bytes, before SQLite touches it (SQLite Database File Format, 1.3) ----- */

enum { HEADER = 100, PAGE_SIZE_AT = 16, PAGE_COUNT_AT = 28, VERSION_AT = 60, APPLICATION_AT = 68 };

static uint32_t big_u16(const unsigned char *at)
{
	return (uint32_t)(at[0] << 8 | at[1]);
}

static uint32_t big_u32(const unsigned char *at)
{
	return big_u16(at) << 16 | big_u16(at + 2);
}

/* A run that was cut off: the file is not as it will be once its journal is played back. */
static bool has_journal(const struct ledger *ledger)
{
	char *name;
	bool has;

	if (asprintf(&name, "%s-journal", ledger->path) < 0)
		cleanup_no_memory();
	has = access(name, F_OK) == 0;
	free(name);
	return has;
}

static bool check_size(struct ledger *ledger, const unsigned char *header, off_t size)
{
	uint64_t page = big_u16(header + PAGE_SIZE_AT) == 1 ? 65536 : big_u16(header + PAGE_SIZE_AT);

	if ((uint64_t)size >= page * big_u32(header + PAGE_COUNT_AT) || has_journal(ledger))
		return true;
	return refuse(ledger, SAY_TROUBLE_STATE_DAMAGED, "cut short");
}

static bool check_header(struct ledger *ledger, bool *fresh)
{
	unsigned char header[HEADER] = { 0 };
	struct stat st;
	ssize_t got = pread(ledger->lock, header, sizeof(header), 0);
	char numbers[64];

	if (got < 0 || fstat(ledger->lock, &st) != 0)
		return refuse_errno(ledger);
	*fresh = st.st_size == 0;
	if (*fresh)
		return true;
	if (got < HEADER || memcmp(header, "SQLite format 3", 16) != 0 ||
	    big_u32(header + APPLICATION_AT) != SCHEMA_APPLICATION)
		return refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	snprintf(numbers, sizeof(numbers), "%u", (unsigned)big_u32(header + VERSION_AT));
	if (big_u32(header + VERSION_AT) > SCHEMA_VERSION)
		return refuse(ledger, SAY_TROUBLE_STATE_NEWER, numbers);
	return check_size(ledger, header, st.st_size);
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
	if (open_file(ledger, path) && take_lock(ledger) && check_header(ledger, &fresh) && open_database(ledger) &&
	    open_tables(ledger, fresh))
		return ledger;
	*why = ledger->why;
	ledger_close(ledger);
	return NULL;
}

/* --- reading only --------------------------------------------------------------------- */

static bool is_held(const struct ledger *ledger)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1 };

	return fcntl(ledger->lock, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static bool look_at_file(struct ledger *ledger, const char *path)
{
	ledger->path = realpath(path, NULL);
	if (!ledger->path || stat(ledger->path, &ledger->seen) != 0)
		return refuse_errno(ledger);
	if (!S_ISREG(ledger->seen.st_mode))
		return refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	ledger->lock = open(ledger->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (ledger->lock < 0 || fstat(ledger->lock, &ledger->seen) != 0)
		return refuse_errno(ledger);
	return !is_held(ledger) || refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, "");
}

/* A journal whose first byte is not zero belongs to a transaction without an end. (SQLite File Locking, 4.0) */
static bool has_hot_journal(const struct ledger *ledger)
{
	bool hot = false;
	char *name;
	char first;
	int fd;

	if (asprintf(&name, "%s-journal", ledger->path) < 0)
		cleanup_no_memory();
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0) {
		hot = read(fd, &first, 1) == 1 && first;
		close(fd);
	} else {
		hot = errno != ENOENT;
	}
	free(name);
	return hot;
}

/* As the next run would find it: whoever may write plays the journal back, as any that opens the ledger. */
static bool settle_journal(struct ledger *ledger)
{
	struct ledger_trouble why = { 0 };
	struct ledger *writing;

	if (!has_hot_journal(ledger))
		return true;
	writing = access(ledger->path, W_OK) == 0 ? ledger_open(ledger->path, &why) : NULL;
	ledger_close(writing);
	if (is_held(ledger) || why.say == SAY_TROUBLE_STATE_BUSY)
		return refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, "");
	if (!writing && why.say == SAY_TROUBLE_STATE_DAMAGED)
		return refuse(ledger, why.say, why.detail);
	if (!writing)
		return refuse(ledger, SAY_TROUBLE_STATE_JOURNAL, "");
	return fstat(ledger->lock, &ledger->seen) == 0 || refuse_errno(ledger);
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
	if (look_at_file(ledger, path) && settle_journal(ledger) && check_header(ledger, &fresh) &&
	    open_quietly(ledger) && read_tables(ledger))
		return ledger;
	*why = ledger->why;
	ledger_close(ledger);
	return NULL;
}

bool ledger_unchanged(struct ledger *ledger)
{
	struct stat now;

	if (!is_held(ledger) && !has_hot_journal(ledger) && stat(ledger->path, &now) == 0 &&
	    now.st_ino == ledger->seen.st_ino && now.st_dev == ledger->seen.st_dev &&
	    now.st_size == ledger->seen.st_size && now.st_mtim.tv_sec == ledger->seen.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == ledger->seen.st_mtim.tv_nsec)
		return true;
	return refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, ""); /* what looked like damage was that */
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

int64_t ledger_number(const struct ledger *ledger)
{
	return ledger->number;
}

int64_t ledger_since(const struct ledger *ledger)
{
	return ledger->since;
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

bool ledger_commit(struct ledger *ledger)
{
	if (query_run(ledger, "COMMIT"))
		ledger->in_night = false;
	return ledger_ok(ledger);
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
		ledger->why.say = SAY_NOTHING; /* there may be room for so much by now */
		end_run(ledger, STR("failed"), clock);
	}
	if (why.say != SAY_NOTHING)
		ledger->why = why;
}
