#include "read/biff_book.h"

#include "decode/crypt_xls.h"

enum { DATEMODE = 0x0022, FILEPASS = 0x002F, CODEPAGE = 0x0042, BOUNDSHEET = 0x0085, SHEETHDR = 0x008F, SST = 0x00FC };

/* A BOUNDSHEET: the place of the sheet, is it hidden, what kind is it, its name ([MS-XLS] 2.4.28). */
enum { BOUND_HIDDEN_AT = 4, BOUND_KIND_AT = 5, BOUND_NAME_AT = 6, HIDDEN_BITS = 3, KIND_WORKSHEET = 0 };

/* A SHEETHDR: the length of the sheet behind it, its name. */
enum { HEADER_NAME_AT = 4 };

struct bytes biff_book_stream(const struct biff_book *book)
{
	return (struct bytes){ book->data, book->len };
}

void biff_book_forget_styles(struct biff_book *book)
{
	biff_styles_release(&book->styles);
	book->decoder.fonts.list.count = 0;
}

void biff_book_release(struct biff_book *book)
{
	biff_text_release(&book->decoder);
	biff_styles_release(&book->styles);
	biff_strings_release(&book->strings);
	free(book->sheets.item);
	*book = (struct biff_book){ 0 };
}

/* All that stands behind a FILEPASS is encrypted; it is decrypted in place, once. */
static enum say unlock(struct biff_book *book, const struct biff_record *filepass)
{
	size_t at = (size_t)(filepass->body - book->data) - BIFF_HEADER;

	if (book->unlocked)
		return SAY_WHY_XLS;
	book->unlocked = true;
	return crypt_xls_open(book->ctx->passwords, book->data, book->len, at, book->version == BIFF_8);
}

static bool read_name(struct biff_book *book, const struct biff_record *record, size_t at, struct str *name)
{
	struct biff_record rest = { record->id, record->len, record->body };
	struct biff_cursor cursor;
	struct biff_text text;

	if (record->len < at)
		return false;
	rest.body += at;
	rest.len -= (uint32_t)at;
	biff_record_cursor(&cursor, (struct bytes){ NULL, 0 }, &rest, 0);
	if (!biff_text_read(&book->decoder, &cursor, 1, &text))
		return false;
	*name = arena_copy(book->ctx->input, text.text);
	return true;
}

static enum say list_sheet(struct biff_book *book, struct biff_listed listed)
{
	if (book->sheets.count == BIFF_BOOK_SHEETS)
		return SAY_WHY_TOO_LARGE;
	*LIST_ADD(&book->sheets) = listed;
	return SAY_NOTHING;
}

/* In a workbook of Excel 4 it is a name alone, which stands in the sheet's own header, too. */
static enum say take_bound_sheet(struct biff_book *book, const struct biff_record *record)
{
	struct biff_listed listed = { 0 };

	if (book->version < BIFF_5)
		return SAY_NOTHING;
	if (!read_name(book, record, BOUND_NAME_AT, &listed.name))
		return SAY_WHY_XLS;
	listed.at = little_u32(record->body);
	listed.hidden = (record->body[BOUND_HIDDEN_AT] & HIDDEN_BITS) != 0;
	listed.worksheet = record->body[BOUND_KIND_AT] == KIND_WORKSHEET;
	return list_sheet(book, listed);
}

/* The sheet stands right behind its header. */
static enum say take_sheet_header(struct biff_book *book, const struct biff_record *record, size_t *next)
{
	struct biff_listed listed = { .at = *next, .worksheet = true };
	uint32_t len;

	if (!read_name(book, record, HEADER_NAME_AT, &listed.name))
		return SAY_WHY_XLS;
	len = little_u32(record->body);
	if (len > book->len - *next)
		return SAY_WHY_XLS_CUT;
	*next += len;
	return list_sheet(book, listed);
}

enum say biff_book_take(struct biff_book *book, const struct biff_record *record, size_t next)
{
	switch (record->id) {
	case FILEPASS:
		return unlock(book, record);
	case CODEPAGE:
		if (record->len >= 2)
			code_page_choose(&book->decoder.page, little_u16(record->body));
		break;
	case DATEMODE:
		if (record->len >= 2)
			book->date1904 = little_u16(record->body) == 1;
		break;
	case SST:
		biff_strings_release(&book->strings);
		biff_strings_read(&book->strings, &book->decoder, book->ctx->input, biff_book_stream(book), record,
				  next);
		break;
	default:
		biff_styles_take(&book->styles, &book->decoder, record);
		break;
	}
	return SAY_NOTHING;
}

/* Some writers leave out the EOF of the globals: the next substream ends them then. */
static enum say read_globals(struct biff_book *book, size_t at)
{
	struct biff_record record;
	enum say why = SAY_NOTHING;

	while (!why && biff_record_next(biff_book_stream(book), &at, &record)) {
		if (record.id == BIFF_EOF || (book->version >= BIFF_5 && biff_record_is_bof(record.id)))
			return SAY_NOTHING;
		if (record.id == BOUNDSHEET)
			why = take_bound_sheet(book, &record);
		else if (record.id == SHEETHDR && book->version == BIFF_4)
			why = take_sheet_header(book, &record, &at);
		else
			why = biff_book_take(book, &record, at);
	}
	return why ? why : SAY_WHY_XLS_CUT;
}

/* A file that is one sheet has no name for it; Excel shows the file's. */
enum say biff_book_open(struct biff_book *book)
{
	struct biff_record record;
	struct biff_bof bof;
	size_t at = 0;
	enum say why;

	if (!biff_record_next(biff_book_stream(book), &at, &record) || !biff_record_bof(&record, &bof))
		return SAY_WHY_XLS;
	book->version = book->decoder.version = bof.version;
	code_page_choose(&book->decoder.page, 0);
	if (bof.kind == BIFF_WORKSHEET)
		return list_sheet(book, (struct biff_listed){ .name = book->ctx->stem, .worksheet = true });
	if (bof.kind != BIFF_GLOBALS)
		return SAY_WHY_XLS;
	why = read_globals(book, at);
	return why || book->sheets.count > 0 ? why : SAY_WHY_XLS;
}
