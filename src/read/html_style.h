/*
 * The little of CSS that says something of a table: what is not displayed, what is
 * struck through, where white space is kept. Rules are known for elements and
 * classes ("td", ".xl65", "td.xl65"), which is what spreadsheets write.
 */
#ifndef READ_HTML_STYLE_H
#define READ_HTML_STYLE_H

#include "base/arena.h"
#include "base/map.h"

enum html_look {
	HTML_HIDDEN = 1, /* display: none, visibility: collapse */
	HTML_STRUCK = 2, /* text-decoration: line-through */
	HTML_PRE = 4,	 /* white-space: pre, pre-wrap */
};

struct html_styles {
	struct arena arena;
	struct map looks; /* selector to looks */
};

/* The looks of a style attribute's text: enum html_look, or-ed. */
unsigned html_style_of(struct str declarations);

/* Take the rules of a <style> element or a .css part. Broken ones are passed over. False where there are too many. */
MUST_CHECK bool html_style_add(struct html_styles *styles, struct str css);
/* The looks of an element with these classes. Names in lower case. */
unsigned html_style_find(const struct html_styles *styles, struct str element, struct str classes);
void html_style_release(struct html_styles *styles);

#endif
