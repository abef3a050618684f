/*
 * The tables of a document as they are gathered: a call for each thing that
 * begins or ends, then all are pushed as sheets. Calls that belong to no open
 * table, row or cell do nothing.
 */
#ifndef READ_DOCX_TABLES_H
#define READ_DOCX_TABLES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "diag/diag.h"
#include "model/table.h"
#include "read/docx_grid.h"

/* A cell costs us a hundred bytes, a page holds a hundred of them. */
enum { DOCX_CELLS = 1048576, DOCX_TABLES = 1000 };
/* What is longer is no name of a table. Bytes. */
enum { DOCX_CAPTION = 240 };

enum docx_merge { DOCX_MERGE_NOT, DOCX_MERGE_START, DOCX_MERGE_ON };

struct docx_cell {
	uint32_t row, col, cols, rows; /* within the table, from 1 */
	enum docx_merge down, across;
	bool struck, flawed; /* has a character that is not known */
	struct str text;
};

/* A paragraph outside tables. */
struct docx_line {
	struct str text;
	bool hidden, caption, flawed;
};

struct docx_table {
	struct str caption;
	struct docx_grid grid;
	uint32_t rows, col;		 /* so far; the next cell's column */
	bool hidden_row, dropped_row;	 /* of the row at hand */
	size_t row_first;		 /* its first cell */
	size_t line_first, line_count;	 /* paragraphs above it */
	LIST_OF(struct docx_cell) cells; /* by row, then column */
	LIST_OF(bool) hidden;		 /* rows */
};

/* A place where text goes: the document itself, then a cell of each open table. */
struct docx_place {
	size_t table; /* its index */
	bool in_row, in_cell, begun;
	bool kept, struck, flawed, caption;
	struct docx_cell cell;
	struct buf text, unseen; /* what is shown, what is hidden */
};

/* Zeroed but for the arena it is empty. */
struct docx_tables {
	struct arena *arena;
	enum say why; /* not SAY_NOTHING: the document is given up */
	size_t cells;
	LIST_OF(struct docx_table) list;
	LIST_OF(struct docx_line) lines;
	size_t lines_taken;
	size_t depth; /* open tables */
	LIST_OF(struct docx_place) places;
};

void docx_tables_release(struct docx_tables *tables);

void docx_tables_begin(struct docx_tables *tables);
void docx_tables_end(struct docx_tables *tables);
void docx_tables_caption(struct docx_tables *tables, struct str caption);
void docx_tables_grid(struct docx_tables *tables, uint32_t width);
void docx_tables_begin_row(struct docx_tables *tables);
void docx_tables_end_row(struct docx_tables *tables);
void docx_tables_hide_row(struct docx_tables *tables);
void docx_tables_drop_row(struct docx_tables *tables);
void docx_tables_skip(struct docx_tables *tables, uint32_t columns);
void docx_tables_begin_cell(struct docx_tables *tables);
void docx_tables_end_cell(struct docx_tables *tables);
void docx_tables_span(struct docx_tables *tables, uint32_t columns);
void docx_tables_merge(struct docx_tables *tables, bool starts, bool down);
void docx_tables_begin_line(struct docx_tables *tables);
void docx_tables_end_line(struct docx_tables *tables);
/* The paragraph at hand is a caption: right before a table it is that one's name. */
void docx_tables_caption_line(struct docx_tables *tables);
/* There is a character of which nobody knows what it shows. */
void docx_tables_flaw(struct docx_tables *tables);
void docx_tables_text(struct docx_tables *tables, struct str text, bool struck, bool hidden);

/* Every table as a sheet. Where the sink stops, no more are pushed. */
enum say docx_tables_push(struct docx_tables *tables, const struct row_sink *sink);

#endif
