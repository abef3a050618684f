/*
 * The blank form: the first sheet of what is sent to the regions, as the notice's annex has it. What is to be
 * filled in is open, all else is protected; a word of help stands at each cell. It is the notice's in every language.
 */
#include "model/cell.h"
#include "output/entry.h"
#include "output/workbook_room.h"
#include "text/width.h"

enum { HEAD_ROW = 3, FIRST_ROW };

static const double title_height = 44, line_height = 28, head_height = 32, row_height = 40;
/* A page that is a little too full is printed smaller before its columns become too narrow. */
static const double narrowest = 0.85;
/* The head of a column may take two lines. */
static const uint32_t head_least = 14, head_whole = 16;

static double wished(const struct workbook_room *room, uint32_t column)
{
	const struct profile *profile = room->run->profile;
	uint32_t head = width_of(profile->column[column].name), most = entry_of(profile, column)->width;

	if (most < head)
		most = head < head_least ? head : head_least;
	return sheet_width(room->book, STYLE_ENTRY_TEXT, most);
}

/* A short head stays on one line. */
static double head_width(const struct workbook_room *room, uint32_t column)
{
	uint32_t head = width_of(room->run->profile->column[column].name);

	return head <= head_whole ? sheet_width(room->book, STYLE_FORM_HEAD, head) : 0;
}

static bool is_fixed(const struct profile *profile, uint32_t column)
{
	return profile->column[column].type == COLUMN_SEQUENCE;
}

/* From edge to edge: what the wishes leave, or lack, is shared by their size. */
static const double *widths_of(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	double *width = ARENA_ARRAY(room->arena, double, profile->column_count);
	double page = sheet_page_width(profile->column_count), flexible = 0, factor;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		width[i] = wished(room, i);
		if (is_fixed(profile, i))
			page -= width[i];
		else
			flexible += width[i];
	}
	factor = flexible > 0 ? page / flexible : 1;
	for (uint32_t i = 0; i < profile->column_count; i++) {
		double head = head_width(room, i);

		if (!is_fixed(profile, i))
			width[i] *= factor > narrowest ? factor : narrowest;
		width[i] = width[i] > head ? width[i] : head;
	}
	return width;
}

static struct str words(struct workbook_room *room, enum say say, struct arg arg)
{
	buf_clear(&room->text);
	say_sentence(&room->text, room->lang, say, 1, &arg, NULL);
	return arena_copy(room->arena, buf_str(&room->text));
}

/* --- who recommends ------------------------------------------------------------------- */

/* Columns that the label takes: as few as hold it, but one at least is left for the answer. */
static uint32_t label_columns(const struct workbook_room *room, const double *width, struct str label)
{
	double need = sheet_width(room->book, STYLE_LABEL, width_of(label)), have = width[0];
	uint32_t count = 1;

	while (count + 1 < room->run->profile->column_count && have < need)
		have += width[count++];
	return count;
}

/* Recommenders of a kind are in no list. */
static enum say help_of_region(const struct profile *profile)
{
	return profile->kind_count ? SAY_ENTRY_OFFICE_KIND : SAY_ENTRY_OFFICE;
}

static void ask_region(struct workbook_room *room, struct sheet_page *page, uint32_t first,
		       const struct entry_list *list)
{
	const struct sheet_check check = { .kind = SHEET_CHECK_LIST,
					   .choice_count = list->choices.count,
					   .choice = list->choices.item,
					   .formula = entry_range(room->arena, list),
					   .title = workbook_room_word(room, SAY_ENTRY_OFFICE_TITLE),
					   .help = workbook_room_word(room, help_of_region(room->run->profile)),
					   .error = workbook_room_word(room, SAY_ENTRY_OFFICE_OTHER) };

	if (list->choices.count)
		sheet_check_cells(page, page->row, first, page->row, first, &check);
}

static void write_line(struct workbook_room *room, struct sheet_page *page, const struct entry_list *regions)
{
	uint32_t last = room->run->profile->column_count, label;
	struct arg nothing = DIAG_TEXT(STR(""));
	struct str text;

	buf_clear(&room->text);
	say_sentence(&room->text, LANG_ZH, SAY_FORM_OFFICE, 1, &nothing, NULL);
	text = arena_copy(room->arena, buf_str(&room->text));
	label = label_columns(room, page->width, text);
	sheet_span(page, 1, label, label < last ? STYLE_LABEL : STYLE_ENTRY_LINE, text);
	if (label < last) {
		sheet_span(page, label + 1, last, STYLE_ENTRY_LINE, STR(""));
		ask_region(room, page, label + 1, regions);
	}
	sheet_row_end(page, line_height);
}

/* --- the table ------------------------------------------------------------------------ */

static struct str help_for(struct workbook_room *room, uint32_t column)
{
	const struct profile *profile = room->run->profile;
	struct str how = words(room, entry_of(profile, column)->how, DIAG_NUMBER(profile->direction_limit));

	return words(room, profile->column[column].required ? SAY_ENTRY_REQUIRED : SAY_ENTRY_OPTIONAL, DIAG_TEXT(how));
}

/* Which question the cells of a column are asked: one that has neither list nor formula has help alone. */
static enum sheet_check_kind kind_of(const struct entry *entry, const struct sheet_check *check)
{
	if (entry->check == SHEET_CHECK_LIST && check->choice_count == 0)
		return SHEET_CHECK_NOTHING;
	return entry->check == SHEET_CHECK_FORMULA && check->formula.len == 0 ? SHEET_CHECK_NOTHING : entry->check;
}

static void ask_column(struct workbook_room *room, struct sheet_page *page, uint32_t column,
		       const struct entry_list *list)
{
	const struct profile *profile = room->run->profile;
	const struct entry *entry = entry_of(profile, column);
	struct str help = help_for(room, column);
	struct sheet_check check = { .choice_count = list->choices.count,
				     .choice = list->choices.item,
				     .least = entry->least,
				     .most = entry->most,
				     .title = profile->column[column].name,
				     .help = help,
				     .error = help };
	struct buf cell = { 0 };

	cell_reference(&cell, FIRST_ROW, column + 1);
	check.formula = entry->check == SHEET_CHECK_LIST ? entry_range(room->arena, list)
							 : entry_formula(room->arena, profile, column, buf_str(&cell));
	buf_release(&cell);
	check.kind = kind_of(entry, &check);
	if (!is_fixed(profile, column))
		sheet_check_cells(page, FIRST_ROW, column + 1, FIRST_ROW + entry_rows(profile) - 1, column + 1, &check);
}

/* What is printed smaller to fit the page has higher rows: there is as much room to write in. */
static double height_of_rows(const struct sheet_page *page)
{
	double sum = 0, most = sheet_page_width(page->column_count);

	for (uint32_t i = 0; i < page->column_count; i++)
		sum += page->width[i];
	return sum > most ? row_height * sum / most : row_height;
}

static void write_row(const struct profile *profile, struct sheet_page *page, uint32_t number)
{
	for (uint32_t i = 0; i < profile->column_count; i++) {
		if (is_fixed(profile, i))
			sheet_number(page, i + 1, entry_of(profile, i)->style, number);
		else
			sheet_text(page, i + 1, entry_of(profile, i)->style, STR(""));
	}
	sheet_row_end(page, height_of_rows(page));
}

static void write_table(struct workbook_room *room, struct sheet_page *page, const struct entry_list *lists)
{
	const struct profile *profile = room->run->profile;

	for (uint32_t i = 0; i < profile->column_count; i++)
		sheet_text(page, i + 1, STYLE_FORM_HEAD, profile->column[i].name);
	sheet_row_end(page, head_height);
	sheet_freeze(page);
	for (uint32_t i = 1; i <= entry_rows(profile); i++)
		write_row(profile, page, i);
	for (uint32_t i = 0; i < profile->column_count; i++)
		ask_column(room, page, i, &lists[i]);
}

void workbook_blank_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	const struct entry_list *lists = entry_lists(room->arena, profile);
	struct sheet_page page = sheet_begin(room->book, say_word(LANG_ZH, SAY_SHEET_FORM), profile->column_count,
					     widths_of(room));

	sheet_span(&page, 1, profile->column_count, STYLE_TITLE, profile->table_title);
	sheet_row_end(&page, title_height);
	write_line(room, &page, &lists[0]);
	write_table(room, &page, lists + 1);
	if (profile->note.len) {
		sheet_span(&page, 1, profile->column_count, STYLE_NOTE, profile->note);
		sheet_row_end(&page, line_height);
	}
	sheet_check_protect(&page);
	sheet_end(&page, LANG_ZH);
}

/* --- lists that are too long for a cell ------------------------------------------------- */

static uint32_t longest(const struct profile *profile, const struct entry_list *lists, uint32_t *columns)
{
	uint32_t rows = 0;

	*columns = 0;
	for (uint32_t i = 0; i <= profile->column_count; i++)
		if (lists[i].far) {
			*columns = lists[i].far;
			rows = lists[i].choices.count > rows ? lists[i].choices.count : rows;
		}
	return rows;
}

void workbook_blank_choices(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	const struct entry_list *lists = entry_lists(room->arena, profile);
	uint32_t columns, rows = longest(profile, lists, &columns);
	double *width = ARENA_ARRAY(room->arena, double, columns + 1);
	struct sheet_page page;

	if (columns == 0)
		return;
	for (uint32_t i = 0; i < columns; i++)
		width[i] = 40;
	page = sheet_begin(room->book, say_word(LANG_ZH, SAY_SHEET_CHOICES), columns, width);
	for (uint32_t row = 0; row < rows; row++) {
		for (uint32_t i = 0; i <= profile->column_count; i++)
			if (lists[i].far && row < lists[i].choices.count)
				sheet_text(&page, lists[i].far, STYLE_LEFT, lists[i].choices.item[row]);
		sheet_row_end(&page, 0);
	}
	sheet_check_hide(&page);
	sheet_end(&page, room->lang);
}
