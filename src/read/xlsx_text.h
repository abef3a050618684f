/*
 * A string of a workbook, shared or within its cell: plain, or runs that each
 * have a look of their own. The runs are joined; phonetic readings (<rPh>) are
 * no part of the text.
 */
#ifndef READ_XLSX_TEXT_H
#define READ_XLSX_TEXT_H

#include "base/buf.h"

/* Which runs are struck through. */
enum xlsx_strike {
	XLSX_STRIKE_BY_FONT, /* no run says: the cell's font decides */
	XLSX_STRIKE_ALL,
	XLSX_STRIKE_NOT
};

/* Gathers one string. Zeroed it is ready; the caller releases text. */
struct xlsx_text {
	struct buf text;
	bool taking;			/* within <t> */
	bool phonetic;			/* within <rPh> */
	bool halved;			/* once it is done: it held half of a character, which is U+FFFD now */
	bool in_run, styled, struck;	/* the run at hand: has it a look of its own? */
	uint32_t plain, kept, stricken; /* runs by their look */
};

/* Begin the next string. */
void xlsx_text_begin(struct xlsx_text *text);
/* The elements within <si> or <is>. */
void xlsx_text_start(struct xlsx_text *text, struct str name, const char **attribute);
void xlsx_text_end(struct xlsx_text *text, struct str name);
void xlsx_text_add(struct xlsx_text *text, struct str piece);
/* The string with its escapes decoded, until the next begins. */
struct str xlsx_text_done(struct xlsx_text *text);
enum xlsx_strike xlsx_text_strike(const struct xlsx_text *text);

/*
 * Decode _xHHHH_, as Excel writes characters that XML cannot hold, in place. False
 * where one is half of a character without the other: U+FFFD stands there then.
 */
bool xlsx_text_unescape(struct buf *text);

#endif
