#include "state/prune.h"

#include <stdio.h>
#include <sys/stat.h>

#include "state/past.h"
#include "state/query.h"

/* --- what is kept ------------------------------------------------------------------- */

/* The number of the first run that is kept: behind the last one that is old, as are all before it. */
static int64_t first_kept(const struct past *past, int64_t keep, int64_t now)
{
	const struct past_run *run = past->runs.item;
	size_t count = past->runs.count, first = 0;
	int64_t from = count && run[count - 1].began < now ? run[count - 1].began : now;

	for (size_t i = 0; i < count && (run[i].began > now || run[i].began < from - keep); i++)
		if (run[i].began <= now)
			first = i + 1;
	if (first == count && first)
		first--;
	return count ? run[first].number : 0;
}

/* Of a series, its last night stays whatever its age. */
static int64_t first_of_series(const struct past *past, int64_t series, int64_t first)
{
	int64_t last = first;

	for (size_t i = 0; i < past->runs.count; i++)
		if (past->runs.item[i].series == series && str_eq(past->runs.item[i].state, STR("done")))
			last = past->runs.item[i].number;
	return last < first ? last : first;
}

/* --- deleting -------------------------------------------------------------------------- */

/* How many rows that deletes. */
static int64_t delete_rows(struct ledger *ledger, const char *text, int64_t a, int64_t b)
{
	struct query query = query_begin_once(ledger, text);
	bool ok;

	query_number(&query, a);
	if (b)
		query_number(&query, b);
	ok = query_do(&query);
	query_end(&query);
	return ok ? sqlite3_changes64(ledger->db) : 0;
}

/* What ended in the first night that is kept is needed to tell what changed in it. */
static int64_t delete_ended(struct ledger *ledger, const char *table, int64_t series, int64_t first)
{
	char text[96];

	snprintf(text, sizeof(text), "DELETE FROM %s WHERE until < ?1 AND series = ?2", table);
	return delete_rows(ledger, text, first, series);
}

/* Runs that no row names any more, but for the last of all, whose number the next one goes on from. */
static int64_t delete_runs(struct ledger *ledger, int64_t series, int64_t first)
{
	struct buf text = { 0 };
	int64_t count;

	buf_add(&text, STR("DELETE FROM run WHERE id < ?1 AND series = ?2 AND id <> (SELECT max(id) FROM run)"
			   " AND id NOT IN (SELECT since FROM unseen UNION SELECT until FROM unseen WHERE until"));
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		buf_printf(&text, " UNION SELECT since FROM %s UNION SELECT until FROM %s WHERE until",
			   night_shapes[kind].table, night_shapes[kind].table);
	buf_printf(&text, ")%c", 0);
	count = delete_rows(ledger, text.data, first, series);
	buf_release(&text);
	return count;
}

/* Nights before this one can no more be told: some of what was in them is gone. */
static void note_forgotten(struct ledger *ledger, int64_t series, int64_t first, int64_t now)
{
	struct query query = query_begin_once(ledger, "INSERT INTO forgotten (series, before, sum, clock)"
						      " VALUES (?, ?, ?, ?)");
	char digits[2][24];

	delete_rows(ledger, "DELETE FROM forgotten WHERE before < ?1 AND series = ?2", first, series);
	snprintf(digits[0], sizeof(digits[0]), "%lld", (long long)series);
	snprintf(digits[1], sizeof(digits[1]), "%lld", (long long)first);
	query_text(&query, str_from(digits[0]));
	query_text(&query, str_from(digits[1]));
	query_bind_sum(&query);
	query_number(&query, now);
	query_do(&query);
	query_end(&query);
}

static bool has_before(const struct past *past, const struct past_series *series, int64_t first)
{
	for (size_t i = 0; i < past->runs.count; i++)
		if (past->runs.item[i].series == series->id && past->runs.item[i].number < first)
			return series->forgotten < first;
	return false;
}

static void prune_series(struct past *past, const struct past_series *series, int64_t now, struct prune_result *result)
{
	int64_t first = first_of_series(past, series->id, result->first);

	if (!has_before(past, series, first))
		return;
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		result->rows += delete_ended(past->ledger, night_shapes[kind].table, series->id, first);
	delete_ended(past->ledger, "unseen", series->id, first);
	result->runs += delete_runs(past->ledger, series->id, first);
	note_forgotten(past->ledger, series->id, first, now);
}

/* While it deletes SQLite would look through all tables for each run; this looks once. */
static bool check_references(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "PRAGMA foreign_key_check");
	bool sound = !query_next(&query);

	query_end(&query);
	return ledger_ok(ledger) && (sound || query_damage(ledger, "a row names a run that is not there"));
}

static bool forget(struct ledger *ledger, int64_t keep, int64_t now, struct prune_result *result)
{
	struct arena arena = { 0 };
	struct past past;
	bool ok = past_open(&past, ledger, &arena);

	result->first = first_kept(&past, keep, now);
	for (size_t i = 0; ok && i < past.series.count; i++)
		prune_series(&past, &past.series.item[i], now, result);
	delete_rows(ledger, "DELETE FROM answer_part WHERE answer IN (SELECT id FROM answer WHERE used < ?1)",
		    result->first, 0);
	result->answers = delete_rows(ledger, "DELETE FROM answer WHERE used < ?1", result->first, 0);
	ok = check_references(ledger);
	past_release(&past);
	arena_release(&arena);
	return ok;
}

/* --- all ---------------------------------------------------------------------------------- */

static int64_t size_of(const struct ledger *ledger)
{
	struct stat st;

	return fstat(ledger->lock, &st) == 0 ? (int64_t)st.st_size : 0;
}

static int64_t free_pages(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "PRAGMA freelist_count");
	int64_t count = query_next(&query) ? query_get_number(&query, 0) : 0;

	query_end(&query);
	return count;
}

/* Written anew into a file that has no name (a large ledger has no room in memory), and from there back under a
 * journal. */
static void shrink(struct ledger *ledger, struct prune_result *result)
{
	if (free_pages(ledger) > 0)
		result->is_tight = sqlite3_exec(ledger->db, "PRAGMA temp_store = FILE; VACUUM", NULL, NULL, NULL) !=
				   SQLITE_OK;
}

bool prune_ledger(struct ledger *ledger, int64_t keep, int64_t now, struct prune_result *result)
{
	*result = (struct prune_result){ .bytes_before = size_of(ledger) };
	query_run(ledger, "PRAGMA foreign_keys = OFF; BEGIN EXCLUSIVE");
	if (ledger_ok(ledger) && forget(ledger, keep, now, result) && query_run(ledger, "COMMIT")) {
		shrink(ledger, result);
		result->bytes_after = size_of(ledger);
		return true;
	}
	sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}
