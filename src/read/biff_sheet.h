/* One sheet of an .xls: its records become cells, and these the rows that are pushed. */
#ifndef READ_BIFF_SHEET_H
#define READ_BIFF_SHEET_H

#include "read/biff_book.h"
#include "read/biff_cells.h"
#include "read/merges.h"

/* Whether a row is hidden: what its ROW says, else what holds for all without one. */
enum { BIFF_ROW_UNSAID, BIFF_ROW_SHOWN, BIFF_ROW_HIDDEN };

/* Used for one sheet after another; zeroed it is ready. */
struct biff_sheet {
	struct biff_book *book;
	struct sheet_info info; /* index and name are the caller's */
	struct biff_cells cells;
	struct merges merges;
	LIST_OF(struct cell) row; /* the one at hand */
	uint8_t rows[BIFF_CELLS_ROWS];
	bool rows_hidden; /* those without a ROW */
	bool awaiting;	  /* the last cell is a formula whose text comes in a STRING */
	uint32_t xf;	  /* of the next cell, by IXFE; of Excel 2 only */
	/* Answers: */
	struct where where; /* where something was wrong */
	bool stopped;	    /* by the sink */
	size_t end;	    /* behind its EOF */
};

/* Read the sheet whose BOF stands at `at`. Charts and modules hold no table and are passed over. */
MUST_CHECK enum say biff_sheet_read(struct biff_sheet *sheet, uint64_t at);
void biff_sheet_release(struct biff_sheet *sheet);

#endif
