#include "model/ticks.h"

#include <stdlib.h>

#include "base/file.h"
#include "model/ruled.h"
#include "text/key.h"

#define NONE UINT32_MAX

/* A row's key holds two line feeds. */
static struct str key_of(struct arena *arena, struct str row_key, struct str item, bool is_remark)
{
	struct str text = key_lossless(arena, item);

	return arena_printf(arena, "%.*s\n%.*s\n%d", STR_ARG(row_key), STR_ARG(text), is_remark);
}

struct str ticks_key_named(struct arena *arena, struct str name)
{
	struct ruling_side side = { .region = name };

	ruled_settle(arena, &side);
	return side.key;
}

struct str ticks_key(struct arena *arena, const struct run *run, const struct record *record)
{
	return ruled_key(arena, run, record);
}

void ticks_add(struct run *run, const struct tick *read)
{
	struct tick *tick = LIST_ADD(&run->ticks);

	*tick = *read;
	ruled_settle(&run->arena, &tick->row);
	tick->key = key_of(&run->arena, tick->row.key, tick->item, tick->is_remark);
}

static int compare_texts(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

struct str ticks_sha256(struct arena *arena, const struct run *run)
{
	struct arena scratch = { 0 };
	struct str *line = ARENA_ARRAY(&scratch, struct str, run->ticks.count);
	struct buf text = { 0 };
	struct str sum;

	for (size_t i = 0; i < run->ticks.count; i++)
		line[i] = arena_printf(&scratch, "%.*s\n%.*s\n", STR_ARG(run->ticks.item[i].key),
				       STR_ARG(run->ticks.item[i].text));
	if (run->ticks.count)
		qsort(line, run->ticks.count, sizeof(*line), compare_texts);
	for (size_t i = 0; i < run->ticks.count; i++)
		buf_add(&text, line[i]);
	sum = file_sha256(arena, (struct bytes){ (const uint8_t *)text.data, text.len });
	buf_release(&text);
	arena_release(&scratch);
	return sum;
}

void ticks_begin(struct ticks *ticks, const struct run *run, struct arena *arena)
{
	uint32_t count = (uint32_t)run->ticks.count;

	*ticks = (struct ticks){ .run = run, .arena = arena };
	ticks->next = ARENA_ARRAY(arena, uint32_t, count);
	ticks->placed = ARENA_ARRAY(arena, bool, count);
	ticks->answer = ARENA_ARRAY(arena, enum ticks_answer, count);
	for (uint32_t i = count; i-- > 0;) {
		bool added;
		uint32_t *first = map_put(&ticks->by_key, run->ticks.item[i].key, i, &added);

		ticks->next[i] = added ? NONE : *first;
		*first = i;
	}
}

void ticks_count_row(struct ticks *ticks, struct str row_key)
{
	if (ticks->run->ticks.count)
		++*map_put(&ticks->rows_of, row_key, 0, NULL);
}

/* One, where there is one row; else as many as there are rows, and all alike. */
static bool is_certain(const struct ticks *ticks, uint32_t first, struct str row_key)
{
	const struct tick *tick = ticks->run->ticks.item;
	const uint32_t *rows = map_find(&ticks->rows_of, row_key);
	uint32_t count = 0;

	for (uint32_t i = first; i != NONE; i = ticks->next[i], count++)
		if (!str_eq(tick[first].text, tick[i].text))
			return false;
	return rows && count >= *rows;
}

/* Once for all rows that say the same. */
static void settle(struct ticks *ticks, uint32_t first, struct str row_key)
{
	bool certain = is_certain(ticks, first, row_key);

	ticks->answer[first] = certain ? TICKS_CERTAIN : TICKS_UNCERTAIN;
	for (uint32_t i = first; certain && i != NONE; i = ticks->next[i])
		ticks->placed[i] = true;
}

struct str ticks_find(struct ticks *ticks, struct str row_key, struct str item, bool is_remark)
{
	const uint32_t *first;

	if (ticks->run->ticks.count == 0)
		return STR("");
	first = map_find(&ticks->by_key, key_of(ticks->arena, row_key, item, is_remark));
	if (!first)
		return STR("");
	if (ticks->answer[*first] == TICKS_UNASKED)
		settle(ticks, *first, row_key);
	return ticks->answer[*first] == TICKS_CERTAIN ? ticks->run->ticks.item[*first].text : STR("");
}

void ticks_end(struct ticks *ticks)
{
	map_release(&ticks->by_key);
	map_release(&ticks->rows_of);
}
