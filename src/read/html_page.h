/*
 * One page: libxml2's HTML parser over pieces of UTF-8, and what its elements mean
 * for a table. No tree is built: tables go to `out` as they end. Everything on the
 * way of a hostile page has a limit; nothing is fetched.
 */
#ifndef READ_HTML_PAGE_H
#define READ_HTML_PAGE_H

#include "decode/encoding.h"
#include "read/html_out.h"
#include "read/html_style.h"

struct html_page {
	struct html_out *out;
	struct html_names *names;
	struct html_styles *styles; /* those of parts beside the page; the page's own are added */
};

/* False where reading ends: out->stopped, or out->why says why. */
MUST_CHECK bool html_page_read(const struct html_page *page, const struct encoding_choice *choice, struct bytes text);

#endif
