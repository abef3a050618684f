#include "model/record.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/cleanup.h"
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

/* --- packing ------------------------------------------------------------- */

/*
 * Before each cell's text: a column and a table's column are below TABLE_COLUMNS. Where what is shown is not
 * what was written, its length and text follow.
 */
struct packed_part {
	uint32_t len;
	uint16_t col, column;
	uint8_t part, kind, flaw;
	bool differs;
};
static_assert(TABLE_COLUMNS <= UINT16_MAX, "a packed column");

static bool shows_itself(const struct record_cells *cells)
{
	return cells->part_count == 1 ? str_eq(cells->shown, cells->part[0].shown) : cells->shown.len == 0;
}

static char *pack_text(char *to, struct str text)
{
	if (text.len)
		memcpy(to, text.data, text.len);
	return to + text.len;
}

/* A text with its length. */
static char *pack_counted(char *to, struct str text)
{
	uint32_t len = (uint32_t)text.len;

	memcpy(to, &len, sizeof(len));
	return pack_text(to + sizeof(len), text);
}

static char *pack_part(char *to, const struct record_part *part)
{
	const struct packed_part packed = {
		.len = (uint32_t)part->raw.len,
		.col = (uint16_t)part->col,
		.column = (uint16_t)part->column,
		.part = (uint8_t)part->part,
		.kind = (uint8_t)part->kind,
		.flaw = (uint8_t)part->flaw,
		.differs = !str_eq(part->raw, part->shown),
	};

	memcpy(to, &packed, sizeof(packed));
	to = pack_text(to + sizeof(packed), part->raw);
	return packed.differs ? pack_counted(to, part->shown) : to;
}

static size_t packed_size(const struct record_cells *cells)
{
	size_t size = shows_itself(cells) ? 0 : sizeof(uint32_t) + cells->shown.len;

	for (uint32_t i = 0; i < cells->part_count; i++) {
		const struct record_part *part = &cells->part[i];

		size += sizeof(struct packed_part) + part->raw.len;
		if (!str_eq(part->raw, part->shown))
			size += sizeof(uint32_t) + part->shown.len;
	}
	return size;
}

const struct record_field *record_pack(struct arena *arena, uint32_t column_count, const struct record_cells *cells)
{
	size_t size = (column_count + (size_t)1) * sizeof(struct record_field);
	struct record_field *field;
	char *to;

	for (uint32_t i = 0; i <= column_count; i++)
		size += packed_size(&cells[i]);
	if (size > UINT32_MAX) /* of a row that no reader gives */
		cleanup_no_memory();
	field = arena_alloc(arena, 1, size);
	to = (char *)(field + column_count + 1);
	for (uint32_t i = 0; i <= column_count; i++) {
		field[i] = (struct record_field){ (uint32_t)(to - (char *)field), (uint16_t)cells[i].part_count,
						  !shows_itself(&cells[i]), (uint8_t)cells[i].holds };
		if (field[i].own)
			to = pack_counted(to, cells[i].shown);
		for (uint32_t j = 0; j < cells[i].part_count; j++)
			to = pack_part(to, &cells[i].part[j]);
	}
	return field;
}

static struct str unpack_counted(const char **at)
{
	uint32_t len;
	struct str text;

	memcpy(&len, *at, sizeof(len));
	text = (struct str){ *at + sizeof(len), len };
	*at = text.data + len;
	return text;
}

bool record_parts_next(struct record_parts *parts, struct record_part *part)
{
	struct packed_part packed;

	if (parts->left == 0)
		return false;
	parts->left--;
	memcpy(&packed, parts->at, sizeof(packed));
	*part = (struct record_part){ .col = packed.col,
				      .column = packed.column,
				      .part = (enum message_part)packed.part,
				      .kind = (enum cell_kind)packed.kind,
				      .flaw = (enum cell_flaw)packed.flaw,
				      .raw = { parts->at + sizeof(packed), packed.len } };
	part->shown = part->raw;
	parts->at += sizeof(packed) + packed.len;
	if (packed.differs)
		part->shown = unpack_counted(&parts->at);
	return true;
}

struct record_parts record_parts(const struct record *record, uint32_t column)
{
	const struct record_field *field = &record->field[column];
	const char *at = (const char *)record->field + field->at;

	if (field->own)
		unpack_counted(&at);
	return (struct record_parts){ at, field->part_count };
}

struct str record_shown(const struct record *record, uint32_t column)
{
	const struct record_field *field = &record->field[column];
	const char *at = (const char *)record->field + field->at;
	struct record_parts parts = { at, field->part_count };
	struct record_part part;

	if (field->own)
		return unpack_counted(&at);
	return record_parts_next(&parts, &part) ? part.shown : STR("");
}

/* --- parts and fields ---------------------------------------------------- */

/* A text that will stand in what a column shows, once that is packed. */
struct excerpt {
	uint32_t column;
	size_t at, len;
};

struct excerpts {
	LIST_OF(struct excerpt) item;
};

struct named_direction {
	uint32_t category;
	struct excerpt name;
};

/* A row on its way. Until its cells are packed, texts are the message's or scratch. */
struct making {
	const struct record_maker *maker;
	struct arena *arena;  /* of what stays */
	struct arena scratch; /* of what does not */
	struct record *record;
	struct record_cells *cells;
	struct excerpts phone, mobile, email;
	struct buf lines; /* that a column of contacts shows */
	uint32_t directions, items;
	struct named_direction *direction;
	uint32_t *item;
};

static void making_release(struct making *making)
{
	free(making->phone.item.item);
	free(making->mobile.item.item);
	free(making->email.item.item);
	buf_release(&making->lines);
	arena_release(&making->scratch);
}

static struct str excerpt_of(const struct record *record, const struct excerpt *excerpt)
{
	return str_part(record_shown(record, excerpt->column), excerpt->at, excerpt->at + excerpt->len);
}

static struct record_part make_part(struct arena *scratch, const struct message_value *value, uint32_t column_count,
				    const struct message_column *column)
{
	bool named = value->column < column_count;

	return (struct record_part){
		.col = value->col,
		.column = named ? value->column : column_count,
		.part = named ? column[value->column].part : PART_WHOLE,
		.kind = value->kind,
		.flaw = value->flaw,
		.raw = value->raw,
		.shown = clean_view(scratch, value->raw),
	};
}

static void add_line(struct buf *lines, struct str line)
{
	if (lines->len && line.len)
		buf_add_char(lines, '\n');
	buf_add(lines, line);
}

static struct str shown_lines(struct arena *scratch, const struct record_cells *cells)
{
	struct buf lines = { 0 };
	struct str shown;

	if (cells->part_count == 1)
		return cells->part[0].shown;
	for (uint32_t i = 0; i < cells->part_count; i++)
		add_line(&lines, cells->part[i].shown);
	shown = arena_copy(scratch, buf_str(&lines));
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
static void sort_parts(struct making *making, const struct message_record *message, uint32_t column_count,
		       const struct message_column *column)
{
	uint32_t columns = making->maker->profile->column_count;
	uint32_t *next = ARENA_ARRAY(&making->scratch, uint32_t, columns + 2);
	struct record_part *part = ARENA_ARRAY(&making->scratch, struct record_part, message->value_count);
	struct record_cells *cells = ARENA_ARRAY(&making->scratch, struct record_cells, columns + 1);

	for (uint32_t i = 0; i < message->value_count; i++)
		next[field_of(&message->value[i], column_count, column, columns) + 1]++;
	for (uint32_t i = 1; i <= columns; i++)
		next[i] += next[i - 1];
	for (uint32_t i = 0; i <= columns; i++)
		cells[i].part = part + next[i];
	for (uint32_t i = 0; i < message->value_count; i++) {
		const struct message_value *value = &message->value[i];
		uint32_t field = field_of(value, column_count, column, columns);

		part[next[field]++] = make_part(&making->scratch, value, column_count, column);
		cells[field].part_count++;
	}
	for (uint32_t i = 0; i < columns; i++)
		cells[i].shown = shown_lines(&making->scratch, &cells[i]);
	making->cells = cells;
}

/* --- contacts ------------------------------------------------------------ */

static const struct {
	bool valid, mobile, phone, email;
	uint8_t holds;
} contact_kinds[] = {
	[CONTACT_MOBILE] = { .valid = true, .mobile = true, .phone = true, .holds = HOLDS_MOBILE },
	[CONTACT_PHONE] = { .valid = true, .phone = true },
	[CONTACT_EMAIL] = { .valid = true, .email = true, .holds = HOLDS_EMAIL },
	[CONTACT_BAD_PHONE] = { .holds = HOLDS_INVALID },
	[CONTACT_BAD_EMAIL] = { .holds = HOLDS_INVALID },
	[CONTACT_REST] = { 0 },
};

static void take_contact(struct making *making, uint32_t column, const struct contact_item *item)
{
	struct str line = contact_kinds[item->kind].valid ? item->value : item->written;
	struct excerpt excerpt;

	add_line(&making->lines, line);
	excerpt = (struct excerpt){ column, making->lines.len - line.len, line.len };
	making->cells[column].holds |= contact_kinds[item->kind].holds;
	if (contact_kinds[item->kind].mobile)
		*LIST_ADD(&making->mobile.item) = excerpt;
	if (contact_kinds[item->kind].phone)
		*LIST_ADD(&making->phone.item) = excerpt;
	if (contact_kinds[item->kind].email)
		*LIST_ADD(&making->email.item) = excerpt;
}

static bool is_contact(enum column_type type)
{
	return type == COLUMN_CONTACT || type == COLUMN_PHONE || type == COLUMN_EMAIL;
}

/* Each number and address on a line of its own, what else is written as it is. */
static void parse_column(struct making *making, uint32_t column)
{
	struct record_cells *cells = &making->cells[column];

	buf_clear(&making->lines);
	for (uint32_t i = 0; i < cells->part_count; i++) {
		struct contact_list list = contact_parse(&making->scratch, cells->part[i].shown);

		for (uint32_t j = 0; j < list.count; j++)
			take_contact(making, column, &list.item[j]);
	}
	cells->shown = arena_copy(&making->scratch, buf_str(&making->lines));
}

static void parse_contacts(struct making *making)
{
	const struct profile *profile = making->maker->profile;

	for (uint32_t i = 0; i < profile->column_count; i++)
		if (is_contact(profile->column[i].type) && making->cells[i].part_count)
			parse_column(making, i);
}

static const struct str *keep_excerpts(const struct making *making, const struct excerpts *excerpts, uint32_t *count)
{
	struct str *kept = ARENA_ARRAY(making->arena, struct str, excerpts->item.count);

	for (size_t i = 0; i < excerpts->item.count; i++)
		kept[i] = excerpt_of(making->record, &excerpts->item.item[i]);
	*count = (uint32_t)excerpts->item.count;
	return kept;
}

/* The cells are packed: each number and address is a part of what its column shows. */
static void keep_contacts(struct making *making)
{
	struct record *record = making->record;

	record->phone = keep_excerpts(making, &making->phone, &record->phone_count);
	record->mobile = record->phone;
	record->mobile_count = record->phone_count;
	if (making->mobile.item.count < making->phone.item.count)
		record->mobile = keep_excerpts(making, &making->mobile, &record->mobile_count);
	record->email = keep_excerpts(making, &making->email, &record->email_count);
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
static void parse_directions(struct making *making)
{
	const struct profile *profile = making->maker->profile;
	struct record_cells *cells = &making->cells[profile->direction];
	struct direction_list list = direction_parse(&making->scratch, &making->maker->directions, cells->shown);
	bool *named = ARENA_ARRAY(&making->scratch, bool, profile->category_count);
	struct buf shown = { 0 };

	making->item = ARENA_ARRAY(&making->scratch, uint32_t, profile->item_count);
	making->direction = ARENA_ARRAY(&making->scratch, struct named_direction, list.count);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct direction *found = &list.item[i];
		bool known = found->category != DIRECTION_UNKNOWN;
		struct str name = known ? profile->category[found->category].name : found->written;

		if (found->item && !has_item(making->item, making->items, found->item))
			making->item[making->items++] = found->item;
		if (known && named[found->category])
			continue;
		if (known)
			named[found->category] = true;
		if (shown.len)
			buf_add(&shown, STR("、"));
		making->direction[making->directions++] =
			(struct named_direction){ found->category, { profile->direction, shown.len, name.len } };
		buf_add(&shown, name);
	}
	cells->shown = arena_copy(&making->scratch, buf_str(&shown));
	buf_release(&shown);
}

/* The cells are packed: a direction that no category is known for is a part of what its column shows. */
static void keep_directions(struct making *making)
{
	const struct profile *profile = making->maker->profile;
	struct record *record = making->record;
	struct record_direction *direction = ARENA_ARRAY(making->arena, struct record_direction, making->directions);
	uint32_t *item = ARENA_ARRAY(making->arena, uint32_t, making->items);

	for (uint32_t i = 0; i < making->directions; i++) {
		const struct named_direction *named = &making->direction[i];
		bool known = named->category != DIRECTION_UNKNOWN;

		direction[i].category = named->category;
		direction[i].shown = known ? profile->category[named->category].name : excerpt_of(record, &named->name);
	}
	if (making->items)
		memcpy(item, making->item, making->items * sizeof(*item));
	record->direction = direction;
	record->direction_count = making->directions;
	record->item = item;
	record->item_count = making->items;
}

/* --- records ------------------------------------------------------------- */

/* Most names are their own lossless text: it is not kept twice. */
static struct str lossless_of(struct making *making, struct str shown)
{
	struct str key = key_lossless(&making->scratch, shown);

	return str_eq(key, shown) ? shown : arena_copy(making->arena, key);
}

static struct str shown_of(const struct record *record, uint32_t column)
{
	return column == COLUMN_NONE ? STR("") : record_shown(record, column);
}

static void fill_in(struct making *making)
{
	const struct profile *profile = making->maker->profile;
	struct record *record = making->record;

	record->field = record_pack(making->arena, profile->column_count, making->cells);
	keep_contacts(making);
	keep_directions(making);
	record->project = shown_of(record, profile->project);
	record->applicant = shown_of(record, profile->applicant);
	record->person = shown_of(record, profile->person);
	record->project_lossless = lossless_of(making, record->project);
	record->applicant_lossless = lossless_of(making, record->applicant);
}

void record_make(const struct record_maker *maker, struct arena *arena, const struct message_record *message,
		 uint32_t column_count, const struct message_column *column, struct record *record)
{
	struct making making = { .maker = maker, .arena = arena, .record = record };

	*record = (struct record){ .row = message->row,
				   .hidden = message->hidden,
				   .struck = message->struck,
				   .region = REGION_NONE,
				   .held_by = RULE_NONE };
	sort_parts(&making, message, column_count, column);
	parse_contacts(&making);
	if (maker->profile->direction != COLUMN_NONE)
		parse_directions(&making);
	fill_in(&making);
	making_release(&making);
}
