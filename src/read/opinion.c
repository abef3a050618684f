#include "read/opinion.h"

#include <freexl.h>
#include <iconv.h>
#include <math.h>

#include "base/utf8.h"
#include "decode/charset.h"

/*
 * freexl holds every cell of the rectangle, 16 bytes each, and refuses a sheet of
 * more than 256 MiB: so much in all is enough for an opinion.
 */
static const uint64_t CELLS_LIMIT = (uint64_t)65536 * 256;

/* --- before ------------------------------------------------------------------ */

/* The converter that freexl opens for a code page, by the name it uses. */
static void page_name(uint32_t page, char *name, size_t room)
{
	static const struct {
		uint32_t page;
		const char *name;
	} named[] = {
		{ 367, "ASCII" },      { 1200, "UTF-16LE" },   { 0x8001, "CP1252" },
		{ 10000, "MacRoman" }, { 0x8000, "MacRoman" },
	};

	snprintf(name, room, "CP%u", page);
	for (size_t i = 0; i < ARRAY_COUNT(named); i++)
		if (named[i].page == page)
			snprintf(name, room, "%s", named[i].name);
}

/* One that the system does not have is freexl's to complain of. */
static void hold_converter(struct opinion *opinion, uint32_t page)
{
	char name[16];
	void *converter;

	page_name(page, name, sizeof(name));
	converter = charset_decoder_named(name);
	if (converter)
		opinion->converter[opinion->converter_count++] = converter;
}

bool opinion_prepare(struct opinion *opinion, unsigned char *copy, size_t len)
{
	*opinion = (struct opinion){ 0 };
	if (!opinion_look_through(&opinion->look, copy, len) || opinion->look.encrypted ||
	    opinion->look.cells > CELLS_LIMIT)
		return false;
	hold_converter(opinion, 1200); /* the strings of Excel 97 */
	for (uint32_t i = 0; i < opinion->look.page_count; i++)
		if (opinion->look.page[i] != 1200)
			hold_converter(opinion, opinion->look.page[i]);
	return true;
}

void opinion_release(struct opinion *opinion)
{
	for (uint32_t i = 0; i < opinion->converter_count; i++)
		iconv_close(opinion->converter[i]);
	opinion_look_release(&opinion->look);
	*opinion = (struct opinion){ 0 };
}

/* --- through freexl ---------------------------------------------------------- */

static bool take_text(struct cell *cell, const char *text)
{
	cell->kind = CELL_TEXT;
	cell->text = str_from(text);
	return cell->text.len && utf8_valid(cell->text);
}

static bool take_number(struct cell *cell, double number)
{
	cell->kind = CELL_NUMBER;
	cell->number = number;
	return isfinite(number);
}

/* False for what there is nothing to compare with: dates lose their time, and plain numbers turn into dates. */
static bool take_value(struct cell *cell, const FreeXL_CellValue *value)
{
	switch (value->type) {
	case FREEXL_CELL_INT:
		return take_number(cell, value->value.int_value);
	case FREEXL_CELL_DOUBLE:
		return take_number(cell, value->value.double_value);
	case FREEXL_CELL_TEXT:
	case FREEXL_CELL_SST_TEXT:
		return take_text(cell, value->value.text_value);
	default:
		return false;
	}
}

static bool give_row(const void *book, uint32_t sheet, uint32_t row, uint16_t cols, const struct opinion_sink *sink)
{
	for (uint16_t col = 0; col < cols; col++) {
		FreeXL_CellValue value = { .type = FREEXL_CELL_NULL };
		struct cell cell = { .col = col + 1u };

		if (freexl_get_cell_value(book, row, col, &value) == FREEXL_OK && take_value(&cell, &value) &&
		    !sink->put(sink->user, sheet, row + 1, &cell))
			return false;
	}
	return true;
}

/* Its number counts worksheets alone, as our reader does. False where freexl fails, or the sink has had enough. */
static bool give_sheet(const void *book, uint16_t index, uint32_t number, const struct opinion_sink *sink)
{
	unsigned int rows = 0;
	unsigned short cols = 0;

	if (freexl_select_active_worksheet(book, index) != FREEXL_OK ||
	    freexl_worksheet_dimensions(book, &rows, &cols) != FREEXL_OK)
		return false;
	for (uint32_t row = 0; row < rows; row++)
		if (!give_row(book, number, row, cols, sink))
			return false;
	return true;
}

static bool is_worksheet(const struct opinion_look *look, uint32_t index)
{
	return index >= look->worksheets.count || look->worksheets.item[index];
}

static bool give_book(const struct opinion *opinion, const void *book, const struct opinion_sink *sink)
{
	unsigned int sheets = 0;
	uint32_t number = 0;

	if (freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0)
		return false;
	for (unsigned int i = 0; i < sheets && i < UINT16_MAX; i++)
		if (is_worksheet(&opinion->look, i) && !give_sheet(book, (uint16_t)i, ++number, sink))
			return false;
	return true;
}

/* It may say OK and give no book. */
bool opinion_give(const struct opinion *opinion, const char *path, const struct opinion_sink *sink)
{
	const void *book = NULL;
	bool ok = freexl_open(path, &book) == FREEXL_OK && book && give_book(opinion, book, sink);

	if (book)
		freexl_close(book);
	return ok;
}
