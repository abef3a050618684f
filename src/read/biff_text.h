/*
 * Texts within the records of an .xls: in a code page up to Excel 95, in UTF-16
 * or its lower half since, where they may be split by CONTINUE records ([MS-XLS]
 * 2.5.293). A text that cannot be read whole is told, never guessed.
 */
#ifndef READ_BIFF_TEXT_H
#define READ_BIFF_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "decode/code_page.h"
#include "read/biff_record.h"

/* Is it struck through? */
enum biff_strike { BIFF_STRIKE_BY_CELL, BIFF_STRIKE_ALL, BIFF_STRIKE_NOT };

struct biff_text {
	struct str text; /* valid UTF-8 */
	bool bad;	 /* U+FFFD stands where something could not be decoded */
	enum biff_strike strike;
	uint32_t length; /* as the file counts it */
};

/* The fonts of a book, by their numbers: struck through? */
struct biff_fonts {
	LIST_OF(bool) list;
};

bool biff_text_font_struck(const struct biff_fonts *fonts, uint32_t number);

/* How the texts of a book are decoded. Zeroed but for the version it is ready for those since Excel 97. */
struct biff_decoder {
	enum biff_version version;
	struct code_page page; /* of texts before Excel 97: to be chosen first */
	bool lacking;	       /* the system lacks its converter: no text of it can be read */
	struct biff_fonts fonts;
	struct buf text; /* of the text at hand */
};

void biff_text_release(struct biff_decoder *decoder);

/*
 * Read the text at the cursor; its length, in characters or bytes, is a number of
 * one or two bytes. The text is borrowed from the decoder until the next one.
 * False where the records end before it does.
 */
MUST_CHECK bool biff_text_read(struct biff_decoder *decoder, struct biff_cursor *cursor, size_t length_bytes,
			       struct biff_text *text);
/* Runs of fonts that stand behind the text instead of within it (RSTRING). */
MUST_CHECK bool biff_text_read_runs(struct biff_decoder *decoder, struct biff_cursor *cursor, struct biff_text *text);

#endif
