#include "app/places.h"

#include "model/cell.h"

/* Sheets stand in reading order, by source and position. */
static const struct sheet *find_sheet(const struct run *run, struct where where)
{
	size_t from = 0, to = run->sheets.count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct sheet *sheet = &run->sheets.item[middle];

		if (sheet->source + 1 < where.source ||
		    (sheet->source + 1 == where.source && sheet->index < where.sheet))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < run->sheets.count && run->sheets.item[from].source + 1 == where.source &&
	    run->sheets.item[from].index == where.sheet)
		return &run->sheets.item[from];
	return NULL;
}

static void add_place(void *user, struct where where, struct buf *out)
{
	const struct run *run = user;
	const struct sheet *sheet = where.sheet ? find_sheet(run, where) : NULL;

	if (where.source == 0 || where.source > run->sources.count)
		return;
	buf_add(out, run->sources.item[where.source - 1].path);
	if (sheet) {
		buf_add_char(out, ' ');
		buf_add(out, sheet->name);
	}
	if (where.row == 0)
		return;
	buf_add(out, sheet ? STR("!") : STR(" "));
	if (where.col)
		cell_reference(out, where.row, where.col);
	else
		buf_printf(out, "%u", where.row);
}

struct say_places places_of(struct run *run)
{
	return (struct say_places){ run, add_place };
}
