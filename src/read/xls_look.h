/*
 * A look at the records of an .xls before freexl is given it: is it encrypted,
 * which sheets are hidden, and how far do its cells reach? freexl takes memory
 * for all that DIMENSIONS claims (264 MB for two cells), and refuses a file
 * with a cell beyond it: so the true extents are written into its copy.
 */
#ifndef READ_XLS_LOOK_H
#define READ_XLS_LOOK_H

#include "base/list.h"
#include "base/str.h"

struct xls_sheet {
	bool hidden;
	bool cells; /* of a chart's sheet the numbers are a copy of what is drawn */
};

struct xls_look {
	bool encrypted;
	uint64_t cells;			  /* rows times columns, summed over the sheets */
	LIST_OF(struct xls_sheet) sheets; /* by position; none up to Excel 4 */
};

/*
 * Does it hold a workbook: OLE2 with a stream of that name, or the bare records of
 * Excel 2 to 4? Also OLE2 without a directory.
 */
bool xls_look_is(struct bytes file);
/* Look through `copy`, len bytes, and mend it. False where no records can be found. */
MUST_CHECK bool xls_look_through(struct xls_look *look, unsigned char *copy, size_t len);
void xls_look_release(struct xls_look *look);

#endif
