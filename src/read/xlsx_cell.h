/* What a cell of a worksheet means: its type, its stored value and its style, made one typed cell. */
#ifndef READ_XLSX_CELL_H
#define READ_XLSX_CELL_H

#include "model/table.h"
#include "read/xlsx_strings.h"
#include "read/xlsx_styles.h"

/* What a workbook says that its cells refer to. */
struct xlsx_book {
	struct xlsx_strings strings;
	struct xlsx_styles styles;
	bool date1904; /* days count from 1904 */
};

/* A cell as it is written. */
struct xlsx_raw {
	struct str type;	 /* the attribute t; empty: a number */
	uint32_t style;		 /* the attribute s */
	bool formula;		 /* has <f> */
	bool valued;		 /* has <v> or <is> */
	bool inlined;		 /* has <is> */
	enum xlsx_strike strike; /* of <is> */
	bool halved;		 /* the same */
	struct str value;	 /* the text of either */
};

/*
 * Fill in kind, flaw, struck, text and number; CELL_EMPTY where nothing is
 * shown. Texts are borrowed from the book or copied to the arena. False where a
 * shared string is named and the workbook has none at all.
 */
bool xlsx_cell_settle(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena, struct cell *cell);

#endif
