/*
 * Text of a page as a browser shows it: white space collapsed to one blank, line
 * breaks where <br> and blocks are, &nbsp; as a blank that stays. A zeroed one is
 * empty and ready; html_text_release gives its memory back.
 */
#ifndef READ_HTML_TEXT_H
#define READ_HTML_TEXT_H

#include "base/buf.h"

struct html_text {
	struct buf text;
	bool blank;	    /* white space that is shown where something follows on its line */
	bool plain, struck; /* whether any of it is not struck through, and any is */
};

/* pre: as it is written. */
void html_text_add(struct html_text *text, struct str piece, bool pre, bool struck);
/* <br> */
void html_text_break(struct html_text *text);
/* Where a block begins or ends what follows stands on a line of its own. */
void html_text_block(struct html_text *text);

/* What is shown, valid until the next change. */
struct str html_text_shown(const struct html_text *text);
void html_text_clear(struct html_text *text);
void html_text_release(struct html_text *text);

#endif
