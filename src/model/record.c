#include "model/record.h"

#include "base/buf.h"
#include "base/list.h"
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
		.shown = clean_view(arena, raw),
	};
}

static void add_line(struct buf *lines, struct str line)
{
	if (lines->len && line.len)
		buf_add_char(lines, '\n');
	buf_add(lines, line);
}

static struct str shown_lines(struct arena *arena, const struct record_field *field)
{
	struct buf lines = { 0 };
	struct str shown;

	if (field->part_count == 1)
		return field->part[0].shown;
	for (uint32_t i = 0; i < field->part_count; i++)
		add_line(&lines, field->part[i].shown);
	shown = arena_copy(arena, buf_str(&lines));
	buf_release(&lines);
	return shown;
}

/* Where the values of a message go: the field's index, or `columns` for those of no field. */
static uint32_t field_of(const struct message_value *value, uint32_t column_count, const struct message_column *column,
			 uint32_t columns)
{
	uint32_t field = value->column < column_count ? column[value->column].field : FIELD_UNKNOWN;

	return field < columns ? field : columns;
}

/* Each field's parts side by side, the extra ones behind; every value ends in exactly one of them. */
static void sort_parts(const struct record_maker *maker, struct arena *arena, const struct message_record *message,
		       uint32_t column_count, const struct message_column *column, struct record *record)
{
	uint32_t columns = maker->profile->column_count;
	uint32_t *next = ARENA_ARRAY(arena, uint32_t, columns + 2);
	struct record_part *part = ARENA_ARRAY(arena, struct record_part, message->value_count);

	for (uint32_t i = 0; i < message->value_count; i++)
		next[field_of(&message->value[i], column_count, column, columns) + 1]++;
	for (uint32_t i = 1; i <= columns; i++)
		next[i] += next[i - 1];
	record->field = ARENA_ARRAY(arena, struct record_field, columns);
	record->extra = part + next[columns];
	for (uint32_t i = 0; i < columns; i++)
		record->field[i].part = part + next[i];
	for (uint32_t i = 0; i < message->value_count; i++) {
		const struct message_value *value = &message->value[i];
		uint32_t field = field_of(value, column_count, column, columns);

		part[next[field]++] = make_part(arena, value,
						value->column < column_count ? &column[value->column] : NULL);
		if (field < columns)
			record->field[field].part_count++;
		else
			record->extra_count++;
	}
	for (uint32_t i = 0; i < columns; i++)
		record->field[i].shown = shown_lines(arena, &record->field[i]);
}

static struct str shown_of(const struct record *record, uint32_t column)
{
	return column == COLUMN_NONE ? STR("") : record->field[column].shown;
}

/* --- contacts ------------------------------------------------------------ */

/* Of one record, until they have their place in the arena. */
struct contacts {
	LIST_OF(struct str) phone;
	LIST_OF(struct str) mobile;
	LIST_OF(struct str) email;
	struct buf shown; /* of the column at hand */
};

static void take_contact(struct contacts *contacts, const struct contact_item *item)
{
	bool valid = item->kind == CONTACT_MOBILE || item->kind == CONTACT_PHONE || item->kind == CONTACT_EMAIL;

	if (item->kind == CONTACT_MOBILE)
		*LIST_ADD(&contacts->mobile) = item->value;
	if (item->kind == CONTACT_MOBILE || item->kind == CONTACT_PHONE)
		*LIST_ADD(&contacts->phone) = item->value;
	if (item->kind == CONTACT_EMAIL)
		*LIST_ADD(&contacts->email) = item->value;
	add_line(&contacts->shown, valid ? item->value : item->written);
}

static bool is_contact(enum column_type type)
{
	return type == COLUMN_CONTACT || type == COLUMN_PHONE || type == COLUMN_EMAIL;
}

/* Each number and address on a line of its own, what else is written as it is. */
static void parse_column(struct arena *arena, struct contacts *contacts, struct record_field *field)
{
	buf_clear(&contacts->shown);
	for (uint32_t i = 0; i < field->part_count; i++) {
		struct contact_list list = contact_parse(arena, field->part[i].shown);

		for (uint32_t j = 0; j < list.count; j++)
			take_contact(contacts, &list.item[j]);
	}
	field->shown = arena_copy(arena, buf_str(&contacts->shown));
}

static const struct str *keep_texts(struct arena *arena, const struct str *text, size_t count)
{
	struct str *kept = ARENA_ARRAY(arena, struct str, count);

	if (count)
		memcpy(kept, text, count * sizeof(*kept));
	return kept;
}

static void parse_contacts(const struct record_maker *maker, struct arena *arena, struct record *record)
{
	struct contacts all = { 0 };

	for (uint32_t i = 0; i < maker->profile->column_count; i++)
		if (is_contact(maker->profile->column[i].type) && record->field[i].part_count)
			parse_column(arena, &all, &record->field[i]);
	record->phone = keep_texts(arena, all.phone.item, all.phone.count);
	record->phone_count = (uint32_t)all.phone.count;
	record->mobile = keep_texts(arena, all.mobile.item, all.mobile.count);
	record->mobile_count = (uint32_t)all.mobile.count;
	record->email = keep_texts(arena, all.email.item, all.email.count);
	record->email_count = (uint32_t)all.email.count;
	free(all.phone.item);
	free(all.mobile.item);
	free(all.email.item);
	buf_release(&all.shown);
}

/* --- directions ---------------------------------------------------------- */

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
	const struct profile *profile = maker->profile;
	struct direction_list list = direction_parse(arena, &maker->directions, shown_of(record, profile->direction));
	struct record_direction *direction = ARENA_ARRAY(arena, struct record_direction, list.count);
	uint32_t *item = ARENA_ARRAY(arena, uint32_t, profile->item_count);
	bool *named = ARENA_ARRAY(arena, bool, profile->category_count);
	struct buf shown = { 0 };

	record->direction = direction;
	record->item = item;
	for (uint32_t i = 0; i < list.count; i++) {
		const struct direction *found = &list.item[i];
		bool known = found->category != DIRECTION_UNKNOWN;
		struct str name = known ? profile->category[found->category].name : found->written;

		if (found->item && !has_item(item, record->item_count, found->item))
			item[record->item_count++] = found->item;
		if (known && named[found->category])
			continue;
		if (known)
			named[found->category] = true;
		direction[record->direction_count++] = (struct record_direction){ found->category, name };
		if (shown.len)
			buf_add(&shown, STR("、"));
		buf_add(&shown, name);
	}
	if (profile->direction != COLUMN_NONE)
		record->field[profile->direction].shown = arena_copy(arena, buf_str(&shown));
	buf_release(&shown);
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
