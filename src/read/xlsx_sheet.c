#include "read/xlsx_sheet.h"

#include "decode/xml.h"
#include "model/cell.h"
#include "read/xlsx_merges.h"

/* How deep we are: each level knows only the elements that belong there. */
enum level { OUTSIDE, IN_DATA, IN_ROW, IN_CELL, IN_INLINE };

struct reading {
	struct xlsx_sheet *sheet;
	enum level level;
	uint32_t last_row;
	bool row_numbered; /* the row says its number itself */
	struct row row;
	LIST_OF(struct cell) cells;
	bool sorted;
	uint32_t col; /* of the cell at hand, or the last one */
	struct xlsx_raw raw;
	char type[12]; /* of the cell: the attribute is gone by its end */
	bool taking;   /* within <v> */
	struct buf value;
	struct xlsx_text inlined;
};

static void refuse(struct reading *reading, struct xml *xml, enum say why)
{
	reading->sheet->where.row = reading->row.number;
	reading->sheet->where.col = reading->col;
	xml_stop(xml, why);
}

/* A row without a number is the one behind the last. */
static void begin_row(struct reading *reading, struct xml *xml, const char **attribute)
{
	struct str number = xml_attribute(attribute, "r");

	reading->row = (struct row){ .hidden = xml_attribute_is_true(attribute, "hidden", false) };
	reading->row.number = reading->last_row + 1;
	reading->row_numbered = number.data != NULL;
	reading->cells.count = 0;
	reading->sorted = true;
	reading->col = 0;
	reading->level = IN_ROW;
	arena_reset(reading->sheet->ctx->row);
	if (number.data && !xml_number(number, TABLE_ROWS, &reading->row.number))
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
}

/*
 * A row that says no number takes that of its first cell, if the cell does. One
 * writer counts the cells of a row from 0 instead of naming them.
 */
static bool place_cell(struct reading *reading, struct str ref)
{
	uint32_t row, counted;

	if (!ref.data || (xml_number(ref, TABLE_COLUMNS, &counted) && counted == reading->col))
		return ++reading->col <= TABLE_COLUMNS;
	if (!cell_reference_parse(str_trim(ref), &row, &reading->col))
		return false;
	if (!reading->row_numbered)
		reading->row.number = row;
	reading->row_numbered = true;
	return row == reading->row.number;
}

/* A longer one is no type at all. */
static void keep_type(struct reading *reading, struct str type)
{
	size_t len = type.len < sizeof(reading->type) ? type.len : 0;

	if (len > 0)
		memcpy(reading->type, type.data, len);
	reading->raw.type = (struct str){ reading->type, len };
}

static void begin_cell(struct reading *reading, struct xml *xml, const char **attribute)
{
	struct str ref = { NULL, 0 }, type = { NULL, 0 }, style = { NULL, 0 };

	for (; *attribute; attribute += 2) {
		if (attribute[0][0] == '\0' || attribute[0][1] != '\0')
			continue;
		switch (attribute[0][0]) {
		case 'r':
			ref = str_from(attribute[1]);
			break;
		case 't':
			type = str_from(attribute[1]);
			break;
		case 's':
			style = str_from(attribute[1]);
			break;
		}
	}
	reading->raw = (struct xlsx_raw){ 0 };
	reading->taking = false;
	reading->level = IN_CELL;
	buf_clear(&reading->value);
	keep_type(reading, type);
	if (style.data && !xml_number(style, UINT32_MAX, &reading->raw.style))
		reading->raw.style = UINT32_MAX;
	if (!place_cell(reading, ref))
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
}

/* The elements of a cell have one letter each; this runs for every tag. */
static bool is_letter(struct str name, char letter)
{
	return name.len == 1 && name.data[0] == letter;
}

static void begin_part(struct reading *reading, struct str name)
{
	if (is_letter(name, 'v')) {
		reading->taking = reading->raw.valued = true;
	} else if (is_letter(name, 'f')) {
		reading->raw.formula = true;
	} else if (str_eq(name, STR("is"))) {
		reading->raw.inlined = reading->raw.valued = true;
		reading->level = IN_INLINE;
		xlsx_text_begin(&reading->inlined);
	}
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	if (reading->level == IN_CELL)
		begin_part(reading, name);
	else if (reading->level == IN_ROW && is_letter(name, 'c'))
		begin_cell(reading, xml, attribute);
	else if (reading->level == IN_DATA && str_eq(name, STR("row")))
		begin_row(reading, xml, attribute);
	else if (reading->level == OUTSIDE && str_eq(name, STR("sheetData")))
		reading->level = IN_DATA;
	else if (reading->level == IN_INLINE)
		xlsx_text_start(&reading->inlined, name, attribute);
}

static void add_cell(struct reading *reading, struct xml *xml, const struct cell *cell)
{
	size_t count = reading->cells.count;

	if (count == TABLE_COLUMNS) {
		refuse(reading, xml, SAY_WHY_CELL_ORDER);
		return;
	}
	if (count > 0 && reading->cells.item[count - 1].col >= cell->col)
		reading->sorted = false;
	*LIST_ADD(&reading->cells) = *cell;
}

static void end_cell(struct reading *reading, struct xml *xml)
{
	struct cell cell = { .col = reading->col };

	reading->level = IN_ROW;
	if (!reading->raw.valued && !reading->raw.formula)
		return;
	reading->raw.value = buf_str(&reading->value);
	if (reading->raw.inlined) {
		reading->raw.value = xlsx_text_done(&reading->inlined);
		reading->raw.strike = xlsx_text_strike(&reading->inlined);
		reading->raw.halved = reading->inlined.halved;
	}
	if (!xlsx_cell_settle(reading->sheet->book, &reading->raw, reading->sheet->ctx->row, &cell))
		refuse(reading, xml, SAY_WHY_PART);
	else if (cell.kind != CELL_EMPTY)
		add_cell(reading, xml, &cell);
}

static int by_column(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	return (x->col > y->col) - (x->col < y->col);
}

/* Cells in any order are put right; two in one place cannot be. */
static bool sort_cells(struct reading *reading)
{
	if (reading->sorted)
		return true;
	qsort(reading->cells.item, reading->cells.count, sizeof(*reading->cells.item), by_column);
	for (size_t i = 1; i < reading->cells.count; i++)
		if (reading->cells.item[i - 1].col == reading->cells.item[i].col)
			return false;
	return true;
}

/*
 * Rows that go back are refused, as Excel does: to sort them the whole sheet
 * would have to be held, and one that comes twice has no right answer.
 */
static void end_row(struct reading *reading, struct xml *xml)
{
	const struct row_sink *sink = reading->sheet->ctx->sink;

	reading->level = IN_DATA;
	if (reading->row.number == 0 || reading->row.number > TABLE_ROWS) {
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
		return;
	}
	if (reading->row.number <= reading->last_row || !sort_cells(reading)) {
		refuse(reading, xml, SAY_WHY_CELL_ORDER);
		return;
	}
	reading->last_row = reading->row.number;
	reading->row.count = (uint32_t)reading->cells.count;
	reading->row.cell = reading->cells.item;
	if (reading->row.count > 0 && !sink->row(sink->user, &reading->row)) {
		reading->sheet->stopped = true;
		xml_stop(xml, SAY_NOTHING);
	}
}

/* Of all runs together, or of a <v> that stands there again and again. */
static bool is_too_long(const struct reading *reading)
{
	return reading->value.len > XML_TEXT || reading->inlined.text.len > XML_TEXT;
}

static void end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;

	if (reading->level >= IN_CELL && is_too_long(reading))
		refuse(reading, xml, SAY_WHY_TOO_LARGE);
	else if (reading->level == IN_CELL && is_letter(name, 'c'))
		end_cell(reading, xml);
	else if (reading->level == IN_CELL)
		reading->taking = false;
	else if (reading->level == IN_ROW && str_eq(name, STR("row")))
		end_row(reading, xml);
	else if (reading->level == IN_DATA && str_eq(name, STR("sheetData")))
		reading->level = OUTSIDE;
	else if (reading->level == IN_INLINE && str_eq(name, STR("is")))
		reading->level = IN_CELL;
	else if (reading->level == IN_INLINE)
		xlsx_text_end(&reading->inlined, name);
}

static void text(void *user, struct str piece)
{
	struct reading *reading = user;

	if (reading->taking)
		buf_add(&reading->value, piece);
	else if (reading->level == IN_INLINE)
		xlsx_text_add(&reading->inlined, piece);
}

static enum say read_rows(struct xlsx_sheet *sheet)
{
	struct reading reading = { .sheet = sheet };
	struct xml_handler handler = { .user = &reading, .start = start, .end = end, .text = text };
	enum say why = xml_read(sheet->package, sheet->part, &handler);

	free(reading.cells.item);
	buf_release(&reading.value);
	buf_release(&reading.inlined.text);
	return why;
}

enum say xlsx_sheet_read(struct xlsx_sheet *sheet)
{
	const struct row_sink *sink = sheet->ctx->sink;
	struct xlsx_merges merges = { 0 };
	enum say why = xlsx_merges_read(&merges, sheet->package, sheet->part);

	sheet->where = (struct where){ .sheet = sheet->info.index };
	if (why)
		goto done;
	sheet->info.merge_count = (uint32_t)merges.list.count;
	sheet->info.merge = merges.list.item;
	sheet->stopped = !sink->sheet_begin(sink->user, &sheet->info);
	if (!sheet->stopped)
		why = read_rows(sheet);
	if (!why && !sheet->stopped)
		sheet->stopped = !sink->sheet_end(sink->user);
done:
	xlsx_merges_release(&merges);
	return why;
}
