#include "model/record.h"

#include "base/buf.h"
#include "text/clean.h"
#include "text/contact.h"
#include "text/key.h"

void record_maker_init(struct record_maker *maker, struct arena *arena, const struct profile *profile)
{
	uint32_t room = profile->item_count, count = 0;
	struct direction_name *name;

	for (uint32_t i = 0; i < profile->category_count; i++)
		room += 1 + profile->category[i].alias_count;
	name = ARENA_ARRAY(arena, struct direction_name, room);
	for (uint32_t i = 0; i < profile->category_count; i++) {
		name[count++] = (struct direction_name){ profile->category[i].name, i, 0 };
		for (uint32_t j = 0; j < profile->category[i].alias_count; j++)
			name[count++] = (struct direction_name){ profile->category[i].alias[j], i, 0 };
	}
	for (uint32_t i = 0; i < profile->item_count; i++)
		name[count++] = (struct direction_name){ profile->item[i].name, profile->item[i].category,
							 profile->item[i].number };
	*maker = (struct record_maker){ profile, direction_names_make(arena, count, name) };
}

/* --- parts and fields ---------------------------------------------------- */

static struct record_part make_part(struct arena *arena, const struct message_value *value,
				    const struct message_column *column)
{
	struct str raw = arena_copy(arena, value->raw);

	return (struct record_part){
		.col = value->col,
		.column = value->column,
		.part = column ? column->part : PART_WHOLE,
		.kind = value->kind,
		.flaw = value->flaw,
		.raw = raw,
		.shown = clean_shown(arena, raw),
	};
}

static struct str join_lines(struct arena *arena, struct str text, struct str line)
{
	if (text.len == 0)
		return line;
	return line.len ? arena_join(arena, arena_join(arena, text, STR("\n")), line) : text;
}

static void add_part(struct arena *arena, struct record_field *field, const struct record_part *part)
{
	struct record_part *grown = ARENA_ARRAY(arena, struct record_part, field->part_count + 1);

	if (field->part_count)
		memcpy(grown, field->part, field->part_count * sizeof(*grown));
	grown[field->part_count++] = *part;
	field->part = grown;
	field->shown = join_lines(arena, field->shown, part->shown);
}

static void sort_parts(const struct record_maker *maker, struct arena *arena, const struct message_record *message,
		       uint32_t column_count, const struct message_column *column, struct record *record)
{
	struct record_part *extra = ARENA_ARRAY(arena, struct record_part, message->value_count);

	record->field = ARENA_ARRAY(arena, struct record_field, maker->profile->column_count);
	record->extra = extra;
	for (uint32_t i = 0; i < message->value_count; i++) {
		const struct message_value *value = &message->value[i];
		const struct message_column *from = value->column < column_count ? &column[value->column] : NULL;
		struct record_part part = make_part(arena, value, from);

		if (from && from->field < maker->profile->column_count)
			add_part(arena, &record->field[from->field], &part);
		else
			extra[record->extra_count++] = part;
	}
}

static struct str shown_of(const struct record *record, uint32_t column)
{
	return column == COLUMN_NONE ? STR("") : record->field[column].shown;
}

/* --- contacts ------------------------------------------------------------ */

struct contacts {
	struct str *phone, *mobile, *email;
	uint32_t phones, mobiles, emails;
	struct str shown;
};

static void take_contact(struct arena *arena, struct contacts *contacts, const struct contact_item *item)
{
	bool valid = item->kind == CONTACT_MOBILE || item->kind == CONTACT_PHONE || item->kind == CONTACT_EMAIL;

	if (item->kind == CONTACT_MOBILE)
		contacts->mobile[contacts->mobiles++] = item->value;
	if (item->kind == CONTACT_MOBILE || item->kind == CONTACT_PHONE)
		contacts->phone[contacts->phones++] = item->value;
	if (item->kind == CONTACT_EMAIL)
		contacts->email[contacts->emails++] = item->value;
	contacts->shown = join_lines(arena, contacts->shown, valid ? item->value : item->written);
}

static bool is_contact(enum column_type type)
{
	return type == COLUMN_CONTACT || type == COLUMN_PHONE || type == COLUMN_EMAIL;
}

static void grow_contacts(struct arena *arena, struct contacts *contacts, uint32_t more)
{
	struct contacts old = *contacts;

	contacts->phone = ARENA_ARRAY(arena, struct str, old.phones + more);
	contacts->mobile = ARENA_ARRAY(arena, struct str, old.mobiles + more);
	contacts->email = ARENA_ARRAY(arena, struct str, old.emails + more);
	for (uint32_t i = 0; i < old.phones; i++)
		contacts->phone[i] = old.phone[i];
	for (uint32_t i = 0; i < old.mobiles; i++)
		contacts->mobile[i] = old.mobile[i];
	for (uint32_t i = 0; i < old.emails; i++)
		contacts->email[i] = old.email[i];
}

/* Each number and address on a line of its own, what else is written as it is. */
static void parse_contacts(const struct record_maker *maker, struct arena *arena, struct record *record)
{
	struct contacts all = { 0 };

	for (uint32_t i = 0; i < maker->profile->column_count; i++) {
		struct record_field *field = &record->field[i];

		if (!is_contact(maker->profile->column[i].type))
			continue;
		all.shown = STR("");
		for (uint32_t j = 0; j < field->part_count; j++) {
			struct contact_list list = contact_parse(arena, field->part[j].shown);

			grow_contacts(arena, &all, list.count);
			for (uint32_t k = 0; k < list.count; k++)
				take_contact(arena, &all, &list.item[k]);
		}
		field->shown = all.shown;
	}
	record->phone = all.phone;
	record->phone_count = all.phones;
	record->mobile = all.mobile;
	record->mobile_count = all.mobiles;
	record->email = all.email;
	record->email_count = all.emails;
}

/* --- directions ---------------------------------------------------------- */

static bool has_direction(const struct record_direction *direction, uint32_t count, uint32_t category)
{
	for (uint32_t i = 0; i < count; i++)
		if (direction[i].category == category)
			return true;
	return false;
}

static bool has_item(const uint32_t *item, uint32_t count, uint32_t number)
{
	for (uint32_t i = 0; i < count; i++)
		if (item[i] == number)
			return true;
	return false;
}

/* A category stands once, however many of its items are named; unknown ones stand as written. */
static void parse_directions(const struct record_maker *maker, struct arena *arena, struct record *record)
{
	uint32_t column = maker->profile->direction;
	struct direction_list list = direction_parse(arena, &maker->directions, shown_of(record, column));
	struct record_direction *direction = ARENA_ARRAY(arena, struct record_direction, list.count);
	uint32_t *item = ARENA_ARRAY(arena, uint32_t, list.count);
	struct str shown = STR("");

	record->direction = direction;
	record->item = item;
	for (uint32_t i = 0; i < list.count; i++) {
		const struct direction *found = &list.item[i];
		bool known = found->category != DIRECTION_UNKNOWN;
		struct str name = known ? maker->profile->category[found->category].name : found->written;

		if (found->item && !has_item(item, record->item_count, found->item))
			item[record->item_count++] = found->item;
		if (known && has_direction(direction, record->direction_count, found->category))
			continue;
		direction[record->direction_count++] = (struct record_direction){ found->category, name };
		shown = shown.len ? arena_join(arena, arena_join(arena, shown, STR("、")), name) : name;
	}
	if (column != COLUMN_NONE)
		record->field[column].shown = shown;
}

void record_make(const struct record_maker *maker, struct arena *arena, const struct message_record *message,
		 uint32_t column_count, const struct message_column *column, struct record *record)
{
	const struct profile *profile = maker->profile;

	*record = (struct record){ .row = message->row,
				   .hidden = message->hidden,
				   .struck = message->struck,
				   .region = REGION_NONE,
				   .held_by = RULE_NONE };
	sort_parts(maker, arena, message, column_count, column, record);
	parse_contacts(maker, arena, record);
	parse_directions(maker, arena, record);
	record->project = shown_of(record, profile->project);
	record->applicant = shown_of(record, profile->applicant);
	record->person = shown_of(record, profile->person);
	record->project_lossless = key_lossless(arena, record->project);
	record->applicant_lossless = key_lossless(arena, record->applicant);
}

bool record_mobiles_differ(const struct record *a, const struct record *b)
{
	for (uint32_t i = 0; i < a->mobile_count; i++)
		for (uint32_t j = 0; j < b->mobile_count; j++)
			if (str_eq(a->mobile[i], b->mobile[j]))
				return false;
	return a->mobile_count && b->mobile_count;
}
