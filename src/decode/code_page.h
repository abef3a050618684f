/*
 * Texts of a code page that old workbooks name by Microsoft's number, decoded to
 * UTF-8: many short ones, one after the other. 936 is read as its superset GB18030,
 * with the euro sign that only 936 has.
 */
#ifndef DECODE_CODE_PAGE_H
#define DECODE_CODE_PAGE_H

#include "base/buf.h"
#include "decode/charset.h"

/* Zeroed it is ready for code_page_choose. The converter is opened by the first text that is not ASCII. */
struct code_page {
	const struct charset *charset;
	uint32_t number; /* as the workbook has it */
	void *converter;
};

/*
 * 0, where none is named, is 936: Excel takes the system's own, and ours are Chinese. Of one
 * that nobody knows only ASCII is read.
 */
void code_page_choose(struct code_page *page, uint32_t number);
void code_page_release(struct code_page *page);
/* "CP936" */
struct str code_page_name(const struct code_page *page);
/*
 * Append the text; *bad is set where U+FFFD stands for bytes that make none. False where
 * the system lacks the converter.
 */
MUST_CHECK bool code_page_decode(struct code_page *page, struct bytes text, struct buf *out, bool *bad);

/* Hold open what an .xls of these bytes may need; nothing for most, since Unicode needs none. */
void code_page_prepare(struct charset_kit *kit, struct bytes file);

/*
 * The other way round, for a password, of which nobody knows the code page: those that are
 * usual here, by index. False where the page lacks one of its characters.
 */
enum { CODE_PAGES_USUAL = 3 };
MUST_CHECK bool code_page_encode(uint32_t index, struct str text, struct buf *out);

#endif
