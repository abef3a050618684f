#include "read/merges.h"

#include <stdlib.h>

static uint32_t last_of(uint32_t first, uint64_t count, uint32_t most)
{
	return count - 1 > most - first ? most : first + (uint32_t)count - 1;
}

bool merges_add(struct merges *merges, uint32_t row, uint32_t col, uint64_t rows, uint64_t cols)
{
	if (rows * cols <= 1 || row > TABLE_ROWS || col > TABLE_COLUMNS)
		return true;
	if (merges->list.count == MERGES_MOST)
		return false;
	*LIST_ADD(&merges->list) = (struct range){ row, col, last_of(row, rows, TABLE_ROWS),
						   last_of(col, cols, TABLE_COLUMNS) };
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return (x->left > y->left) - (x->left < y->left);
}

void merges_sort(struct merges *merges, size_t first)
{
	if (merges->list.count > first + 1)
		qsort(merges->list.item + first, merges->list.count - first, sizeof(*merges->list.item), by_place);
}

void merges_release(struct merges *merges)
{
	free(merges->list.item);
	*merges = (struct merges){ 0 };
}
