/*
 * Text on its way to libxml2's HTML parser, without what that takes otherwise than
 * browsers do. A zeroed one with its parser set is ready; html_feed_end releases it.
 */
#ifndef READ_HTML_FEED_H
#define READ_HTML_FEED_H

#include <libxml/HTMLparser.h>

#include "base/buf.h"

struct html_feed {
	htmlParserCtxtPtr parser;
	struct buf held; /* may be the beginning of a tag */
};

/* A piece of UTF-8, at most 64 KiB or so; may cut tags anywhere. */
void html_feed_add(struct html_feed *feed, struct str piece);
/* The text is at its end. Where the parser was stopped nothing more is heard of it. */
void html_feed_end(struct html_feed *feed);

#endif
