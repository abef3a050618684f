#include "app/trace.h"

#include <stdlib.h>

#include "app/first_sheet.h"
#include "app/recall.h"
#include "app/trouble.h"
#include "model/cell.h"
#include "model/told.h"

/* Rows above the first record (output/workbook_form.c; a test holds them together). */
enum { TITLE_ROW = 1, OFFICE_ROW, HEAD_ROW };

struct trace {
	struct recall recall;
	uint32_t row, col; /* asked for */
	const struct past_run *night;
	struct past_rows rows;	  /* of that night */
	struct past_rows history; /* of the record, and of its files, in all nights */
	struct first_sheet sheet;
	struct str column; /* its name */
	struct str value;  /* of which the sources are being told */
	bool is_direction;
};

/* --- the cell that is asked for --------------------------------------------------------- */

static int refuse_cell(const struct options *options, const char *written)
{
	return trouble_say(options->terminal, SAY_TROUBLE_TRACE_CELL, 1,
			   (struct arg[]){ DIAG_TEXT(str_from(written)) });
}

/* 汇总表!C7, '汇总表'!$C$7, c7. */
static bool parse_cell(struct trace *trace, const char *written)
{
	struct str text = str_from(written), sheet = say_word(LANG_ZH, SAY_SHEET_FORM);
	size_t mark = str_find(text, STR("!"), 0);
	struct str before = str_part(text, 0, mark);
	struct buf plain = { 0 };
	bool ok;

	if (before.len > 2 && before.data[0] == '\'' && before.data[before.len - 1] == '\'')
		before = str_part(before, 1, before.len - 1);
	if (mark < text.len && !str_eq(before, sheet))
		return false;
	text = mark < text.len ? str_after(text, mark + 1) : text;
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != '$')
			buf_add_char(&plain, text.data[i]);
	ok = cell_reference_parse(buf_str(&plain), &trace->row, &trace->col);
	buf_release(&plain);
	return ok;
}

/* --- the night --------------------------------------------------------------------------- */

static bool is_merge(const struct past_run *run)
{
	return str_eq(run->state, STR("done")) && str_eq(run->command, STR("merge"));
}

static bool find_night(struct trace *trace)
{
	struct recall *recall = &trace->recall;
	int64_t wanted = recall->options->night;
	const struct arg arg[] = { DIAG_TEXT(str_from(recall->options->state)), DIAG_NUMBER(wanted) };

	for (size_t i = 0; i < recall->past.runs.count; i++) {
		const struct past_run *run = &recall->past.runs.item[i];

		if (is_merge(run) && recall_is_wanted(recall, run->series) && (!wanted || run->number == wanted))
			trace->night = run;
	}
	if (!trace->night)
		trouble_say(recall->options->terminal, wanted ? SAY_TROUBLE_TRACE_NO_NIGHT : SAY_TROUBLE_TRACE_NONE, 2,
			    arg);
	return trace->night;
}

/* --- what a cell is -------------------------------------------------------------------------- */

enum cell_is { IS_OUTSIDE, IS_TITLE, IS_OFFICE, IS_HEAD, IS_NUMBER, IS_VALUE, IS_NOTE };

static const struct {
	const char *word;
	enum say say;
} cells[] = {
	[IS_OUTSIDE] = { "outside", SAY_TRACE_OUTSIDE }, [IS_TITLE] = { "title", SAY_TRACE_TITLE },
	[IS_OFFICE] = { "office", SAY_TRACE_OFFICE },	 [IS_HEAD] = { "head", SAY_TRACE_HEAD },
	[IS_NUMBER] = { "number", SAY_TRACE_NUMBER },	 [IS_VALUE] = { "value", SAY_TRACE_VALUE },
	[IS_NOTE] = { "note", SAY_TRACE_NOTE },
};

/* The name of the column that is asked for; false where the form has none there. */
static bool find_column(struct trace *trace, const struct str *form, struct str *what)
{
	struct str list = form[FORM_COLUMN_LIST], element;
	uint32_t col = 0;

	while (night_list_next(&list, &element))
		if (++col == trace->col) {
			*what = STR("");
			return night_part_next(&element, &trace->column) &&
			       (night_part_next(&element, what) || what->len == 0);
		}
	return false;
}

static enum cell_is kind_of(struct trace *trace, const struct str *form)
{
	struct str what;

	if (!find_column(trace, form, &what))
		return IS_OUTSIDE;
	trace->is_direction = str_eq(what, STR(NIGHT_IS_DIRECTION));
	if (trace->row <= HEAD_ROW)
		return trace->row == TITLE_ROW ? IS_TITLE : trace->row == OFFICE_ROW ? IS_OFFICE : IS_HEAD;
	if (trace->row - HEAD_ROW <= trace->sheet.count)
		return str_eq(what, STR(NIGHT_IS_NUMBER)) ? IS_NUMBER : IS_VALUE;
	return trace->row - HEAD_ROW == trace->sheet.count + 1 && form[FORM_NOTE].len ? IS_NOTE : IS_OUTSIDE;
}

/* What a version of the record shows in this column. */
static struct str value_of(const struct trace *trace, const struct str *column)
{
	struct str fields = column[RECORD_FIELDS], element, name, value = STR("");
	struct night_rank rank;

	if (trace->is_direction && night_rank_parse(column[RECORD_SHEET], &rank) && rank.directions.len)
		return rank.directions;
	while (night_list_next(&fields, &element))
		if (night_part_next(&element, &name) && str_eq(name, trace->column)) {
			(void)night_part_next(&element, &value);
			return value;
		}
	return STR("");
}

/* Title, line and note are written into their first cell, and are those of all that are merged with it. */
static bool is_beside(const struct trace *trace, enum cell_is is)
{
	return trace->col > 1 && (is == IS_TITLE || is == IS_OFFICE || is == IS_NOTE);
}

static struct str text_of(struct trace *trace, enum cell_is is, const struct str *form, const struct standing *standing)
{
	struct buf text = { 0 };
	struct str made;

	switch (is) {
	case IS_TITLE:
		return form[FORM_TITLE];
	case IS_NOTE:
		return form[FORM_NOTE];
	case IS_HEAD:
		return trace->column;
	case IS_VALUE:
		return value_of(trace, standing->row->row.column);
	case IS_NUMBER:
		return arena_printf(&trace->recall.arena, "%u", (unsigned)(trace->row - HEAD_ROW));
	case IS_OFFICE:
		say_sentence(&text, LANG_ZH, SAY_FORM_OFFICE, 1, (struct arg[]){ DIAG_TEXT(form[FORM_OFFICE]) }, NULL);
		made = arena_copy(&trace->recall.arena, buf_str(&text));
		buf_release(&text);
		return made;
	case IS_OUTSIDE:
		break;
	}
	return STR("");
}

/* --- where it comes from ------------------------------------------------------------------------ */

static bool is_same_record(const struct str *a, const struct str *b)
{
	return str_eq(a[RECORD_REGION], b[RECORD_REGION]) && str_eq(a[RECORD_PROJECT_KEY], b[RECORD_PROJECT_KEY]) &&
	       str_eq(a[RECORD_APPLICANT_KEY], b[RECORD_APPLICANT_KEY]);
}

static bool wants_record(void *user, const struct str *column)
{
	return is_same_record(user, column);
}

/* Files are asked for by their paths: of every version of the record, and of those folded into it. */
static bool wants_input(void *user, const struct str *column)
{
	const struct trace *trace = user;
	struct buf begin = { 0 };
	bool wanted = false;

	night_list_part(&begin, column[INPUT_PATH]);
	for (size_t i = 0; i < trace->history.of[NIGHT_RECORD].count && !wanted; i++)
		wanted = str_has(trace->history.of[NIGHT_RECORD].item[i].row.column[RECORD_PLACES], buf_str(&begin));
	for (size_t i = 0; i < trace->rows.of[NIGHT_RECORD].count && !wanted; i++)
		wanted = trace->rows.of[NIGHT_RECORD].item[i].row.column[RECORD_INTO].len &&
			 str_has(trace->rows.of[NIGHT_RECORD].item[i].row.column[RECORD_PLACES], buf_str(&begin));
	buf_release(&begin);
	return wanted;
}

static bool read_history(struct trace *trace, const struct standing *standing)
{
	struct past *past = &trace->recall.past;

	return past_read(past, trace->night->series, NIGHT_RECORD, wants_record, standing->row->row.column,
			 &trace->history) &&
	       past_read(past, trace->night->series, NIGHT_INPUT, wants_input, trace, &trace->history);
}

static bool is_in_force(const struct past_row *row, int64_t night)
{
	return row->since <= night && (!row->until || row->until > night);
}

/* The file as it was in that night; *since: from when on it had these bytes. NULL where it is not known. */
static const struct past_row *file_of(const struct trace *trace, struct str path, int64_t night, int64_t *since)
{
	const struct past_row *found = NULL;
	size_t count = trace->history.of[NIGHT_INPUT].count;

	*since = 0;
	for (size_t i = 0; i < count; i++) {
		const struct past_row *row = &trace->history.of[NIGHT_INPUT].item[i];

		if (is_in_force(row, night) && str_eq(row->row.column[INPUT_PATH], path))
			found = row;
	}
	if (!found)
		return NULL;
	*since = found->since;
	for (size_t i = count; i-- > 0;) {
		const struct past_row *row = &trace->history.of[NIGHT_INPUT].item[i];

		if (row->until == *since && str_eq(row->row.column[INPUT_PATH], path) &&
		    str_eq(row->row.column[INPUT_SHA256], found->row.column[INPUT_SHA256]))
			*since = row->since;
	}
	return found;
}

/* A row of a file, and its cells of the column that is asked for. */
struct origin {
	struct str path, sheet, cells; /* "C7", or "E7、F7" where several stand on the first sheet as one */
	uint32_t row;
	bool differs;
	struct str raw;
	bool is_folded;
};

static void add_cell(struct trace *trace, struct origin *source, const struct night_cell *cell)
{
	struct buf name = { 0 };
	struct arena *arena = &trace->recall.arena;

	cell_reference(&name, source->row, cell->col);
	source->cells = source->cells.len
				? arena_printf(arena, "%.*s、%.*s", STR_ARG(source->cells), STR_ARG(buf_str(&name)))
				: arena_copy(arena, buf_str(&name));
	if (cell->differs)
		source->raw = source->differs
				      ? arena_printf(arena, "%.*s\n%.*s", STR_ARG(source->raw), STR_ARG(cell->raw))
				      : cell->raw;
	source->differs |= cell->differs;
	buf_release(&name);
}

/* The next place of a list; *known: in which cells it stood. False at the end. */
static bool next_source(struct trace *trace, struct str *places, struct origin *source)
{
	struct str place, part = STR("");
	struct night_cell cell;

	*source = (struct origin){ .is_folded = source->is_folded };
	if (!night_list_next(places, &place))
		return false;
	(void)night_part_next(&place, &source->path);
	(void)night_part_next(&place, &source->sheet);
	(void)night_part_next(&place, &part);
	source->row = told_number(part);
	while (night_part_next(&place, &part))
		if (night_cell_parse(part, &cell) && cell.column + 1 == trace->col)
			add_cell(trace, source, &cell);
	return true;
}

static void json_source(struct trace *trace, const struct origin *source, const struct past_row *file, int64_t since)
{
	struct recall *recall = &trace->recall;

	json_object(recall->json);
	recall_json_text(recall, "path", source->path);
	recall_json_text(recall, "sheet", source->sheet);
	recall_json_number(recall, "row", source->row);
	recall_json_text(recall, "cell", source->cells);
	json_key(recall->json, "written");
	if (source->differs)
		json_text(recall->json, source->raw);
	else
		json_null(recall->json);
	json_key(recall->json, "folded");
	json_bool(recall->json, source->is_folded);
	recall_json_text(recall, "sha256", file ? file->row.column[INPUT_SHA256] : STR(""));
	recall_json_number(recall, "since", since);
	json_object_end(recall->json);
}

static void tell_source(struct trace *trace, const struct origin *source, int64_t night)
{
	struct recall *recall = &trace->recall;
	int64_t since;
	const struct past_row *file = file_of(trace, source->path, night, &since);
	struct str place = arena_printf(&recall->arena, "%.*s %.*s!%.*s", STR_ARG(source->path), STR_ARG(source->sheet),
					STR_ARG(source->cells));
	struct arg arg[] = { DIAG_TEXT(place), DIAG_TEXT(source->raw),
			     DIAG_TEXT(file ? file->row.column[INPUT_SHA256] : STR("")), DIAG_NUMBER(since),
			     DIAG_WORD(source->is_folded ? SAY_TRACE_FOLDED_ROW : SAY_TRACE_OWN_ROW) };

	if (!source->cells.len)
		arg[0].text = arena_printf(&recall->arena, "%.*s %.*s!%u", STR_ARG(source->path),
					   STR_ARG(source->sheet), (unsigned)source->row);
	recall_line(recall, 4,
		    !source->cells.len					    ? SAY_TRACE_SOURCE_EMPTY
		    : source->differs && !str_eq(source->raw, trace->value) ? SAY_TRACE_SOURCE_WRITTEN
									    : SAY_TRACE_SOURCE,
		    5, arg);
	if (file)
		recall_line(recall, 6, SAY_TRACE_FILE, 4, arg);
	if (recall->json)
		json_source(trace, source, file, since);
}

static void tell_places(struct trace *trace, struct str places, bool folded, int64_t night)
{
	struct origin source = { .is_folded = folded };

	while (next_source(trace, &places, &source)) {
		tell_source(trace, &source, night);
		source.is_folded = true; /* the first is the record's own */
	}
}

/* Rows that a person, or a correction, folded into it from elsewhere are records of their own. */
static void tell_sources(struct trace *trace, const struct str *column, int64_t night)
{
	struct buf identity = { 0 };

	if (trace->recall.json) {
		json_key(trace->recall.json, "sources");
		json_array(trace->recall.json);
	}
	trace->value = value_of(trace, column);
	tell_places(trace, column[RECORD_PLACES], false, night);
	night_record_identity(&identity, column[RECORD_REGION], column[RECORD_PROJECT_KEY],
			      column[RECORD_APPLICANT_KEY]);
	for (size_t i = 0; night == trace->night->number && i < trace->rows.of[NIGHT_RECORD].count; i++) {
		const struct past_row *row = &trace->rows.of[NIGHT_RECORD].item[i];

		if (str_eq(row->row.column[RECORD_INTO], buf_str(&identity)) &&
		    !past_is_unseen(&trace->rows, NIGHT_RECORD, row->row.id, night))
			tell_places(trace, row->row.column[RECORD_PLACES], true, night);
	}
	if (trace->recall.json)
		json_array_end(trace->recall.json);
	buf_release(&identity);
}

/* --- what it was before --------------------------------------------------------------------------- */

/* The version of the record before this one, though it was withdrawn meanwhile; of several the one most like it. */
static const struct past_row *before(const struct trace *trace, const struct past_row *row)
{
	const struct past_row *found = NULL;

	for (size_t i = 0; i < trace->history.of[NIGHT_RECORD].count; i++) {
		const struct past_row *other = &trace->history.of[NIGHT_RECORD].item[i];

		if (!other->until || other->until > row->since || (found && other->until < found->until))
			continue;
		if (!found || other->until > found->until ||
		    str_eq(other->row.column[RECORD_FIELDS], row->row.column[RECORD_FIELDS]))
			found = other;
	}
	return found;
}

static bool is_value(const struct trace *trace, const struct past_row *row, struct str value)
{
	return str_eq(value_of(trace, row->row.column), value);
}

/* From when on it has had this value without a break. */
static const struct past_row *first_with(const struct trace *trace, const struct past_row *row, struct str value)
{
	const struct past_row *older;

	while ((older = before(trace, row)) && older->until == row->since && is_value(trace, older, value))
		row = older;
	return row;
}

static void tell_earlier(struct trace *trace, const struct past_row *row)
{
	struct recall *recall = &trace->recall;

	if (recall->json) {
		json_key(recall->json, "earlier");
		json_array(recall->json);
	}
	for (row = before(trace, row); row; row = before(trace, row)) {
		struct str value = value_of(trace, row->row.column);
		const struct past_row *first = first_with(trace, row, value);
		struct arg arg[] = { DIAG_NUMBER(first->since), DIAG_NUMBER(row->until - 1), DIAG_TEXT(value) };

		recall_line(recall, 2, SAY_TRACE_EARLIER, 3, arg);
		if (recall->json) {
			json_object(recall->json);
			recall_json_number(recall, "from", first->since);
			recall_json_number(recall, "to", row->until - 1);
			recall_json_text(recall, "value", value);
		}
		tell_sources(trace, row->row.column, row->until - 1);
		if (recall->json)
			json_object_end(recall->json);
		row = first;
	}
	if (recall->json)
		json_array_end(recall->json);
}

/* --- all of it -------------------------------------------------------------------------------------- */

static void tell_record(struct trace *trace, const struct standing *standing)
{
	struct recall *recall = &trace->recall;
	const struct str *column = standing->row->row.column;

	recall_line(recall, 2, SAY_TRACE_RECORD, 4,
		    (struct arg[]){ DIAG_NUMBER(trace->row - HEAD_ROW), DIAG_TEXT(column[RECORD_REGION]),
				    DIAG_TEXT(column[RECORD_PROJECT]), DIAG_TEXT(column[RECORD_APPLICANT]) });
	if (!recall->json)
		return;
	json_key(recall->json, "record");
	json_object(recall->json);
	recall_json_number(recall, "seq", trace->row - HEAD_ROW);
	recall_json_text(recall, "region", column[RECORD_REGION]);
	recall_json_text(recall, "project", column[RECORD_PROJECT]);
	recall_json_text(recall, "applicant", column[RECORD_APPLICANT]);
	json_object_end(recall->json);
}

static void tell_value(struct trace *trace, const struct standing *standing)
{
	struct recall *recall = &trace->recall;
	struct str value = value_of(trace, standing->row->row.column);
	const struct past_row *first = first_with(trace, standing->row, value);
	const struct past_run *since = recall_night(recall, first->since);

	recall_line(recall, 2, SAY_TRACE_SINCE, 2,
		    (struct arg[]){ DIAG_NUMBER(first->since),
				    DIAG_TEXT(recall_moment(recall, since ? since->began : 0)) });
	if (recall->json)
		recall_json_number(recall, "since", first->since);
	tell_sources(trace, standing->row->row.column, trace->night->number);
	tell_earlier(trace, first);
}

static struct str cell_name(struct trace *trace)
{
	struct buf text = { 0 };
	struct str name;

	cell_reference(&text, trace->row, trace->col);
	name = arena_copy(&trace->recall.arena, buf_str(&text));
	buf_release(&text);
	return name;
}

static void tell_head(struct trace *trace, enum cell_is is, struct str value)
{
	struct recall *recall = &trace->recall;
	const struct past_series *series = recall_series(recall, trace->night->series);
	struct str name = cell_name(trace);
	struct arg arg[] = { DIAG_TEXT(name), DIAG_TEXT(trace->column), DIAG_TEXT(value) };

	recall_line(recall, 0, SAY_TRACE_NIGHT, 3,
		    (struct arg[]){ DIAG_NUMBER(trace->night->number),
				    DIAG_TEXT(recall_moment(recall, trace->night->began)),
				    DIAG_TEXT(series ? series->profile : STR("")) });
	recall_line(recall, 0, cells[is].say, 3, arg);
	if (!recall->json)
		return;
	recall_json_text(recall, "sheet", say_word(LANG_ZH, SAY_SHEET_FORM));
	recall_json_text(recall, "cell", name);
	recall_json_text(recall, "profile", series ? series->profile : STR(""));
	recall_json_run(recall, trace->night);
	recall_json_text(recall, "is", str_from(cells[is].word));
	recall_json_text(recall, "column", trace->column);
	json_key(recall->json, "value");
	json_text(recall->json, is_beside(trace, is) ? STR("") : value);
}

/* It was told to whoever asked then, and is known no more. */
static int refuse_unknown(const struct trace *trace)
{
	trouble_say(trace->recall.options->terminal, SAY_TROUBLE_TRACE_UNKNOWN, 1,
		    (struct arg[]){ DIAG_NUMBER(trace->night->number) });
	return STATUS_FINDINGS;
}

static int tell(struct trace *trace)
{
	struct recall *recall = &trace->recall;
	const struct past_series *series = recall_series(recall, trace->night->series);
	const struct standing *standing;
	const struct str *form;
	enum cell_is is;

	if ((series && trace->night->number < series->forgotten) || trace->rows.of[NIGHT_FORM].count != 1)
		return refuse_unknown(trace);
	form = trace->rows.of[NIGHT_FORM].item[0].row.column;
	is = kind_of(trace, form);
	standing = is == IS_VALUE || is == IS_NUMBER ? &trace->sheet.item[trace->row - HEAD_ROW - 1] : NULL;
	if (standing && !read_history(trace, standing))
		return recall_trouble(recall);
	if (recall->json)
		json_object(recall->json);
	tell_head(trace, is, text_of(trace, is, form, standing));
	if (standing)
		tell_record(trace, standing);
	if (is == IS_VALUE)
		tell_value(trace, standing);
	if (recall->json)
		json_object_end(recall->json);
	return recall_finish(recall, STATUS_DONE);
}

int trace_run(const struct options *options)
{
	struct trace trace = { 0 };
	int status = STATUS_NOT_DONE;

	if (options->operand_count != 1 || !parse_cell(&trace, options->operand[0])) {
		refuse_cell(options, options->operand_count ? options->operand[0] : "");
	} else if (recall_open(&trace.recall, options) && find_night(&trace)) {
		status = first_sheet_read(&trace.sheet, &trace.recall.past, trace.night, &trace.rows)
				 ? tell(&trace)
				 : recall_trouble(&trace.recall);
	}
	past_rows_release(&trace.rows);
	past_rows_release(&trace.history);
	free(trace.sheet.item);
	recall_close(&trace.recall);
	return status;
}
