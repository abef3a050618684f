/* phone.invalid, email.invalid, and the required parts of a contact. */
#include "text/contact.h"
#include "rules/rule.h"
#include "text/key.h"

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

/* What people write where they have none. */
static bool says_none(struct arena *scratch, struct str shown)
{
	static const struct str words[] = { STR_INIT(""),     STR_INIT("无"), STR_INIT("暂无"),
					    STR_INIT("没有"), STR_INIT("na"), STR_INIT("none") };
	struct str key = key_fold(scratch, shown);

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (str_eq(key, words[i]))
			return true;
	return false;
}

static bool is_of(enum contact_kind kind, enum column_type type)
{
	if (type == COLUMN_EMAIL)
		return kind == CONTACT_EMAIL || kind == CONTACT_BAD_EMAIL;
	return kind == CONTACT_MOBILE || kind == CONTACT_PHONE || kind == CONTACT_BAD_PHONE;
}

/* A column that may stay empty, but holds words only: 见附件. What must be filled in is missing then. */
static void check_words(const struct run *run, const struct record *record, uint32_t index,
			const struct diag_sink *diag)
{
	enum column_type type = run->profile->column[index].type;
	struct str shown = record_shown(record, index);
	struct arena scratch = { 0 };
	struct contact_list list = contact_parse(&scratch, shown);
	bool holds = type == COLUMN_CONTACT || says_none(&scratch, shown);

	for (uint32_t i = 0; i < list.count; i++)
		holds |= is_of(list.item[i].kind, type);
	if (!holds)
		diag_add(diag, type == COLUMN_EMAIL ? SAY_EMAIL_INVALID : SAY_PHONE_INVALID,
			 rule_cell(run, record, index), 1, (struct arg[]){ DIAG_TEXT(shown) });
	arena_release(&scratch);
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
	if (!column->required) {
		if (!found.mobile && !found.email)
			check_words(run, record, index, diag);
		return;
	}
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
