/* The sheets of an OpenDocument spreadsheet (part 3, 9.1): <office:spreadsheet> and all that it holds. */
#ifndef READ_ODS_SHEETS_H
#define READ_ODS_SHEETS_H

#include "decode/xml_source.h"
#include "read/merges.h"
#include "read/ods_styles.h"
#include "read/reader.h"

/* As many as an .xlsx has; one of fifteen bytes would cost us a hundred times that. */
enum { ODS_SHEETS = 1000 };
/*
 * A row or cell is written once and a count with it. What is empty costs nothing;
 * cells with a value that are made so may fill four whole columns of a sheet. More
 * would let a file of a kilobyte ask for billions.
 */
enum { ODS_REPEATED_CELLS = 4 * 1048576 };
/* Rows that are merged alike; ranges across a row matter in headers only, and none repeats so often. */
enum { ODS_REPEATED_MERGES = 1000 };

struct ods_sheets {
	struct read_context *ctx;
	struct ods_styles styles; /* those of styles.xml, if there are any */
	/* Answers. */
	bool found;	    /* there is a spreadsheet */
	struct where where; /* where something was wrong */
};

enum say ods_sheets_read(struct ods_sheets *sheets, const struct xml_source *source);

#endif
