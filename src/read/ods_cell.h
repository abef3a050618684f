/* What a cell of an OpenDocument table means: its typed value and its text, made one typed cell (part 3, 19.385 and
 * on). */
#ifndef READ_ODS_CELL_H
#define READ_ODS_CELL_H

#include "base/buf.h"
#include "model/table.h"
#include "read/ods_text.h"

/* A cell as it is written. Attributes are gone by its end: `values` holds them. */
struct ods_raw {
	struct buf values;
	struct str type, value, style; /* parts of it, once it stands */
	bool typed, valued;	       /* has a type, has a value of it */
	bool string_value;	       /* the value is a string, which may be empty */
	bool formula, error;
	uint32_t repeated, rows, cols; /* number-columns-repeated, spans */
	enum ods_strike strike;
};

/* The attributes of <table:table-cell>. A count that is none is 1. */
void ods_cell_begin(struct ods_raw *raw, const char **attribute);

/* Fill in all but the column; CELL_EMPTY where nothing is shown. Texts are copied to the arena. */
void ods_cell_settle(const struct ods_raw *raw, const struct ods_text *text, struct arena *arena, struct cell *cell);

#endif
