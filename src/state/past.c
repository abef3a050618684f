#include "state/past.h"

#include <stdlib.h>

#include "state/change.h"
#include "state/query.h"

/* --- runs ------------------------------------------------------------------------- */

static bool read_series(struct past *past)
{
	struct query query = query_begin_once(past->ledger, "SELECT sum, id, profile FROM series ORDER BY id");

	while (query_next(&query)) {
		struct past_series *series = LIST_ADD(&past->series);

		(void)query_get_text(&query, 1);
		series->id = query_get_number(&query, 1);
		series->profile = arena_copy(past->arena, query_get_text(&query, 2));
		if (!query_sum(&query, 0))
			break;
	}
	query_end(&query);
	return ledger_ok(past->ledger);
}

static void note_forgotten(struct past *past, int64_t series, int64_t before)
{
	for (size_t i = 0; i < past->series.count; i++)
		if (past->series.item[i].id == series && past->series.item[i].forgotten < before)
			past->series.item[i].forgotten = before;
}

static bool read_forgotten(struct past *past)
{
	struct query query = query_begin_once(past->ledger, "SELECT sum, series, before FROM forgotten");

	while (query_next(&query)) {
		(void)query_get_text(&query, 1);
		(void)query_get_text(&query, 2);
		if (!query_sum(&query, 0))
			break;
		note_forgotten(past, query_get_number(&query, 1), query_get_number(&query, 2));
	}
	query_end(&query);
	return ledger_ok(past->ledger);
}

/* As in ledger.c, whose sum it is. */
enum { RUN_ID = 1, RUN_SERIES, RUN_STATE, RUN_BEGAN, RUN_ENDED, RUN_COMMAND, RUN_COUNTS };

static struct query select_runs(struct ledger *ledger)
{
	struct buf text = { 0 };
	struct query query;

	buf_add(&text, STR("SELECT sum, id, series, state, began, ended, command"));
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		buf_printf(&text, ", %s", night_shapes[kind].counted);
	buf_printf(&text, " FROM run ORDER BY id%c", 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

static bool take_run(struct query *query, struct arena *arena, struct past_run *run)
{
	run->number = query_get_number(query, RUN_ID);
	run->series = query_get_number(query, RUN_SERIES);
	run->began = query_get_number(query, RUN_BEGAN);
	run->ended = query_get_number(query, RUN_ENDED);
	for (int i = RUN_ID; i < RUN_COUNTS + NIGHT_KINDS; i++) {
		struct str text = query_get_text(query, i);

		if (i == RUN_STATE)
			run->state = arena_copy(arena, text);
		else if (i == RUN_COMMAND)
			run->command = arena_copy(arena, text);
	}
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		run->count[kind] = query_get_number(query, RUN_COUNTS + kind);
	return str_eq(run->state, STR("begun")) || query_sum(query, 0);
}

static bool read_runs(struct past *past)
{
	struct query query = select_runs(past->ledger);

	while (query_next(&query) && take_run(&query, past->arena, LIST_ADD(&past->runs)))
		;
	query_end(&query);
	return ledger_ok(past->ledger);
}

bool past_open(struct past *past, struct ledger *ledger, struct arena *arena)
{
	*past = (struct past){ .ledger = ledger, .arena = arena };
	return read_series(past) && read_forgotten(past) && read_runs(past);
}

void past_release(struct past *past)
{
	free(past->series.item);
	free(past->runs.item);
	*past = (struct past){ 0 };
}

/* --- rows ------------------------------------------------------------------------- */

enum { ROW_ID = 1, ROW_SINCE, ROW_UNTIL, ROW_COLUMNS };

static struct query select_rows(struct ledger *ledger, enum night_kind kind, const char *also)
{
	const struct night_shape *shape = &night_shapes[kind];
	struct buf text = { 0 };
	struct query query;

	buf_add(&text, STR("SELECT sum, id, since, until"));
	for (uint32_t i = 0; i < shape->count; i++)
		buf_printf(&text, ", %s", shape->column[i]);
	buf_printf(&text, " FROM %s WHERE series = ?1%s ORDER BY id%c", shape->table, also, 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

static void keep_row(struct past *past, const struct query *query, enum night_kind kind, const struct str *column,
		     struct past_rows *rows)
{
	struct past_row *row = LIST_ADD(&rows->of[kind]);
	uint32_t count = night_shapes[kind].count;

	row->since = query_get_number(query, ROW_SINCE);
	row->until = query_get_number(query, ROW_UNTIL);
	row->row.id = query_get_number(query, ROW_ID);
	row->row.column = ARENA_ARRAY(past->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		row->row.column[i] = arena_copy(past->arena, column[i]);
}

static bool take_rows(struct past *past, struct query *query, enum night_kind kind, past_filter *filter, void *user,
		      struct past_rows *rows)
{
	struct str column[NIGHT_COLUMNS];

	while (query_next(query)) {
		for (uint32_t i = 0; i < night_shapes[kind].count; i++)
			column[i] = query_get_text(query, ROW_COLUMNS + (int)i);
		if (!query_sum(query, 0))
			break;
		if (!filter || filter(user, column))
			keep_row(past, query, kind, column, rows);
	}
	query_end(query);
	return ledger_ok(past->ledger);
}

bool past_read(struct past *past, int64_t series, enum night_kind kind, past_filter *filter, void *user,
	       struct past_rows *rows)
{
	struct query query = select_rows(past->ledger, kind, "");

	query_number(&query, series);
	return take_rows(past, &query, kind, filter, user, rows);
}

bool past_read_night(struct past *past, int64_t series, enum night_kind kind, int64_t night, struct past_rows *rows)
{
	struct query query = select_rows(past->ledger, kind, " AND since <= ?2 AND (until IS NULL OR until > ?2)");

	query_number(&query, series);
	query_number(&query, night);
	return take_rows(past, &query, kind, NULL, NULL, rows);
}

static bool kind_of(struct str table, enum night_kind *kind)
{
	for (*kind = 0; *kind < NIGHT_KINDS; (*kind)++)
		if (str_eq(table, str_from(night_shapes[*kind].table)))
			return true;
	return false;
}

bool past_read_unseen(struct past *past, int64_t series, struct past_rows *rows)
{
	struct query query = query_begin_once(past->ledger, "SELECT sum, kind, row_id, since, until FROM unseen"
							    " WHERE series = ? ORDER BY id");

	query_number(&query, series);
	while (query_next(&query)) {
		struct past_unseen *unseen = LIST_ADD(&rows->unseen);

		if (!kind_of(query_get_text(&query, 1), &unseen->kind))
			query_damage(past->ledger, "a kind of row that is none");
		(void)query_get_text(&query, 2);
		if (!query_sum(&query, 0))
			break;
		unseen->row = query_get_number(&query, 2);
		unseen->since = query_get_number(&query, 3);
		unseen->until = query_get_number(&query, 4);
	}
	query_end(&query);
	return ledger_ok(past->ledger);
}

void past_rows_release(struct past_rows *rows)
{
	for (int kind = 0; kind < NIGHT_KINDS; kind++) {
		free(rows->of[kind].item);
		free(rows->ended[kind].item);
	}
	free(rows->unseen.item);
	*rows = (struct past_rows){ 0 };
}

bool past_is_unseen(const struct past_rows *rows, enum night_kind kind, int64_t row, int64_t night)
{
	for (size_t i = 0; i < rows->unseen.count; i++) {
		const struct past_unseen *unseen = &rows->unseen.item[i];

		if (unseen->kind == kind && unseen->row == row && unseen->since <= night &&
		    (!unseen->until || unseen->until > night))
			return true;
	}
	return false;
}

/* --- what changed ------------------------------------------------------------------- */

/* By the night in which they ended, and as they stand in the ledger. */
static int compare_ended(const void *left, const void *right)
{
	const struct past_row *a = *(const struct past_row *const *)left, *b = *(const struct past_row *const *)right;
	int order = (a->until > b->until) - (a->until < b->until);

	return order ? order : (a->row.id > b->row.id) - (a->row.id < b->row.id);
}

static void sort_ended(struct past_rows *rows, enum night_kind kind)
{
	rows->sorted[kind] = rows->of[kind].count;
	rows->ended[kind].count = 0;
	for (size_t i = 0; i < rows->of[kind].count; i++)
		if (rows->of[kind].item[i].until)
			*LIST_ADD(&rows->ended[kind]) = &rows->of[kind].item[i];
	if (rows->ended[kind].count)
		qsort(rows->ended[kind].item, rows->ended[kind].count, sizeof(*rows->ended[kind].item), compare_ended);
}

/* The first that ended in this night or later. */
static size_t first_ended(const struct past_rows *rows, enum night_kind kind, int64_t night)
{
	size_t from = 0, to = rows->ended[kind].count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (rows->ended[kind].item[middle]->until < night)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The same of what began: rows are stored night by night, and their order is that. */
static size_t first_begun(const struct past_rows *rows, enum night_kind kind, int64_t night)
{
	size_t from = 0, to = rows->of[kind].count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (rows->of[kind].item[middle].since < night)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void collect(struct arena *arena, const struct past_rows *rows, enum night_kind kind, int64_t night,
		    struct night *before, struct night *after)
{
	size_t ended = first_ended(rows, kind, night), ended_to = first_ended(rows, kind, night + 1);
	size_t begun = first_begun(rows, kind, night), begun_to = first_begun(rows, kind, night + 1);

	before->rows[kind].item = ARENA_ARRAY(arena, struct night_row, ended_to - ended);
	after->rows[kind].item = ARENA_ARRAY(arena, struct night_row, begun_to - begun);
	for (size_t i = ended; i < ended_to; i++)
		before->rows[kind].item[before->rows[kind].count++] = rows->ended[kind].item[i]->row;
	for (size_t i = begun; i < begun_to; i++)
		after->rows[kind].item[after->rows[kind].count++] = rows->of[kind].item[i].row;
}

const struct changes *past_changes(struct arena *arena, struct past_rows *rows, int64_t night)
{
	struct night before = { 0 }, after = { 0 }; /* their rows are the arena's */

	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++) {
		if (rows->sorted[kind] != rows->of[kind].count)
			sort_ended(rows, kind);
		collect(arena, rows, kind, night, &before, &after);
	}
	return change_find(arena, &before, &after, 0);
}
