/* phone.invalid, email.invalid, and the required parts of a contact. */
#include "text/contact.h"
#include "rules/rule.h"

/* What one column's cells hold, invalid ones counted as present (contract, section 2). */
struct found {
	bool mobile, email;
};

static bool is_lossy_number(const struct record_part *part)
{
	return part->kind == CELL_ERROR || part->flaw != CELL_SOUND || str_starts(part->shown, STR("#"));
}

static bool has_exponent(struct str text)
{
	return str_has(text, STR("E+")) || str_has(text, STR("e+"));
}

static void report_bad(const struct run *run, const struct record *record, const struct record_part *part,
		       const struct contact_item *item, const struct diag_sink *diag)
{
	struct where where = rule_row(run, record);

	where.col = part->col;
	/* A number in scientific notation is cell.lossy already: one cause, one finding. */
	if (item->kind == CONTACT_BAD_PHONE && has_exponent(item->written))
		return;
	diag_add(diag, item->kind == CONTACT_BAD_EMAIL ? SAY_EMAIL_INVALID : SAY_PHONE_INVALID, where, 1,
		 (struct arg[]){ DIAG_TEXT(item->written) });
}

/* Nearly all numbers and addresses are valid, and of those all that is asked for here is known. */
static void look_for_bad(const struct run *run, const struct record *record, const struct record_part *part,
			 struct found *found, const struct diag_sink *diag)
{
	struct arena scratch = { 0 };
	struct contact_list list = contact_parse(&scratch, part->shown);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct contact_item *item = &list.item[i];

		found->mobile |= item->kind == CONTACT_BAD_PHONE;
		found->email |= item->kind == CONTACT_BAD_EMAIL;
		if (item->kind == CONTACT_BAD_PHONE || item->kind == CONTACT_BAD_EMAIL)
			report_bad(run, record, part, item, diag);
	}
	arena_release(&scratch);
}

static void look_at(const struct run *run, const struct record *record, uint32_t column, const struct record_part *part,
		    struct found *found, const struct diag_sink *diag)
{
	unsigned holds = record->field[column].holds;

	found->mobile |= (holds & HOLDS_MOBILE) != 0;
	found->email |= (holds & HOLDS_EMAIL) != 0;
	if (holds & HOLDS_INVALID)
		look_for_bad(run, record, part, found, diag);
	if (is_lossy_number(part)) { /* what stood there is not known: not missing, but lost */
		found->mobile |= part->part != PART_EMAIL;
		found->email |= part->part != PART_PHONE;
	}
}

static void check_column(const struct run *run, const struct record *record, uint32_t index,
			 const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[index];
	struct record_parts parts = record_parts(record, index);
	const struct arg name[] = { DIAG_TEXT(column->name) };
	struct found found = { 0 };
	struct record_part part;

	while (record_parts_next(&parts, &part))
		look_at(run, record, index, &part, &found, diag);
	if (!column->required)
		return;
	if (!found.mobile && column->type != COLUMN_EMAIL)
		diag_add(diag, SAY_FIELD_MISSING_MOBILE, rule_part(run, record, index, PART_PHONE), 1, name);
	if (!found.email && column->type != COLUMN_PHONE)
		diag_add(diag, SAY_FIELD_MISSING_EMAIL, rule_part(run, record, index, PART_EMAIL), 1, name);
}

void contact_check_record(const struct run *run, const struct record *record, const struct diag_sink *diag)
{
	for (uint32_t i = 0; i < run->profile->column_count; i++) {
		enum column_type type = run->profile->column[i].type;

		if (type == COLUMN_CONTACT || type == COLUMN_PHONE || type == COLUMN_EMAIL)
			check_column(run, record, i, diag);
	}
}
