/*
 * A return slip: the region's own rows as it sent them, in the notice's form, what is wrong marked and
 * commented; behind it what is wrong, how to mend it and by when. Mended, it comes back as an input.
 */
#include "base/path.h"
#include "model/cell.h"
#include "model/seal.h"
#include "output/sheet_guard.h"
#include "output/workbook_room.h"

enum {
	FIRST_ROW = 5,	   /* of the rows: below title, line, who recommends, and the head */
	NOTES_MOST = 2500, /* on the second sheet: who has more begins with those, and a seal is over so many cells */
	COMMENTS_MOST = 5000, /* a file with more takes long to open; all stand on the second sheet */
	BLANK_ROWS = 5,
	COMMENT_UNITS = 2000, /* of a comment: more nobody reads in a box */
};
static const double row_height = 34;

/* --- places --------------------------------------------------------------------------- */

struct slip_view {
	const struct slip *slip;
	const struct run *run;
	enum lang lang;
};

static void add_number(struct buf *out, enum lang lang, enum say say, uint32_t number)
{
	say_sentence(out, lang, say, 1, (struct arg[]){ DIAG_NUMBER(number) }, NULL);
}

/* Where it stands in what the region sent: the file's own name, since its folders are the office's. */
static void add_origin(struct buf *out, const struct run *run, enum lang lang, struct where where)
{
	const struct sheet *sheet = where.sheet ? run_sheet(run, where) : NULL;

	buf_add(out, path_name(run->sources.item[where.source - 1].path));
	if (sheet) {
		buf_add_char(out, ' ');
		buf_add(out, sheet->name);
	}
	if (where.row)
		buf_add_char(out, sheet ? '!' : ' ');
	if (where.row && where.col)
		cell_reference(out, where.row, where.col);
	else if (where.row)
		add_number(out, lang, SAY_ROW_AT, where.row);
}

static void add_place(void *user, struct where where, struct where before, struct buf *out)
{
	const struct slip_view *view = user;
	uint32_t row = slip_row_of(view->slip, view->run, where);

	(void)before;
	if (row != SLIP_NO_ROW)
		add_number(out, view->lang, SAY_ROW_AT, FIRST_ROW + row);
	else if (slip_owns(view->slip, view->run, where))
		add_origin(out, view->run, view->lang, where);
	else
		buf_add(out, say_word(view->lang, SAY_SLIP_ELSEWHERE));
}

static struct str problem_of(struct workbook_room *room, const struct slip_note *note)
{
	struct slip_view view = { room->slip, room->run, room->lang };
	const struct say_places places = { &view, add_place };
	struct slip_words words = slip_words_of(room->slip, room->run, note, room->arena);

	buf_clear(&room->text);
	say_sentence(&room->text, room->lang, words.say, words.arg_count, words.arg, &places);
	return arena_copy(room->arena, buf_str(&room->text));
}

/* --- the rows --------------------------------------------------------------------------- */

/* As it was sent: nothing is put in order, so that what is wrong can be seen. */
static struct str sent(struct workbook_room *room, const struct record *record, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	struct record_part part;
	struct str text = STR("");

	while (record_parts_next(&parts, &part))
		text = text.len && part.raw.len
			       ? arena_printf(room->arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(part.raw))
		       : part.raw.len ? part.raw
				      : text;
	return text;
}

/* The number in front of a row is written as one where it is no more than that. */
static bool is_plain_number(struct str text, double *number)
{
	uint32_t value = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		value = value * 10 + (uint32_t)(text.data[i] - '0');
	}
	*number = value;
	return text.len > 0 && text.len < 9 && (text.len == 1 || text.data[0] != '0');
}

static void write_cell(struct workbook_room *room, struct sheet_page *page, uint32_t column,
		       const struct record *record, bool marked)
{
	const struct profile *profile = room->run->profile;
	enum sheet_style style = workbook_form_style(profile, column);
	struct str text = sent(room, record, column);
	double number;

	if (marked)
		style = sheet_style_marked(style);
	if (profile->column[column].type == COLUMN_SEQUENCE && is_plain_number(text, &number))
		sheet_number(page, column + 1, style, number);
	else
		sheet_text(page, column + 1, style, text);
}

/* "2. “…”不是有效的电话号码\n怎样改：核对号码" */
static void add_comment(struct workbook_room *room, struct buf *out, const struct slip_note *note)
{
	struct str problem = problem_of(room, note);
	struct arg arg[] = { DIAG_NUMBER(note - room->slip->note + 1), DIAG_TEXT(problem),
			     DIAG_TEXT(slip_mend(diag_rule(note->finding->say), room->lang)) };

	if (out->len > COMMENT_UNITS)
		return;
	if (out->len)
		buf_add_char(out, '\n');
	say_sentence(out, room->lang, SAY_SLIP_COMMENT, ARRAY_COUNT(arg), arg, NULL);
}

/* The notes about one row, from `at` on. */
struct row_notes {
	const struct slip_note *note, *end;
};

static struct row_notes notes_of(const struct slip *slip, uint32_t row, uint32_t *at)
{
	const struct slip_note *end = slip->note + slip->note_count;
	struct row_notes notes;

	while (*at < slip->note_count && (slip->note[*at].row == SLIP_NO_ROW || slip->note[*at].row < row))
		++*at;
	notes.note = notes.end = slip->note + *at;
	while (notes.end < end && notes.end->row == row)
		notes.end++;
	return notes;
}

static void comment_cell(struct workbook_room *room, struct sheet_page *page, uint32_t column, struct row_notes notes)
{
	struct buf comment = { 0 };

	for (const struct slip_note *note = notes.note; note < notes.end; note++)
		if (note->column == column)
			add_comment(room, &comment, note);
	if (comment.len && page->book->plan->comments.count < COMMENTS_MOST)
		sheet_comment(page, column + 1, arena_copy(room->arena, buf_str(&comment)));
	buf_release(&comment);
}

static bool is_marked(uint32_t column, struct row_notes notes)
{
	for (const struct slip_note *note = notes.note; note < notes.end; note++)
		if (note->column == column)
			return true;
	return false;
}

static void write_row(struct workbook_room *room, struct sheet_page *page, uint32_t record, struct row_notes notes)
{
	for (uint32_t i = 0; i < room->run->profile->column_count; i++) {
		bool marked = is_marked(i, notes);

		write_cell(room, page, i, &room->run->records.item[record], marked);
		if (marked)
			comment_cell(room, page, i, notes);
	}
	sheet_row_end(page, row_height);
}

/* Where nothing could be read the projects may be filled in here. */
static void write_blanks(const struct profile *profile, struct sheet_page *page)
{
	for (uint32_t row = 1; row <= BLANK_ROWS; row++) {
		for (uint32_t i = 0; i < profile->column_count; i++)
			if (profile->column[i].type == COLUMN_SEQUENCE)
				sheet_number(page, i + 1, workbook_form_style(profile, i), row);
			else
				sheet_text(page, i + 1, workbook_form_style(profile, i), STR(""));
		sheet_row_end(page, row_height);
	}
}

void workbook_slip_rows_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	const struct slip *slip = room->slip;
	const struct workbook_rows rows = { slip->row_count, slip->record, sent };
	struct sheet_page page = sheet_begin(room->book, say_word(LANG_ZH, SAY_SHEET_FORM), profile->column_count,
					     workbook_form_widths(room, &rows));
	uint32_t at = 0;

	workbook_form_head(room, &page, profile->region[slip->region].name);
	for (uint32_t i = 0; i < slip->row_count; i++) {
		if (workbook_room_is_full(room, &page, slip->row_count - i))
			break;
		write_row(room, &page, slip->record[i], notes_of(slip, i, &at));
	}
	if (slip->row_count == 0)
		write_blanks(profile, &page);
	workbook_form_note(&page, profile->note);
	sheet_end(&page, LANG_ZH);
}

/* --- what is wrong ------------------------------------------------------------------------- */

enum { NUMBER = 1, PLACE, ORIGIN, PROBLEM, BASIS, MEND, COLUMNS = MEND };

/* None of them is the name of a column that a profile may know. */
static const enum say heads[] = { SAY_HEAD_SLIP_NUMBER,	 SAY_HEAD_SLIP_PLACE, SAY_HEAD_SLIP_ORIGIN,
				  SAY_HEAD_SLIP_PROBLEM, SAY_HEAD_SLIP_BASIS, SAY_HEAD_SLIP_MEND };
static const double widths[COLUMNS] = { 6, 26, 22, 36, 36, 32 };

struct notes {
	struct workbook_room *room;
	struct sheet_page page;
	struct seal seal; /* over all that is said: the sheet is known by it when the slip comes back */
};

static void seal_cell(struct notes *notes, struct str text)
{
	seal_take(&notes->seal, sheet_guard_text(notes->room->arena, text));
}

static void put(struct notes *notes, uint32_t col, enum sheet_style style, struct str text)
{
	sheet_text(&notes->page, col, style, text);
	seal_cell(notes, text);
}

static void put_line(struct notes *notes, enum sheet_style style, enum say say, uint32_t count, const struct arg *arg)
{
	struct str text = workbook_room_sentence(notes->room, say, count, arg);

	sheet_span(&notes->page, 1, COLUMNS, style, text);
	seal_cell(notes, text);
	sheet_row_end(&notes->page, 0);
}

/* "第 5 行 联系方式\n项目名称": where to look on the first sheet. */
static struct str place_of(struct workbook_room *room, const struct slip_note *note)
{
	const struct run *run = room->run;

	buf_clear(&room->text);
	if (note->row == SLIP_NO_ROW) {
		buf_add(&room->text,
			workbook_room_word(room, note->finding->where.source ? SAY_SLIP_AT_FILE : SAY_SLIP_AT_ALL));
	} else {
		add_number(&room->text, room->lang, SAY_ROW_AT, FIRST_ROW + note->row);
		if (note->column != COLUMN_NONE) {
			buf_add_char(&room->text, ' ');
			buf_add(&room->text, run->profile->column[note->column].name);
		}
		buf_add_char(&room->text, '\n');
		buf_add(&room->text, run->records.item[room->slip->record[note->row]].project);
	}
	return arena_copy(room->arena, buf_str(&room->text));
}

static struct str origin_of(struct workbook_room *room, struct where where)
{
	buf_clear(&room->text);
	if (where.source && slip_owns(room->slip, room->run, where))
		add_origin(&room->text, room->run, room->lang, where);
	return arena_copy(room->arena, buf_str(&room->text));
}

static void write_number(struct notes *notes, const struct slip_note *note)
{
	struct str number = arena_printf(notes->room->arena, "%u", (unsigned)(note - notes->room->slip->note) + 1);

	if (note->row == SLIP_NO_ROW) {
		put(notes, NUMBER, STYLE_CENTRE, number);
		return;
	}
	sheet_link(&notes->page, NUMBER, FIRST_ROW + note->row, number);
	seal_cell(notes, number);
}

static void write_note(struct notes *notes, const struct slip_note *note)
{
	struct workbook_room *room = notes->room;
	enum rule_id rule = diag_rule(note->finding->say);

	write_number(notes, note);
	put(notes, PLACE, STYLE_LEFT, place_of(room, note));
	put(notes, ORIGIN, STYLE_LEFT, origin_of(room, note->finding->where));
	put(notes, PROBLEM, STYLE_LEFT, problem_of(room, note));
	put(notes, BASIS, STYLE_LEFT, room->run->profile->rule[rule].basis);
	put(notes, MEND, STYLE_LEFT, slip_mend(rule, room->lang));
	sheet_row_end(&notes->page, 0);
}

static void write_title(struct notes *notes)
{
	const struct profile *profile = notes->room->run->profile;
	const struct slip *slip = notes->room->slip;
	struct arg title[] = { DIAG_TEXT(profile->region[slip->region].name), DIAG_NUMBER(slip->note_count) };
	struct arg deadline = DIAG_TEXT(profile->region_deadline.text);

	put_line(notes, STYLE_SECTION, SAY_SLIP_TITLE, ARRAY_COUNT(title), title);
	put_line(notes, STYLE_NOTE, deadline.text.len ? SAY_SLIP_HOW : SAY_SLIP_HOW_OPEN, 1, &deadline);
	for (uint32_t i = 0; i < COLUMNS; i++)
		put(notes, i + 1, STYLE_HEAD, workbook_room_word(notes->room, heads[i]));
	sheet_row_end(&notes->page, 24);
	sheet_freeze(&notes->page);
}

void workbook_slip_notes_write(struct workbook_room *room)
{
	const struct slip *slip = room->slip;
	struct notes notes = { .room = room };
	struct arg left = DIAG_NUMBER(slip->note_count - NOTES_MOST), seal;

	notes.page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_SLIP), COLUMNS, widths);
	seal_begin(&notes.seal);
	write_title(&notes);
	for (uint32_t i = 0; i < slip->note_count && i < NOTES_MOST; i++)
		write_note(&notes, &slip->note[i]);
	if (slip->note_count > NOTES_MOST)
		put_line(&notes, STYLE_LEFT, SAY_SLIP_REST, 1, &left);
	seal = DIAG_TEXT(seal_text(room->arena, &notes.seal));
	sheet_span(&notes.page, 1, COLUMNS, STYLE_NOTE, workbook_room_sentence(room, SAY_SLIP_SEAL, 1, &seal));
	sheet_row_end(&notes.page, 0);
	sheet_end(&notes.page, room->lang);
}
