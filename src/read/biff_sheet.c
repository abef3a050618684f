#include "read/biff_sheet.h"

#include "read/biff_take.h"
#include "read/number_format.h"

void biff_sheet_release(struct biff_sheet *sheet)
{
	biff_cells_release(&sheet->cells);
	merges_release(&sheet->merges);
	free(sheet->row.item);
}

static void begin(struct biff_sheet *sheet)
{
	biff_cells_clear(&sheet->cells);
	sheet->merges.list.count = 0;
	memset(sheet->rows, BIFF_ROW_UNSAID, sizeof(sheet->rows));
	sheet->rows_hidden = sheet->awaiting = false;
	sheet->xf = 0;
	sheet->where = (struct where){ .sheet = sheet->info.index };
	if (sheet->book->version < BIFF_5)
		biff_book_forget_styles(sheet->book);
}

/* What stands between a BOF and its EOF within the sheet is a chart: its numbers are copies. */
static enum say walk(struct biff_sheet *sheet, size_t at)
{
	struct bytes stream = biff_book_stream(sheet->book);
	struct biff_record record;
	uint64_t depth = 0;
	enum say why = SAY_NOTHING;

	while (!why && biff_record_next(stream, &at, &record)) {
		if (biff_record_is_bof(record.id)) {
			depth++;
		} else if (record.id == BIFF_EOF) {
			sheet->end = at;
			if (depth-- == 0)
				return SAY_NOTHING;
		} else if (depth == 0) {
			why = biff_take_record(sheet, &record, at);
		}
	}
	return why ? why : SAY_WHY_XLS_CUT;
}

static struct str error_name(struct arena *arena, uint8_t code)
{
	static const struct {
		uint8_t code;
		struct str name;
	} known[] = {
		{ 0x00, STR_INIT("#NULL!") }, { 0x07, STR_INIT("#DIV/0!") }, { 0x0F, STR_INIT("#VALUE!") },
		{ 0x17, STR_INIT("#REF!") },  { 0x1D, STR_INIT("#NAME?") },  { 0x24, STR_INIT("#NUM!") },
		{ 0x2A, STR_INIT("#N/A") },
	};

	for (size_t i = 0; i < ARRAY_COUNT(known); i++)
		if (known[i].code == code)
			return known[i].name;
	return arena_printf(arena, "#ERR%u!", code);
}

/* A number that no shared string has: some text stood there and cannot be told. */
static void put_lost(struct cell *to)
{
	to->kind = CELL_TEXT;
	to->flaw = CELL_BAD_BYTES;
	to->text = STR("\xEF\xBF\xBD");
}

static void put_text(struct cell *to, const struct biff_text *text)
{
	to->kind = text->text.len > 0 ? CELL_TEXT : CELL_EMPTY;
	to->flaw = text->bad ? CELL_BAD_BYTES : CELL_SOUND;
	to->text = text->text;
	if (text->strike != BIFF_STRIKE_BY_CELL)
		to->struck = text->strike == BIFF_STRIKE_ALL;
}

static void put_number(const struct biff_sheet *sheet, struct cell *to, const struct biff_cell *cell)
{
	to->kind = CELL_NUMBER;
	to->number = cell->as.number;
	if (cell->date && number_format_day(&to->number, sheet->book->date1904))
		to->kind = CELL_DATE;
}

static void put_value(const struct biff_sheet *sheet, struct cell *to, const struct biff_cell *cell)
{
	const struct biff_strings *strings = &sheet->book->strings;

	switch ((enum biff_kind)cell->kind) {
	case BIFF_EMPTY:
		break;
	case BIFF_NUMBER:
		put_number(sheet, to, cell);
		break;
	case BIFF_TEXT:
		put_text(to, cell->as.text);
		break;
	case BIFF_SHARED:
		if (cell->as.shared < strings->list.count)
			put_text(to, &strings->list.item[cell->as.shared]);
		else
			put_lost(to);
		break;
	case BIFF_BOOL:
		to->kind = CELL_BOOL;
		to->number = cell->as.code != 0;
		break;
	case BIFF_ERROR:
		to->kind = CELL_ERROR;
		to->text = error_name(sheet->book->ctx->row, cell->as.code);
		break;
	case BIFF_NOTHING:
		to->kind = CELL_TEXT;
		to->flaw = CELL_NO_RESULT;
		to->text = STR("");
		break;
	}
}

static void add_cell(struct biff_sheet *sheet, const struct biff_cell *cell)
{
	struct cell to = { .col = cell->col + 1u, .struck = cell->struck, .computed = cell->computed };

	put_value(sheet, &to, cell);
	if (to.kind != CELL_EMPTY)
		*LIST_ADD(&sheet->row) = to;
}

static bool is_hidden(const struct biff_sheet *sheet, uint16_t row)
{
	return sheet->rows[row] == BIFF_ROW_UNSAID ? sheet->rows_hidden : sheet->rows[row] == BIFF_ROW_HIDDEN;
}

/* The cells [first, end) are one row. */
static bool push_row(struct biff_sheet *sheet, const struct biff_cell *first, const struct biff_cell *end)
{
	const struct row_sink *sink = sheet->book->ctx->sink;
	struct row row = { .number = first->row + 1u, .hidden = is_hidden(sheet, first->row) };

	arena_reset(sheet->book->ctx->row);
	sheet->row.count = 0;
	for (const struct biff_cell *cell = first; cell < end; cell++)
		add_cell(sheet, cell);
	row.count = (uint32_t)sheet->row.count;
	row.cell = sheet->row.item;
	return row.count == 0 || sink->row(sink->user, &row);
}

static bool push_rows(struct biff_sheet *sheet)
{
	const struct biff_cell *at = sheet->cells.list.item, *end = at + sheet->cells.list.count;
	const struct biff_cell *next;

	for (; at < end; at = next) {
		for (next = at + 1; next < end && next->row == at->row; next++)
			;
		if (!push_row(sheet, at, next))
			return false;
	}
	return true;
}

static void push(struct biff_sheet *sheet)
{
	const struct row_sink *sink = sheet->book->ctx->sink;

	biff_cells_sort(&sheet->cells);
	merges_sort(&sheet->merges, 0);
	sheet->info.merge_count = (uint32_t)sheet->merges.list.count;
	sheet->info.merge = sheet->merges.list.item;
	sheet->stopped = !sink->sheet_begin(sink->user, &sheet->info) ||
			 (sheet->cells.list.count > 0 && !push_rows(sheet)) || !sink->sheet_end(sink->user);
}

enum say biff_sheet_read(struct biff_sheet *sheet, uint64_t at)
{
	struct bytes stream = biff_book_stream(sheet->book);
	struct biff_record record;
	struct biff_bof bof;
	size_t next;
	enum say why;

	begin(sheet);
	if (at >= stream.len)
		return SAY_WHY_XLS_CUT;
	next = (size_t)at;
	if (!biff_record_next(stream, &next, &record) || !biff_record_bof(&record, &bof))
		return SAY_WHY_XLS_SHEET;
	why = walk(sheet, next);
	if (!why)
		push(sheet);
	return why;
}
