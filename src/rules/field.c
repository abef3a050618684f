/* field.missing, number.invalid, date.invalid, code.invalid, option.unknown: what each column of the profile asks for.
 */
#include "model/column.h"
#include "rules/rule.h"
#include "text/key.h"

/* Punctuation alone fills nothing in. A cell that could not be read is cell.lossy and no missing one. */
static bool is_absent(const struct record *record, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	struct record_part part;

	while (record_parts_next(&parts, &part))
		if (part.flaw != CELL_SOUND)
			return false;
	return key_is_empty(record_shown(record, column));
}

static void report_invalid(const struct run *run, const struct record *record, uint32_t index, struct arena *scratch,
			   const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[index];
	struct arg *arg = ARENA_ARRAY(scratch, struct arg, column->option_count + 2);

	arg[0] = DIAG_TEXT(record_shown(record, index));
	arg[1] = DIAG_TEXT(column->name);
	for (uint32_t i = 0; i < column->option_count; i++)
		arg[i + 2] = DIAG_TEXT(column->option[i]);
	diag_add(diag, column_kind(column->type)->invalid, rule_cell(run, record, index), column->option_count + 2,
		 arg);
}

static void check_value(const struct run *run, const struct record *record, uint32_t index,
			const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[index];
	column_check *holds = column_kind(column->type)->holds;
	struct arena scratch = { 0 };

	if (holds && !holds(&scratch, column, record_shown(record, index)))
		report_invalid(run, record, index, &scratch, diag);
	arena_release(&scratch);
}

void field_check_record(const struct run *run, const struct record *record, const struct diag_sink *diag)
{
	const struct profile *profile = run->profile;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		const struct profile_column *column = &profile->column[i];

		if (column->type == COLUMN_DIRECTION)
			continue; /* an empty direction is direction.missing only */
		if (!is_absent(record, i)) {
			check_value(run, record, i, diag);
			continue;
		}
		/* A mobile and an e-mail address are asked for one by one: a land line alone fills no column of
		 * mobiles. */
		if (column->required && !column_kind(column->type)->by_parts)
			diag_add(diag, SAY_FIELD_MISSING, rule_cell(run, record, i), 1,
				 (struct arg[]){ DIAG_TEXT(column->name) });
	}
}
