/* The shared strings of a workbook (xl/sharedStrings.xml), by their numbers. */
#ifndef READ_XLSX_STRINGS_H
#define READ_XLSX_STRINGS_H

#include "decode/zip.h"
#include "read/xlsx_text.h"

/* Ten times as many rows as a sheet has; an empty one costs a file five bytes and us thirty. */
enum { XLSX_STRINGS = 10 * 1048576 };

struct xlsx_string {
	struct str text;
	enum xlsx_strike strike;
	bool halved; /* as in struct xlsx_text */
};

/* Texts live in the arena that was given; xlsx_strings_release frees the list. */
struct xlsx_strings {
	bool present; /* the workbook has the part */
	LIST_OF(struct xlsx_string) list;
};

enum say xlsx_strings_read(struct xlsx_strings *strings, struct zip_package *package, size_t index,
			   struct arena *arena);
void xlsx_strings_release(struct xlsx_strings *strings);

#endif
