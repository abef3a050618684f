/*
 * Texts of a code page that old workbooks name by Microsoft's number, decoded to
 * UTF-8: many short ones, one after the other. 936 is read as its superset GB18030,
 * with the euro sign that only 936 has.
 */
#ifndef DECODE_CODE_PAGE_H
#define DECODE_CODE_PAGE_H

#include "base/buf.h"

/* Zeroed it is ready for code_page_choose. The converter is opened by the first text that is not ASCII. */
struct code_page {
	const struct code_page_row *row;
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

/*
 * Converters held open: where the file system is closed later, these are found
 * nevertheless. Zeroed it is ready.
 */
enum { CODE_PAGES = 36 };
struct code_page_kit {
	void *converter[CODE_PAGES];
	size_t count;
};

/* Open what an .xls of these bytes may need; nothing for most, since Unicode needs none. */
void code_page_prepare(struct code_page_kit *kit, struct bytes file);
/* What any .xls may need: two milliseconds, for an archive of which nobody knows what it holds. */
void code_page_prepare_all(struct code_page_kit *kit);
void code_page_forget(struct code_page_kit *kit);

/*
 * The other way round, for a password, of which nobody knows the code page: those that are
 * usual here, by index. False where the page lacks one of its characters.
 */
enum { CODE_PAGES_USUAL = 3 };
MUST_CHECK bool code_page_encode(uint32_t index, struct str text, struct buf *out);

#endif
