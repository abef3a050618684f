#include "output/index.h"

#include <stdlib.h>

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_sheets(const void *a, const void *b, void *user)
{
	const struct run *run = user;
	const struct sheet *x = &run->sheets.item[*(const uint32_t *)a];
	const struct sheet *y = &run->sheets.item[*(const uint32_t *)b];
	int order = compare(x->source, y->source);

	return order ? order : compare(x->index, y->index);
}

static int compare_places(const struct record *a, struct where where)
{
	int order = compare(a->source + 1, where.source);

	if (order == 0)
		order = compare(a->sheet, where.sheet);
	return order ? order : compare(a->row, where.row);
}

static struct where place_of(const struct record *record)
{
	return (struct where){ record->source + 1, record->sheet, record->row, 0 };
}

static int compare_records(const void *a, const void *b, void *user)
{
	const struct run *run = user;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = compare_places(&run->records.item[x], place_of(&run->records.item[y]));

	return order ? order : compare(x, y);
}

static uint32_t *sorted(struct arena *arena, size_t count, int (*order)(const void *, const void *, void *),
			const struct run *run)
{
	uint32_t *item = ARENA_ARRAY(arena, uint32_t, count + 1);

	for (size_t i = 0; i < count; i++)
		item[i] = (uint32_t)i;
	qsort_r(item, count, sizeof(*item), order, (void *)run);
	return item;
}

uint32_t index_root(const struct run *run, uint32_t record)
{
	while (run->records.item[record].fate == FATE_FOLDED)
		record = run->records.item[record].into;
	return record;
}

/* A counting sort: how many went into each, where each one's part begins, then the parts themselves. */
static void gather_folded(struct index *index, struct arena *arena)
{
	const struct run *run = index->run;
	size_t count = run->records.count;
	uint32_t *next = ARENA_ARRAY(arena, uint32_t, count + 1);

	index->first = ARENA_ARRAY(arena, uint32_t, count + 1);
	index->folded = ARENA_ARRAY(arena, uint32_t, run->folded + 1);
	for (size_t i = 0; i < count; i++)
		if (run->records.item[i].fate == FATE_FOLDED)
			index->first[index_root(run, (uint32_t)i) + 1]++;
	for (size_t i = 0; i < count; i++) {
		index->first[i + 1] += index->first[i];
		next[i] = index->first[i];
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t record = run->order[i];

		if (run->records.item[record].fate == FATE_FOLDED)
			index->folded[next[index_root(run, record)]++] = record;
	}
}

void index_init(struct index *index, const struct run *run, struct arena *arena)
{
	index->run = run;
	index->sheet = sorted(arena, run->sheets.count, compare_sheets, run);
	index->record = sorted(arena, run->records.count, compare_records, run);
	gather_folded(index, arena);
}

const struct sheet *index_sheet(const struct index *index, struct where where)
{
	size_t low = 0, high = index->run->sheets.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct sheet *sheet = &index->run->sheets.item[index->sheet[middle]];
		int order = compare(sheet->source + 1, where.source);

		if (order == 0)
			order = compare(sheet->index, where.sheet);
		if (order == 0)
			return sheet;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

uint32_t index_record(const struct index *index, struct where where)
{
	size_t low = 0, high = index->run->records.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_places(&index->run->records.item[index->record[middle]], where);

		if (order == 0)
			return index->record[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return INDEX_NONE;
}

const uint32_t *index_folded(const struct index *index, uint32_t record, uint32_t *count)
{
	*count = index->first[record + 1] - index->first[record];
	return &index->folded[index->first[record]];
}

struct str index_sheet_name(const struct run *run, const struct record *record)
{
	return run->sheets.item[run->tables.item[record->table].sheet].name;
}

struct str index_region_name(const struct run *run, uint32_t region)
{
	return region < run->profile->region_count ? run->profile->region[region].name : STR("");
}

uint64_t index_rows_read(const struct run *run)
{
	return (uint64_t)run->merged + run->folded + run->held + run->unselected;
}
