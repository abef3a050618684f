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
 * A cell: one byte of small things, its place in the sheet, that in its table, its text's length, its text. Where
 * what is shown is not what was written, that is another text behind it. Numbers are as in LEB128: seven bits a
 * byte, the lowest first, the eighth says that more follow.
 */
enum { PART_BITS = 2, KIND_BITS = 3, FLAW_BITS = 2 };
static_assert(PART_EMAIL < 1 << PART_BITS && CELL_ERROR < 1 << KIND_BITS && CELL_FLAWS <= 1 << FLAW_BITS,
	      "small things of a packed cell, with one bit left");
enum { KIND_AT = PART_BITS, FLAW_AT = KIND_AT + KIND_BITS, DIFFERS_AT = FLAW_AT + FLAW_BITS };
static_assert(TABLE_COLUMNS <= UINT16_MAX, "as many cells as a field counts");

/* Where the next byte goes; without a place it is only counted. */
struct packing {
	unsigned char *to;
	size_t size;
};

static void pack_byte(struct packing *packing, size_t byte)
{
	if (packing->to)
		packing->to[packing->size] = (unsigned char)byte;
	packing->size++;
}

static void pack_number(struct packing *packing, size_t number)
{
	for (; number >= 0x80; number >>= 7)
		pack_byte(packing, (number & 0x7F) | 0x80);
	pack_byte(packing, number);
}

static void pack_text(struct packing *packing, struct str text)
{
	pack_number(packing, text.len);
	if (packing->to && text.len)
		memcpy(packing->to + packing->size, text.data, text.len);
	packing->size += text.len;
}

static bool shows_itself(const struct record_cells *cells)
{
	return cells->part_count == 1 ? str_eq(cells->shown, cells->part[0].shown) : cells->shown.len == 0;
}

static void pack_part(struct packing *packing, const struct record_part *part)
{
	bool differs = !str_eq(part->raw, part->shown);

	pack_byte(packing, (size_t)part->part | (size_t)part->kind << KIND_AT | (size_t)part->flaw << FLAW_AT |
				   (size_t)differs << DIFFERS_AT);
	pack_number(packing, part->col);
	pack_number(packing, part->column);
	pack_text(packing, part->raw);
	if (differs)
		pack_text(packing, part->shown);
}

static void pack_cells(struct packing *packing, const struct record_cells *cells)
{
	if (!shows_itself(cells))
		pack_text(packing, cells->shown);
	for (uint32_t i = 0; i < cells->part_count; i++)
		pack_part(packing, &cells->part[i]);
}

const struct record_field *record_pack(struct arena *arena, uint32_t column_count, const struct record_cells *cells)
{
	struct packing packing = { NULL, (column_count + (size_t)1) * sizeof(struct record_field) };
	struct record_field *field;

	for (uint32_t i = 0; i <= column_count; i++)
		pack_cells(&packing, &cells[i]);
	if (packing.size > UINT32_MAX) /* of a row that no reader gives */
		cleanup_no_memory();
	field = arena_alloc(arena, 1, packing.size);
	packing = (struct packing){ (unsigned char *)field, (column_count + (size_t)1) * sizeof(*field) };
	for (uint32_t i = 0; i <= column_count; i++) {
		field[i] = (struct record_field){ .at = (uint32_t)packing.size,
						  .part_count = (uint16_t)cells[i].part_count,
						  .own = !shows_itself(&cells[i]),
						  .holds = (uint8_t)cells[i].holds };
		pack_cells(&packing, &cells[i]);
	}
	return field;
}

static uint32_t unpack_number(const unsigned char **at)
{
	uint32_t number = 0;
	unsigned shift = 0;

	for (; **at >= 0x80; shift += 7)
		number |= (uint32_t)(*(*at)++ & 0x7F) << shift;
	return number | (uint32_t) * (*at)++ << shift;
}

static struct str unpack_text(const unsigned char **at)
{
	uint32_t len = unpack_number(at);
	struct str text = { (const char *)*at, len };

	*at += len;
	return text;
}

bool record_parts_next(struct record_parts *parts, struct record_part *part)
{
	unsigned small;

	if (parts->left == 0)
		return false;
	parts->left--;
	small = *parts->at++;
	part->part = (enum message_part)(small & ((1u << PART_BITS) - 1));
	part->kind = (enum cell_kind)(small >> KIND_AT & ((1u << KIND_BITS) - 1));
	part->flaw = (enum cell_flaw)(small >> FLAW_AT & ((1u << FLAW_BITS) - 1));
	part->col = unpack_number(&parts->at);
	part->column = unpack_number(&parts->at);
	part->raw = part->shown = unpack_text(&parts->at);
	if (small >> DIFFERS_AT)
		part->shown = unpack_text(&parts->at);
	return true;
}

/* The cells of a column, and before them what it shows where that is a text of its own. */
static struct record_parts cells_of(const struct record *record, uint32_t column, struct str *own)
{
	const struct record_field *field = &record->field[column];
	struct record_parts parts = { (const unsigned char *)record->field + field->at, field->part_count };

	*own = field->own ? unpack_text(&parts.at) : STR("");
	return parts;
}

struct record_parts record_parts(const struct record *record, uint32_t column)
{
	struct str own;

	return cells_of(record, column, &own);
}

struct str record_shown(const struct record *record, uint32_t column)
{
	struct str shown;
	struct record_parts parts = cells_of(record, column, &shown);
	struct record_part part;

	if (!record->field[column].own && record_parts_next(&parts, &part))
		return part.shown;
	return shown;
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

struct str record_directions(struct arena *arena, const struct record *record)
{
	struct buf text = { 0 };
	struct str joined;

	if (record->direction_count == 1)
		return record->direction[0].shown;
	for (uint32_t i = 0; i < record->direction_count; i++) {
		if (i)
			buf_add(&text, STR("、"));
		buf_add(&text, record->direction[i].shown);
	}
	joined = arena_copy(arena, buf_str(&text));
	buf_release(&text);
	return joined;
}

bool record_is_same(const struct record *a, const struct record *b)
{
	return str_eq(a->project_lossless, b->project_lossless) && str_eq(a->applicant_lossless, b->applicant_lossless);
}
