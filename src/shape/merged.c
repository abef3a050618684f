#include "shape/merged.h"

void merged_begin(struct merged *merged)
{
	arena_reset(&merged->arena);
	merged->next = 0;
	merged->open.count = 0;
}

void merged_release(struct merged *merged)
{
	arena_release(&merged->arena);
	free(merged->open.item);
	*merged = (struct merged){ 0 };
}

static void close_done(struct merged *merged, uint32_t row)
{
	size_t kept = 0;

	for (size_t i = 0; i < merged->open.count; i++)
		if (merged->open.item[i].bottom >= row)
			merged->open.item[kept++] = merged->open.item[i];
	merged->open.count = kept;
	if (kept == 0)
		arena_reset(&merged->arena);
}

static void open_range(struct merged *merged, const struct range *range, const struct line_cell *cell)
{
	struct merged_open *open = LIST_ADD(&merged->open);

	open->col = range->left;
	open->bottom = range->bottom;
	open->cell = *cell;
	open->cell.filled = true;
	open->cell.raw = arena_copy(&merged->arena, cell->raw);
	open->cell.shown = arena_copy(&merged->arena, cell->shown);
}

void merged_skip(struct merged *merged, const struct sheet_info *sheet, uint32_t row)
{
	while (merged->next < sheet->merge_count && sheet->merge[merged->next].top <= row)
		merged->next++;
}

static void drop_repeated(struct line *line)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < line->count; i++)
		if (kept == 0 || line->cell[kept - 1].col != line->cell[i].col)
			line->cell[kept++] = line->cell[i];
	line->count = kept;
}

/* Ranges do not overlap in a sound file; where they do, a column is filled once. */
static void fill_open(const struct merged *merged, struct line *line)
{
	uint32_t own = line->count;

	if (merged->open.count == 0)
		return;
	line_grow(line, (uint32_t)merged->open.count);
	for (size_t i = 0; i < merged->open.count; i++) {
		struct line before = { .count = own, .cell = line->cell };

		if (!line_find(&before, merged->open.item[i].col))
			line_add(line, &merged->open.item[i].cell);
	}
	line_sort(line);
	drop_repeated(line);
}

void merged_fill(struct merged *merged, const struct sheet_info *sheet, struct line *line)
{
	close_done(merged, line->row);
	fill_open(merged, line);
	for (; merged->next < sheet->merge_count && sheet->merge[merged->next].top <= line->row; merged->next++) {
		const struct range *range = &sheet->merge[merged->next];
		const struct line_cell *cell = range->top == line->row && range->bottom > range->top
						       ? line_find(line, range->left)
						       : NULL;

		if (cell)
			open_range(merged, range, cell);
	}
}
