#include "read/biff_cells.h"

#include "base/cleanup.h"

_Static_assert(sizeof(struct biff_cell) == 16, "the header promises it");

void biff_cells_release(struct biff_cells *cells)
{
	free(cells->list.item);
	*cells = (struct biff_cells){ 0 };
}

void biff_cells_clear(struct biff_cells *cells)
{
	cells->list.count = 0;
	cells->unsorted = false;
}

static bool follows(const struct biff_cell *cell, const struct biff_cell *before)
{
	return cell->row != before->row ? cell->row > before->row : cell->col > before->col;
}

struct biff_cell *biff_cells_add(struct biff_cells *cells, struct biff_cell cell)
{
	size_t count = cells->list.count;
	struct biff_cell *added = LIST_ADD(&cells->list);

	*added = cell;
	if (count > 0 && !follows(added, added - 1))
		cells->unsorted = true;
	return added;
}

static uint32_t row_of(const struct biff_cell *cell)
{
	return cell->row;
}

static uint32_t col_of(const struct biff_cell *cell)
{
	return cell->col;
}

/* One stable pass of a radix sort: those of equal keys stay in their order. */
static void sort_by(uint32_t (*key)(const struct biff_cell *), size_t keys, const struct biff_cell *from,
		    struct biff_cell *to, size_t count)
{
	size_t *place = calloc(keys + 1, sizeof(*place));

	if (!place)
		cleanup_no_memory();
	for (size_t i = 0; i < count; i++)
		place[key(&from[i]) + 1]++;
	for (size_t i = 0; i < keys; i++)
		place[i + 1] += place[i];
	for (size_t i = 0; i < count; i++)
		to[place[key(&from[i])]++] = from[i];
	free(place);
}

static void drop_repeated(struct biff_cells *cells)
{
	struct biff_cell *cell = cells->list.item;
	size_t kept = 0;

	for (size_t i = 0; i < cells->list.count; i++) {
		if (kept > 0 && !follows(&cell[i], &cell[kept - 1]))
			kept--;
		cell[kept++] = cell[i];
	}
	cells->list.count = kept;
}

void biff_cells_sort(struct biff_cells *cells)
{
	size_t count = cells->list.count;
	struct biff_cell *other;

	if (!cells->unsorted)
		return;
	other = malloc(count * sizeof(*other));
	if (!other)
		cleanup_no_memory();
	sort_by(col_of, BIFF_CELLS_COLUMNS, cells->list.item, other, count);
	sort_by(row_of, BIFF_CELLS_ROWS, other, cells->list.item, count);
	free(other);
	drop_repeated(cells);
	cells->unsorted = false;
}
