/*
 * CSV, TSV, semicolons, Excel's "Unicode text": one sheet, named like the file,
 * all cells text. Rows are numbered as records, not as physical lines; blank
 * ones count, a first line such as sep=; does not, since no spreadsheet shows
 * it. Separator and encoding are told by the content.
 */
#ifndef READ_CSV_H
#define READ_CSV_H

#include "read/reader.h"

extern const struct reader csv_reader;

#endif
