#include "read/ods_sheets.h"

#include <stdlib.h>

#include "decode/xml.h"
#include "read/ods_cell.h"

/* How deep we are: each level knows only the elements that belong there. */
enum level { OUTSIDE, IN_BOOK, IN_SHEET, IN_ROW, IN_CELL };

/* The look of the columns up to `last`, where their cells say none. */
struct column_look {
	uint32_t last;
	struct str style;
};

/* Of one sheet: where its merged ranges stand. */
struct sheet_merges {
	size_t first, count;
};

struct reading {
	struct ods_sheets *sheets;
	bool ranges_only; /* the first pass, where there are merged ranges: they come before the rows */
	bool stopped;	  /* the sink wants no more */
	struct merges merges;
	LIST_OF(struct sheet_merges) sheet_merges;

	enum level level;
	uint32_t skipped; /* levels deep in what belongs to no level */
	uint32_t index;	  /* of the sheet */

	uint32_t groups, hidden_group; /* levels of containers of rows; the one that is not shown, 0 for none */
	uint64_t number;	       /* of the row at hand */
	uint32_t repeated;
	struct row row;
	struct buf row_style;
	LIST_OF(struct cell) cells;

	uint64_t columns; /* that were described */
	LIST_OF(struct column_look) looks;

	uint64_t col; /* of the cell at hand */
	uint32_t in_cell;
	struct ods_raw raw;
	struct ods_text text;
	uint64_t copies; /* cells that were written once and counted */
};

static void refuse(struct reading *reading, struct xml *xml, enum say why)
{
	reading->sheets->where.row = (uint32_t)(reading->number <= TABLE_ROWS ? reading->number : 0);
	reading->sheets->where.col = (uint32_t)(reading->col <= TABLE_COLUMNS ? reading->col : 0);
	xml_stop(xml, why);
}

static uint32_t count_of(const char **attribute, const char *name)
{
	uint32_t count;

	return xml_number(xml_attribute_prefixed(attribute, name), UINT32_MAX, &count) && count > 0 ? count : 1;
}

/* --- sheets ----------------------------------------------------------------- */

/* What another workbook held when it was last looked at: 'file:///a.ods'#$Sheet1. */
static bool is_external(struct str name)
{
	return str_starts(name, STR("'")) && str_has(name, STR("'#"));
}

static void begin_sheet(struct reading *reading, struct xml *xml, const char **attribute)
{
	const struct row_sink *sink = reading->sheets->ctx->sink;
	struct sheet_info info = { .name = xml_attribute_prefixed(attribute, "name") };
	struct sheet_merges *merges;

	if (is_external(info.name)) {
		reading->skipped = 1;
		return;
	}
	if (++reading->index > ODS_SHEETS) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	reading->level = IN_SHEET;
	reading->sheets->where = (struct where){ .sheet = reading->index };
	reading->groups = reading->hidden_group = 0;
	reading->number = 1;
	reading->columns = 0;
	reading->looks.count = 0;
	if (reading->ranges_only) {
		LIST_ADD(&reading->sheet_merges)->first = reading->merges.list.count;
		return;
	}
	info.index = reading->index;
	info.hidden = ods_styles_hidden(&reading->sheets->styles, xml_attribute_prefixed(attribute, "style-name"));
	if (reading->index <= reading->sheet_merges.count) {
		merges = &reading->sheet_merges.item[reading->index - 1];
		info.merge_count = (uint32_t)merges->count;
		if (merges->count > 0)
			info.merge = &reading->merges.list.item[merges->first];
	}
	reading->stopped = !sink->sheet_begin(sink->user, &info);
	if (reading->stopped)
		xml_stop(xml, SAY_NOTHING);
}

static void end_sheet(struct reading *reading, struct xml *xml)
{
	const struct row_sink *sink = reading->sheets->ctx->sink;
	struct sheet_merges *merges;

	reading->level = IN_BOOK;
	if (reading->ranges_only) {
		merges = &reading->sheet_merges.item[reading->index - 1];
		merges->count = reading->merges.list.count - merges->first;
		merges_sort(&reading->merges, merges->first);
		return;
	}
	reading->stopped = !sink->sheet_end(sink->user);
	if (reading->stopped)
		xml_stop(xml, SAY_NOTHING);
}

/* --- columns: only how their cells look -------------------------------------- */

static void take_column(struct reading *reading, const char **attribute)
{
	struct str style = xml_attribute_prefixed(attribute, "default-cell-style-name");
	struct column_look *look;

	if (reading->ranges_only || !reading->sheets->styles.any_struck || reading->columns >= TABLE_COLUMNS)
		return;
	reading->columns += count_of(attribute, "number-columns-repeated");
	look = LIST_ADD(&reading->looks);
	look->last = (uint32_t)(reading->columns < TABLE_COLUMNS ? reading->columns : TABLE_COLUMNS);
	look->style = arena_copy(reading->sheets->ctx->input, style);
}

/* By halves: a file may describe each of its columns. */
static struct str look_of_column(const struct reading *reading)
{
	size_t first = 0, end = reading->looks.count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (reading->looks.item[middle].last < reading->col)
			first = middle + 1;
		else
			end = middle;
	}
	return first < reading->looks.count ? reading->looks.item[first].style : STR("");
}

/* The cell's own, else its row's, else its column's. */
static enum ods_strike strike_of(const struct reading *reading)
{
	const struct ods_styles *styles = &reading->sheets->styles;
	struct str style = reading->raw.style;

	if (!styles->any_struck)
		return ODS_STRIKE_UNSAID;
	if (style.len == 0)
		style = buf_str(&reading->row_style);
	if (style.len == 0)
		style = look_of_column(reading);
	return ods_styles_strike(styles, STR("table-cell"), style);
}

/* --- rows ------------------------------------------------------------------- */

static void begin_row(struct reading *reading, const char **attribute)
{
	struct str visible = xml_attribute_prefixed(attribute, "visibility");

	reading->level = IN_ROW;
	reading->repeated = count_of(attribute, "number-rows-repeated");
	reading->row = (struct row){ .hidden = reading->hidden_group > 0 };
	reading->row.hidden |= visible.len > 0 && !str_eq(visible, STR("visible"));
	reading->cells.count = 0;
	reading->col = 1;
	if (reading->ranges_only)
		return;
	buf_clear(&reading->row_style);
	buf_add(&reading->row_style, xml_attribute_prefixed(attribute, "default-cell-style-name"));
	arena_reset(reading->sheets->ctx->row);
}

static void push_rows(struct reading *reading, struct xml *xml)
{
	const struct row_sink *sink = reading->sheets->ctx->sink;

	reading->row.count = (uint32_t)reading->cells.count;
	reading->row.cell = reading->cells.item;
	reading->copies += (uint64_t)(reading->repeated - 1) * reading->row.count;
	if (reading->number + reading->repeated - 1 > TABLE_ROWS)
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
	else if (reading->copies > ODS_REPEATED_CELLS)
		refuse(reading, xml, SAY_WHY_TOO_LARGE);
	else
		for (uint32_t i = 0; i < reading->repeated && !reading->stopped; i++) {
			reading->row.number = (uint32_t)reading->number + i;
			reading->stopped = !sink->row(sink->user, &reading->row);
		}
	if (reading->stopped)
		xml_stop(xml, SAY_NOTHING);
}

static void end_row(struct reading *reading, struct xml *xml)
{
	reading->level = IN_SHEET;
	reading->col = 0;
	if (reading->cells.count > 0)
		push_rows(reading, xml);
	reading->number += reading->repeated;
}

/* Rows and columns stand in groups and headers, in any depth. */
static bool is_container(struct str name)
{
	return str_eq(name, STR("table-row-group")) || str_eq(name, STR("table-header-rows")) ||
	       str_eq(name, STR("table-rows")) || str_eq(name, STR("table-column-group")) ||
	       str_eq(name, STR("table-header-columns")) || str_eq(name, STR("table-columns"));
}

static void begin_container(struct reading *reading, const char **attribute)
{
	reading->groups++;
	if (reading->hidden_group == 0 && str_eq(xml_attribute_prefixed(attribute, "display"), STR("false")))
		reading->hidden_group = reading->groups;
}

static void end_container(struct reading *reading)
{
	if (reading->hidden_group == reading->groups)
		reading->hidden_group = 0;
	reading->groups--;
}

/* --- cells ------------------------------------------------------------------ */

static void begin_cell(struct reading *reading, const char **attribute)
{
	ods_cell_begin(&reading->raw, attribute);
	reading->level = IN_CELL;
	reading->in_cell = 0;
	if (!reading->ranges_only)
		ods_text_begin(&reading->text);
}

static void add_merges(struct reading *reading, struct xml *xml)
{
	uint32_t rows = reading->repeated > ODS_REPEATED_MERGES ? 1 : reading->repeated;

	if (reading->raw.rows == 1 && reading->raw.cols == 1)
		return;
	for (uint32_t i = 0; i < rows && reading->number + i <= TABLE_ROWS && reading->col <= TABLE_COLUMNS; i++)
		if (!merges_add(&reading->merges, (uint32_t)reading->number + i, (uint32_t)reading->col,
				reading->raw.rows, reading->raw.cols))
			refuse(reading, xml, SAY_WHY_TOO_LARGE);
}

static void add_cells(struct reading *reading, struct xml *xml, struct cell *cell)
{
	uint32_t repeated = reading->raw.repeated;

	if (reading->col + repeated - 1 > TABLE_COLUMNS) {
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
		return;
	}
	reading->copies += repeated - 1;
	if (reading->copies > ODS_REPEATED_CELLS) {
		refuse(reading, xml, SAY_WHY_TOO_LARGE);
		return;
	}
	for (uint32_t i = 0; i < repeated; i++) {
		cell->col = (uint32_t)reading->col + i;
		*LIST_ADD(&reading->cells) = *cell;
	}
}

static void end_cell(struct reading *reading, struct xml *xml)
{
	struct cell cell = { 0 };

	reading->level = IN_ROW;
	if (reading->ranges_only) {
		add_merges(reading, xml);
	} else {
		reading->raw.strike = strike_of(reading);
		ods_cell_settle(&reading->raw, &reading->text, reading->sheets->ctx->row, &cell);
		if (cell.kind != CELL_EMPTY)
			add_cells(reading, xml, &cell);
	}
	reading->col += reading->raw.repeated;
}

/* --- the walk --------------------------------------------------------------- */

static void start_outside(struct reading *reading, struct xml *xml, struct str name, const char **attribute)
{
	if (str_eq(name, STR("spreadsheet"))) {
		reading->level = IN_BOOK;
		reading->sheets->found = true;
	} else if (!reading->ranges_only && !ods_styles_start(&reading->sheets->styles, name, attribute)) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
	}
}

static void start_in_sheet(struct reading *reading, struct str name, const char **attribute)
{
	if (str_eq(name, STR("table-row")))
		begin_row(reading, attribute);
	else if (is_container(name))
		begin_container(reading, attribute);
	else if (str_eq(name, STR("table-column")))
		take_column(reading, attribute);
	else
		reading->skipped = 1;
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	if (reading->skipped > 0) {
		reading->skipped++;
	} else if (reading->level == IN_CELL) {
		reading->in_cell++;
		if (!reading->ranges_only)
			ods_text_start(&reading->text, name, attribute);
	} else if (reading->level == IN_ROW) {
		if (str_eq(name, STR("table-cell")) || str_eq(name, STR("covered-table-cell")))
			begin_cell(reading, attribute);
		else
			reading->skipped = 1;
	} else if (reading->level == IN_SHEET) {
		start_in_sheet(reading, name, attribute);
	} else if (reading->level == IN_BOOK) {
		if (str_eq(name, STR("table")))
			begin_sheet(reading, xml, attribute);
		else
			reading->skipped = 1;
	} else {
		start_outside(reading, xml, name, attribute);
	}
}

static void end_in_cell(struct reading *reading, struct xml *xml)
{
	if (reading->in_cell == 0) {
		end_cell(reading, xml);
		return;
	}
	reading->in_cell--;
	if (!reading->ranges_only)
		ods_text_end(&reading->text);
}

static void end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;

	if (reading->skipped > 0)
		reading->skipped--;
	else if (reading->level == IN_CELL)
		end_in_cell(reading, xml);
	else if (reading->level == IN_ROW)
		end_row(reading, xml);
	else if (reading->level == IN_SHEET && str_eq(name, STR("table")))
		end_sheet(reading, xml);
	else if (reading->level == IN_SHEET && is_container(name))
		end_container(reading);
	else if (reading->level == IN_BOOK)
		reading->level = OUTSIDE;
	else if (!reading->ranges_only)
		ods_styles_end(&reading->sheets->styles);
}

static void text(void *user, struct str piece)
{
	struct reading *reading = user;

	if (reading->level == IN_CELL && reading->skipped == 0)
		ods_text_add(&reading->text, piece);
}

static enum say read_ranges(struct reading *reading, const struct xml_source *source)
{
	struct xml_handler handler = { .user = reading, .start = start, .end = end };
	bool found;
	enum say why = xml_source_scan(source, STR("-spanned"), &found);

	if (why || !found)
		return why;
	reading->ranges_only = true;
	why = xml_read_source(source, &handler);
	reading->ranges_only = false;
	reading->index = 0;
	return why;
}

enum say ods_sheets_read(struct ods_sheets *sheets, const struct xml_source *source)
{
	struct reading reading = { .sheets = sheets, .text.styles = &sheets->styles };
	struct xml_handler handler = { .user = &reading, .start = start, .end = end, .text = text };
	enum say why = read_ranges(&reading, source);

	if (!why)
		why = xml_read_source(source, &handler);
	merges_release(&reading.merges);
	free(reading.sheet_merges.item);
	free(reading.cells.item);
	free(reading.looks.item);
	buf_release(&reading.row_style);
	buf_release(&reading.raw.values);
	buf_release(&reading.text.text);
	return why;
}
