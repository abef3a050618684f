/*
 * What the styles of a workbook (xl/styles.xml) say that matters here: which cells
 * are dates, which are struck through.
 */
#ifndef READ_XLSX_STYLES_H
#define READ_XLSX_STYLES_H

#include "decode/zip.h"

/* Excel ends at 65,490 formats of cells; some writers make a few more. */
enum { XLSX_STYLES = 1048576 };

struct xlsx_style {
	bool date, struck;
};

struct xlsx_styles {
	LIST_OF(struct xlsx_style) list; /* the caller gives it back through xlsx_styles_release */
};

enum say xlsx_styles_read(struct xlsx_styles *styles, struct zip_package *package, size_t index);
void xlsx_styles_release(struct xlsx_styles *styles);
/* The style of a number that a cell names; one that is not there says nothing. */
struct xlsx_style xlsx_styles_find(const struct xlsx_styles *styles, uint32_t number);

#endif
