/*
 * A web page in one file (.mht): a MIME message of text/html, or of parts related to
 * one another (RFC 2045, 2046, 2557), as Excel and browsers save them.
 */
#ifndef READ_MHT_H
#define READ_MHT_H

#include "base/arena.h"
#include "base/list.h"

enum mht_kind { MHT_HTML, MHT_CSS, MHT_OTHER };

struct mht_part {
	enum mht_kind kind;
	struct str charset;  /* as declared, or empty */
	struct str location; /* where it says it was: "file:///C:/x.files/sheet001.htm" */
	struct bytes body;   /* decoded; of pages and style sheets only */
};

struct mht_parts {
	struct arena *arena;
	LIST_OF(struct mht_part) list;
};

/* Does the file begin like one? */
bool mht_is(struct bytes file);
/* Its parts, in their order. Bodies live in the arena or in the file. False where there are too many. */
MUST_CHECK bool mht_read(struct mht_parts *parts, struct bytes file);
void mht_release(struct mht_parts *parts);

#endif
