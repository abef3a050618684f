#include "read/docx_tables.h"

#include <stdlib.h>

#include "read/merges.h"

void docx_tables_release(struct docx_tables *tables)
{
	for (size_t i = 0; i < tables->list.count; i++) {
		free(tables->list.item[i].cells.item);
		free(tables->list.item[i].hidden.item);
	}
	for (size_t i = 0; i < tables->places.count; i++) {
		buf_release(&tables->places.item[i].text);
		buf_release(&tables->places.item[i].unseen);
	}
	free(tables->list.item);
	free(tables->lines.item);
	free(tables->places.item);
	*tables = (struct docx_tables){ 0 };
}

/* The place at this depth: 0 is the document. Their memory serves again. */
static struct docx_place *place_at(struct docx_tables *tables, size_t depth)
{
	while (tables->places.count <= depth)
		(void)LIST_ADD(&tables->places);
	return &tables->places.item[depth];
}

static struct docx_place *here(struct docx_tables *tables)
{
	return place_at(tables, tables->depth);
}

static struct docx_table *table_here(struct docx_tables *tables)
{
	return tables->depth > 0 ? &tables->list.item[here(tables)->table] : NULL;
}

static void clear_place(struct docx_place *place)
{
	buf_clear(&place->text);
	buf_clear(&place->unseen);
	place->begun = place->kept = place->struck = place->flawed = place->caption = false;
}

/*
 * Text without the line ends around it: Word ends a cell with an empty paragraph
 * behind a table. Hidden text is taken where there is no other; *hidden says that there is any.
 */
static struct str take_text(struct docx_tables *tables, const struct docx_place *place, bool *hidden)
{
	struct str shown = str_trim(buf_str(&place->text)), unseen = str_trim(buf_str(&place->unseen));

	*hidden = unseen.len > 0;
	return arena_copy(tables->arena, shown.len > 0 ? shown : unseen);
}

/* --- tables and rows -------------------------------------------------------- */

/* A caption right above names the table; the table's own name counts more. */
static struct str caption_above(const struct docx_tables *tables)
{
	size_t count = tables->lines.count;
	const struct docx_line *last = count > tables->lines_taken ? &tables->lines.item[count - 1] : NULL;

	return last && last->caption && last->text.len <= DOCX_CAPTION ? last->text : STR("");
}

void docx_tables_begin(struct docx_tables *tables)
{
	struct docx_table *table;
	struct docx_place *place;

	if (tables->list.count == DOCX_TABLES) {
		tables->why = SAY_WHY_TOO_LARGE;
		return;
	}
	table = LIST_ADD(&tables->list);
	table->caption = caption_above(tables);
	table->line_first = tables->lines_taken;
	table->line_count = tables->lines.count - tables->lines_taken;
	tables->lines_taken = tables->lines.count;
	tables->depth++;
	place = here(tables);
	clear_place(place);
	place->table = tables->list.count - 1;
	place->in_row = place->in_cell = false;
}

void docx_tables_end(struct docx_tables *tables)
{
	if (tables->depth > 0)
		tables->depth--;
}

void docx_tables_caption(struct docx_tables *tables, struct str caption)
{
	struct docx_table *table = table_here(tables);

	caption = str_trim(caption);
	if (table && caption.len > 0 && caption.len <= DOCX_CAPTION)
		table->caption = arena_copy(tables->arena, caption);
}

void docx_tables_grid(struct docx_tables *tables, uint32_t width)
{
	if (tables->depth > 0)
		docx_grid_add(&table_here(tables)->grid, width);
}

void docx_tables_begin_row(struct docx_tables *tables)
{
	struct docx_table *table = table_here(tables);

	if (!table)
		return;
	if (table->rows == TABLE_ROWS) {
		tables->why = SAY_WHY_CELL_PLACE;
		return;
	}
	here(tables)->in_row = true;
	table->rows++;
	table->col = 1;
	table->row_first = table->cells.count;
	table->hidden_row = table->dropped_row = false;
}

void docx_tables_end_row(struct docx_tables *tables)
{
	struct docx_table *table = table_here(tables);

	if (!table || !here(tables)->in_row)
		return;
	here(tables)->in_row = false;
	if (table->dropped_row) {
		table->cells.count = table->row_first;
		table->rows--;
	} else {
		*LIST_ADD(&table->hidden) = table->hidden_row;
	}
}

void docx_tables_hide_row(struct docx_tables *tables)
{
	if (tables->depth > 0)
		table_here(tables)->hidden_row = true;
}

void docx_tables_drop_row(struct docx_tables *tables)
{
	if (tables->depth > 0)
		table_here(tables)->dropped_row = true;
}

void docx_tables_skip(struct docx_tables *tables, uint32_t columns)
{
	if (tables->depth > 0 && here(tables)->in_row && table_here(tables)->col <= DOCX_COLUMNS)
		table_here(tables)->col += columns;
}

/* --- cells ------------------------------------------------------------------ */

void docx_tables_begin_cell(struct docx_tables *tables)
{
	struct docx_table *table = table_here(tables);
	struct docx_place *place = here(tables);

	if (!table || !place->in_row)
		return;
	clear_place(place);
	place->in_cell = true;
	place->cell = (struct docx_cell){ .row = table->rows, .col = table->col, .cols = 1, .rows = 1 };
}

/* A cell that goes on is part of the one to its left: the older way to merge. */
static bool extends_left(struct docx_table *table, const struct docx_cell *cell)
{
	struct docx_cell *left;

	if (cell->across != DOCX_MERGE_ON || table->cells.count == table->row_first || cell->text.len > 0)
		return false;
	left = &table->cells.item[table->cells.count - 1];
	left->cols += cell->cols;
	return true;
}

void docx_tables_end_cell(struct docx_tables *tables)
{
	struct docx_table *table = table_here(tables);
	struct docx_place *place = here(tables);
	struct docx_cell *cell = &place->cell;
	bool hidden;

	if (!table || !place->in_cell)
		return;
	place->in_cell = false;
	cell->text = take_text(tables, place, &hidden);
	cell->struck = place->struck && !place->kept;
	cell->flawed = place->flawed;
	/* What is hidden is not merged, and must not be silent: its row is one to look at. */
	table->hidden_row |= hidden;
	table->col += cell->cols;
	if (table->col > DOCX_COLUMNS + 1)
		tables->why = SAY_WHY_CELL_PLACE;
	else if (++tables->cells > DOCX_CELLS)
		tables->why = SAY_WHY_TOO_LARGE;
	else if (!extends_left(table, cell))
		*LIST_ADD(&table->cells) = *cell;
}

void docx_tables_span(struct docx_tables *tables, uint32_t columns)
{
	if (tables->depth > 0 && here(tables)->in_cell && columns > 0)
		here(tables)->cell.cols = columns;
}

void docx_tables_merge(struct docx_tables *tables, bool starts, bool down)
{
	enum docx_merge merge = starts ? DOCX_MERGE_START : DOCX_MERGE_ON;

	if (tables->depth == 0 || !here(tables)->in_cell)
		return;
	if (down)
		here(tables)->cell.down = merge;
	else
		here(tables)->cell.across = merge;
}

/* --- text ------------------------------------------------------------------- */

void docx_tables_begin_line(struct docx_tables *tables)
{
	struct docx_place *place = here(tables);

	if (place->begun) {
		buf_add_char(&place->text, '\n');
		buf_add_char(&place->unseen, '\n');
	}
	place->begun = true;
}

/* Outside tables a paragraph is done here; within a cell its text waits for the cell's end. */
void docx_tables_end_line(struct docx_tables *tables)
{
	struct docx_place *place = here(tables);
	struct docx_line line = { .caption = place->caption, .flawed = place->flawed };

	if (tables->depth > 0)
		return;
	line.text = take_text(tables, place, &line.hidden);
	clear_place(place);
	if (line.text.len > 0)
		*LIST_ADD(&tables->lines) = line;
}

void docx_tables_caption_line(struct docx_tables *tables)
{
	here(tables)->caption = true;
}

void docx_tables_flaw(struct docx_tables *tables)
{
	here(tables)->flawed = true;
}

void docx_tables_text(struct docx_tables *tables, struct str text, bool struck, bool hidden)
{
	struct docx_place *place = here(tables);

	buf_add(hidden ? &place->unseen : &place->text, text);
	if (str_trim(text).len == 0 || hidden)
		return;
	place->struck |= struck;
	place->kept |= !struck;
}

/* --- sheets ----------------------------------------------------------------- */

struct pushing {
	const struct row_sink *sink;
	uint32_t row; /* of the sheet, the last one pushed */
	LIST_OF(struct cell) cells;
};

static enum cell_flaw flaw_of(bool flawed)
{
	return flawed ? CELL_BAD_BYTES : CELL_SOUND;
}

static bool push_row(struct pushing *pushing, bool hidden)
{
	struct row row = { pushing->row, hidden, (uint32_t)pushing->cells.count, pushing->cells.item };

	return row.count == 0 || pushing->sink->row(pushing->sink->user, &row);
}

static bool push_lines(struct pushing *pushing, const struct docx_tables *tables, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++) {
		const struct docx_line *line = &tables->lines.item[i];

		pushing->cells.count = 0;
		*LIST_ADD(&pushing->cells) =
			(struct cell){ .col = 1, .kind = CELL_TEXT, .flaw = flaw_of(line->flawed), .text = line->text };
		pushing->row++;
		if (!push_row(pushing, line->hidden))
			return false;
	}
	return true;
}

static bool push_table_rows(struct pushing *pushing, const struct docx_table *table)
{
	size_t at = 0;

	for (uint32_t number = 1; number <= table->rows; number++) {
		pushing->cells.count = 0;
		pushing->row++;
		for (; at < table->cells.count && table->cells.item[at].row == number; at++) {
			const struct docx_cell *cell = &table->cells.item[at];

			if (cell->text.len > 0)
				*LIST_ADD(&pushing->cells) = (struct cell){ .col = cell->col,
									    .kind = CELL_TEXT,
									    .flaw = flaw_of(cell->flawed),
									    .struck = cell->struck,
									    .text = cell->text };
		}
		if (!push_row(pushing, table->hidden.item[number - 1]))
			return false;
	}
	return true;
}

/* No cell with text may lose a side to the other: edges are as near as the narrowest of them is wide. */
static uint64_t near_of(const struct docx_table *table)
{
	uint64_t near = DOCX_GRID_NEAR;

	for (size_t i = 0; i < table->cells.count; i++) {
		const struct docx_cell *cell = &table->cells.item[i];
		uint64_t span = docx_grid_span(&table->grid, cell->col - 1, cell->col - 1 + cell->cols);

		if (cell->text.len > 0 && span < near)
			near = span;
	}
	return near;
}

/* From columns of the grid to those that people see. What is left of a hair is no column wide. */
static void place_columns(struct docx_table *table)
{
	uint32_t column[DOCX_COLUMNS + 1];

	docx_grid_columns(&table->grid, near_of(table), column);
	for (size_t i = 0; i < table->cells.count; i++) {
		struct docx_cell *cell = &table->cells.item[i];
		uint32_t end = column[cell->col - 1 + cell->cols];

		cell->col = column[cell->col - 1];
		cell->cols = end - cell->col;
	}
}

/* Those above it, by column: a cell that goes on lengthens the one that began. */
static void join_downwards(struct docx_table *table)
{
	struct docx_cell *open[DOCX_COLUMNS + 1] = { NULL };

	for (size_t i = 0; i < table->cells.count; i++) {
		struct docx_cell *cell = &table->cells.item[i];
		struct docx_cell *begun = open[cell->col];

		if (cell->cols == 0)
			continue;
		if (cell->down == DOCX_MERGE_ON && begun && begun->row + begun->rows == cell->row)
			begun->rows++;
		else
			open[cell->col] = cell->down == DOCX_MERGE_START ? cell : NULL;
	}
}

static bool find_merges(struct docx_table *table, uint32_t above, struct merges *merges)
{
	place_columns(table);
	join_downwards(table);
	for (size_t i = 0; i < table->cells.count; i++) {
		const struct docx_cell *cell = &table->cells.item[i];

		if (cell->down != DOCX_MERGE_ON &&
		    !merges_add(merges, cell->row + above, cell->col, cell->rows, cell->cols))
			return false;
	}
	merges_sort(merges, 0);
	return true;
}

static bool push_sheet(struct docx_tables *tables, size_t index, struct pushing *pushing, struct merges *merges)
{
	struct docx_table *table = &tables->list.item[index];
	bool last = index + 1 == tables->list.count;
	struct sheet_info info = {
		.index = (uint32_t)index + 1,
		.name = table->caption.len ? table->caption : arena_printf(tables->arena, "表%zu", index + 1),
		.merge_count = (uint32_t)merges->list.count,
		.merge = merges->list.item,
	};

	pushing->row = 0;
	return pushing->sink->sheet_begin(pushing->sink->user, &info) &&
	       push_lines(pushing, tables, table->line_first, table->line_count) && push_table_rows(pushing, table) &&
	       (!last || push_lines(pushing, tables, tables->lines_taken, tables->lines.count - tables->lines_taken)) &&
	       pushing->sink->sheet_end(pushing->sink->user);
}

enum say docx_tables_push(struct docx_tables *tables, const struct row_sink *sink)
{
	struct pushing pushing = { .sink = sink };
	enum say why = SAY_NOTHING;
	bool more = true;

	for (size_t i = 0; i < tables->list.count && more && !why; i++) {
		struct merges merges = { 0 };

		if (!find_merges(&tables->list.item[i], (uint32_t)tables->list.item[i].line_count, &merges))
			why = SAY_WHY_TOO_LARGE;
		else
			more = push_sheet(tables, i, &pushing, &merges);
		merges_release(&merges);
	}
	free(pushing.cells.item);
	return why;
}
