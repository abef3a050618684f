/* One worksheet: its rows, pushed as they stream by. */
#ifndef READ_XLSX_SHEET_H
#define READ_XLSX_SHEET_H

#include "read/reader.h"
#include "read/xlsx_cell.h"

struct xlsx_sheet {
	struct read_context *ctx;
	struct zip_package *package;
	size_t part;
	const struct xlsx_book *book;
	struct sheet_info info; /* merged ranges are read here */
	/* Answers. */
	bool stopped;	    /* the sink wants no more */
	struct where where; /* where something was wrong */
};

enum say xlsx_sheet_read(struct xlsx_sheet *sheet);

#endif
