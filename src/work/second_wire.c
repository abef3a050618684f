#include "work/second_wire.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

/* What a frame's head says in place of a length. */
enum { END_WHOLE = 0, END_GONE = 0xFFFF };
enum { HEAD = 2, ROOM = SECOND_FRAME - HEAD };
/* A cell: its kind, sheet, row and column, then a number, or a text's length and bytes. */
enum { PLACE = 1 + 3 * 4, NUMBER = PLACE + 8, TEXT = PLACE + 4 };
/* A string of an .xls has at most 65,535 characters, and a character at most four bytes. */
enum { TEXT_LIMIT = 65535 * 4, SHEETS = 65536 };

/* --- writing ----------------------------------------------------------------- */

static void put_number(unsigned char *place, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		place[i] = (unsigned char)(value >> 8 * i & 0xFF);
}

static bool flush(struct second_out *out)
{
	size_t len = out->len;

	if (len == 0)
		return true;
	put_number(out->frame, len - HEAD, HEAD);
	out->len = 0;
	return write(out->fd, out->frame, len) == (ssize_t)len;
}

static bool put_bytes(struct second_out *out, const void *data, size_t len)
{
	const unsigned char *from = data;

	while (len) {
		size_t part;

		if (out->len == 0)
			out->len = HEAD;
		part = SECOND_FRAME - out->len < len ? SECOND_FRAME - out->len : len;
		memcpy(out->frame + out->len, from, part);
		out->len += part;
		from += part;
		len -= part;
		if (out->len == SECOND_FRAME && !flush(out))
			return false;
	}
	return true;
}

bool second_wire_out_put(struct second_out *out, uint32_t sheet, uint32_t row, const struct cell *cell)
{
	bool is_text = cell->kind == CELL_TEXT;
	unsigned char head[NUMBER];
	uint64_t number;

	head[0] = (unsigned char)cell->kind;
	put_number(head + 1, sheet, 4);
	put_number(head + 5, row, 4);
	put_number(head + 9, cell->col, 4);
	if (is_text) {
		put_number(head + PLACE, cell->text.len, 4);
		return put_bytes(out, head, TEXT) && put_bytes(out, cell->text.data, cell->text.len);
	}
	memcpy(&number, &cell->number, sizeof(number));
	put_number(head + PLACE, number, 8);
	return put_bytes(out, head, NUMBER);
}

bool second_wire_out_end(struct second_out *out, bool whole)
{
	unsigned char head[HEAD];

	put_number(head, whole ? END_WHOLE : END_GONE, HEAD);
	return flush(out) && write(out->fd, head, HEAD) == HEAD;
}

/* --- reading ----------------------------------------------------------------- */

void second_wire_in_release(struct second_in *in)
{
	buf_release(&in->raw);
	buf_release(&in->cells);
}

void second_wire_in_clear(struct second_in *in)
{
	buf_clear(&in->raw);
	buf_clear(&in->cells);
	in->raw_at = in->cells_at = 0;
	in->last = (struct second_cell){ 0 };
}

/* Drop what was read already, so that it does not grow with the answer. */
static void drop(struct buf *buf, size_t *at)
{
	size_t rest = buf->len - *at;

	if (rest)
		memmove(buf->data, buf->data + *at, rest);
	buf->len = rest;
	*at = 0;
}

void second_wire_in_add(struct second_in *in, struct bytes bytes)
{
	drop(&in->raw, &in->raw_at);
	buf_add(&in->raw, (struct str){ (const char *)bytes.data, bytes.len });
}

static uint64_t get_number(const struct buf *buf, size_t at, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (uint64_t)(unsigned char)buf->data[at + (size_t)i] << 8 * i;
	return value;
}

/* The next frame's bytes to the cells. SECOND_CELL: there is more to look at now. */
static enum second_next take_frame(struct second_in *in)
{
	size_t have = in->raw.len - in->raw_at, len;

	if (have < HEAD)
		return SECOND_MORE;
	len = (size_t)get_number(&in->raw, in->raw_at, HEAD);
	if (len == END_WHOLE || len == END_GONE) {
		in->raw_at += HEAD;
		if (len == END_GONE)
			return SECOND_GONE;
		return in->cells.len == in->cells_at ? SECOND_WHOLE : SECOND_NONSENSE;
	}
	if (len > ROOM)
		return SECOND_NONSENSE;
	if (have < HEAD + len)
		return SECOND_MORE;
	drop(&in->cells, &in->cells_at);
	buf_add(&in->cells, (struct str){ in->raw.data + in->raw_at + HEAD, len });
	in->raw_at += HEAD + len;
	return SECOND_CELL;
}

static bool rises(const struct second_cell *last, const struct second_cell *next)
{
	if (last->sheet != next->sheet)
		return last->sheet < next->sheet;
	if (last->row != next->row)
		return last->row < next->row;
	return last->cell.col < next->cell.col;
}

static bool makes_sense(const struct second_in *in, const struct second_cell *cell)
{
	return cell->sheet >= 1 && cell->sheet <= SHEETS && cell->row >= 1 && cell->row <= TABLE_ROWS &&
	       cell->cell.col >= 1 && cell->cell.col <= TABLE_COLUMNS && rises(&in->last, cell);
}

/* What stands behind the place. */
static enum second_next take_value(struct second_in *in, struct cell *cell)
{
	size_t have = in->cells.len - in->cells_at, text = in->cells_at + TEXT;
	uint64_t number;

	if (cell->kind == CELL_NUMBER) {
		if (have < NUMBER)
			return SECOND_MORE;
		number = get_number(&in->cells, in->cells_at + PLACE, 8);
		memcpy(&cell->number, &number, sizeof(number));
		in->cells_at += NUMBER;
		return isfinite(cell->number) ? SECOND_CELL : SECOND_NONSENSE;
	}
	if (cell->kind != CELL_TEXT)
		return SECOND_NONSENSE;
	if (have < TEXT)
		return SECOND_MORE;
	cell->text.len = (size_t)get_number(&in->cells, in->cells_at + PLACE, 4);
	if (cell->text.len > TEXT_LIMIT)
		return SECOND_NONSENSE;
	if (have < TEXT + cell->text.len)
		return SECOND_MORE;
	cell->text.data = in->cells.data + text;
	in->cells_at = text + cell->text.len;
	return utf8_valid(cell->text) ? SECOND_CELL : SECOND_NONSENSE;
}

static enum second_next take_cell(struct second_in *in, struct second_cell *cell)
{
	enum second_next next;

	if (in->cells.len - in->cells_at < PLACE)
		return SECOND_MORE;
	*cell = (struct second_cell){ 0 };
	cell->cell.kind = (enum cell_kind)get_number(&in->cells, in->cells_at, 1);
	cell->sheet = (uint32_t)get_number(&in->cells, in->cells_at + 1, 4);
	cell->row = (uint32_t)get_number(&in->cells, in->cells_at + 5, 4);
	cell->cell.col = (uint32_t)get_number(&in->cells, in->cells_at + 9, 4);
	if (!makes_sense(in, cell))
		return SECOND_NONSENSE;
	next = take_value(in, &cell->cell);
	if (next == SECOND_CELL)
		in->last = *cell;
	return next;
}

enum second_next second_wire_in_next(struct second_in *in, struct second_cell *cell)
{
	enum second_next next;

	while ((next = take_cell(in, cell)) == SECOND_MORE) {
		next = take_frame(in);
		if (next != SECOND_CELL)
			break;
	}
	return next;
}
