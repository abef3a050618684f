#include "read/xls.h"

#include <freexl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/list.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "read/xls_look.h"

/*
 * freexl holds every cell of the rectangle, 16 bytes each: two full sheets of
 * Excel 97 are half a gigabyte, and no summary of a city has so many.
 */
static const uint64_t CELLS_LIMIT = (uint64_t)2 * 65536 * 256;

struct xls {
	struct read_context *ctx;
	const void *book; /* freexl's */
	struct xls_look look;
	struct buf mended;
	LIST_OF(struct cell) cells;
	bool stopped;
};

static bool give_up(const struct read_context *ctx, enum say why)
{
	return diag_add(ctx->diag, SAY_UNREADABLE, (struct where){ 0 }, 1, &DIAG_WORD(why));
}

/* "2020-11-13", "2020-11-13 17:00:00" or "17:00:00", as freexl makes them of a serial day. */
static bool parse_date(const char *text, double *serial)
{
	int year, month, day, hour = 0, minute = 0, second = 0;
	bool dated = sscanf(text, "%4d-%2d-%2d %2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) >= 3;
	double time;

	if (!dated && sscanf(text, "%2d:%2d:%2d", &hour, &minute, &second) != 3)
		return false;
	time = (hour * 3600 + minute * 60 + second) / 86400.0;
	if (dated)
		return cell_date_serial(year, month, day, time, serial);
	*serial = time;
	return time >= 0 && time < 1;
}

static void set_text(struct xls *xls, struct cell *cell, const char *text)
{
	struct str s = str_from(text);

	cell->kind = s.len ? CELL_TEXT : CELL_EMPTY;
	cell->text = s;
	if (utf8_valid(s))
		return;
	buf_clear(&xls->mended);
	while (s.len)
		utf8_put(&xls->mended, utf8_next(&s));
	cell->text = arena_copy(xls->ctx->row, buf_str(&xls->mended));
	cell->flaw = CELL_BAD_BYTES;
}

static void set_number(struct cell *cell, double number)
{
	cell->kind = isfinite(number) ? CELL_NUMBER : CELL_EMPTY;
	cell->number = number;
}

static void take_value(struct xls *xls, struct cell *cell, const FreeXL_CellValue *value)
{
	switch (value->type) {
	case FREEXL_CELL_INT:
		set_number(cell, value->value.int_value);
		break;
	case FREEXL_CELL_DOUBLE:
		set_number(cell, value->value.double_value);
		break;
	case FREEXL_CELL_DATE:
	case FREEXL_CELL_DATETIME:
	case FREEXL_CELL_TIME:
		if (parse_date(value->value.text_value, &cell->number)) {
			cell->kind = CELL_DATE;
			break;
		}
		set_text(xls, cell, value->value.text_value);
		break;
	case FREEXL_CELL_TEXT:
	case FREEXL_CELL_SST_TEXT:
		set_text(xls, cell, value->value.text_value);
		break;
	default:
		break;
	}
}

static bool push_row(struct xls *xls, uint32_t row, uint16_t cols)
{
	const struct row_sink *sink = xls->ctx->sink;
	struct row out = { .number = row + 1 };

	arena_reset(xls->ctx->row);
	xls->cells.count = 0;
	for (uint16_t col = 0; col < cols; col++) {
		FreeXL_CellValue value = { .type = FREEXL_CELL_NULL };
		struct cell cell = { .col = col + 1u };

		if (freexl_get_cell_value(xls->book, row, col, &value) == FREEXL_OK)
			take_value(xls, &cell, &value);
		if (cell.kind != CELL_EMPTY)
			*LIST_ADD(&xls->cells) = cell;
	}
	out.count = (uint32_t)xls->cells.count;
	out.cell = xls->cells.item;
	return out.count == 0 || sink->row(sink->user, &out);
}

static struct str sheet_name(struct xls *xls, uint16_t index)
{
	const char *name = NULL;
	struct cell as_cell = { 0 };

	if (freexl_get_worksheet_name(xls->book, index, &name) == FREEXL_OK && name)
		set_text(xls, &as_cell, name);
	return arena_copy(xls->ctx->input, as_cell.text);
}

/* False where freexl fails; the sink may end it before that. */
static bool push_sheet(struct xls *xls, uint16_t index)
{
	const struct row_sink *sink = xls->ctx->sink;
	struct sheet_info sheet = { .index = index + 1u, .name = sheet_name(xls, index) };
	unsigned int rows = 0;
	unsigned short cols = 0;

	if (index < xls->look.sheets.count) {
		if (!xls->look.sheets.item[index].cells)
			return true;
		sheet.hidden = xls->look.sheets.item[index].hidden;
	}
	if (freexl_select_active_worksheet(xls->book, index) != FREEXL_OK ||
	    freexl_worksheet_dimensions(xls->book, &rows, &cols) != FREEXL_OK)
		return false;
	xls->stopped = !sink->sheet_begin(sink->user, &sheet);
	for (uint32_t row = 0; row < rows && !xls->stopped; row++)
		xls->stopped = !push_row(xls, row, cols);
	if (!xls->stopped)
		xls->stopped = !sink->sheet_end(sink->user);
	return true;
}

/* Up to Excel 95 text is in a code page, by Microsoft's number. */
static void tell_encoding(struct xls *xls)
{
	unsigned int version = FREEXL_UNKNOWN, page = FREEXL_UNKNOWN;

	freexl_get_info(xls->book, FREEXL_BIFF_VERSION, &version);
	freexl_get_info(xls->book, FREEXL_BIFF_CODEPAGE, &page);
	if (version != FREEXL_BIFF_VER_8 && page != FREEXL_UNKNOWN && page != FREEXL_BIFF_UTF16LE)
		xls->ctx->encoding = arena_printf(xls->ctx->input, "CP%u", page);
}

static bool push_book(struct xls *xls)
{
	unsigned int sheets = 0;

	if (freexl_get_info(xls->book, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0)
		return false;
	tell_encoding(xls);
	for (unsigned int i = 0; i < sheets && i < UINT16_MAX && !xls->stopped; i++)
		if (!push_sheet(xls, (uint16_t)i))
			return false;
	return true;
}

/* freexl opens by path only. It may say OK and give no book. */
static bool read_copy(struct xls *xls, int fd)
{
	char path[64];
	bool ok;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ok = freexl_open(path, &xls->book) == FREEXL_OK && xls->book && push_book(xls);
	if (xls->book)
		freexl_close(xls->book);
	return ok || xls->stopped;
}

/* SAY_NOTHING where freexl may be given the copy. */
static enum say look_through(struct xls *xls, unsigned char *copy, size_t len)
{
	if (!xls_look_through(&xls->look, copy, len))
		return SAY_WHY_XLS;
	if (xls->look.encrypted)
		return SAY_ENCRYPTED;
	return xls->look.cells > CELLS_LIMIT ? SAY_WHY_TOO_LARGE : SAY_NOTHING;
}

/* A file in memory with the same bytes, mended; -1 with the reason set. */
static int make_copy(struct xls *xls, struct bytes file, enum say *why)
{
	int fd = memfd_create("xls", MFD_CLOEXEC);
	unsigned char *copy = MAP_FAILED;

	*why = SAY_WHY_SYSTEM;
	if (fd >= 0 && ftruncate(fd, (off_t)file.len) == 0)
		copy = mmap(NULL, file.len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (copy != MAP_FAILED) {
		memcpy(copy, file.data, file.len);
		*why = look_through(xls, copy, file.len);
		munmap(copy, file.len);
	}
	if (*why == SAY_NOTHING)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool read_xls(struct read_context *ctx, struct bytes file)
{
	struct xls xls = { .ctx = ctx };
	enum say why;
	int fd = make_copy(&xls, file, &why);
	bool ok = false;

	if (fd >= 0) {
		ok = read_copy(&xls, fd);
		why = SAY_WHY_XLS;
		close(fd);
	}
	xls_look_release(&xls.look);
	buf_release(&xls.mended);
	free(xls.cells.item);
	if (!ok && why == SAY_ENCRYPTED)
		return diag_add(ctx->diag, SAY_ENCRYPTED, (struct where){ 0 }, 0, NULL);
	return ok || give_up(ctx, why);
}

const struct reader xls_reader = { STR_INIT("xls"), xls_look_is, read_xls };
