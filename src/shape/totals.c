#include "shape/totals.h"

#include "model/column.h"
#include "text/key.h"

/* The profile's column that the table's feeds, where that one adds up; NULL elsewhere. */
static const struct profile_column *adding(const struct fields *fields, const struct header *header, uint32_t at)
{
	const struct profile *profile = fields->profile;
	uint32_t field = at < header->column_count ? header->column[at].field : FIELD_UNKNOWN;

	return field < profile->column_count && column_kind(profile->column[field].type)->adds_up
		       ? &profile->column[field]
		       : NULL;
}

void totals_begin(struct totals *totals, struct arena *arena, const struct fields *fields, const struct header *header,
		  struct str title)
{
	*totals = (struct totals){ .count = header->column_count,
				   .column = ARENA_ARRAY(arena, struct totals_column, header->column_count) };
	for (uint32_t i = 0; i < totals->count; i++) {
		const struct profile_column *column = adding(fields, header, i);

		if (column)
			totals->column[i].unit = column_unit(arena, column, header->column[i].label, title);
	}
}

void totals_add(struct totals *totals, struct arena *scratch, const struct fields *fields, const struct header *header,
		const struct line *line)
{
	totals->rows++;
	totals->rows_since++;
	for (uint32_t i = 0; i < line->count; i++) {
		uint32_t at = header_column(header, line->cell[i].col);
		const struct profile_column *column = adding(fields, header, at);
		struct totals_column *sum = column ? &totals->column[at] : NULL;
		double figure;

		if (!column || line->cell[i].filled || key_is_empty(line->cell[i].shown))
			continue;
		if (column_figure(scratch, column, sum->unit, line->cell[i].shown, &figure)) {
			sum->all += figure;
			sum->since += figure;
		} else {
			sum->broken = sum->broken_since = true;
		}
	}
}

bool totals_agree(const struct totals *totals, struct arena *scratch, const struct fields *fields,
		  const struct header *header, const struct line_cell *cell, double *sum, uint32_t *rows)
{
	uint32_t at = header_column(header, cell->col);
	const struct profile_column *column = adding(fields, header, at);
	const struct totals_column *total = column ? &totals->column[at] : NULL;
	double figure;

	if (!column || totals->rows == 0 || cell->filled ||
	    !column_figure(scratch, column, total->unit, cell->shown, &figure))
		return true;
	/* The rows of the page, or all so far: where one of them cannot be told, neither can be wrong. */
	if (total->broken || total->broken_since || column_equal(figure, total->all, 0) ||
	    column_equal(figure, total->since, 0))
		return true;
	*sum = total->all / total->unit;
	*rows = totals->rows;
	return false;
}

void totals_next(struct totals *totals)
{
	totals->rows_since = 0;
	for (uint32_t i = 0; i < totals->count; i++) {
		totals->column[i].since = 0;
		totals->column[i].broken_since = false;
	}
}
