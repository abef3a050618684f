#include "model/message.h"

#include <math.h>

#include "base/little.h"
#include "base/utf8.h"

static void put_u8(struct buf *out, uint32_t value)
{
	buf_add_char(out, (char)(value & 0xFF));
}

static void put_u32(struct buf *out, uint32_t value)
{
	char *place = buf_reserve(out, 4);

	for (int i = 0; i < 4; i++)
		place[i] = (char)(value >> (8 * i) & 0xFF);
	out->len += 4;
}

static void put_u64(struct buf *out, uint64_t value)
{
	put_u32(out, (uint32_t)(value & 0xFFFFFFFFu));
	put_u32(out, (uint32_t)(value >> 32));
}

static void put_text(struct buf *out, struct str text)
{
	put_u32(out, (uint32_t)text.len);
	buf_add(out, text);
}

static void put_where(struct buf *out, struct where where)
{
	put_u32(out, where.source);
	put_u32(out, where.sheet);
	put_u32(out, where.row);
	put_u32(out, where.col);
}

static void put_input(struct buf *out, const struct message *message)
{
	put_u32(out, MESSAGE_VERSION);
	put_u8(out, message->as.input.kind);
	put_text(out, message->as.input.format);
	put_text(out, message->as.input.name);
}

static void put_sheet(struct buf *out, const struct message *message)
{
	put_u32(out, message->as.sheet.index);
	put_text(out, message->as.sheet.name);
	put_u8(out, message->as.sheet.hidden);
}

static void put_table(struct buf *out, const struct message *message)
{
	const struct message_table *table = &message->as.table;

	put_u32(out, table->header_row);
	put_text(out, table->title);
	put_u32(out, table->column_count);
	for (uint32_t i = 0; i < table->column_count; i++) {
		put_u32(out, table->column[i].col);
		put_u32(out, table->column[i].field);
		put_u8(out, table->column[i].part);
		put_text(out, table->column[i].label);
	}
}

static void put_candidate(struct buf *out, const struct message *message)
{
	put_where(out, message->as.candidate.where);
	put_text(out, message->as.candidate.text);
}

static void put_record(struct buf *out, const struct message *message)
{
	const struct message_record *record = &message->as.record;

	put_u32(out, record->row);
	put_u8(out, record->hidden);
	put_u8(out, record->struck);
	put_u32(out, record->value_count);
	for (uint32_t i = 0; i < record->value_count; i++) {
		put_u32(out, record->value[i].col);
		put_u32(out, record->value[i].column);
		put_u8(out, record->value[i].kind);
		put_u8(out, record->value[i].flaw);
		put_u8(out, record->value[i].filled);
		put_text(out, record->value[i].raw);
	}
}

static void put_row(struct buf *out, const struct message *message)
{
	const struct message_row *row = &message->as.row;

	put_u32(out, row->number);
	put_u8(out, row->hidden);
	put_u32(out, row->count);
	for (uint32_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cell[i];
		uint64_t number;

		memcpy(&number, &cell->number, sizeof(number));
		put_u32(out, cell->col);
		put_u8(out, cell->kind);
		put_u8(out, cell->flaw);
		put_u8(out, cell->struck);
		put_u8(out, cell->computed);
		put_u64(out, number);
		put_text(out, cell->text);
	}
}

static void put_arg(struct buf *out, const struct arg *arg)
{
	put_u8(out, arg->kind);
	switch (arg->kind) {
	case ARG_TEXT:
		put_text(out, arg->text);
		break;
	case ARG_NUMBER:
		put_u64(out, (uint64_t)arg->number);
		break;
	case ARG_PLACE:
		put_where(out, arg->place);
		break;
	case ARG_WORD:
		put_u32(out, arg->word);
		put_u64(out, (uint64_t)arg->number);
		break;
	}
}

static void put_finding(struct buf *out, const struct message *message)
{
	const struct finding *finding = &message->as.finding;

	put_u32(out, finding->say);
	put_where(out, finding->where);
	put_u8(out, finding->counted);
	put_u32(out, finding->count);
	put_u32(out, finding->arg_count);
	for (uint32_t i = 0; i < finding->arg_count; i++)
		put_arg(out, &finding->arg[i]);
}

static void put_mark(struct buf *out, const struct message *message)
{
	put_text(out, message->as.mark.name);
	put_text(out, message->as.mark.value);
}

static void put_member(struct buf *out, const struct message *message)
{
	const struct message_member *member = &message->as.member;

	put_u32(out, member->index);
	put_text(out, member->label);
	put_u8(out, member->kind);
	put_u32(out, member->why);
	put_u64(out, member->bytes);
	put_text(out, member->sha256);
}

static void put_end(struct buf *out, const struct message *message)
{
	put_u8(out, message->as.end.read);
	put_text(out, message->as.end.encoding);
	put_u32(out, message->as.end.sheets);
	put_u32(out, message->as.end.tables);
	put_u32(out, message->as.end.records);
	put_u32(out, message->as.end.members);
	put_u8(out, message->as.end.opinion);
}

/* Bytes still to be read. Once something was wrong every further read gives zeros and ok stays false. */
struct input {
	struct bytes rest;
	struct arena *arena;
	bool ok;
};

static uint32_t get_u8(struct input *in)
{
	uint32_t value;

	if (!in->ok || in->rest.len < 1) {
		in->ok = false;
		return 0;
	}
	value = in->rest.data[0];
	in->rest.data++;
	in->rest.len--;
	return value;
}

/* A byte below `limit`, for enumerations and truths. */
static uint32_t get_choice(struct input *in, uint32_t limit)
{
	uint32_t value = get_u8(in);

	if (value < limit)
		return value;
	in->ok = false;
	return 0;
}

static bool get_truth(struct input *in)
{
	return get_choice(in, 2) != 0;
}

static uint32_t get_u32(struct input *in)
{
	const unsigned char *at = in->rest.data;

	if (!in->ok || in->rest.len < 4) {
		in->ok = false;
		return 0;
	}
	in->rest = (struct bytes){ at + 4, in->rest.len - 4 };
	return little_u32(at);
}

static uint64_t get_u64(struct input *in)
{
	uint64_t low = get_u32(in);

	return low | (uint64_t)get_u32(in) << 32;
}

static struct str get_text(struct input *in)
{
	uint32_t len = get_u32(in);
	struct str text;

	if (!in->ok || len > in->rest.len) {
		in->ok = false;
		return STR("");
	}
	text = (struct str){ (const char *)in->rest.data, len };
	in->ok = utf8_valid(text);
	in->rest.data += len;
	in->rest.len -= len;
	return text;
}

static struct where get_where(struct input *in)
{
	struct where where;

	where.source = get_u32(in);
	where.sheet = get_u32(in);
	where.row = get_u32(in);
	where.col = get_u32(in);
	return where;
}

/* A number of elements, each of at least `least` bytes: what cannot be there is not believed. */
static uint32_t get_count(struct input *in, size_t least)
{
	uint32_t count = get_u32(in);

	if (in->ok && count <= in->rest.len / least)
		return count;
	in->ok = false;
	return 0;
}

/* The fewest bytes that one element of each kind is encoded in: its texts empty. */
enum {
	LEAST_COLUMN = 4 + 4 + 1 + 4,
	LEAST_VALUE = 4 + 4 + 1 + 1 + 1 + 4,
	LEAST_CELL = 4 + 4 + 8 + 4,
	LEAST_ARG = 1 + 4
};

static enum say get_say(struct input *in)
{
	uint32_t say = get_u32(in);

	if (say < SAY_COUNT)
		return (enum say)say;
	in->ok = false;
	return SAY_NOTHING;
}

static void get_input(struct input *in, struct message *message)
{
	if (get_u32(in) != MESSAGE_VERSION)
		in->ok = false;
	message->as.input.kind = (enum input_kind)get_choice(in, INPUT_KINDS);
	message->as.input.format = get_text(in);
	message->as.input.name = get_text(in);
}

static void get_sheet(struct input *in, struct message *message)
{
	message->as.sheet.index = get_u32(in);
	message->as.sheet.name = get_text(in);
	message->as.sheet.hidden = get_truth(in);
}

static void get_table(struct input *in, struct message *message)
{
	struct message_table *table = &message->as.table;
	struct message_column *column;

	table->header_row = get_u32(in);
	table->title = get_text(in);
	table->column_count = get_count(in, LEAST_COLUMN);
	in->ok = in->ok && table->column_count <= TABLE_COLUMNS;
	column = ARENA_ARRAY(in->arena, struct message_column, table->column_count);
	table->column = column;
	for (uint32_t i = 0; i < table->column_count; i++) {
		column[i].col = get_u32(in);
		column[i].field = get_u32(in);
		column[i].part = (enum message_part)get_choice(in, PART_EMAIL + 1);
		column[i].label = get_text(in);
	}
}

static void get_candidate(struct input *in, struct message *message)
{
	message->as.candidate.where = get_where(in);
	message->as.candidate.text = get_text(in);
}

static void get_record(struct input *in, struct message *message)
{
	struct message_record *record = &message->as.record;
	struct message_value *value;

	record->row = get_u32(in);
	record->hidden = get_truth(in);
	record->struck = get_truth(in);
	record->value_count = get_count(in, LEAST_VALUE);
	value = ARENA_ARRAY(in->arena, struct message_value, record->value_count);
	record->value = value;
	for (uint32_t i = 0; i < record->value_count; i++) {
		value[i].col = get_u32(in);
		value[i].column = get_u32(in);
		value[i].kind = (enum cell_kind)get_choice(in, CELL_ERROR + 1);
		value[i].flaw = (enum cell_flaw)get_choice(in, CELL_FLAWS);
		value[i].filled = get_truth(in);
		value[i].raw = get_text(in);
		in->ok = in->ok && value[i].col > (i ? value[i - 1].col : 0) && value[i].col <= TABLE_COLUMNS;
	}
}

static void get_row(struct input *in, struct message *message)
{
	struct message_row *row = &message->as.row;
	struct cell *cell;

	row->number = get_u32(in);
	row->hidden = get_truth(in);
	row->count = get_count(in, LEAST_CELL);
	cell = ARENA_ARRAY(in->arena, struct cell, row->count);
	row->cell = cell;
	for (uint32_t i = 0; i < row->count; i++) {
		uint64_t number;

		cell[i].col = get_u32(in);
		cell[i].kind = (enum cell_kind)get_choice(in, CELL_ERROR + 1);
		cell[i].flaw = (enum cell_flaw)get_choice(in, CELL_FLAWS);
		cell[i].struck = get_truth(in);
		cell[i].computed = get_truth(in);
		number = get_u64(in);
		memcpy(&cell[i].number, &number, sizeof(number));
		in->ok = in->ok && isfinite(cell[i].number) && cell[i].col > (i ? cell[i - 1].col : 0);
		cell[i].text = get_text(in);
	}
}

static void get_arg(struct input *in, struct arg *arg)
{
	arg->kind = (enum arg_kind)get_choice(in, ARG_WORD + 1);
	switch (arg->kind) {
	case ARG_TEXT:
		arg->text = get_text(in);
		break;
	case ARG_NUMBER:
		arg->number = (int64_t)get_u64(in);
		break;
	case ARG_PLACE:
		arg->place = get_where(in);
		break;
	case ARG_WORD:
		arg->word = get_say(in);
		arg->number = (int64_t)get_u64(in);
		break;
	}
}

static void get_finding(struct input *in, struct message *message)
{
	struct finding *finding = &message->as.finding;
	struct arg *arg;

	finding->say = get_say(in);
	finding->where = get_where(in);
	finding->counted = get_truth(in);
	finding->count = get_u32(in);
	finding->region = REGION_NONE;
	/* A word is no finding: whoever takes one may ask for its rule. */
	if (diag_rule(finding->say) == RULE_NONE)
		in->ok = false;
	else
		finding->severity = diag_rule_at(diag_rule(finding->say))->severity;
	finding->arg_count = get_count(in, LEAST_ARG);
	arg = ARENA_ARRAY(in->arena, struct arg, finding->arg_count);
	finding->arg = arg;
	for (uint32_t i = 0; i < finding->arg_count; i++)
		get_arg(in, &arg[i]);
}

static void get_mark(struct input *in, struct message *message)
{
	message->as.mark.name = get_text(in);
	message->as.mark.value = get_text(in);
}

static void get_member(struct input *in, struct message *message)
{
	struct message_member *member = &message->as.member;

	member->index = get_u32(in);
	member->label = get_text(in);
	member->kind = (enum member_kind)get_choice(in, MEMBER_LOST + 1);
	member->why = get_say(in);
	member->bytes = get_u64(in);
	member->sha256 = get_text(in);
}

static void get_end(struct input *in, struct message *message)
{
	message->as.end.read = get_truth(in);
	message->as.end.encoding = get_text(in);
	message->as.end.sheets = get_u32(in);
	message->as.end.tables = get_u32(in);
	message->as.end.records = get_u32(in);
	message->as.end.members = get_u32(in);
	message->as.end.opinion = (enum second_opinion)get_choice(in, OPINION_MISSING + 1);
}

static const struct {
	void (*put)(struct buf *out, const struct message *message);
	void (*get)(struct input *in, struct message *message);
} kinds[] = {
	[MESSAGE_INPUT] = { put_input, get_input },	  [MESSAGE_SHEET] = { put_sheet, get_sheet },
	[MESSAGE_TABLE] = { put_table, get_table },	  [MESSAGE_CANDIDATE] = { put_candidate, get_candidate },
	[MESSAGE_RECORD] = { put_record, get_record },	  [MESSAGE_ROW] = { put_row, get_row },
	[MESSAGE_FINDING] = { put_finding, get_finding }, [MESSAGE_MARK] = { put_mark, get_mark },
	[MESSAGE_MEMBER] = { put_member, get_member },	  [MESSAGE_END] = { put_end, get_end },
};

void message_encode(struct buf *out, const struct message *message)
{
	size_t start = out->len;
	uint32_t length;

	put_u32(out, 0);
	put_u8(out, message->kind);
	kinds[message->kind].put(out, message);
	length = (uint32_t)(out->len - start - 4);
	for (int i = 0; i < 4; i++)
		out->data[start + (size_t)i] = (char)(length >> (8 * i) & 0xFF);
}

bool message_decode(struct bytes *bytes, struct arena *arena, struct message *message)
{
	struct input in = { *bytes, arena, true };
	uint32_t length = get_u32(&in);
	uint32_t kind;

	if (!in.ok || length > in.rest.len)
		return false;
	*bytes = (struct bytes){ in.rest.data + length, in.rest.len - length };
	in.rest.len = length;
	kind = get_u8(&in);
	if (kind == 0 || kind >= ARRAY_COUNT(kinds))
		return false;
	memset(message, 0, sizeof(*message));
	message->kind = (enum message_kind)kind;
	kinds[kind].get(&in, message);
	return in.ok && in.rest.len == 0;
}

bool message_is_milestone(struct bytes encoded)
{
	enum { KIND_AT = 4, INPUT_AT = 9 };

	if (encoded.len <= KIND_AT)
		return false;
	if (encoded.data[KIND_AT] == MESSAGE_INPUT)
		return encoded.len > INPUT_AT && encoded.data[INPUT_AT] == INPUT_ARCHIVE;
	return encoded.data[KIND_AT] == MESSAGE_MEMBER || encoded.data[KIND_AT] == MESSAGE_END;
}
