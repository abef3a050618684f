#include "app/places.h"

#include "model/cell.h"

static void add_sheet(const struct run *run, struct where where, struct buf *out)
{
	const struct sheet *sheet = where.sheet ? run_sheet(run, where) : NULL;

	buf_add(out, run->sources.item[where.source - 1].path);
	if (sheet) {
		buf_add_char(out, ' ');
		buf_add(out, sheet->name);
	}
	if (where.row)
		buf_add(out, sheet ? STR("!") : STR(" "));
}

static void add_place(void *user, struct where where, struct where before, struct buf *out)
{
	bool same_sheet = before.source == where.source && before.sheet == where.sheet && before.row && where.row;
	const struct run *run = run_of_place(user, &where);

	if (where.source == 0 || where.source > run->sources.count)
		return;
	if (!same_sheet)
		add_sheet(run, where, out);
	if (where.row == 0)
		return;
	if (where.col)
		cell_reference(out, where.row, where.col);
	else
		buf_add_count(out, where.row);
}

struct say_places places_of(struct run *run)
{
	return (struct say_places){ run, add_place };
}
