/*
 * The cells of one sheet of an .xls while its records are read: they may come in
 * any order, so that they are held, 16 bytes each, and sorted once. An .xls of
 * n bytes holds fewer than n / 6 of them (MULRK), so that they need no more than three times
 * its size.
 */
#ifndef READ_BIFF_CELLS_H
#define READ_BIFF_CELLS_H

#include "base/list.h"
#include "read/biff_text.h"

/* What fits into 16 bits of rows and 8 of columns. */
enum { BIFF_CELLS_ROWS = 65536, BIFF_CELLS_COLUMNS = 256 };

enum biff_kind {
	BIFF_EMPTY,  /* a text of no characters */
	BIFF_NUMBER, /* as.number */
	BIFF_TEXT,   /* as.text */
	BIFF_SHARED, /* as.shared: a shared string */
	BIFF_BOOL,   /* as.code */
	BIFF_ERROR,  /* as.code */
	BIFF_NOTHING /* a formula without a stored result */
};

struct biff_cell {
	uint16_t row;
	uint8_t col;
	uint8_t kind;
	bool date, struck, computed;
	union {
		double number;
		const struct biff_text *text; /* in the input's arena */
		uint32_t shared;
		uint8_t code;
	} as;
};

struct biff_cells {
	LIST_OF(struct biff_cell) list;
	bool unsorted; /* one stands before another that it should follow */
};

void biff_cells_release(struct biff_cells *cells);
void biff_cells_clear(struct biff_cells *cells);
/* Valid until the next one. */
struct biff_cell *biff_cells_add(struct biff_cells *cells, struct biff_cell cell);
/* By rows, then columns; of those in one place the last one stays. In linear time. */
void biff_cells_sort(struct biff_cells *cells);

#endif
