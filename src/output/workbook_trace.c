/*
 * 来源追溯: every row that was read, a line each: where it stood, what became
 * of it, and for each column what was written beside what is used. Cells of
 * columns that the profile does not know stand in the last one.
 */
#include "output/workbook_room.h"

#include "model/fate.h"
#include "model/table.h"
#include "text/width.h"

enum { SEQ = 1, FATE, REGION, FILE_PATH, SHA256, SHEET, ROW, FIELDS };

static const double fixed_width[] = { 10, 16, 10, 24, 26, 12, 6 };
/* Half-width characters of the other columns, as much as their texts ask for. */
static const uint32_t widest_head = 14, widest = 25, others_widest = 32;
/* So many records tell how wide the columns have to be. */
enum { MEASURED = 1000 };

struct layout {
	uint32_t column_count;
	double *width;
	struct str *head;
};

/* The number of a row in its own table is of interest, but nothing is used of it. */
static bool has_pair(const struct profile_column *column)
{
	return column->type != COLUMN_SEQUENCE;
}

static void add_column(struct layout *layout, double width, struct str head)
{
	layout->width[layout->column_count] = width;
	layout->head[layout->column_count++] = head;
}

static struct str raw_of(struct workbook_room *room, const struct record *record, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	struct record_part part;

	if (!record_parts_next(&parts, &part))
		return STR("");
	if (parts.left == 0)
		return part.raw;
	buf_clear(&room->text);
	buf_add(&room->text, part.raw);
	while (record_parts_next(&parts, &part)) {
		buf_add_char(&room->text, '\n');
		buf_add(&room->text, part.raw);
	}
	return arena_copy(room->arena, buf_str(&room->text));
}

static struct str extras_of(struct workbook_room *room, const struct record *record)
{
	const struct table *table = &room->run->tables.item[record->table];
	struct record_parts parts = record_parts(record, room->run->profile->column_count);
	struct record_part part;

	if (parts.left == 0)
		return STR("");
	buf_clear(&room->text);
	for (bool first = true; record_parts_next(&parts, &part); first = false) {
		struct arg arg[2] = { DIAG_TEXT(table->column[part.column].label), DIAG_TEXT(part.raw) };

		if (!first)
			buf_add_char(&room->text, '\n');
		say_sentence(&room->text, room->lang, SAY_TRACE_EXTRA, 2, arg, NULL);
	}
	return arena_copy(room->arena, buf_str(&room->text));
}

/* What a column of the profile shows of a record: as written, as used; behind the last column what the others hold. */
enum shown { AS_WRITTEN, AS_USED };

static struct str text_of(struct workbook_room *room, const struct record *record, uint32_t column, enum shown shown)
{
	if (column == room->run->profile->column_count)
		return extras_of(room, record);
	return shown == AS_USED ? workbook_room_shown(room, record, column) : raw_of(room, record, column);
}

static double width_for(struct workbook_room *room, uint32_t column, enum shown shown, struct str head, uint32_t most)
{
	const struct run *run = room->run;
	uint32_t need = width_widest(head);

	need = need < widest_head ? need : widest_head;
	for (size_t i = 0; i < run->records.count && i < MEASURED && need < most; i++) {
		uint32_t width = width_widest(text_of(room, &run->records.item[i], column, shown));

		need = width > need ? width : need;
	}
	return sheet_width(room->book, STYLE_LEFT, need < most ? need : most);
}

static void add_field(struct workbook_room *room, struct layout *layout, uint32_t i)
{
	static const enum say heads[] = { [AS_WRITTEN] = SAY_HEAD_RAW, [AS_USED] = SAY_HEAD_USED };
	const struct profile_column *column = &room->run->profile->column[i];
	struct arg name = DIAG_TEXT(column->name);

	for (enum shown shown = AS_WRITTEN; shown <= (has_pair(column) ? AS_USED : AS_WRITTEN); shown++) {
		struct str head = workbook_room_sentence(room, heads[shown], 1, &name);

		add_column(layout, width_for(room, i, shown, head, widest), head);
	}
}

static struct layout layout_of(struct workbook_room *room)
{
	static const enum say fixed[] = { SAY_HEAD_SEQ,	   SAY_HEAD_FATE,  SAY_HEAD_REGION, SAY_HEAD_FILE,
					  SAY_HEAD_SHA256, SAY_HEAD_SHEET, SAY_HEAD_ROW };
	const struct profile *profile = room->run->profile;
	struct str others = workbook_room_word(room, SAY_HEAD_OTHERS);
	size_t most = ARRAY_COUNT(fixed) + 2 * (size_t)profile->column_count + 1;
	struct layout layout = { 0, ARENA_ARRAY(room->arena, double, most),
				 ARENA_ARRAY(room->arena, struct str, most) };

	for (size_t i = 0; i < ARRAY_COUNT(fixed); i++)
		add_column(&layout, fixed_width[i], workbook_room_word(room, fixed[i]));
	if (room->run->audit) /* there is no form whose numbers these could be */
		layout.head[0] = workbook_room_word(room, SAY_HEAD_NUMBER);
	for (uint32_t i = 0; i < profile->column_count; i++)
		add_field(room, &layout, i);
	add_column(&layout, width_for(room, profile->column_count, AS_WRITTEN, others, others_widest), others);
	return layout;
}

static struct str folded_fate(struct workbook_room *room, const struct record *root)
{
	struct arg seq = DIAG_NUMBER(root->seq);
	struct arg name = DIAG_TEXT(root->project);

	return root->seq ? workbook_room_sentence(room, SAY_FATE_FOLDED, 1, &seq)
			 : workbook_room_sentence(room, SAY_FATE_FOLDED_HELD, 1, &name);
}

static struct str fate_of(struct workbook_room *room, uint32_t at)
{
	const struct run *run = room->run;
	const struct record *record = &run->records.item[at];
	struct arg rule = DIAG_TEXT(workbook_room_rule(room, record->held_by));

	switch (record->fate) {
	case FATE_FOLDED:
		return folded_fate(room, &run->records.item[fate_root(run, at)]);
	case FATE_HELD:
		return workbook_room_sentence(room, SAY_FATE_HELD, 1, &rule);
	case FATE_UNSELECTED:
		return workbook_room_word(room, SAY_FATE_UNSELECTED);
	case FATE_MERGED:
		break;
	}
	return workbook_room_word(room, run->audit ? SAY_FATE_COMPARED : SAY_FATE_MERGED);
}

static void write_place(struct workbook_room *room, struct sheet_page *page, uint32_t at)
{
	const struct run *run = room->run;
	const struct record *record = &run->records.item[at];
	const struct record *root = &run->records.item[fate_root(run, at)];

	if (root->seq)
		sheet_number(page, SEQ, STYLE_CENTRE, root->seq);
	else
		sheet_text(page, SEQ, STYLE_CENTRE, STR(""));
	sheet_text(page, FATE, record->fate == FATE_HELD ? STYLE_STRONG : STYLE_LEFT, fate_of(room, at));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(run, record->region));
	sheet_text(page, FILE_PATH, STYLE_LEFT, workbook_room_path(room, record));
	sheet_text(page, SHA256, STYLE_HASH, run->sources.item[record->source].sha256);
	sheet_text(page, SHEET, STYLE_LEFT, index_sheet_name(run, record));
	sheet_number(page, ROW, STYLE_CENTRE, record->row);
}

static void write_record(struct workbook_room *room, struct sheet_page *page, uint32_t at)
{
	const struct profile *profile = room->run->profile;
	const struct record *record = &room->run->records.item[at];
	uint32_t col = FIELDS;

	write_place(room, page, at);
	for (uint32_t i = 0; i < profile->column_count; i++) {
		sheet_text(page, col++, STYLE_LEFT, raw_of(room, record, i));
		if (has_pair(&profile->column[i]))
			sheet_text(page, col++, STYLE_LEFT, workbook_room_shown(room, record, i));
	}
	sheet_text(page, col, STYLE_LEFT, extras_of(room, record));
	sheet_row_end(page, 0);
}

/* Behind the head the records stand in the run's order. 0: there is no more room for it. */
static const uint32_t *rows_of(const struct run *run, struct arena *arena)
{
	uint32_t *row = ARENA_ARRAY(arena, uint32_t, run->records.count);

	for (uint32_t i = 0; i < run->records.count && i + 2 < TABLE_ROWS; i++)
		row[run->order[i]] = i + 2;
	return row;
}

struct sheet_place workbook_trace_place(struct workbook_room *room, uint32_t at, uint32_t column)
{
	const struct profile *profile = room->run->profile;
	uint32_t col = FIELDS;

	if (!room->trace_row)
		room->trace_row = rows_of(room->run, room->arena);
	for (uint32_t i = 0; column < profile->column_count && i < column; i++)
		col += has_pair(&profile->column[i]) ? 2 : 1;
	return (struct sheet_place){ workbook_room_word(room, SAY_SHEET_TRACE), room->trace_row[at],
				     column < profile->column_count ? col : ROW };
}

void workbook_trace_write(struct workbook_room *room)
{
	const struct run *run = room->run;
	struct layout layout = layout_of(room);
	struct sheet_page page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_TRACE), layout.column_count,
					     layout.width);

	for (uint32_t i = 0; i < layout.column_count; i++)
		sheet_text(&page, i + 1, STYLE_HEAD, layout.head[i]);
	sheet_row_end(&page, 0);
	sheet_freeze(&page);
	sheet_freeze_columns(&page, FATE);
	for (size_t i = 0; i < run->records.count; i++) {
		if (workbook_room_is_full(room, &page, run->records.count - i))
			break;
		write_record(room, &page, run->order[i]);
	}
	sheet_filter(&page, 1);
	sheet_spread(&page, FATE);
	sheet_end(&page, room->lang);
}
