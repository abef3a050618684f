#include "state/night_store.h"

#include "base/map.h"
#include "state/query.h"

/* --- statements of a kind --------------------------------------------------------- */

static void add_columns(struct buf *text, const struct night_shape *shape, const char *between, const char *behind)
{
	for (uint32_t i = 0; i < shape->count; i++)
		buf_printf(text, "%s%s%s", i ? between : "", shape->column[i], behind);
}

static struct query select_now(struct ledger *ledger, const struct night_shape *shape)
{
	struct buf text = { 0 };
	struct query query;

	buf_add(&text, STR("SELECT id, sum, "));
	add_columns(&text, shape, ", ", "");
	buf_printf(&text, " FROM %s WHERE series = ?1 AND until IS NULL ORDER BY id%c", shape->table, 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

static struct query insert(struct ledger *ledger, const struct night_shape *shape)
{
	struct buf text = { 0 };
	struct query query;

	buf_printf(&text, "INSERT INTO %s (", shape->table);
	add_columns(&text, shape, ", ", "");
	buf_add(&text, STR(", sum, series, since) VALUES ("));
	for (uint32_t i = 0; i < shape->count; i++)
		buf_add(&text, STR("?, "));
	buf_printf(&text, "?, ?, ?)%c", 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

static struct query end_of(struct ledger *ledger, const struct night_shape *shape)
{
	char text[96];

	snprintf(text, sizeof(text), "UPDATE %s SET until = ? WHERE id = ?", shape->table);
	return query_begin_once(ledger, text);
}

/* --- reading ---------------------------------------------------------------------- */

/* Rows of the night that is to be stored, by the sums that they have there: what has not changed borrows from them. */
struct twins {
	uint32_t count;
	const struct night_row *row;
	size_t room;
	uint32_t *at; /* place in row + 1; 0: free */
};

static int64_t sum_of(const struct str *column, uint32_t count)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum = query_add_to_sum(sum, column[i]);
	return query_stored_sum(sum);
}

static struct twins twins_of(struct arena *arena, const struct night *after, enum night_kind kind)
{
	struct twins twins = { .count = after ? (uint32_t)after->rows[kind].count : 0, .room = 1 };

	if (twins.count == 0)
		return twins;
	twins.row = after->rows[kind].item;
	while (twins.room < 2 * (size_t)twins.count)
		twins.room *= 2;
	twins.at = ARENA_ARRAY(arena, uint32_t, twins.room);
	for (uint32_t i = 0; i < twins.count; i++) {
		size_t at = (size_t)sum_of(twins.row[i].column, night_shapes[kind].count) & (twins.room - 1);

		while (twins.at[at])
			at = (at + 1) & (twins.room - 1);
		twins.at[at] = i + 1;
	}
	return twins;
}

static bool same_columns(const struct str *a, const struct str *b, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

static struct str *twin_of(const struct twins *twins, const struct str *column, uint32_t count)
{
	size_t at = twins->count ? (size_t)sum_of(column, count) & (twins->room - 1) : 0;

	for (; twins->count && twins->at[at]; at = (at + 1) & (twins->room - 1))
		if (same_columns(twins->row[twins->at[at] - 1].column, column, 0, count))
			return twins->row[twins->at[at] - 1].column;
	return NULL;
}

static bool take_row(struct query *query, struct arena *arena, struct night *night, enum night_kind kind,
		     const struct twins *twins)
{
	struct night_row *row = LIST_ADD(&night->rows[kind]);
	uint32_t count = night_shapes[kind].count;
	struct str column[NIGHT_COLUMNS];

	row->id = query_get_number(query, 0);
	for (uint32_t i = 0; i < count; i++)
		column[i] = query_get_text(query, 2 + (int)i);
	row->column = twin_of(twins, column, count);
	if (!row->column) {
		row->column = ARENA_ARRAY(arena, struct str, count);
		for (uint32_t i = 0; i < count; i++)
			row->column[i] = column[i].len ? arena_copy(arena, column[i]) : STR("");
	}
	return query_sum(query, 1);
}

static bool read_kind(struct ledger *ledger, struct arena *arena, struct night *night, enum night_kind kind,
		      const struct night *after)
{
	struct query query = select_now(ledger, &night_shapes[kind]);
	struct arena moment = { 0 };
	struct twins twins = twins_of(&moment, after, kind);

	query_number(&query, ledger->series);
	while (query_next(&query) && take_row(&query, arena, night, kind, &twins))
		;
	query_end(&query);
	arena_release(&moment);
	return ledger_ok(ledger);
}

bool night_store_answers(struct ledger *ledger, struct arena *arena, struct night *night)
{
	static const enum night_kind answers[] = { NIGHT_RULING, NIGHT_SELECTION, NIGHT_TICK };

	for (size_t i = 0; i < ARRAY_COUNT(answers); i++)
		read_kind(ledger, arena, night, answers[i], NULL);
	return ledger_ok(ledger);
}

/* So many rows of each kind. */
struct counts {
	int64_t of[NIGHT_KINDS], all;
};

/* A row that a turned bit has put out of force would look like one that nobody had seen before. */
static bool check_counts(struct ledger *ledger, const struct counts *counts, const struct query *query)
{
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		if (query_get_number(query, 1 + kind) != counts->of[kind])
			return query_damage(ledger, "there are not as many rows as the last run left");
	return true;
}

static struct query select_last(struct ledger *ledger)
{
	struct buf text = { 0 };
	struct query query;

	buf_add(&text, STR("SELECT id"));
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		buf_printf(&text, ", %s", night_shapes[kind].counted);
	buf_printf(&text, " FROM run WHERE series = ? AND state = 'done' ORDER BY id DESC LIMIT 1%c", 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

/* The last run's number, 0 where there is none. */
static int64_t take_last(struct ledger *ledger, const struct counts *counts)
{
	struct query query = select_last(ledger);
	int64_t last = 0;

	query_number(&query, ledger->series);
	if (query_next(&query)) {
		last = query_get_number(&query, 0);
		check_counts(ledger, counts, &query);
	} else if (counts->all) {
		query_damage(ledger, "there are rows of no run");
	}
	query_end(&query);
	return last;
}

bool night_store_previous(struct ledger *ledger, struct arena *arena, const struct night *after, struct night *night,
			  int64_t *since)
{
	struct counts counts = { .all = 0 };

	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++) {
		read_kind(ledger, arena, night, kind, after);
		counts.of[kind] = (int64_t)night->rows[kind].count;
		counts.all += counts.of[kind];
	}
	*since = take_last(ledger, &counts);
	return ledger_ok(ledger);
}

static int64_t check_kind(struct ledger *ledger, enum night_kind kind)
{
	struct query query = select_now(ledger, &night_shapes[kind]);
	int64_t count = 0;

	query_number(&query, ledger->series);
	for (bool whole = true; whole && query_next(&query); count++) {
		for (uint32_t i = 0; i < night_shapes[kind].count; i++)
			(void)query_get_text(&query, 2 + (int)i);
		whole = query_sum(&query, 1);
	}
	query_end(&query);
	return count;
}

bool night_store_check(struct ledger *ledger)
{
	struct counts counts = { .all = 0 };

	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++) {
		counts.of[kind] = check_kind(ledger, kind);
		counts.all += counts.of[kind];
	}
	take_last(ledger, &counts);
	return ledger_ok(ledger);
}

/* --- writing ---------------------------------------------------------------------- */

struct store {
	struct ledger *ledger;
	const struct night_shape *shape;
	struct query insert, end;
	int64_t in_force; /* so many rows, once all is done */
};

static void put_row(struct store *store, const struct night_row *row)
{
	for (uint32_t i = 0; i < store->shape->count; i++)
		query_text(&store->insert, row->column[i]);
	query_bind_sum(&store->insert);
	query_number(&store->insert, store->ledger->series);
	query_number(&store->insert, store->ledger->number);
	query_do(&store->insert);
	store->in_force++;
}

static void end_row(struct store *store, const struct night_row *row)
{
	query_number(&store->end, store->ledger->number);
	query_number(&store->end, row->id);
	query_do(&store->end);
	store->in_force--;
}

static void put_change(struct store *store, const struct change *change)
{
	if (change->kind == CHANGE_UNSEEN)
		return;
	if (change->before)
		end_row(store, change->before);
	if (change->after)
		put_row(store, change->after);
}

/*
 * Where it stands is no change of the thing itself; but an old night is told with the places that it had. So the
 * row ends, and one begins with the same content.
 */
static void move_row(struct store *store, const struct night_row *before, const struct night_row *after)
{
	if (before->column == after->column || !same_columns(before->column, after->column, 0, store->shape->content) ||
	    same_columns(before->column, after->column, store->shape->content, store->shape->count))
		return;
	end_row(store, before);
	put_row(store, after);
}

static void put_kind(struct store *store, const struct night *before, const struct night *after,
		     const struct changes *changes, enum night_kind kind)
{
	const uint32_t *match = changes->of[kind].match;

	store->shape = &night_shapes[kind];
	store->insert = insert(store->ledger, store->shape);
	store->end = end_of(store->ledger, store->shape);
	store->in_force = (int64_t)before->rows[kind].count;
	for (uint32_t i = 0; i < changes->of[kind].count; i++)
		put_change(store, &changes->of[kind].item[i]);
	for (uint32_t i = 0; i < after->rows[kind].count; i++)
		if (match[i])
			move_row(store, &before->rows[kind].item[match[i] - 1], &after->rows[kind].item[i]);
	query_end(&store->insert);
	query_end(&store->end);
}

/* --- what was out of sight ------------------------------------------------------------ */

static struct str unseen_name(struct arena *arena, const char *table, int64_t row)
{
	return arena_printf(arena, "%s %lld", table, (long long)row);
}

/* What could not be looked at this time: its name, and by it whether it was so before. */
static void list_unseen(struct arena *arena, const struct changes *changes, enum night_kind kind, struct map *now)
{
	for (uint32_t i = 0; i < changes->of[kind].count; i++) {
		const struct change *change = &changes->of[kind].item[i];

		if (change->kind == CHANGE_UNSEEN && change->before)
			map_put(now, unseen_name(arena, night_shapes[kind].table, change->before->id), 0, NULL);
	}
}

/* What is in sight again ends. */
static void end_unseen(struct ledger *ledger, struct arena *arena, struct map *now)
{
	struct query query = query_begin_once(ledger, "SELECT sum, kind, row_id, id FROM unseen WHERE series = ? AND"
						      " until IS NULL");
	struct query end = query_begin_once(ledger, "UPDATE unseen SET until = ? WHERE id = ?");

	query_number(&query, ledger->series);
	while (query_next(&query)) {
		struct str table = arena_copy(arena, query_get_text(&query, 1)); /* with a NUL behind it */
		struct str name = unseen_name(arena, table.data, query_get_number(&query, 2));

		(void)query_get_text(&query, 2);
		if (!query_sum(&query, 0))
			break;
		if (map_find(now, name)) {
			*map_put(now, name, 0, NULL) = 1;
			continue;
		}
		query_number(&end, ledger->number);
		query_number(&end, query_get_number(&query, 3));
		query_do(&end);
	}
	query_end(&end);
	query_end(&query);
}

static void begin_unseen(struct ledger *ledger, struct arena *arena, const struct changes *changes,
			 enum night_kind kind, const struct map *now)
{
	struct query query =
		query_begin(ledger, "INSERT INTO unseen (kind, row_id, sum, series, since) VALUES (?, ?, ?, ?, ?)");

	for (uint32_t i = 0; i < changes->of[kind].count; i++) {
		const struct change *change = &changes->of[kind].item[i];
		struct str row;

		if (change->kind != CHANGE_UNSEEN || !change->before ||
		    *map_find(now, unseen_name(arena, night_shapes[kind].table, change->before->id)))
			continue;
		row = arena_printf(arena, "%lld", (long long)change->before->id);
		query_text(&query, str_from(night_shapes[kind].table));
		query_text(&query, row);
		query_bind_sum(&query);
		query_number(&query, ledger->series);
		query_number(&query, ledger->number);
		query_do(&query);
	}
	query_end(&query);
}

/* What is out of sight stays in force as it was known; that it was not seen is known of it, too. */
static void put_unseen(struct ledger *ledger, const struct changes *changes)
{
	struct arena moment = { 0 };
	struct map now = { 0 };

	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
		list_unseen(&moment, changes, kind, &now);
	end_unseen(ledger, &moment, &now);
	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
		begin_unseen(ledger, &moment, changes, kind, &now);
	map_release(&now);
	arena_release(&moment);
}

static struct query update_counts(struct ledger *ledger)
{
	struct buf text = { 0 };
	struct query query;

	buf_add(&text, STR("UPDATE run SET "));
	for (int kind = 0; kind < NIGHT_KINDS; kind++)
		buf_printf(&text, "%s%s = ?", kind ? ", " : "", night_shapes[kind].counted);
	buf_printf(&text, " WHERE id = ?%c", 0);
	query = query_begin_once(ledger, text.data);
	buf_release(&text);
	return query;
}

bool night_store_put(struct ledger *ledger, const struct night *before, const struct night *after,
		     const struct changes *changes)
{
	struct store store = { .ledger = ledger };
	struct query counts = update_counts(ledger);

	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++) {
		put_kind(&store, before, after, changes, kind);
		query_number(&counts, store.in_force);
	}
	query_number(&counts, ledger->number);
	query_do(&counts);
	query_end(&counts);
	put_unseen(ledger, changes);
	return ledger_ok(ledger);
}
