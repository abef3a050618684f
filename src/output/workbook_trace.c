/*
 * 来源追溯: every row that was read, a line each: where it stood, what became
 * of it, and for each column what was written beside what is used. Cells of
 * columns that the profile does not know stand in the last one.
 */
#include "output/workbook_room.h"

#include "model/fate.h"

enum { SEQ = 1, FATE, REGION, FILE_PATH, SHA256, SHEET, ROW, FIELDS };

static const double fixed_width[] = { 10, 16, 11, 26, 36, 12, 7 };
static const double raw_width = 24, sequence_width = 10, others_width = 32;

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

static void add_field(struct workbook_room *room, struct layout *layout, const struct profile_column *column)
{
	struct arg name = DIAG_TEXT(column->name);

	add_column(layout, has_pair(column) ? raw_width : sequence_width,
		   workbook_room_sentence(room, SAY_HEAD_RAW, 1, &name));
	if (has_pair(column))
		add_column(layout, raw_width, workbook_room_sentence(room, SAY_HEAD_USED, 1, &name));
}

static struct layout layout_of(struct workbook_room *room)
{
	static const enum say fixed[] = { SAY_HEAD_SEQ,	   SAY_HEAD_FATE,  SAY_HEAD_REGION, SAY_HEAD_FILE,
					  SAY_HEAD_SHA256, SAY_HEAD_SHEET, SAY_HEAD_ROW };
	const struct profile *profile = room->run->profile;
	size_t most = ARRAY_COUNT(fixed) + 2 * (size_t)profile->column_count + 1;
	struct layout layout = { 0, ARENA_ARRAY(room->arena, double, most),
				 ARENA_ARRAY(room->arena, struct str, most) };

	for (size_t i = 0; i < ARRAY_COUNT(fixed); i++)
		add_column(&layout, fixed_width[i], workbook_room_word(room, fixed[i]));
	for (uint32_t i = 0; i < profile->column_count; i++)
		add_field(room, &layout, &profile->column[i]);
	add_column(&layout, others_width, workbook_room_word(room, SAY_HEAD_OTHERS));
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
	return workbook_room_word(room, SAY_FATE_MERGED);
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
	sheet_text(page, SHA256, STYLE_LEFT, run->sources.item[record->source].sha256);
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
	for (size_t i = 0; i < run->records.count; i++) {
		if (workbook_room_is_full(room, &page, run->records.count - i))
			break;
		write_record(room, &page, run->order[i]);
	}
	sheet_filter(&page, 1);
	sheet_spread(&page, FATE);
	sheet_end(&page, room->lang);
}
