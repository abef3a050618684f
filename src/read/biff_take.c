#include "read/biff_take.h"

#include <math.h>

/*
 * The records of cells, by their numbers in Excel 2, in Excel 3 to 97 where they differ
 * ([MS-XLS] 2.3.1; those before Excel 5 in OpenOffice's description of the format).
 */
enum {
	INTEGER_2 = 0x0002,
	NUMBER_2 = 0x0003,
	LABEL_2 = 0x0004,
	BOOLERR_2 = 0x0005,
	FORMULA = 0x0006,
	STRING_2 = 0x0007,
	IXFE = 0x0044,
	MULRK = 0x00BD,
	RSTRING = 0x00D6,
	MERGEDCELLS = 0x00E5,
	LABELSST = 0x00FD,
	NUMBER = 0x0203,
	LABEL = 0x0204,
	BOOLERR = 0x0205,
	FORMULA_3 = 0x0206,
	STRING = 0x0207,
	ROW = 0x0208,
	DEFAULTROWHEIGHT = 0x0225,
	RK = 0x027E,
	FORMULA_4 = 0x0406
};

/* Row, column and XF; Excel 2 has three bytes of attributes in place of the XF. */
enum { PLACE = 6, PLACE_2 = 7 };
/* In the attributes: the XF, unless it is too large a number; else the format and the font. */
enum { XF_BITS = 0x3F, XF_ELSEWHERE = 0x3F, FORMAT_BITS = 0x3F, FONT_SHIFT = 6 };

enum { ROW_FLAGS_AT = 12, ROW_HIDDEN = 0x20, DEFAULT_HIDDEN = 0x02 };
/* What stands in the result of a formula in place of a double, when its last two bytes are set. */
enum { RESULT_TEXT, RESULT_BOOL, RESULT_ERROR, RESULT_EMPTY };
/* A number that is none: the error that Excel shows for it. */
enum { ERROR_NUM = 0x24 };
/* A MULRK: the XF and the number of each cell, between the first column and the last. */
enum { MULRK_FIRST_AT = 2, MULRK_CELLS_AT = 4, MULRK_CELL = 6 };
enum { RANGE = 8 };

static enum say refuse(struct biff_sheet *sheet, enum say why, uint32_t row, uint32_t col)
{
	sheet->where.row = row + 1;
	sheet->where.col = col + 1;
	return why;
}

static void set_style(struct biff_cell *cell, struct biff_style style)
{
	cell->date = style.date;
	cell->struck = style.struck;
}

static void set_style_of_xf(struct biff_sheet *sheet, struct biff_cell *cell, uint32_t xf)
{
	struct biff_book *book = sheet->book;

	set_style(cell, biff_styles_find(&book->styles, &book->decoder.fonts, xf));
}

static void set_style_of_attributes(struct biff_sheet *sheet, struct biff_cell *cell, const unsigned char *attribute)
{
	struct biff_book *book = sheet->book;
	uint32_t xf = attribute[0] & XF_BITS;

	if (book->styles.xfs.count > 0)
		set_style_of_xf(sheet, cell, xf == XF_ELSEWHERE ? sheet->xf : xf);
	else
		set_style(cell, biff_styles_of_parts(&book->styles, &book->decoder.fonts, attribute[1] & FORMAT_BITS,
						     attribute[1] >> FONT_SHIFT));
}

/*
 * Row, column and style of a record that must have `more` bytes behind them; *body is
 * set there.
 */
static enum say begin_cell(struct biff_sheet *sheet, const struct biff_record *record, bool old, uint32_t more,
			   struct biff_cell *cell, const unsigned char **body)
{
	uint32_t size = old ? PLACE_2 : PLACE, row, col;

	if (record->len < size + more)
		return SAY_WHY_XLS;
	row = little_u16(record->body);
	col = little_u16(record->body + 2);
	if (col >= BIFF_CELLS_COLUMNS)
		return refuse(sheet, SAY_WHY_CELL_PLACE, row, col);
	*cell = (struct biff_cell){ .row = (uint16_t)row, .col = (uint8_t)col };
	sheet->awaiting = false;
	if (old)
		set_style_of_attributes(sheet, cell, record->body + 4);
	else
		set_style_of_xf(sheet, cell, little_u16(record->body + 4));
	*body = record->body + size;
	return SAY_NOTHING;
}

static void set_number(struct biff_cell *cell, double number)
{
	cell->kind = BIFF_NUMBER;
	cell->as.number = number;
	if (isfinite(number))
		return;
	cell->kind = BIFF_ERROR;
	cell->as.code = ERROR_NUM;
}

static void set_code(struct biff_cell *cell, uint8_t code, bool error)
{
	cell->kind = error ? BIFF_ERROR : BIFF_BOOL;
	cell->as.code = code;
}

static enum say take_number(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, record->id == NUMBER_2, 8, &cell, &body);

	(void)next;
	if (why)
		return why;
	set_number(&cell, biff_record_double(body));
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

static enum say take_integer(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, true, 2, &cell, &body);

	(void)next;
	if (why)
		return why;
	set_number(&cell, little_u16(body));
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

/* 30 bits of an integer, or the upper ones of a double; perhaps a hundred times too large ([MS-XLS] 2.5.218). */
static double rk_number(uint32_t rk)
{
	uint64_t bits = (uint64_t)(rk & ~(uint32_t)3) << 32;
	double number;

	if (rk & 2) {
		uint32_t value = rk >> 2;

		number = value < 1u << 29 ? (double)value : (double)value - (double)(1u << 30);
	} else {
		memcpy(&number, &bits, sizeof(number));
	}
	return rk & 1 ? number / 100 : number;
}

static enum say take_rk(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, false, 4, &cell, &body);

	(void)next;
	if (why)
		return why;
	set_number(&cell, rk_number(little_u32(body)));
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

/* The last column stands at the end; the bytes present say how many there are. */
static enum say take_mulrk(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	uint32_t row, first, count;

	(void)next;
	if (record->len < MULRK_CELLS_AT + MULRK_CELL + 2)
		return SAY_WHY_XLS;
	row = little_u16(record->body);
	first = little_u16(record->body + MULRK_FIRST_AT);
	count = (record->len - MULRK_CELLS_AT - 2) / MULRK_CELL;
	if (first + count > BIFF_CELLS_COLUMNS)
		return refuse(sheet, SAY_WHY_CELL_PLACE, row, first + count - 1);
	sheet->awaiting = false;
	for (uint32_t i = 0; i < count; i++) {
		const unsigned char *at = record->body + MULRK_CELLS_AT + (size_t)i * MULRK_CELL;
		struct biff_cell cell = { .row = (uint16_t)row, .col = (uint8_t)(first + i) };

		set_style_of_xf(sheet, &cell, little_u16(at));
		set_number(&cell, rk_number(little_u32(at + 2)));
		biff_cells_add(&sheet->cells, cell);
	}
	return SAY_NOTHING;
}

static enum say take_shared(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, false, 4, &cell, &body);
	uint32_t shared;

	(void)next;
	if (why)
		return why;
	shared = little_u32(body);
	if (sheet->book->strings.cut && shared >= sheet->book->strings.list.count)
		return refuse(sheet, SAY_WHY_XLS_STRINGS, cell.row, cell.col);
	cell.kind = BIFF_SHARED;
	cell.as.shared = shared;
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

static void set_text(struct biff_sheet *sheet, struct biff_cell *cell, const struct biff_text *text)
{
	struct biff_text *kept;

	cell->kind = BIFF_EMPTY;
	if (text->text.len == 0)
		return;
	kept = ARENA_NEW(sheet->book->ctx->input, struct biff_text);
	*kept = *text;
	kept->text = arena_copy(sheet->book->ctx->input, text->text);
	cell->kind = BIFF_TEXT;
	cell->as.text = kept;
}

static enum say take_label(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_decoder *decoder = &sheet->book->decoder;
	bool old = record->id == LABEL_2;
	struct biff_record rest = *record;
	struct biff_cursor cursor;
	struct biff_cell cell;
	struct biff_text text;
	enum say why = begin_cell(sheet, record, old, old ? 1 : 2, &cell, &rest.body);

	if (why)
		return why;
	rest.len -= (uint32_t)(rest.body - record->body);
	biff_record_cursor(&cursor, biff_book_stream(sheet->book), &rest, next);
	if (!biff_text_read(decoder, &cursor, old ? 1 : 2, &text) ||
	    (record->id == RSTRING && !biff_text_read_runs(decoder, &cursor, &text)))
		return refuse(sheet, SAY_WHY_XLS_STRINGS, cell.row, cell.col);
	set_text(sheet, &cell, &text);
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

static enum say take_code(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, record->id == BOOLERR_2, 2, &cell, &body);

	(void)next;
	if (why)
		return why;
	set_code(&cell, body[0], body[1] != 0);
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

/* The text of a formula comes behind it; until then there is none. */
static void set_result(struct biff_sheet *sheet, struct biff_cell *cell, const unsigned char *result)
{
	cell->kind = BIFF_NOTHING;
	if (little_u16(result + 6) != 0xFFFF)
		set_number(cell, biff_record_double(result));
	else if (result[0] == RESULT_BOOL || result[0] == RESULT_ERROR)
		set_code(cell, result[2], result[0] == RESULT_ERROR);
	else if (result[0] == RESULT_EMPTY)
		cell->kind = BIFF_EMPTY;
	else if (result[0] == RESULT_TEXT)
		sheet->awaiting = true;
}

static enum say take_formula(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	bool old = record->id == FORMULA && sheet->book->version == BIFF_2;
	struct biff_cell cell;
	const unsigned char *body;
	enum say why = begin_cell(sheet, record, old, 8, &cell, &body);

	(void)next;
	if (why)
		return why;
	cell.computed = true;
	set_result(sheet, &cell, body);
	biff_cells_add(&sheet->cells, cell);
	return SAY_NOTHING;
}

static enum say take_string(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	struct biff_cursor cursor;
	struct biff_cell *cell;
	struct biff_text text;

	if (!sheet->awaiting)
		return SAY_NOTHING;
	sheet->awaiting = false;
	cell = &sheet->cells.list.item[sheet->cells.list.count - 1];
	biff_record_cursor(&cursor, biff_book_stream(sheet->book), record, next);
	if (!biff_text_read(&sheet->book->decoder, &cursor, record->id == STRING_2 ? 1 : 2, &text))
		return refuse(sheet, SAY_WHY_XLS_STRINGS, cell->row, cell->col);
	set_text(sheet, cell, &text);
	return SAY_NOTHING;
}

static enum say take_row(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	(void)next;
	if (record->len > ROW_FLAGS_AT)
		sheet->rows[little_u16(record->body)] = record->body[ROW_FLAGS_AT] & ROW_HIDDEN ? BIFF_ROW_HIDDEN
												: BIFF_ROW_SHOWN;
	return SAY_NOTHING;
}

static enum say take_default_row(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	(void)next;
	if (record->len > 0)
		sheet->rows_hidden = record->body[0] & DEFAULT_HIDDEN;
	return SAY_NOTHING;
}

static enum say take_xf_of_next(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	(void)next;
	if (record->len >= 2)
		sheet->xf = little_u16(record->body);
	return SAY_NOTHING;
}

/* One whose end comes before its beginning is none; one to the last column of 65,536 ends at a sheet's last. */
static bool add_merge(struct merges *merges, const unsigned char *at)
{
	uint32_t top = little_u16(at), bottom = little_u16(at + 2), left = little_u16(at + 4);
	uint32_t right = little_u16(at + 6) < BIFF_CELLS_COLUMNS ? little_u16(at + 6) : BIFF_CELLS_COLUMNS - 1;

	return top > bottom || left > right ||
	       merges_add(merges, top + 1, left + 1, bottom - top + 1, right - left + 1);
}

/* What the count claims beyond the record is not there. */
static enum say take_merges(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	uint32_t count = record->len >= 2 ? little_u16(record->body) : 0;
	bool ok = true;

	(void)next;
	for (uint32_t i = 0; i < count && 2 + (i + 1) * RANGE <= record->len && ok; i++)
		ok = add_merge(&sheet->merges, record->body + 2 + (size_t)i * RANGE);
	return ok ? SAY_NOTHING : SAY_WHY_TOO_LARGE;
}

/* The usual ones first. */
static const struct {
	uint32_t id;
	enum say (*take)(struct biff_sheet *, const struct biff_record *, size_t next);
} takers[] = {
	{ LABELSST, take_shared },
	{ RK, take_rk },
	{ NUMBER, take_number },
	{ MULRK, take_mulrk },
	{ ROW, take_row },
	{ FORMULA, take_formula },
	{ STRING, take_string },
	{ LABEL, take_label },
	{ RSTRING, take_label },
	{ BOOLERR, take_code },
	{ MERGEDCELLS, take_merges },
	{ DEFAULTROWHEIGHT, take_default_row },
	{ FORMULA_3, take_formula },
	{ FORMULA_4, take_formula },
	{ NUMBER_2, take_number },
	{ INTEGER_2, take_integer },
	{ LABEL_2, take_label },
	{ BOOLERR_2, take_code },
	{ STRING_2, take_string },
	{ IXFE, take_xf_of_next },
};

enum say biff_take_record(struct biff_sheet *sheet, const struct biff_record *record, size_t next)
{
	for (size_t i = 0; i < ARRAY_COUNT(takers); i++)
		if (takers[i].id == record->id)
			return takers[i].take(sheet, record, next);
	return biff_book_take(sheet->book, record, next);
}
