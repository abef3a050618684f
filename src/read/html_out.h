/*
 * From the tables of a page to sheets. A table is a sheet; text outside tables
 * becomes rows of one cell above the table that follows it, or below the last. A
 * table that only holds another in place (its largest inner table has more rows of
 * two cells than it has itself) is layout: its text is treated as text outside
 * tables. Any other inner table is a sheet of its own behind the outer one.
 */
#ifndef READ_HTML_OUT_H
#define READ_HTML_OUT_H

#include "read/html_names.h"
#include "read/html_table.h"

struct html_out {
	struct read_context *ctx;
	const struct html_names *names; /* of the sheets, in their order */
	size_t next_name;
	const struct html_name *given; /* of the next sheet, where its part is listed; else NULL */
	bool doubtful;		       /* bytes were bad: U+FFFD in a cell stands for them */

	/* Its own business. */
	struct buf lines; /* text that waits for its table, each line with LF behind it */
	uint32_t sheets, row;
	bool open;
	enum say why; /* not SAY_NOTHING: the file is given up */
	bool stopped; /* the sink wants no more */
	LIST_OF(struct cell) cells;
};

/* Each returns false where reading ends: ->stopped, or ->why says why. */
MUST_CHECK bool html_out_text(struct html_out *out, struct str text);
/* An outermost table, after its end. Its inner ones with it. */
MUST_CHECK bool html_out_table(struct html_out *out, struct html_table *table);
/* The file is at its end. */
MUST_CHECK bool html_out_end(struct html_out *out);
void html_out_release(struct html_out *out);

#endif
