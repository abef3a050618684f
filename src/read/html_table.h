/*
 * A table of a page while it is read: cells put into the grid by their spans, as
 * HTML's table model does (HTML Living Standard, 4.9.12), held until its end, since
 * its name, its merged cells and the order of its parts are known only then.
 *
 * Rows and columns count from 1. Texts lie one behind another in `text`.
 */
#ifndef READ_HTML_TABLE_H
#define READ_HTML_TABLE_H

#include "base/list.h"
#include "read/html_text.h"
#include "read/reader.h"

enum html_table_part { HTML_HEAD, HTML_BODY, HTML_FOOT, HTML_PARTS };

struct html_cell {
	uint32_t row, col;
	uint32_t children; /* tables within the table that began before this text */
	size_t at, len;	   /* in the table's text */
	bool struck;
	bool exact; /* a number that was shown otherwise */
	bool aside; /* not displayed: stands behind the columns that are, col counts these */
};

struct html_row {
	bool hidden;
	enum html_table_part part;
};

struct html_table {
	struct html_table *parent; /* the one that it stands in */
	struct str name;	   /* its caption, or empty */
	bool hidden;
	LIST_OF(struct html_row) rows;
	LIST_OF(struct html_cell) cells;
	LIST_OF(struct range) ranges;
	LIST_OF(struct html_table *) children; /* in their order; owned */
	struct buf text;
	uint64_t covered; /* places that cells of earlier rows reach into */
	uint32_t width;	  /* columns */

	/* The part, the row and the cell that are open. */
	enum html_table_part part;
	bool had_head, had_foot, part_hidden;
	bool in_row, in_cell, in_caption;
	uint32_t col, aside;
	size_t first_range;	  /* of this part */
	LIST_OF(uint32_t) reach;  /* a column's last row that an earlier cell takes */
	struct html_cell cell;	  /* the open one */
	struct html_text writing; /* its text, or the caption's */
	struct buf number;	  /* behind it, where the writer says one (x:num, sdval) */
	uint32_t filled;	  /* rows with two cells or more: html_table_arrange */
};

struct html_table *html_table_new(struct html_table *parent, bool hidden);
/* With all that stand in it. */
void html_table_free(struct html_table *table);

void html_table_begin_part(struct html_table *table, enum html_table_part part, bool hidden);
void html_table_end_part(struct html_table *table);
/* False where it would be more than a sheet or the limits allow; so below. */
MUST_CHECK bool html_table_begin_row(struct html_table *table, bool hidden);
void html_table_end_row(struct html_table *table);
/* Spans as they are written: 0 and nonsense are told here. aside: the cell is not displayed. */
MUST_CHECK bool html_table_begin_cell(struct html_table *table, struct str colspan, struct str rowspan, bool aside);
/*
 * The exact number behind the open cell: taken instead of what is shown where that
 * is in scientific notation or ####. Else what is shown stands, as a person saw it.
 */
void html_table_set_number(struct html_table *table, struct str number);
/* Keep what was written so far: a table within the cell follows, or the cell's end. */
MUST_CHECK bool html_table_settle_text(struct html_table *table);
MUST_CHECK bool html_table_end_cell(struct html_table *table);
/* Close all that is open. */
MUST_CHECK bool html_table_end(struct html_table *table);

struct str html_table_text(const struct html_table *table, const struct html_cell *cell);
/* Put the parts in their order (head, bodies, foot) and the ranges in theirs. After the end, once. */
void html_table_arrange(struct html_table *table);

#endif
