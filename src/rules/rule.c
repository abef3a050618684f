#include "rules/rule.h"

static struct where row_of(const struct record *record)
{
	return (struct where){ record->source + 1, record->sheet, record->row, 0 };
}

/* The table's column that feeds the field and this part of it; a whole column feeds every part. */
static uint32_t column_of(const struct table *table, uint32_t field, enum message_part part)
{
	uint32_t whole = 0;

	for (uint32_t i = 0; i < table->column_count; i++) {
		const struct message_column *column = &table->column[i];

		if (column->field != field)
			continue;
		if (part != PART_WHOLE && column->part == part)
			return column->col;
		if (whole == 0 && (part == PART_WHOLE || column->part == PART_WHOLE))
			whole = column->col;
	}
	return whole;
}

/* Where the table lacks the column, the cell that names the row is still worth more than none. */
struct where rule_part(const struct run *run, const struct record *record, uint32_t column, enum message_part part)
{
	const struct table *table = &run->tables.item[record->table];
	struct where where = row_of(record);

	where.col = column_of(table, column, part);
	if (where.col == 0)
		where.col = column_of(table, run->profile->project, PART_WHOLE);
	if (where.col == 0)
		where.col = column_of(table, run->profile->applicant, PART_WHOLE);
	return where;
}

struct where rule_cell(const struct run *run, const struct record *record, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	struct where where;
	struct record_part part;

	if (!record_parts_next(&parts, &part))
		return rule_part(run, record, column, PART_WHOLE);
	where = row_of(record);
	where.col = part.col;
	return where;
}

struct where rule_row(const struct run *run, const struct record *record)
{
	return rule_cell(run, record, run->profile->project);
}
