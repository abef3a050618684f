#include "model/arrange.h"

struct by_path {
	struct str path;
	uint32_t index; /* as they were */
};

/* Where each of them goes, by where it was. */
struct moves {
	struct arena arena;
	const uint32_t *source, *table;
};

static int compare_paths(const void *a, const void *b)
{
	const struct by_path *left = a, *right = b;
	int order = str_cmp(left->path, right->path);

	return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* NULL where all are in their places, as without archives they are. */
static const uint32_t *new_places(struct arena *arena, const struct run *run)
{
	uint32_t count = (uint32_t)run->sources.count;
	struct by_path *sorted = ARENA_ARRAY(arena, struct by_path, count);
	uint32_t *to = ARENA_ARRAY(arena, uint32_t, count);
	bool moved = false;

	for (uint32_t i = 0; i < count; i++)
		sorted[i] = (struct by_path){ run->sources.item[i].path, i };
	if (count)
		qsort(sorted, count, sizeof(*sorted), compare_paths);
	for (uint32_t i = 0; i < count; i++) {
		to[sorted[i].index] = i;
		moved = moved || sorted[i].index != i;
	}
	return moved ? to : NULL;
}

/* Where elements go that are put into the order of their sources, those of one staying as they are. */
static uint32_t *follow(struct moves *moves, const struct run *run, uint32_t count, uint32_t *source)
{
	uint32_t *next = ARENA_ARRAY(&moves->arena, uint32_t, run->sources.count + 1);

	for (uint32_t i = 0; i < count; i++)
		next[source[i] + 1]++;
	for (size_t i = 0; i < run->sources.count; i++)
		next[i + 1] += next[i];
	for (uint32_t i = 0; i < count; i++)
		source[i] = next[source[i]]++;
	return source;
}

static void move_place(const struct moves *moves, struct where *where)
{
	if (where->source)
		where->source = moves->source[where->source - 1] + 1;
}

/* item[i] goes to item[to[i]]. */
static void permute(struct moves *moves, void *item, uint32_t count, size_t size, const uint32_t *to)
{
	char *bytes = item, *kept = arena_alloc(&moves->arena, count, size);

	if (count)
		memcpy(kept, bytes, count * size);
	for (size_t i = 0; i < count; i++)
		memcpy(bytes + to[i] * size, kept + i * size, size);
}

static void move_sheets(struct moves *moves, struct run *run, uint32_t **to)
{
	uint32_t count = (uint32_t)run->sheets.count;

	*to = ARENA_ARRAY(&moves->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++) {
		struct sheet *sheet = &run->sheets.item[i];

		(*to)[i] = sheet->source = moves->source[sheet->source];
		for (struct sheet_line *line = sheet->line; line; line = line->next)
			move_place(moves, &line->where);
	}
	permute(moves, run->sheets.item, count, sizeof(*run->sheets.item), follow(moves, run, count, *to));
}

static void move_tables(struct moves *moves, struct run *run, const uint32_t *sheet_to)
{
	uint32_t count = (uint32_t)run->tables.count;
	uint32_t *to = ARENA_ARRAY(&moves->arena, uint32_t, count);

	for (uint32_t i = 0; i < count; i++) {
		struct table *table = &run->tables.item[i];

		to[i] = table->source = moves->source[table->source];
		table->sheet = sheet_to[table->sheet];
	}
	moves->table = follow(moves, run, count, to);
	permute(moves, run->tables.item, count, sizeof(*run->tables.item), to);
}

static void move_records(struct moves *moves, struct run *run)
{
	uint32_t count = (uint32_t)run->records.count;
	uint32_t *to = ARENA_ARRAY(&moves->arena, uint32_t, count);

	for (uint32_t i = 0; i < count; i++) {
		struct record *record = &run->records.item[i];

		to[i] = record->source = moves->source[record->source];
		record->table = moves->table[record->table];
	}
	permute(moves, run->records.item, count, sizeof(*run->records.item), follow(moves, run, count, to));
}

static void move_finding(const struct moves *moves, struct arena *arena, struct finding *finding)
{
	struct arg *arg = ARENA_ARRAY(arena, struct arg, finding->arg_count);

	move_place(moves, &finding->where);
	for (uint32_t i = 0; i < finding->arg_count; i++) {
		arg[i] = finding->arg[i];
		if (arg[i].kind == ARG_PLACE)
			move_place(moves, &arg[i].place);
	}
	finding->arg = arg;
}

void arrange_sources(struct run *run)
{
	struct moves moves = { 0 };
	uint32_t *sheet_to;

	moves.source = new_places(&moves.arena, run);
	if (moves.source) {
		permute(&moves, run->sources.item, (uint32_t)run->sources.count, sizeof(*run->sources.item),
			moves.source);
		move_sheets(&moves, run, &sheet_to);
		move_tables(&moves, run, sheet_to);
		move_records(&moves, run);
		for (size_t i = 0; i < run->findings.findings.count; i++)
			move_finding(&moves, &run->arena, &run->findings.findings.item[i]);
	}
	arena_release(&moves.arena);
}
