/*
 * 汇总表: the notice's own form, ready to print, stamp and send. It is the same
 * in every language of the program.
 */
#include "model/column.h"
#include "output/workbook_room.h"
#include "text/width.h"

enum {
	HEAD_ROW = 3,
	WIDEST = 44,	  /* half-width characters a column asks for at most; longer text wraps */
	WIDEST_LONG = 80, /* the same where a text would take more than LONG_LINES: a row has room for 22 */
	LONG_LINES = 12,
	NARROWEST = 6,	   /* and at least */
	WORD_WIDEST = 34,  /* a run without a blank (a mail address) that is kept on one line */
	WHOLE_WIDTH = 12,  /* columns no wider than this (names, numbers) are never squeezed */
	HEAD_UNBROKEN = 16 /* a head as wide as this stays on one line */
};

static const double title_height = 44, line_height = 28, head_height = 32, row_height = 34;

/* What a column would like: nearly all its texts on one line; and what it cannot do without. */
struct wish {
	uint32_t least, most;
};

uint32_t workbook_form_row(uint32_t seq)
{
	return HEAD_ROW + seq;
}

static void raise_to(uint32_t *value, uint32_t least, uint32_t limit)
{
	if (least > limit)
		least = limit;
	if (*value < least)
		*value = least;
}

/* How many texts ask for so many half-width characters; those that ask for more are the last. */
struct tally {
	uint32_t texts, wide[WIDEST + 1];
	bool has_long;
};

static void count_cell(struct wish *wish, struct tally *tally, struct str text)
{
	uint32_t line = width_widest(text);

	if (text.len == 0)
		return;
	tally->texts++;
	tally->wide[line < WIDEST ? line : WIDEST]++;
	tally->has_long = tally->has_long || line > WIDEST * LONG_LINES;
	raise_to(&wish->least, width_widest_word(text), WORD_WIDEST);
	if (line <= WHOLE_WIDTH)
		raise_to(&wish->least, line, WHOLE_WIDTH);
}

/* What nine of ten texts need: one that is longer than all others must not squeeze the other columns. */
static uint32_t most_need(const struct tally *tally)
{
	uint32_t width = 0, fit = 0;

	while (width < WIDEST && (uint64_t)(fit += tally->wide[width]) * 10 < (uint64_t)tally->texts * 9)
		width++;
	return width;
}

static void wish_for_column(const struct workbook_rows *rows, struct workbook_room *room, uint32_t column,
			    struct wish *wish)
{
	const struct profile_column *head = &room->run->profile->column[column];
	struct tally tally = { 0 };

	*wish = (struct wish){ NARROWEST, NARROWEST };
	raise_to(&wish->least, width_widest(head->name), HEAD_UNBROKEN);
	if (head->type == COLUMN_SEQUENCE)
		return;
	raise_to(&wish->most, width_widest(head->name), WIDEST);
	for (uint32_t i = 0; i < rows->count; i++)
		count_cell(wish, &tally, rows->text(room, &room->run->records.item[rows->record[i]], column));
	raise_to(&wish->most, tally.has_long ? WIDEST_LONG : most_need(&tally), WIDEST_LONG);
	raise_to(&wish->most, wish->least, WIDEST);
}

/*
 * Fill the page from edge to edge: where the wishes leave room it is shared
 * out by their size, where they do not the columns give way down to what each
 * cannot do without. What is still too wide is scaled when printed.
 */
static void share_page(const struct workbook_room *room, const struct wish *wish, double *width)
{
	const struct profile *profile = room->run->profile;
	double page = sheet_page_width(profile->column_count), least = 0, most = 0, flexible = 0;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		double need = sheet_width(room->book, STYLE_FORM_LEFT, wish[i].least);
		double like = sheet_width(room->book, STYLE_FORM_LEFT, wish[i].most);

		least += need;
		most += like;
		if (profile->column[i].type != COLUMN_SEQUENCE)
			flexible += like;
	}
	for (uint32_t i = 0; i < profile->column_count; i++) {
		double need = sheet_width(room->book, STYLE_FORM_LEFT, wish[i].least);
		double like = sheet_width(room->book, STYLE_FORM_LEFT, wish[i].most);

		if (page <= least)
			width[i] = need;
		else if (page < most)
			width[i] = need + (page - least) * (like - need) / (most - least);
		else
			width[i] = profile->column[i].type == COLUMN_SEQUENCE || flexible <= 0
					   ? like
					   : like + (page - most) * like / flexible;
	}
}

const double *workbook_form_widths(struct workbook_room *room, const struct workbook_rows *rows)
{
	const struct profile *profile = room->run->profile;
	struct wish *wish = ARENA_ARRAY(room->arena, struct wish, profile->column_count);
	double *width = ARENA_ARRAY(room->arena, double, profile->column_count);

	for (uint32_t i = 0; i < profile->column_count; i++)
		wish_for_column(rows, room, i, &wish[i]);
	share_page(room, wish, width);
	return width;
}

enum sheet_style workbook_form_style(const struct profile *profile, uint32_t column)
{
	static const enum sheet_style styles[] = {
		[LOOK_LEFT] = STYLE_FORM_LEFT,
		[LOOK_CENTRE] = STYLE_FORM_CENTRE,
		[LOOK_DIGITS] = STYLE_FORM_DIGITS,
		[LOOK_FIGURE] = STYLE_FORM_FIGURE,
	};

	return column == profile->person ? STYLE_FORM_CENTRE : styles[column_kind(profile->column[column].type)->look];
}

static void write_line(struct workbook_room *room, struct sheet_page *page, enum say say, struct str what)
{
	struct arg arg = DIAG_TEXT(what);

	buf_clear(&room->text);
	say_sentence(&room->text, LANG_ZH, say, 1, &arg, NULL);
	sheet_span(page, 1, page->column_count, STYLE_LINE, arena_copy(room->arena, buf_str(&room->text)));
	sheet_row_end(page, line_height);
}

void workbook_form_head(struct workbook_room *room, struct sheet_page *page, struct str office)
{
	const struct profile *profile = room->run->profile;

	sheet_span(page, 1, profile->column_count, STYLE_TITLE, profile->table_title);
	sheet_row_end(page, title_height);
	if (room->slip)
		write_line(room, page, profile->region_deadline.text.len ? SAY_SLIP_LINE : SAY_SLIP_LINE_OPEN,
			   profile->region_deadline.text);
	write_line(room, page, SAY_FORM_OFFICE, office);
	for (uint32_t i = 0; i < profile->column_count; i++)
		sheet_text(page, i + 1, STYLE_FORM_HEAD, profile->column[i].name);
	sheet_row_end(page, head_height);
	sheet_freeze(page);
}

/*
 * May it be added up with the others? What stands in a table in another unit (amount.unit) stays text: a sum over
 * the column must not be wrong without a sign.
 */
static bool has_unit_of_form(struct workbook_room *room, const struct record *record, uint32_t column)
{
	const struct profile_column *to = &room->run->profile->column[column];
	const struct table *table = &room->run->tables.item[record->table];

	for (uint32_t i = 0; i < table->column_count && to->type == COLUMN_AMOUNT && to->unit > 0; i++)
		if (table->column[i].field == column)
			return column_equal(column_unit(room->arena, to, table->column[i].label, table->title),
					    to->unit, 0);
	return true;
}

static void write_record(struct workbook_room *room, struct sheet_page *page, const struct record *record)
{
	const struct profile *profile = room->run->profile;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		enum sheet_style style = workbook_form_style(profile, i);

		if (profile->column[i].type == COLUMN_SEQUENCE)
			sheet_number(page, i + 1, style, record->seq);
		else if (style == STYLE_FORM_FIGURE && has_unit_of_form(room, record, i))
			sheet_figure(page, i + 1, workbook_room_shown(room, record, i));
		else
			sheet_text(page, i + 1, style == STYLE_FORM_FIGURE ? STYLE_FORM_LEFT : style,
				   workbook_room_shown(room, record, i));
	}
	sheet_row_end(page, row_height);
}

void workbook_form_note(struct sheet_page *page, struct str note)
{
	if (!note.len)
		return;
	sheet_span(page, 1, page->column_count, STYLE_NOTE, note);
	sheet_row_end(page, line_height);
}

/* Those that are sent on, in their order. */
static struct workbook_rows merged_rows(struct workbook_room *room)
{
	const struct run *run = room->run;
	uint32_t *record = ARENA_ARRAY(room->arena, uint32_t, run->records.count), count = 0;

	for (size_t i = 0; i < run->records.count; i++)
		if (run->records.item[run->order[i]].fate == FATE_MERGED)
			record[count++] = run->order[i];
	return (struct workbook_rows){ count, record, workbook_room_shown };
}

void workbook_form_write(struct workbook_room *room)
{
	const struct run *run = room->run;
	struct workbook_rows rows = merged_rows(room);
	struct sheet_page page = sheet_begin(room->book, say_word(LANG_ZH, SAY_SHEET_FORM), run->profile->column_count,
					     workbook_form_widths(room, &rows));

	workbook_form_head(room, &page, run->profile->office);
	for (uint32_t i = 0; i < rows.count; i++)
		write_record(room, &page, &run->records.item[rows.record[i]]);
	workbook_form_note(&page, run->profile->note);
	sheet_end(&page, LANG_ZH);
}
