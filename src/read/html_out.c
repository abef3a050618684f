#include "read/html_out.h"

#include "model/cell.h"

/* Text of a page outside its tables: novels are shorter. */
enum { LINES_TEXT = 64 * 1024 * 1024 };

static bool refuse(struct html_out *out)
{
	out->why = SAY_WHY_TOO_LARGE;
	return false;
}

bool html_out_text(struct html_out *out, struct str text)
{
	struct str line;

	if (out->lines.len + text.len > LINES_TEXT)
		return refuse(out);
	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		buf_add(&out->lines, line);
		buf_add_char(&out->lines, '\n');
	}
	return true;
}

static bool going_on(struct html_out *out, bool more)
{
	out->stopped |= !more;
	return more;
}

static bool end_sheet(struct html_out *out)
{
	const struct row_sink *sink = out->ctx->sink;

	if (!out->open)
		return true;
	out->open = false;
	return going_on(out, sink->sheet_end(sink->user));
}

static bool push_row(struct html_out *out, bool hidden)
{
	const struct row_sink *sink = out->ctx->sink;
	struct row row = { ++out->row, hidden, (uint32_t)out->cells.count, out->cells.item };

	if (out->row > TABLE_ROWS)
		return refuse(out);
	return row.count == 0 || going_on(out, sink->row(sink->user, &row));
}

static void settle_cell(const struct html_out *out, struct cell *cell)
{
	if (out->doubtful && str_has(cell->text, STR("\xEF\xBF\xBD")))
		cell->flaw = CELL_BAD_BYTES;
}

static void begin_row(struct html_out *out)
{
	arena_reset(out->ctx->row);
	out->cells.count = 0;
}

static bool push_lines(struct html_out *out)
{
	struct str rest = buf_str(&out->lines), line;
	bool ok = true;

	while (ok && str_split(&rest, '\n', &line)) {
		struct cell *cell;

		begin_row(out);
		cell = LIST_ADD(&out->cells);
		*cell = (struct cell){ .col = 1, .kind = CELL_TEXT, .text = line };
		settle_cell(out, cell);
		ok = push_row(out, false);
	}
	buf_clear(&out->lines);
	return ok;
}

static uint32_t count_lines(const struct html_out *out)
{
	uint32_t count = 0;

	for (size_t i = 0; i < out->lines.len; i++)
		count += out->lines.data[i] == '\n';
	return count;
}

static const struct html_name *next_name(struct html_out *out, bool inner)
{
	const struct html_name *given = out->given;

	out->given = NULL;
	if (given || inner)
		return given;
	while (out->next_name < out->names->list.count && out->names->list.item[out->next_name].source.len)
		out->next_name++;
	return out->next_name < out->names->list.count ? &out->names->list.item[out->next_name++] : NULL;
}

static bool begin_sheet(struct html_out *out, struct sheet_info *sheet, const struct html_name *name)
{
	const struct row_sink *sink = out->ctx->sink;

	if (!end_sheet(out))
		return false;
	sheet->index = ++out->sheets;
	out->row = 0;
	out->open = true;
	if (name)
		sheet->hidden |= name->hidden;
	if (name && !sheet->name.len)
		sheet->name = name->name;
	if (!sheet->name.len)
		sheet->name = arena_printf(out->ctx->input, "表%u", sheet->index);
	return going_on(out, sink->sheet_begin(sink->user, sheet));
}

static size_t count_parts(const struct html_table *table, size_t at)
{
	const struct html_cell *first = &table->cells.item[at];
	size_t end = at + 1;

	while (end < table->cells.count && table->cells.item[end].row == first->row &&
	       table->cells.item[end].col == first->col)
		end++;
	return end - at;
}

/* Parts of one cell, which an inner table stands between, are lines of it. */
static struct str join_parts(struct arena *arena, const struct html_table *table, size_t at, size_t count)
{
	struct str text = html_table_text(table, &table->cells.item[at]);
	struct buf joined = { 0 };

	if (count == 1)
		return text;
	for (size_t i = at; i < at + count; i++) {
		if (i > at)
			buf_add_char(&joined, '\n');
		buf_add(&joined, html_table_text(table, &table->cells.item[i]));
	}
	text = arena_copy(arena, buf_str(&joined));
	buf_release(&joined);
	return text;
}

/* How many parts it took. */
static size_t add_cell(struct html_out *out, const struct html_table *table, size_t at)
{
	const struct html_cell *from = &table->cells.item[at];
	struct arena *arena = out->ctx->row;
	struct cell *cell = LIST_ADD(&out->cells);
	size_t count = count_parts(table, at);

	*cell = (struct cell){ .col = from->col, .kind = CELL_TEXT, .struck = true };
	cell->text = join_parts(arena, table, at, count);
	for (size_t i = at; i < at + count; i++)
		cell->struck &= table->cells.item[i].struck;
	if (from->exact && count == 1) {
		cell->kind = CELL_NUMBER;
		cell->number = strtod(arena_cstring(arena, cell->text), NULL);
		cell->text = STR("");
	}
	settle_cell(out, cell);
	return count;
}

static bool push_rows(struct html_out *out, const struct html_table *table)
{
	size_t at = 0;

	for (uint32_t row = 1; row <= table->rows.count; row++) {
		begin_row(out);
		while (at < table->cells.count && table->cells.item[at].row == row) {
			if (table->cells.item[at].col > TABLE_COLUMNS)
				return refuse(out);
			at += add_cell(out, table, at);
		}
		if (!push_row(out, table->rows.item[row - 1].hidden))
			return false;
	}
	return true;
}

static bool push_sheet(struct html_out *out, struct html_table *table, bool inner)
{
	struct sheet_info sheet = {
		.name = table->name,
		.hidden = table->hidden,
		.merge_count = (uint32_t)table->ranges.count,
		.merge = table->ranges.item,
	};
	uint32_t above = count_lines(out);

	for (size_t i = 0; i < table->ranges.count; i++) {
		table->ranges.item[i].top += above;
		table->ranges.item[i].bottom += above;
	}
	return begin_sheet(out, &sheet, next_name(out, inner)) && push_lines(out) && push_rows(out, table);
}

/* The most rows of two cells or more that it or a table within it has. */
static uint32_t largest(const struct html_table *table)
{
	uint32_t most = table->filled;

	for (size_t i = 0; i < table->children.count; i++) {
		uint32_t inner = largest(table->children.item[i]);

		most = inner > most ? inner : most;
	}
	return most;
}

static bool is_layout(const struct html_table *table)
{
	return table->children.count && (table->cells.count == 0 || largest(table) > table->filled);
}

static bool push_table(struct html_out *out, struct html_table *table, bool inner);

/* Text of one row is one line, where an inner table does not stand between. */
static bool add_layout_text(struct html_out *out, const struct html_table *table, size_t *at, uint32_t children)
{
	struct buf line = { 0 };
	bool ok = true;

	for (; ok && *at < table->cells.count && table->cells.item[*at].children <= children; (*at)++) {
		const struct html_cell *cell = &table->cells.item[*at];
		const struct html_cell *next = *at + 1 < table->cells.count ? cell + 1 : NULL;

		buf_add(&line, html_table_text(table, cell));
		if (next && next->row == cell->row && next->children == cell->children) {
			buf_add(&line, STR(" "));
			continue;
		}
		ok = html_out_text(out, buf_str(&line));
		buf_clear(&line);
	}
	buf_release(&line);
	return ok;
}

static bool push_layout(struct html_out *out, struct html_table *table, bool inner)
{
	bool ok = html_out_text(out, table->name);
	size_t at = 0;

	for (uint32_t i = 0; ok && i < table->children.count; i++)
		ok = add_layout_text(out, table, &at, i) && push_table(out, table->children.item[i], inner);
	return ok && add_layout_text(out, table, &at, UINT32_MAX);
}

static bool push_table(struct html_out *out, struct html_table *table, bool inner)
{
	bool ok;

	if (is_layout(table))
		return push_layout(out, table, inner);
	if (table->cells.count == 0)
		return true;
	ok = push_sheet(out, table, inner);
	for (size_t i = 0; ok && i < table->children.count; i++)
		ok = push_table(out, table->children.item[i], true);
	return ok;
}

static void arrange(struct html_table *table)
{
	html_table_arrange(table);
	for (size_t i = 0; i < table->children.count; i++)
		arrange(table->children.item[i]);
}

bool html_out_table(struct html_out *out, struct html_table *table)
{
	arrange(table);
	return push_table(out, table, false);
}

/* Text below the last table, or a page without any. */
bool html_out_end(struct html_out *out)
{
	struct sheet_info sheet = { 0 };

	if (out->lines.len && !out->open && !begin_sheet(out, &sheet, next_name(out, false)))
		return false;
	return push_lines(out) && end_sheet(out);
}

void html_out_release(struct html_out *out)
{
	buf_release(&out->lines);
	free(out->cells.item);
}
