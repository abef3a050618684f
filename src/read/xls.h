/*
 * .xls and .et, from Excel 2 to 97 and on: the file is an OLE2 container with a
 * stream named Workbook or Book, or the stream alone. From here down: biff_book
 * the globals, biff_sheet a sheet, biff_take its records, biff_cells its cells.
 */
#ifndef READ_XLS_H
#define READ_XLS_H

#include "read/reader.h"

extern const struct reader xls_reader;

#endif
