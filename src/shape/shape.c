#include "shape/shape.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/map.h"
#include "model/cell.h"
#include "model/column.h"
#include "model/seal.h"
#include "shape/fields.h"
#include "shape/header.h"
#include "shape/line.h"
#include "shape/lossy.h"
#include "shape/merged.h"
#include "shape/region_line.h"
#include "shape/rowkind.h"
#include "shape/totals.h"

/* Of what stands above a header no more than this is kept as its title: what is nearest to it. Bytes. */
enum { TITLE_LIMIT = 4096 };
/* Lines that say something new and are told, a sheet; two that differ suffice for a conflict. */
enum { REGION_LINES = 16 };

struct shape {
	const struct profile *profile;
	const struct message_sink *sink;
	struct fields fields;
	struct row_sink rows;
	struct diag_sink diag;
	struct buf encoded;
	struct arena scratch; /* reset at each row */

	/* The input. */
	uint32_t sheets, tables, records;
	bool stopped;			     /* the sink has had enough */
	const struct dispute_source *second; /* NULL where there is none */

	/* The sheet. */
	struct arena sheet_arena;
	struct sheet_info sheet;
	bool has_table;
	uint32_t lines;	      /* 推荐单位 lines that were told */
	struct buf last_line; /* what the last of them says */
	uint32_t sheet_rows, sheet_records;
	struct seal seal; /* of what stands above a table, or on a sheet without one */
	struct buf title;
	struct merged merged;

	/* The table. */
	struct arena table_arena;
	struct header header;
	struct totals totals;
	struct map strange_cols; /* columns without a header that were reported */

	/* Rows that wait until those behind them are known. */
	struct line window[HEADER_ROWS];
	struct line *waiting[HEADER_ROWS];
	uint32_t waiting_count;
};

static void put(struct shape *shape, const struct message *message)
{
	if (shape->stopped)
		return;
	buf_clear(&shape->encoded);
	message_encode(&shape->encoded, message);
	if (!shape->sink->put(shape->sink->user, str_bytes(buf_str(&shape->encoded))))
		shape->stopped = true;
}

static void put_finding(void *user, const struct finding *finding)
{
	put(user, &(struct message){ .kind = MESSAGE_FINDING, .as.finding = *finding });
}

/* Findings about cells and columns of a hidden sheet are not worth a line: nothing of it is merged. */
static void report(struct shape *shape, enum say say, uint32_t row, uint32_t col, uint32_t arg_count,
		   const struct arg *arg)
{
	if (!shape->sheet.hidden)
		diag_add(&shape->diag, say, (struct where){ 0, shape->sheet.index, row, col }, arg_count, arg);
}

static struct where sheet_where(const struct shape *shape)
{
	return (struct where){ .sheet = shape->sheet.index };
}

/* --- tables ------------------------------------------------------------- */

static void report_unknown_columns(struct shape *shape)
{
	for (uint32_t i = 0; i < shape->header.column_count; i++) {
		const struct message_column *column = &shape->header.column[i];

		if (column->field == FIELD_UNKNOWN)
			report(shape, SAY_COLUMN_UNKNOWN, shape->waiting[0]->row + shape->header.depth - 1, column->col,
			       1, (struct arg[]){ DIAG_TEXT(column->label) });
	}
}

static struct header keep_header(struct shape *shape, const struct header *found)
{
	struct header kept = *found;

	arena_reset(&shape->table_arena);
	map_release(&shape->strange_cols);
	kept.column = ARENA_ARRAY(&shape->table_arena, struct message_column, found->column_count);
	for (uint32_t i = 0; i < found->column_count; i++) {
		kept.column[i] = found->column[i];
		kept.column[i].label = arena_copy(&shape->table_arena, found->column[i].label);
	}
	header_index(&kept, &shape->table_arena);
	return kept;
}

static void begin_table(struct shape *shape, const struct header *found)
{
	const struct line *last = shape->waiting[found->depth - 1];

	if (shape->has_table && header_same(&shape->header, found))
		return; /* repeated at a page break */
	shape->header = keep_header(shape, found);
	shape->has_table = true;
	shape->tables++;
	totals_begin(&shape->totals, &shape->table_arena, &shape->fields, &shape->header, buf_str(&shape->title));
	if (!shape->sheet.hidden)
		put(shape, &(struct message){ .kind = MESSAGE_TABLE,
					      .as.table = { .header_row = last->row,
							    .title = buf_str(&shape->title),
							    .column_count = shape->header.column_count,
							    .column = shape->header.column } });
	report_unknown_columns(shape);
}

/* --- records ------------------------------------------------------------ */

/* A value where the header names nothing: told once a column. */
static void report_strange(struct shape *shape, const struct line *line, uint32_t col)
{
	struct buf name = { 0 };
	bool added;

	cell_reference(&name, 0, col);
	map_put(&shape->strange_cols, arena_copy(&shape->table_arena, buf_str(&name)), col, &added);
	if (added)
		report(shape, SAY_COLUMN_UNKNOWN, line->row, col, 1, (struct arg[]){ DIAG_TEXT(buf_str(&name)) });
	buf_release(&name);
}

static void report_disputed(struct shape *shape, const struct line *line, const struct line_cell *cell)
{
	struct cell theirs;
	struct str text;

	if (!shape->second || shape->sheet.hidden || !dispute_can_ask(cell) ||
	    !shape->second->look_up(shape->second->user, shape->sheet.index, line->row, cell->col, &theirs) ||
	    !dispute_differs(cell, &theirs, &shape->scratch, &text))
		return;
	report(shape, SAY_CELL_DISPUTED, line->row, cell->col, 2,
	       (struct arg[]){ DIAG_TEXT(cell->shown), DIAG_TEXT(text) });
}

static void report_cell(struct shape *shape, const struct line *line, const struct line_cell *cell, uint32_t field)
{
	enum say say;

	if (field >= shape->profile->column_count || cell->filled)
		return;
	say = lossy_of(cell, shape->profile->column[field].type);
	if (say != SAY_NOTHING)
		report(shape, say, line->row, cell->col, 1, (struct arg[]){ DIAG_TEXT(cell->shown) });
	report_disputed(shape, line, cell);
}

/* A row counts as struck through where its project is, or its applicant where it has no project. */
static bool is_struck(const struct shape *shape, const struct line *line)
{
	bool project = false, applicant = false, has_project = false;

	for (uint32_t i = 0; i < line->count; i++) {
		uint32_t field = header_field(&shape->header, line->cell[i].col);

		has_project |= field == shape->profile->project;
		project |= field == shape->profile->project && line->cell[i].struck;
		applicant |= field == shape->profile->applicant && line->cell[i].struck;
	}
	return has_project ? project : applicant;
}

static void report_row(struct shape *shape, const struct line *line, bool struck)
{
	if (line->hidden)
		report(shape, SAY_ROW_HIDDEN, line->row, line->cell[0].col, 0, NULL);
	if (struck)
		report(shape, SAY_ROW_STRUCK, line->row, line->cell[0].col, 0, NULL);
}

static void take_record(struct shape *shape, const struct line *line)
{
	struct message_value *value = ARENA_ARRAY(&shape->scratch, struct message_value, line->count);
	bool struck = is_struck(shape, line);

	shape->sheet_records++;
	if (shape->sheet.hidden)
		return;
	shape->records++;
	for (uint32_t i = 0; i < line->count; i++) {
		const struct line_cell *cell = &line->cell[i];
		uint32_t column = header_column(&shape->header, cell->col);

		value[i] = (struct message_value){ cell->col, column, cell->kind, cell->flaw, cell->filled, cell->raw };
		if (column == shape->header.column_count)
			report_strange(shape, line, cell->col);
		else
			report_cell(shape, line, cell, shape->header.column[column].field);
	}
	put(shape, &(struct message){
			   .kind = MESSAGE_RECORD,
			   .as.record = { line->row, line->hidden, struck, line->count, value },
		   });
	totals_add(&shape->totals, &shape->scratch, &shape->fields, &shape->header, line);
	report_row(shape, line, struck);
}

/* 合计: it is no record, but what it says should be the sum of those that are. */
static void take_total(struct shape *shape, const struct line *line)
{
	for (uint32_t i = 0; i < line->count; i++) {
		const struct line_cell *cell = &line->cell[i];
		uint32_t rows;
		double sum;

		if (totals_agree(&shape->totals, &shape->scratch, &shape->fields, &shape->header, cell, &sum, &rows))
			continue;
		report(shape, SAY_SUM_TOTAL, line->row, cell->col, 4,
		       (struct arg[]){ DIAG_TEXT(shape->header.column[header_column(&shape->header, cell->col)].label),
				       DIAG_TEXT(cell->shown), DIAG_TEXT(column_print(&shape->scratch, sum)),
				       DIAG_NUMBER(rows) });
	}
	totals_next(&shape->totals);
}

static void take_ignored(struct shape *shape, const struct line *line)
{
	struct buf text = { 0 };

	for (uint32_t i = 0; i < line->count; i++) {
		if (i)
			buf_add(&text, STR(" | "));
		buf_add(&text, line->cell[i].shown);
	}
	report(shape, SAY_ROW_IGNORED, line->row, line->cell[0].col, 1, (struct arg[]){ DIAG_TEXT(buf_str(&text)) });
	buf_release(&text);
}

/* --- rows --------------------------------------------------------------- */

static bool take_region_line(struct shape *shape, const struct line *line)
{
	struct str value;
	uint32_t col;

	if (!region_line_find(line, &value, &col))
		return false;
	if (shape->lines < REGION_LINES && value.len && !shape->sheet.hidden &&
	    !str_eq(value, buf_str(&shape->last_line))) {
		struct where where = { 0, shape->sheet.index, line->row, col };

		put(shape, &(struct message){ .kind = MESSAGE_CANDIDATE, .as.candidate = { where, value } });
		shape->lines++;
		buf_clear(&shape->last_line);
		buf_add(&shape->last_line, value);
	}
	return true;
}

static void take_above(struct shape *shape, const struct line *line)
{
	if (take_region_line(shape, line))
		return;
	for (uint32_t i = 0; i < line->count; i++) {
		struct str text = line->cell[i].shown;

		if (shape->title.len + text.len >= TITLE_LIMIT)
			buf_clear(&shape->title);
		if (text.len >= TITLE_LIMIT)
			continue; /* a letter as a whole */
		if (shape->title.len)
			buf_add_char(&shape->title, '\n');
		buf_add(&shape->title, text);
	}
}

/* The sheet's title, repeated at a page break with its header. */
static bool is_title(const struct shape *shape, const struct line *line)
{
	struct str title = buf_str(&shape->title), text = line->cell[0].shown;
	size_t at = line->count == 1 ? str_find(title, text, 0) : title.len, end = at + text.len;

	return end <= title.len && (at == 0 || title.data[at - 1] == '\n') &&
	       (end == title.len || title.data[end] == '\n');
}

static void take_row(struct shape *shape, struct line *line)
{
	if (!shape->has_table) {
		merged_skip(&shape->merged, &shape->sheet, line->row);
		take_above(shape, line);
		return;
	}
	if (is_title(shape, line)) {
		merged_skip(&shape->merged, &shape->sheet, line->row);
		return;
	}
	merged_fill(&shape->merged, &shape->sheet, line);
	switch (rowkind_of(&shape->fields, &shape->header, line)) {
	case ROWKIND_RECORD:
		take_record(shape, line);
		break;
	case ROWKIND_OTHER:
		take_ignored(shape, line);
		break;
	case ROWKIND_LINE:
		take_region_line(shape, line);
		break;
	case ROWKIND_TOTAL:
		take_total(shape, line);
		break;
	case ROWKIND_BLANK:
	case ROWKIND_NOTE:
		break;
	}
}

/* Drop the first `count` waiting lines; their memory waits for the next rows. */
static void drop_waiting(struct shape *shape, uint32_t count)
{
	shape->waiting_count -= count;
	memmove(shape->waiting, shape->waiting + count, shape->waiting_count * sizeof(*shape->waiting));
}

/* Decide what the first waiting row is; those behind it are known as far as a header can reach. */
static void settle_first(struct shape *shape)
{
	struct header found = header_find(&shape->fields, &shape->scratch, shape->waiting, shape->waiting_count,
					  &shape->sheet);

	if (found.depth) {
		begin_table(shape, &found);
		merged_skip(&shape->merged, &shape->sheet, shape->waiting[found.depth - 1]->row);
		drop_waiting(shape, found.depth);
	} else {
		take_row(shape, shape->waiting[0]);
		drop_waiting(shape, 1);
	}
	arena_reset(&shape->scratch);
}

static struct line *free_line(struct shape *shape)
{
	for (uint32_t i = 0; i < HEADER_ROWS; i++) {
		bool taken = false;

		for (uint32_t j = 0; j < shape->waiting_count; j++)
			taken |= shape->waiting[j] == &shape->window[i];
		if (!taken)
			return &shape->window[i];
	}
	return NULL; /* settle_first leaves one free */
}

static bool on_row(void *user, const struct row *row)
{
	struct shape *shape = user;
	struct line *line;

	while (shape->waiting_count == HEADER_ROWS)
		settle_first(shape);
	line = free_line(shape);
	line_fill(line, row);
	for (uint32_t i = 0; i < line->count && !shape->has_table; i++)
		seal_take(&shape->seal, line->cell[i].shown);
	if (line->count) {
		shape->sheet_rows++;
		shape->waiting[shape->waiting_count++] = line;
	}
	return !shape->stopped;
}

/* --- sheets ------------------------------------------------------------- */

static bool on_sheet_begin(void *user, const struct sheet_info *sheet)
{
	struct shape *shape = user;
	struct range *merge;

	arena_reset(&shape->sheet_arena);
	shape->sheet = *sheet;
	shape->sheet.name = arena_copy(&shape->sheet_arena, sheet->name);
	merge = ARENA_ARRAY(&shape->sheet_arena, struct range, sheet->merge_count);
	if (sheet->merge_count)
		memcpy(merge, sheet->merge, sheet->merge_count * sizeof(*merge));
	shape->sheet.merge = merge;
	shape->sheets++;
	shape->has_table = false;
	shape->lines = shape->sheet_rows = shape->sheet_records = 0;
	buf_clear(&shape->last_line);
	buf_clear(&shape->title);
	merged_begin(&shape->merged);
	seal_begin(&shape->seal);
	put(shape,
	    &(struct message){ .kind = MESSAGE_SHEET, .as.sheet = { sheet->index, sheet->name, sheet->hidden } });
	return !shape->stopped;
}

static bool on_sheet_end(void *user)
{
	struct shape *shape = user;

	while (shape->waiting_count)
		settle_first(shape);
	if (shape->sheet.hidden && shape->sheet_records)
		diag_add_count(&shape->diag, SAY_SHEET_HIDDEN, sheet_where(shape), shape->sheet_records, 1,
			       (struct arg[]){ DIAG_NUMBER(shape->sheet_records) });
	if (!shape->sheet.hidden && !shape->has_table && shape->sheet_rows && !seal_holds(&shape->seal))
		diag_add_count(&shape->diag, SAY_SHEET_IGNORED, sheet_where(shape), shape->sheet_rows, 1,
			       (struct arg[]){ DIAG_NUMBER(shape->sheet_rows) });
	return !shape->stopped;
}

static void on_mark(void *user, struct str name, struct str value)
{
	put(user, &(struct message){ .kind = MESSAGE_MARK, .as.mark = { name, value } });
}

/* --- the input ---------------------------------------------------------- */

struct shape *shape_new(const struct profile *profile, const struct message_sink *sink)
{
	struct shape *shape = calloc(1, sizeof(*shape));

	if (!shape)
		cleanup_no_memory();
	shape->profile = profile;
	shape->sink = sink;
	fields_init(&shape->fields, profile);
	shape->rows = (struct row_sink){ shape, on_sheet_begin, on_row, on_sheet_end, on_mark };
	shape->diag = (struct diag_sink){ shape, put_finding };
	return shape;
}

void shape_free(struct shape *shape)
{
	if (!shape)
		return;
	fields_release(&shape->fields);
	buf_release(&shape->encoded);
	buf_release(&shape->title);
	buf_release(&shape->last_line);
	arena_release(&shape->scratch);
	arena_release(&shape->sheet_arena);
	arena_release(&shape->table_arena);
	map_release(&shape->strange_cols);
	merged_release(&shape->merged);
	for (uint32_t i = 0; i < HEADER_ROWS; i++)
		line_release(&shape->window[i]);
	free(shape);
}

void shape_begin(struct shape *shape, struct str format)
{
	shape->sheets = shape->tables = shape->records = 0;
	shape->stopped = false;
	shape->second = NULL;
	shape->waiting_count = 0;
	put(shape, &(struct message){ .kind = MESSAGE_INPUT, .as.input = { INPUT_TABLE, format, format } });
}

void shape_second(struct shape *shape, const struct dispute_source *second)
{
	shape->second = second;
}

const struct row_sink *shape_rows(struct shape *shape)
{
	return &shape->rows;
}

const struct diag_sink *shape_diag(struct shape *shape)
{
	return &shape->diag;
}

static enum second_opinion opinion_of(const struct dispute_source *second)
{
	if (!second)
		return OPINION_NONE;
	return second->whole(second->user) ? OPINION_GIVEN : OPINION_MISSING;
}

void shape_end(struct shape *shape, bool read, struct str encoding)
{
	put(shape, &(struct message){ .kind = MESSAGE_END,
				      .as.end = { .read = read,
						  .encoding = encoding,
						  .sheets = shape->sheets,
						  .tables = shape->tables,
						  .records = shape->records,
						  .opinion = opinion_of(shape->second) } });
}
