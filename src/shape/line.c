#include "shape/line.h"

#include "model/cell.h"
#include "text/clean.h"

void line_fill(struct line *line, const struct row *row)
{
	arena_reset(&line->arena);
	line->row = row->number;
	line->hidden = row->hidden;
	line->count = 0;
	line->cell = ARENA_ARRAY(&line->arena, struct line_cell, row->count);
	for (uint32_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cell[i];
		struct str raw = arena_copy(&line->arena, cell_text(cell, &line->arena));
		struct str shown = clean_view(&line->arena, raw);

		if (shown.len == 0 && cell->flaw == CELL_SOUND)
			continue;
		line->cell[line->count++] = (struct line_cell){
			.col = cell->col,
			.kind = cell->kind,
			.flaw = cell->flaw,
			.struck = cell->struck,
			.computed = cell->computed,
			.number = cell->number,
			.raw = raw,
			.shown = shown,
		};
	}
}

void line_release(struct line *line)
{
	arena_release(&line->arena);
}

uint32_t line_after(const struct line *line, uint32_t col)
{
	uint32_t from = 0, to = line->count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (line->cell[middle].col <= col)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

const struct line_cell *line_find(const struct line *line, uint32_t col)
{
	uint32_t after = line_after(line, col);

	return after && line->cell[after - 1].col == col ? &line->cell[after - 1] : NULL;
}

void line_grow(struct line *line, uint32_t more)
{
	struct line_cell *grown = ARENA_ARRAY(&line->arena, struct line_cell, (size_t)line->count + more);

	if (line->count)
		memcpy(grown, line->cell, line->count * sizeof(*grown));
	line->cell = grown;
}

void line_add(struct line *line, const struct line_cell *cell)
{
	struct line_cell *added = &line->cell[line->count++];

	*added = *cell;
	added->raw = arena_copy(&line->arena, cell->raw);
	added->shown = arena_copy(&line->arena, cell->shown);
}

static int compare_cells(const void *a, const void *b)
{
	const struct line_cell *left = a, *right = b;

	return (left->col > right->col) - (left->col < right->col);
}

void line_sort(struct line *line)
{
	if (line->count)
		qsort(line->cell, line->count, sizeof(*line->cell), compare_cells);
}
