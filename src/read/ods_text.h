/*
 * The text of an OpenDocument cell: its paragraphs, joined by line feeds
 * (OpenDocument 1.3, part 3, 6.1). Line ends and tabs in the XML are folded, <text:s>,
 * <text:tab> and <text:line-break> stand for what was typed. Comments, drawn
 * shapes, notes and phonetic readings are no part of it; the cells of a table
 * within the cell are.
 */
#ifndef READ_ODS_TEXT_H
#define READ_ODS_TEXT_H

#include "base/buf.h"
#include "decode/xml.h"
#include "read/ods_styles.h"

/* Gathers one text. Zeroed but for styles it is ready; the caller releases text. */
struct ods_text {
	const struct ods_styles *styles;
	struct buf text;
	uint32_t skipped; /* levels deep in what is no text */
	uint32_t inside;  /* levels deep in a paragraph, itself included */
	uint32_t paragraphs;
	bool begun;			   /* something stands in the paragraph */
	bool broken;			   /* of the white space at hand: it has a line end or tab */
	size_t blanks;			   /* its blanks */
	bool kept, struck, own;		   /* letters that are not struck, are, have the cell's own look */
	enum ods_strike strike[XML_DEPTH]; /* by level of the paragraph */
};

/* Begin the next text. */
void ods_text_begin(struct ods_text *text);
/* What is within the cell. */
void ods_text_start(struct ods_text *text, struct str name, const char **attribute);
void ods_text_end(struct ods_text *text);
void ods_text_add(struct ods_text *text, struct str piece);
/* Is all of it struck through, in a cell of this look? */
bool ods_text_struck(const struct ods_text *text, enum ods_strike cell);

#endif
