#include "read/xls.h"

#include "decode/ole.h"
#include "read/biff_sheet.h"

/* Both stand in files that serve Excel 95 and 97 alike: the newer one says more. */
static const struct str streams[] = { STR_INIT("Workbook"), STR_INIT("Book") };

/* A file without a container begins with a BOF that makes sense in all it says. */
static bool is_bare(struct bytes file)
{
	struct biff_record record;
	struct biff_bof bof;
	size_t at = 0;

	if (!biff_record_next(file, &at, &record) || !biff_record_bof(&record, &bof) || record.len > 16)
		return false;
	return bof.kind != BIFF_OTHER && (record.id != 0x0809 || record.len >= 8) && record.len % 2 == 0;
}

/*
 * Where the directory is gone, as in a file cut short, it may well have been a
 * workbook: better damaged than unknown.
 */
static bool detect(struct bytes file)
{
	struct ole ole;
	bool found;

	if (!ole_open(&ole, file))
		return ole_is(file) || is_bare(file);
	found = !ole_has(&ole, STR(""));
	for (size_t i = 0; i < ARRAY_COUNT(streams); i++)
		found |= ole_has(&ole, streams[i]);
	ole_release(&ole);
	return found;
}

/* Copy the records of a stream into memory of our own. */
static bool load_stream(struct biff_book *book, const struct ole *ole, struct str name)
{
	struct ole_stream stream;

	if (!ole_find(&stream, ole, name))
		return false;
	book->len = (size_t)stream.size;
	book->data = arena_alloc(book->ctx->input, book->len + 1, 1);
	ole_stream_copy(&stream, ole, book->data);
	ole_stream_release(&stream);
	return true;
}

/* The first stream that can be opened; where none can, the reason of the first that is there. */
static enum say open_container(struct biff_book *book, const struct ole *ole)
{
	struct read_context *ctx = book->ctx;
	enum say first = SAY_NOTHING;

	for (size_t i = 0; i < ARRAY_COUNT(streams); i++) {
		enum say why;

		*book = (struct biff_book){ .ctx = ctx };
		if (!load_stream(book, ole, streams[i]))
			continue;
		why = biff_book_open(book);
		if (!why || diag_rule(why) == RULE_INPUT_ENCRYPTED)
			return why;
		first = first ? first : why;
		biff_book_release(book);
	}
	return first ? first : SAY_WHY_XLS;
}

static enum say open_book(struct biff_book *book, struct bytes file)
{
	struct ole ole;
	enum say why;

	if (ole_open(&ole, file)) {
		why = open_container(book, &ole);
	} else if (is_bare(file)) {
		book->len = file.len;
		book->data = arena_alloc(book->ctx->input, file.len, 1);
		memcpy(book->data, file.data, file.len);
		why = biff_book_open(book);
	} else {
		why = SAY_WHY_XLS;
	}
	ole_release(&ole);
	return why;
}

/*
 * No two sheets share records: where more of them were read than there are, the file
 * lies about its sheets to be read again and again.
 */
static enum say read_sheets(struct biff_book *book, struct biff_sheet *sheet)
{
	uint64_t taken = 0;
	enum say why = SAY_NOTHING;

	sheet->book = book;
	for (size_t i = 0; i < book->sheets.count && !why && !sheet->stopped; i++) {
		const struct biff_listed *listed = &book->sheets.item[i];

		if (!listed->worksheet)
			continue;
		sheet->info = (struct sheet_info){ .index = sheet->info.index + 1,
						   .name = listed->name,
						   .hidden = listed->hidden };
		if (taken > book->len)
			return SAY_WHY_XLS_SHEET;
		why = biff_sheet_read(sheet, listed->at);
		taken += sheet->end - listed->at;
	}
	return why;
}

/* Up to Excel 95 text is in a code page. */
static void tell_encoding(struct read_context *ctx, const struct biff_book *book)
{
	if (book->version && book->version != BIFF_8)
		ctx->encoding = code_page_name(&book->decoder.page);
}

static bool read(struct read_context *ctx, struct bytes file)
{
	struct biff_sheet *sheet = ARENA_NEW(ctx->input, struct biff_sheet);
	struct biff_book book = { .ctx = ctx };
	enum say why = open_book(&book, file);
	struct where where = { 0 };

	if (!why)
		why = read_sheets(&book, sheet);
	if (book.decoder.lacking)
		why = SAY_WHY_CONVERTER;
	tell_encoding(ctx, &book);
	where = sheet->where;
	biff_sheet_release(sheet);
	biff_book_release(&book);
	if (diag_rule(why) == RULE_INPUT_ENCRYPTED)
		return diag_add(ctx->diag, why, (struct where){ 0 }, 0, NULL);
	if (why)
		return diag_add(ctx->diag, SAY_UNREADABLE, where, 1, (struct arg[]){ DIAG_WORD(why) });
	return true;
}

const struct reader xls_reader = { STR_INIT("xls"), detect, read };
