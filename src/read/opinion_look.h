/*
 * A look at the records of an .xls before freexl is given it. freexl takes memory
 * for all that DIMENSIONS claims (264 MB for two cells), and refuses a file with a
 * cell beyond it: so the true extents are written into its copy. It also opens the
 * converters of the code pages that the file names, which must be there before
 * the process that calls it is closed off: so they are told.
 */
#ifndef READ_OPINION_LOOK_H
#define READ_OPINION_LOOK_H

#include "base/list.h"
#include "base/str.h"

/* A workbook names its code page once, and each sheet may again: more that differ are none of a real file. */
enum { OPINION_PAGES = 4 };

struct opinion_look {
	bool encrypted;
	uint64_t cells; /* rows times columns, summed over the sheets */
	LIST_OF(bool)
	worksheets; /* by position, is it one of cells; of a chart's sheet they are a copy of what is drawn */
	uint32_t page_count, page[OPINION_PAGES]; /* Microsoft's numbers, as CODEPAGE says */
};

/* Look through `copy`, len bytes, and mend it. False where no records can be found. Release in any case. */
MUST_CHECK bool opinion_look_through(struct opinion_look *look, unsigned char *copy, size_t len);
void opinion_look_release(struct opinion_look *look);

#endif
