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
		struct str shown = clean_shown(&line->arena, raw);

		if (shown.len == 0 && cell->flaw == CELL_SOUND)
			continue;
		line->cell[line->count++] = (struct line_cell){
			.col = cell->col,
			.kind = cell->kind,
			.flaw = cell->flaw,
			.struck = cell->struck,
			.raw = raw,
			.shown = shown,
		};
	}
}

void line_release(struct line *line)
{
	arena_release(&line->arena);
}

const struct line_cell *line_find(const struct line *line, uint32_t col)
{
	for (uint32_t i = 0; i < line->count && line->cell[i].col <= col; i++)
		if (line->cell[i].col == col)
			return &line->cell[i];
	return NULL;
}

void line_insert(struct line *line, const struct line_cell *cell)
{
	struct line_cell *grown = ARENA_ARRAY(&line->arena, struct line_cell, line->count + 1);
	uint32_t at = 0;

	while (at < line->count && line->cell[at].col < cell->col)
		at++;
	if (at)
		memcpy(grown, line->cell, at * sizeof(*grown));
	grown[at] = *cell;
	grown[at].raw = arena_copy(&line->arena, cell->raw);
	grown[at].shown = arena_copy(&line->arena, cell->shown);
	if (line->count > at)
		memcpy(&grown[at + 1], &line->cell[at], (line->count - at) * sizeof(*grown));
	line->cell = grown;
	line->count++;
}
