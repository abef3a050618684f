#include "read/opinion_look.h"

#include <stdlib.h>

#include "decode/ole.h"

enum {
	BOF_2 = 0x0009,
	BOF_3 = 0x0209,
	BOF_4 = 0x0409,
	BOF = 0x0809,
	FILEPASS = 0x002F,
	BOUNDSHEET = 0x0085,
	CODEPAGE = 0x0042,
	DIMENSIONS_2 = 0x0000,
	DIMENSIONS = 0x0200,
	MULRK = 0x00BD,
	MULBLANK = 0x00BE,
	BIFF8 = 0x0600
};

/* Records whose first four bytes are the row and column of one cell. */
static const uint16_t cell_records[] = { 0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0201, 0x0202,
					 0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0x027E, 0x00D6, 0x00FD };

struct record {
	uint32_t id, len;
	uint64_t at; /* of its body */
};

struct walk {
	struct opinion_look *look;
	unsigned char *copy;
	size_t len; /* of the copy, which may end within the last piece of the stream */
	const struct ole_stream *stream;
	uint32_t version;
	/* The sheet under way. */
	struct record dimensions; /* len 0: none yet */
	uint32_t rows, cols;
};

static uint32_t byte_at(const struct walk *w, uint64_t at)
{
	uint64_t place;

	return ole_stream_at(w->stream, at, &place) && place < w->len ? w->copy[place] : 0;
}

static uint32_t u16_at(const struct walk *w, uint64_t at)
{
	return byte_at(w, at) | byte_at(w, at + 1) << 8;
}

static void put_u16(const struct walk *w, uint64_t at, uint32_t value)
{
	for (int i = 0; i < 2; i++) {
		uint64_t place;

		if (ole_stream_at(w->stream, at + (uint64_t)i, &place) && place < w->len)
			w->copy[place] = (unsigned char)(value >> 8 * i);
	}
}

/* First row and column, and those behind the last: 32-bit rows in BIFF8, 16-bit ones before. */
static void mend_dimensions(const struct walk *w)
{
	uint32_t wide = w->version == BIFF8 && w->dimensions.len >= 12 ? 4 : 2;
	uint64_t at = w->dimensions.at;

	if (w->dimensions.len < 2 * wide + 4)
		return;
	put_u16(w, at, 0);
	put_u16(w, at + wide, w->rows & 0xFFFF);
	if (wide == 4) {
		put_u16(w, at + 2, 0);
		put_u16(w, at + 6, w->rows >> 16);
	}
	put_u16(w, at + 2 * wide, 0);
	put_u16(w, at + 2 * wide + 2, w->cols);
}

static void end_sheet(struct walk *w)
{
	mend_dimensions(w);
	w->look->cells += (uint64_t)w->rows * w->cols;
	w->dimensions = (struct record){ 0 };
	w->rows = w->cols = 0;
}

static bool is_cell(uint32_t id)
{
	for (size_t i = 0; i < ARRAY_COUNT(cell_records); i++)
		if (cell_records[i] == id)
			return true;
	return false;
}

static void reach(struct walk *w, uint32_t row, uint32_t last_col)
{
	if (row + 1 > w->rows)
		w->rows = row + 1;
	if (last_col + 1 > w->cols)
		w->cols = last_col + 1;
}

static void add_page(struct opinion_look *look, uint32_t page)
{
	for (uint32_t i = 0; i < look->page_count; i++)
		if (look->page[i] == page)
			return;
	if (look->page_count < OPINION_PAGES)
		look->page[look->page_count++] = page;
}

static bool is_bof(uint32_t id)
{
	return id == BOF || id == BOF_4 || id == BOF_3 || id == BOF_2;
}

static void take(struct walk *w, struct record r)
{
	if (is_bof(r.id)) {
		end_sheet(w);
		if (!w->version)
			w->version = r.id == BOF ? u16_at(w, r.at) : 1;
	} else if (r.id == FILEPASS) {
		w->look->encrypted = true;
	} else if (r.id == BOUNDSHEET && r.len >= 6) {
		*LIST_ADD(&w->look->worksheets) = byte_at(w, r.at + 5) == 0; /* [MS-XLS] 2.4.28: dt */
	} else if (r.id == CODEPAGE && r.len >= 2) {
		add_page(w->look, u16_at(w, r.at));
	} else if ((r.id == DIMENSIONS || r.id == DIMENSIONS_2) && !w->dimensions.len) {
		w->dimensions = r;
	} else if ((r.id == MULRK || r.id == MULBLANK) && r.len >= 6) {
		reach(w, u16_at(w, r.at), u16_at(w, r.at + r.len - 2));
	} else if (r.len >= 4 && is_cell(r.id)) {
		reach(w, u16_at(w, r.at), u16_at(w, r.at + 2));
	}
}

static void walk_records(struct walk *w)
{
	for (uint64_t at = 0; at + 4 <= w->stream->size && !w->look->encrypted;) {
		struct record r = { u16_at(w, at), u16_at(w, at + 2), at + 4 };

		take(w, r);
		at = r.at + r.len;
	}
	end_sheet(w);
}

static bool is_bare(struct bytes file)
{
	return file.len >= 8 && file.data[0] == 0x09 && (file.data[1] == 0 || file.data[1] == 2 || file.data[1] == 4) &&
	       (file.data[2] == 4 || file.data[2] == 6) && file.data[3] == 0;
}

/* The bare records are one stream of one piece. */
static bool find_stream(struct ole_stream *stream, struct ole *ole, struct bytes file)
{
	if (ole_open(ole, file))
		return ole_find(stream, ole, STR("Workbook")) || ole_find(stream, ole, STR("Book"));
	if (!is_bare(file) || file.len > UINT32_MAX)
		return false;
	*stream = (struct ole_stream){ .size = file.len, .piece_size = (uint32_t)file.len };
	*LIST_ADD(&stream->piece) = 0;
	return true;
}

bool opinion_look_through(struct opinion_look *look, unsigned char *copy, size_t len)
{
	struct ole ole;
	struct ole_stream stream = { 0 };
	bool found = find_stream(&stream, &ole, (struct bytes){ copy, len });

	*look = (struct opinion_look){ 0 };
	if (found) {
		struct walk walk = { .look = look, .copy = copy, .len = len, .stream = &stream };

		walk_records(&walk);
		found = walk.version != 0;
	}
	ole_stream_release(&stream);
	ole_release(&ole);
	return found;
}

void opinion_look_release(struct opinion_look *look)
{
	free(look->worksheets.item);
	*look = (struct opinion_look){ 0 };
}
