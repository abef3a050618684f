/* Merged ranges as they are found while a sheet is read, put in the order that sheet_info asks for. */
#ifndef READ_MERGES_H
#define READ_MERGES_H

#include "base/list.h"
#include "model/table.h"

/* A form that is merged throughout, three ranges a row, has fewer in fifty thousand rows. */
enum { MERGES_MOST = 200000 };

/* Zeroed it is empty. */
struct merges {
	LIST_OF(struct range) list;
};

/* A range of one cell is none, what lies outside a sheet is cut off. False where there are too many. */
MUST_CHECK bool merges_add(struct merges *merges, uint32_t row, uint32_t col, uint64_t rows, uint64_t cols);
/* Those from the first-th on, by top, then left. */
void merges_sort(struct merges *merges, size_t first);
void merges_release(struct merges *merges);

#endif
