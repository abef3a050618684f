/* field.missing, number.invalid, date.invalid, code.invalid: what each column of the profile asks for. */
#include "rules/rule.h"
#include "text/key.h"
#include "text/value.h"

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

static bool is_number(struct arena *scratch, struct str text)
{
	double number;

	return value_number(scratch, text, &number);
}

static bool is_date(struct arena *scratch, struct str text)
{
	int year, month, day;

	return value_date(scratch, text, &year, &month, &day);
}

static const struct {
	bool (*holds)(struct arena *scratch, struct str text);
	enum say say;
} checks[COLUMN_TYPES] = {
	[COLUMN_NUMBER] = { is_number, SAY_NUMBER_INVALID },
	[COLUMN_DATE] = { is_date, SAY_DATE_INVALID },
	[COLUMN_CODE] = { value_credit_code, SAY_CODE_INVALID },
};

static void check_value(const struct run *run, const struct record *record, uint32_t index,
			const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[index];
	struct str shown = record_shown(record, index);
	struct arena scratch = { 0 };

	if (checks[column->type].holds && !checks[column->type].holds(&scratch, shown))
		diag_add(diag, checks[column->type].say, rule_cell(run, record, index), 2,
			 (struct arg[]){ DIAG_TEXT(shown), DIAG_TEXT(column->name) });
	arena_release(&scratch);
}

/* Their parts, a mobile and an e-mail address, are asked for one by one: a land line alone fills no column of mobiles.
 */
static bool is_contact(enum column_type type)
{
	return type == COLUMN_CONTACT || type == COLUMN_PHONE || type == COLUMN_EMAIL;
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
		if (column->required && !is_contact(column->type))
			diag_add(diag, SAY_FIELD_MISSING, rule_cell(run, record, i), 1,
				 (struct arg[]){ DIAG_TEXT(column->name) });
	}
}
