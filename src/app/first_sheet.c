#include "app/first_sheet.h"

#include <stdlib.h>

#include "model/told.h"

static struct str first_path(const struct past_row *row)
{
	struct str places = row->row.column[RECORD_PLACES], place, path = STR("");

	if (night_list_next(&places, &place))
		(void)night_part_next(&place, &path);
	return path;
}

static uint32_t first_row(const struct past_row *row)
{
	struct str places = row->row.column[RECORD_PLACES], place, part = STR("");

	if (night_list_next(&places, &place))
		for (int i = 0; i < 3; i++)
			if (!night_part_next(&place, &part))
				return 0;
	return told_number(part);
}

static void add_standing(struct first_sheet *sheet, const struct past_rows *rows, int64_t night,
			 const struct past_row *row)
{
	struct night_rank rank;
	struct standing *standing;

	if (!night_rank_parse(row->row.column[RECORD_SHEET], &rank) ||
	    past_is_unseen(rows, NIGHT_RECORD, row->row.id, night))
		return;
	standing = LIST_ADD(sheet);
	*standing = (struct standing){ row, rank, first_path(row), first_row(row) };
}

/* The order of the contract: region, input, sheet, row. */
static int compare_standing(const void *left, const void *right)
{
	const struct standing *a = left, *b = right;
	int order = (a->rank.region > b->rank.region) - (a->rank.region < b->rank.region);

	if (!order)
		order = str_cmp(a->path, b->path);
	if (!order)
		order = (a->rank.sheet > b->rank.sheet) - (a->rank.sheet < b->rank.sheet);
	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* What was out of sight in other nights is asked for no more. */
static void keep_unseen(struct past_rows *rows, int64_t night)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->unseen.count; i++) {
		const struct past_unseen *unseen = &rows->unseen.item[i];

		if (unseen->since <= night && (!unseen->until || unseen->until > night))
			rows->unseen.item[kept++] = *unseen;
	}
	rows->unseen.count = kept;
}

bool first_sheet_read(struct first_sheet *sheet, struct past *past, const struct past_run *night,
		      struct past_rows *rows)
{
	if (!past_read_unseen(past, night->series, rows) ||
	    !past_read_night(past, night->series, NIGHT_FORM, night->number, rows) ||
	    !past_read_night(past, night->series, NIGHT_RECORD, night->number, rows))
		return false;
	keep_unseen(rows, night->number);
	for (size_t i = 0; i < rows->of[NIGHT_RECORD].count; i++)
		add_standing(sheet, rows, night->number, &rows->of[NIGHT_RECORD].item[i]);
	if (sheet->count)
		qsort(sheet->item, sheet->count, sizeof(*sheet->item), compare_standing);
	return true;
}
