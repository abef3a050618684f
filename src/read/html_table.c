#include "read/html_table.h"

#include <math.h>

#include "base/cleanup.h"

/*
 * Spans as browsers clamp them. CELLS and TEXT: what one page's table may hold in
 * memory; a county's list has a few thousand cells. COVERED: places that merged
 * cells take in the rows below their own, so that spans, which cost nothing to
 * write, cost little to read.
 */
enum { COLSPAN = 1000, ROWSPAN = 65534, CELLS = 8 * 1024 * 1024, COVERED = 16 * 1024 * 1024 };
enum { CELL_ROOM = 16 * 1024 * 1024, TABLE_TEXT = 512 * 1024 * 1024, NUMBER = 64 };

struct html_table *html_table_new(struct html_table *parent, bool hidden)
{
	struct html_table *table = calloc(1, sizeof(*table));

	if (!table)
		cleanup_no_memory();
	table->parent = parent;
	table->hidden = hidden;
	table->part = HTML_BODY;
	if (parent)
		*LIST_ADD(&parent->children) = table;
	return table;
}

/* As deep as tables stand in one another, which the reader limits. */
void html_table_free(struct html_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->children.count; i++)
		html_table_free(table->children.item[i]);
	free(table->rows.item);
	free(table->cells.item);
	free(table->ranges.item);
	free(table->children.item);
	free(table->reach.item);
	buf_release(&table->text);
	buf_release(&table->number);
	html_text_release(&table->writing);
	free(table);
}

/* A cell reaches to the end of its part and no further. */
static void close_part(struct html_table *table)
{
	uint32_t last = (uint32_t)table->rows.count;

	for (size_t i = table->first_range; i < table->ranges.count; i++)
		if (table->ranges.item[i].bottom > last)
			table->ranges.item[i].bottom = last;
	table->first_range = table->ranges.count;
	table->reach.count = 0;
}

/* Only the first head and the first foot move: browsers show others where they stand. */
void html_table_begin_part(struct html_table *table, enum html_table_part part, bool hidden)
{
	bool *had = part == HTML_HEAD ? &table->had_head : part == HTML_FOOT ? &table->had_foot : NULL;

	close_part(table);
	table->part = had && *had ? HTML_BODY : part;
	table->part_hidden = hidden;
	if (had)
		*had = true;
}

void html_table_end_part(struct html_table *table)
{
	close_part(table);
	table->part = HTML_BODY;
	table->part_hidden = false;
}

bool html_table_begin_row(struct html_table *table, bool hidden)
{
	if (table->rows.count == TABLE_ROWS)
		return false;
	*LIST_ADD(&table->rows) = (struct html_row){ hidden || table->part_hidden, table->part };
	table->in_row = true;
	table->col = 1;
	table->aside = 0;
	return true;
}

void html_table_end_row(struct html_table *table)
{
	table->in_row = false;
}

/* The number that an attribute begins with, or the value for none. */
static uint32_t span_of(struct str text, uint32_t none, uint32_t most)
{
	uint32_t span = 0;
	size_t digits;

	text = str_trim(text);
	digits = str_digits(text, 0);
	if (digits == 0)
		return none;
	for (size_t i = 0; i < digits && span <= most; i++)
		span = span * 10 + (uint32_t)(text.data[i] - '0');
	return span < most ? span : most;
}

static bool is_taken(const struct html_table *table, uint32_t col)
{
	return col <= table->reach.count && table->reach.item[col - 1] >= table->rows.count;
}

/* Each column is passed at most once a row. */
static bool find_place(struct html_table *table)
{
	while (is_taken(table, table->col)) {
		table->col++;
		if (++table->covered > COVERED)
			return false;
	}
	return table->col <= TABLE_COLUMNS;
}

static void take_columns(struct html_table *table, const struct range *range)
{
	while (table->reach.count < range->right)
		*LIST_ADD(&table->reach) = 0;
	for (uint32_t col = range->left; col <= range->right; col++)
		if (table->reach.item[col - 1] < range->bottom)
			table->reach.item[col - 1] = range->bottom;
}

/* rowspan=0 reaches to the end of the part, which close_part settles. */
static void take_place(struct html_table *table, uint32_t colspan, uint32_t rowspan)
{
	uint32_t row = (uint32_t)table->rows.count;
	struct range range = { row, table->col, row + (rowspan ? rowspan : ROWSPAN) - 1, table->col + colspan - 1 };

	if (range.right > TABLE_COLUMNS)
		range.right = TABLE_COLUMNS;
	if (range.bottom > range.top)
		take_columns(table, &range);
	if (range.bottom > range.top || range.right > range.left)
		*LIST_ADD(&table->ranges) = range;
	table->col = range.right + 1;
	if (range.right > table->width)
		table->width = range.right;
}

bool html_table_begin_cell(struct html_table *table, struct str colspan, struct str rowspan, bool aside)
{
	uint32_t columns = span_of(colspan, 1, COLSPAN);

	table->in_cell = true;
	table->cell = (struct html_cell){ .row = (uint32_t)table->rows.count, .aside = aside };
	html_text_clear(&table->writing);
	buf_clear(&table->number);
	if (aside) {
		table->cell.col = ++table->aside;
		return table->aside <= TABLE_COLUMNS;
	}
	if (!find_place(table))
		return false;
	table->cell.col = table->col;
	take_place(table, columns ? columns : 1, span_of(rowspan, 1, ROWSPAN));
	return true;
}

bool html_table_settle_text(struct html_table *table)
{
	struct str shown = html_text_shown(&table->writing);
	struct html_cell cell = table->cell;

	if (shown.len == 0)
		return true;
	if (shown.len > CELL_ROOM || table->text.len + shown.len > TABLE_TEXT || table->cells.count == CELLS)
		return false;
	cell.children = (uint32_t)table->children.count;
	cell.at = table->text.len;
	cell.len = shown.len;
	cell.struck = table->writing.struck && !table->writing.plain;
	buf_add(&table->text, shown);
	*LIST_ADD(&table->cells) = cell;
	html_text_clear(&table->writing);
	return true;
}

/* "1.38E+10" or "#####": not what the cell holds. */
static bool hides_number(struct str shown)
{
	size_t at = str_starts(shown, STR("-")), hashes = 0;

	while (hashes < shown.len && shown.data[hashes] == '#')
		hashes++;
	if (hashes == shown.len)
		return hashes > 0;
	at += str_digits(shown, at);
	if (at < shown.len && shown.data[at] == '.')
		at += 1 + str_digits(shown, at + 1);
	if (at == 0 || at + 2 >= shown.len || str_lower(shown.data[at]) != 'e')
		return false;
	at += 1 + (size_t)(shown.data[at + 1] == '+' || shown.data[at + 1] == '-');
	return at < shown.len && at + str_digits(shown, at) == shown.len;
}

void html_table_set_number(struct html_table *table, struct str number)
{
	buf_clear(&table->number);
	buf_add(&table->number, str_trim(number));
}

static bool is_number(struct str text)
{
	char room[NUMBER], *end;

	if (text.len == 0 || text.len >= NUMBER)
		return false;
	memcpy(room, text.data, text.len);
	room[text.len] = '\0';
	return isfinite(strtod(room, &end)) && *end == '\0';
}

static void take_number(struct html_table *table)
{
	bool struck = table->writing.struck && !table->writing.plain;

	if (!is_number(buf_str(&table->number)) || !hides_number(html_text_shown(&table->writing)))
		return;
	html_text_clear(&table->writing);
	html_text_add(&table->writing, buf_str(&table->number), false, struck);
	table->cell.exact = true;
}

bool html_table_end_cell(struct html_table *table)
{
	table->in_cell = false;
	take_number(table);
	return html_table_settle_text(table);
}

/* What all spans take together; shape fills it in, row by row. */
static uint64_t count_covered(const struct html_table *table)
{
	uint64_t covered = 0;

	for (size_t i = 0; i < table->ranges.count; i++) {
		const struct range *range = &table->ranges.item[i];

		covered += (uint64_t)(range->bottom - range->top) * (range->right - range->left + 1);
	}
	return covered;
}

bool html_table_end(struct html_table *table)
{
	bool ok = !table->in_cell || html_table_end_cell(table);

	table->in_row = false;
	close_part(table);
	return ok && count_covered(table) <= COVERED;
}

struct str html_table_text(const struct html_table *table, const struct html_cell *cell)
{
	return str_part(buf_str(&table->text), cell->at, cell->at + cell->len);
}

static int compare_cells(const void *a, const void *b)
{
	const struct html_cell *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static int compare_ranges(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return (x->left > y->left) - (x->left < y->left);
}

/* Where each row goes: heads first, then bodies, then feet. */
static uint32_t *new_places(const struct html_table *table)
{
	uint32_t *place = calloc(table->rows.count + 1, sizeof(*place));
	uint32_t next = 1;

	if (!place)
		cleanup_no_memory();
	for (int part = HTML_HEAD; part < HTML_PARTS; part++)
		for (size_t i = 0; i < table->rows.count; i++)
			if ((int)table->rows.item[i].part == part)
				place[i + 1] = next++;
	return place;
}

static void move_rows(struct html_table *table, const uint32_t *place)
{
	struct html_row *moved = calloc(table->rows.count + 1, sizeof(*moved));

	if (!moved)
		cleanup_no_memory();
	for (size_t i = 0; i < table->rows.count; i++)
		moved[place[i + 1] - 1] = table->rows.item[i];
	free(table->rows.item);
	table->rows.item = moved;
	table->rows.room = table->rows.count + 1;
}

/* Parts are whole, so that a range keeps its height. One of a single place says nothing. */
static void move_ranges(struct html_table *table, const uint32_t *place)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->ranges.count; i++) {
		struct range range = table->ranges.item[i];
		uint32_t height = range.bottom - range.top;

		if (height == 0 && range.left == range.right)
			continue;
		range.top = place[range.top];
		range.bottom = range.top + height;
		table->ranges.item[kept++] = range;
	}
	table->ranges.count = kept;
}

/* Rows of two cells or more, which a list has and a page's frame does not. */
static uint32_t count_filled(const struct html_table *table)
{
	uint32_t filled = 0, last = 0;

	for (size_t i = 1; i < table->cells.count; i++) {
		const struct html_cell *cell = &table->cells.item[i], *before = cell - 1;

		if (cell->row == before->row && cell->col != before->col && cell->row != last) {
			last = cell->row;
			filled++;
		}
	}
	return filled;
}

void html_table_arrange(struct html_table *table)
{
	uint32_t *place = new_places(table);

	move_rows(table, place);
	move_ranges(table, place);
	for (size_t i = 0; i < table->cells.count; i++) {
		struct html_cell *cell = &table->cells.item[i];

		cell->row = place[cell->row];
		if (cell->aside)
			cell->col += table->width;
	}
	free(place);
	if (table->cells.count)
		qsort(table->cells.item, table->cells.count, sizeof(*table->cells.item), compare_cells);
	if (table->ranges.count)
		qsort(table->ranges.item, table->ranges.count, sizeof(*table->ranges.item), compare_ranges);
	table->filled = count_filled(table);
}
