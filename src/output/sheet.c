/* The library's header speaks of functions that ours forbid: it comes first. */
#include <xlsxwriter.h>

#include "output/sheet.h"

#include <math.h>

#include "model/cell.h"
#include "model/table.h"
#include "output/sheet_guard.h"
#include "text/width.h"

enum {
	LINK_LIMIT = 65530,	   /* links in a sheet: Excel's limit */
	ROW_HEIGHT_MAX = 409,	   /* points: Excel's limit */
	PROPERTY_CHARACTERS = 255, /* in a property: the library's limit */
	CREATED = 1577836800	   /* 2020-01-01 UTC: nothing says when the file was made, so that its bytes repeat */
};

/* Excel's own measure: a column's width counts digits of the default font, 7 pixels each, and 5 for the edges. */
static const double pixels_per_digit = 7, edge_pixels = 5, pixels_per_point = 96.0 / 72.0;
/* Between a cell's border and its text on both sides together, and a little for fonts that run wide. */
static const double inner_pixels = 8, wide_font = 1.03;
/* Text at the left keeps a step away from the border, as on a printed form. */
static const double indent_pixels = 9;
/* The tallest of the fonts that stand in for the profile's (Noto CJK) has lines of 1.45 times its size. */
static const double line_spacing = 1.48, form_padding = 10, office_padding = 5;
static const double margin_side = 0.5, margin_top = 0.7, margin_bottom = 0.7, inches_of_a4 = 11.69, inches_down = 8.27;
/* How much wider than the page the columns may be: 10.5 points are then printed as 7.5 (六号), the least that is read
 * easily. */
static const double smallest_scale = 1.4;
/* What is left for the last page is worth one of its own from this part of its height on, or where each of the others
 * would have to take in so much. */
static const double least_rest = 0.3, most_taken = 0.17;
/* A title, the head of its table, a row of it. */
static const double section_height = 100;
/* Programs differ a little in what they print on a page. */
static const double page_filled = 0.96;
/* LibreOffice does not round the width of a digit to pixels: its columns are wider by so much, and what is made to fit
 * is smaller. */
static const double office_wider = 1.062;

static double inner_of(enum sheet_style style)
{
	return inner_pixels + (sheet_style_is_indented(style) ? indent_pixels : 0);
}

static void note(struct sheet_book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = (int)error;
}

/* Where only the plan is wanted there is no file, and the library is not asked. */
#define ASK(book, call)                                                                                                \
	do {                                                                                                           \
		if ((book)->file)                                                                                      \
			note((book), (call));                                                                          \
	} while (0)

static void make_format(struct sheet_book *book, const struct profile *profile, enum sheet_style at)
{
	book->points[at] = sheet_style_points(profile, at);
	if (!book->file)
		return;
	book->format[at] = sheet_style_format(book->file, profile, at, book->arena);
	if (!book->format[at])
		note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
}

bool sheet_book_open(struct sheet_book *book, const struct profile *profile, const char *path, const char *folder)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)folder };

	book->profile = profile;
	book->head_face = profile->header_font.name;
	book->foot_face = profile->body_font.name;
	if (path) {
		book->file = workbook_new_opt(path, &options);
		if (!book->file)
			note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
	}
	for (enum sheet_style i = 0; i < STYLE_COUNT && book->error == LXW_NO_ERROR; i++)
		make_format(book, profile, i);
	return book->error == LXW_NO_ERROR;
}

struct str sheet_book_why(const struct sheet_book *book)
{
	return str_from(lxw_strerror((lxw_error)book->error));
}

void sheet_book_close(struct sheet_book *book)
{
	ASK(book, workbook_close(book->file));
	book->file = NULL;
}

void sheet_book_release(struct sheet_book *book)
{
	buf_release(&book->text);
	free(book->names.item);
}

static void set_paper(lxw_worksheet *worksheet)
{
	worksheet_set_landscape(worksheet);
	worksheet_set_paper(worksheet, 9); /* A4 */
	worksheet_fit_to_pages(worksheet, 1, 0);
	worksheet_set_margins(worksheet, margin_side, margin_side, margin_top, margin_bottom);
	worksheet_center_horizontally(worksheet);
}

/* What a page holds, in points of the sheet: more where it is made smaller to fit the width. */
static double page_height(uint32_t column_count, const double *width, double wider)
{
	double sum = 0, most = sheet_page_width(column_count);

	for (uint32_t i = 0; i < column_count; i++)
		sum += width[i] * wider;
	return (inches_down - margin_top - margin_bottom) * 72 * (sum > most ? sum / most : 1);
}

struct sheet_page sheet_begin(struct sheet_book *book, struct str name, uint32_t column_count, const double *width)
{
	struct sheet_page page = { .book = book, .row = 1, .column_count = column_count, .width = width };

	*LIST_ADD(&book->names) = name;
	page.number = (uint32_t)book->names.count;
	page.full.height = page_height(column_count, width, 1);
	page.close.height = page.full.height * page_filled;
	page.office.height = page_height(column_count, width, office_wider);
	if (!book->file)
		return page;
	if (book->error == LXW_NO_ERROR)
		page.worksheet = workbook_add_worksheet(book->file, arena_cstring(book->arena, name));
	if (!page.worksheet) {
		note(book, LXW_ERROR_CREATING_TMPFILE);
		return page;
	}
	set_paper(page.worksheet);
	for (uint32_t i = 0; i < column_count; i++)
		note(book, worksheet_set_column(page.worksheet, (lxw_col_t)i, (lxw_col_t)i, width[i], NULL));
	return page;
}

/* The library copies what it is given and says no const. */
static char *lend(struct str text)
{
	return (char *)(uintptr_t)text.data;
}

static struct workbook_cell *plan_cell(struct sheet_page *page, uint32_t col)
{
	struct workbook_cell *cell = LIST_ADD(&page->book->plan->cells);

	cell->sheet = page->number;
	cell->row = page->row;
	cell->col = col;
	return cell;
}

uint32_t sheet_capacity(const struct sheet_book *book, enum sheet_style style, double width)
{
	double half = book->points[style] * pixels_per_point / 2 * wide_font;
	double count = (width * pixels_per_digit + edge_pixels - inner_of(style)) / half;

	return count < 1 ? 1 : (uint32_t)(count + 1e-6);
}

double sheet_width(const struct sheet_book *book, enum sheet_style style, double characters)
{
	double half = book->points[style] * pixels_per_point / 2 * wide_font;

	return (characters * half + inner_of(style) - edge_pixels) / pixels_per_digit;
}

double sheet_page_width(uint32_t column_count)
{
	double pixels = (inches_of_a4 - 2 * margin_side) * 96 - column_count * edge_pixels;

	return pixels / pixels_per_digit;
}

static double height_of(const struct sheet_page *page, enum sheet_style style, double width, struct str text)
{
	uint32_t lines = width_lines(text, sheet_capacity(page->book, style, width));
	double padding = sheet_style_is_form(style) ? form_padding : office_padding;

	return lines * page->book->points[style] * line_spacing + padding;
}

/* Make the row high enough. In small print where it cannot be: the style to be used. */
static enum sheet_style make_room(struct sheet_page *page, enum sheet_style style, double width, struct str text)
{
	double height = height_of(page, style, width, text);

	if (height > ROW_HEIGHT_MAX) {
		style = sheet_style_small(style);
		height = height_of(page, style, width, text);
	}
	if (height > page->height)
		page->height = height;
	return style;
}

static void write_text(struct sheet_page *page, uint32_t col, enum sheet_style style, struct str text)
{
	struct sheet_book *book = page->book;
	lxw_row_t row = page->row - 1;
	lxw_col_t at = (lxw_col_t)(col - 1);

	if (text.len == 0) {
		ASK(book, worksheet_write_blank(page->worksheet, row, at, book->format[style]));
		return;
	}
	ASK(book, worksheet_write_string(page->worksheet, row, at, sheet_guard_escape(&book->text, text),
					 book->format[style]));
	plan_cell(page, col)->text = text;
}

void sheet_text(struct sheet_page *page, uint32_t col, enum sheet_style style, struct str text)
{
	if (page->book->error)
		return;
	text = sheet_guard_text(page->book->arena, text);
	write_text(page, col, make_room(page, style, page->width[col - 1], text), text);
}

void sheet_answer(struct sheet_page *page, uint32_t col, struct str text)
{
	size_t before = page->book->plan->cells.count;

	sheet_text(page, col, STYLE_ANSWER, text);
	if (page->book->plan->cells.count > before)
		page->book->plan->cells.item[before].is_answer = true;
}

static void write_number(struct sheet_page *page, uint32_t col, lxw_format *format, double number)
{
	struct sheet_book *book = page->book;
	struct workbook_cell *cell;

	ASK(book, worksheet_write_number(page->worksheet, page->row - 1, (lxw_col_t)(col - 1), number, format));
	cell = plan_cell(page, col);
	cell->is_number = true;
	cell->number = number;
}

void sheet_number(struct sheet_page *page, uint32_t col, enum sheet_style style, double number)
{
	if (page->book->error)
		return;
	if (!(number - number == 0)) /* not finite: no cell can hold it */
		sheet_text(page, col, style, STR("\xEF\xBF\xBD"));
	else
		write_number(page, col, page->book->format[style], number);
}

static void make_figure(struct sheet_book *book, uint32_t format)
{
	if (!book->file || book->figure[format])
		return;
	book->figure[format] = sheet_style_format(book->file, book->profile, STYLE_FORM_FIGURE, book->arena);
	if (book->figure[format])
		format_set_num_format(book->figure[format], figure_format(format));
	else
		note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
}

void sheet_figure(struct sheet_page *page, uint32_t col, struct str text)
{
	struct figure figure;

	if (page->book->error)
		return;
	if (!figure_read(text, &figure)) {
		sheet_text(page, col, STYLE_FORM_LEFT, text);
		return;
	}
	make_figure(page->book, figure.format);
	if (!page->book->error)
		write_number(page, col, page->book->figure[figure.format], figure.number);
}

void sheet_span(struct sheet_page *page, uint32_t first, uint32_t last, enum sheet_style style, struct str text)
{
	double width = 0;

	if (page->book->error)
		return;
	/* Merging one cell is an error for the library. */
	page->book->plan->merges += last > first;
	if (last > first)
		ASK(page->book,
		    worksheet_merge_range(page->worksheet, page->row - 1, (lxw_col_t)(first - 1), page->row - 1,
					  (lxw_col_t)(last - 1), NULL, page->book->format[style]));
	page->titled = page->titled || style == STYLE_TITLE;
	for (uint32_t i = first; i <= last; i++)
		width += page->width[i - 1] + edge_pixels / pixels_per_digit;
	text = sheet_guard_text(page->book->arena, text);
	make_room(page, style, width - edge_pixels / pixels_per_digit, text);
	write_text(page, first, style, text);
}

/* The library's own text of a link is the target and has no format: what is written next takes its place. */
enum sheet_style sheet_lead(struct sheet_page *page, uint32_t col, struct sheet_place to)
{
	struct sheet_book *book = page->book;
	struct buf *target = &book->text;

	if (book->error || to.row == 0 || page->links >= LINK_LIMIT)
		return STYLE_CENTRE;
	page->links++;
	book->plan->links++;
	if (!book->file)
		return STYLE_LINK;
	buf_clear(target);
	buf_printf(target, "internal:'%.*s'!", STR_ARG(to.sheet));
	cell_reference(target, to.row, to.col);
	buf_add_char(target, '\0');
	note(book, worksheet_write_url(page->worksheet, page->row - 1, (lxw_col_t)(col - 1), target->data,
				       book->format[STYLE_LINK]));
	return STYLE_LINK;
}

void sheet_link(struct sheet_page *page, uint32_t col, uint32_t to_row, struct str text)
{
	struct sheet_place to = { page->book->names.item[0], to_row, 1 };

	sheet_text(page, col, sheet_lead(page, col, to), text);
}

/* A box as wide as a column of the form, and high enough for its text in the library's font of 9 points. */
void sheet_comment(struct sheet_page *page, uint32_t col, struct str text)
{
	static const uint32_t columns = 40, pixels_a_column = 7, pixels_a_line = 17, edge = 12;
	struct sheet_book *book = page->book;
	lxw_comment_options options = { .author = lend(STR("huizong")),
					.font_name = lend(STR("宋体")),
					.font_size = 9 };
	struct workbook_cell *comment;

	if (book->error)
		return;
	text = sheet_guard_text(book->arena, text);
	options.width = (uint16_t)(columns * pixels_a_column + edge);
	options.height = (uint16_t)(width_lines(text, columns) * pixels_a_line + edge);
	text = str_from(arena_cstring(book->arena, str_from(sheet_guard_escape(&book->text, text))));
	ASK(book,
	    worksheet_write_comment_opt(page->worksheet, page->row - 1, (lxw_col_t)(col - 1), text.data, &options));
	comment = LIST_ADD(&book->plan->comments);
	*comment = (struct workbook_cell){ .sheet = page->number, .row = page->row, .col = col, .text = text };
}

static void turn_page(const struct sheet_page *page, struct sheet_pages *pages, double height)
{
	if (pages->count == 0 || pages->used + height > pages->height) {
		pages->count++;
		pages->used = pages->count > 1 ? page->repeated : 0;
	}
	pages->used += height;
}

/* Whether the others can take in what stands on the last page. */
static bool is_little(const struct sheet_page *page, const struct sheet_pages *pages)
{
	double rest = (pages->used - page->repeated) / pages->height;

	return pages->count > 1 && rest <= least_rest && rest <= most_taken * (pages->count - 1);
}

/* A note alone on the last page, or a row or two: a little smaller, all stands on one page less. */
static void take_in_rest(struct sheet_page *page)
{
	const struct sheet_pages *pages = is_little(page, &page->full) ? &page->full : &page->close;

	if (page->worksheet && !page->beside && page->break_count == 0 && is_little(page, pages))
		worksheet_fit_to_pages(page->worksheet, 1, (uint16_t)(pages->count - 1));
}

void sheet_row_end(struct sheet_page *page, double least)
{
	double height = page->height > least ? page->height : least;

	if (page->book->error)
		return;
	if (height > ROW_HEIGHT_MAX)
		height = ROW_HEIGHT_MAX;
	if (height > 0)
		ASK(page->book, worksheet_set_row(page->worksheet, page->row - 1, height, NULL));
	page->last = height > 0 ? height : LXW_DEF_ROW_HEIGHT;
	turn_page(page, &page->full, page->last);
	turn_page(page, &page->close, page->last);
	turn_page(page, &page->office, page->last);
	page->height = 0;
	page->row++;
}

bool sheet_full(const struct sheet_page *page)
{
	return page->row >= TABLE_ROWS;
}

/* On each page beside the first the repeated columns take their part of the width. */
static uint32_t pages_beside(const struct sheet_page *page, uint32_t repeated)
{
	double width = 0, again = 0, most = sheet_page_width(page->column_count) * smallest_scale;

	for (uint32_t i = 0; i < page->column_count; i++) {
		width += page->width[i];
		again += i < repeated ? page->width[i] : 0;
	}
	if (width <= most)
		return 1;
	return most <= again ? page->column_count : (uint32_t)ceil((width - again) / (most - again));
}

void sheet_spread(struct sheet_page *page, uint32_t repeated)
{
	uint32_t count = pages_beside(page, repeated);

	if (page->book->error || count == 1)
		return;
	page->beside = true;
	if (page->worksheet)
		worksheet_fit_to_pages(page->worksheet, (uint16_t)count, 0);
	ASK(page->book, worksheet_repeat_columns(page->worksheet, 0, (lxw_col_t)(repeated - 1)));
}

void sheet_repeat(struct sheet_page *page)
{
	page->repeated = page->last;
	page->again = page->row - 1;
}

void sheet_freeze(struct sheet_page *page)
{
	if (page->book->error)
		return;
	page->head = page->row - 1;
	page->book->plan->panes++;
	if (page->worksheet)
		worksheet_freeze_panes(page->worksheet, page->head, 0);
	sheet_repeat(page);
}

/* The library writes a pane for each of the two sides that stay, and one for their corner. */
void sheet_freeze_columns(struct sheet_page *page, uint32_t count)
{
	if (page->book->error || page->head == 0)
		return;
	page->book->plan->panes += 2;
	if (page->worksheet)
		worksheet_freeze_panes(page->worksheet, page->head, (lxw_col_t)count);
}

void sheet_break(struct sheet_page *page)
{
	if (page->book->error || page->row == 1 || page->break_count == SHEET_BREAKS)
		return;
	page->before[page->break_count++] = page->row - 1;
	page->full.used = page->full.height;
	page->close.used = page->close.height;
	page->office.used = page->office.height;
}

bool sheet_has_left(const struct sheet_page *page, double height)
{
	return page->full.used + height <= page->full.height && page->close.used + height <= page->close.height &&
	       page->office.used + height <= page->office.height;
}

void sheet_section(struct sheet_page *page, struct str title)
{
	if (page->row > 1)
		sheet_row_end(page, 0);
	if (!sheet_has_left(page, section_height))
		sheet_break(page);
	sheet_span(page, 1, page->column_count, STYLE_SECTION, title);
	sheet_row_end(page, 0);
}

void sheet_filter(struct sheet_page *page, uint32_t head_row)
{
	uint32_t last = page->row - 1 > head_row ? page->row - 1 : head_row;

	if (page->book->error)
		return;
	ASK(page->book,
	    worksheet_autofilter(page->worksheet, head_row - 1, 0, last - 1, (lxw_col_t)(page->column_count - 1)));
}

/* A drop-down of these words (NULL behind the last) in the rows below the head. */
static void choose(struct sheet_page *page, uint32_t col, char **words, struct str title, struct str only,
		   struct str how)
{
	lxw_data_validation choice = { .validate = LXW_VALIDATION_TYPE_LIST,
				       .ignore_blank = LXW_VALIDATION_ON,
				       .value_list = words,
				       .error_title = lend(title),
				       .error_message = lend(only),
				       .input_title = lend(title),
				       .input_message = lend(how) };

	if (page->book->error || page->row <= 2)
		return;
	page->book->plan->choices++;
	ASK(page->book, worksheet_data_validation_range(page->worksheet, 1, (lxw_col_t)(col - 1), page->row - 2,
							(lxw_col_t)(col - 1), &choice));
}

void sheet_choice(struct sheet_page *page, uint32_t col, enum lang lang)
{
	char *words[] = { lend(say_word(LANG_ZH, SAY_RULING_SAME)), lend(say_word(LANG_ZH, SAY_RULING_DIFFERENT)),
			  NULL };

	choose(page, col, words, say_word(lang, SAY_HEAD_RULING), say_word(lang, SAY_RULING_ONLY),
	       say_word(lang, SAY_RULING_HOW));
}

void sheet_choice_selected(struct sheet_page *page, uint32_t col, enum lang lang, uint32_t limit)
{
	char *words[] = { lend(say_word(LANG_ZH, SAY_SELECTION_YES)), NULL };
	struct buf how = { 0 };

	say_sentence(&how, lang, limit ? SAY_SELECTION_HOW_LIMIT : SAY_SELECTION_HOW, 1,
		     (struct arg[]){ DIAG_NUMBER(limit) }, NULL);
	buf_add_char(&how, '\0');
	choose(page, col, words, say_word(lang, SAY_HEAD_SELECTED), say_word(lang, SAY_SELECTION_ONLY), buf_str(&how));
	buf_release(&how);
}

/* The corner that tells "a number kept as text" would stand at every phone. */
static void silence_phones(struct sheet_page *page)
{
	struct buf *range = &page->book->text;

	buf_clear(range);
	buf_add(range, STR("A1:"));
	cell_reference(range, page->row - 1, page->column_count);
	buf_add_char(range, '\0');
	ASK(page->book, worksheet_ignore_errors(page->worksheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range->data));
	page->book->plan->hints++;
}

/* In the middle of a page's margin, in this font where its name can stand there. */
static const char *margin_text(struct sheet_book *book, struct str face, uint32_t points, struct str text)
{
	bool named = face.len && face.len < LXW_FORMAT_FIELD_LEN && sheet_guard_is_clean(face);

	for (size_t i = 0; i < face.len; i++)
		named = named && !strchr("\",&\n", face.data[i]);
	buf_clear(&book->text);
	buf_add(&book->text, STR("&C"));
	if (named)
		buf_printf(&book->text, "&\"%.*s,Regular\"", STR_ARG(face));
	buf_printf(&book->text, "&%u", points);
	buf_add(&book->text, text);
	buf_add_char(&book->text, '\0');
	return book->text.data;
}

void sheet_end(struct sheet_page *page, enum lang lang)
{
	if (page->book->error || page->row < 2)
		return;
	if (!page->titled)
		ASK(page->book, worksheet_set_header(page->worksheet,
						     margin_text(page->book, page->book->head_face, 14, STR("&A"))));
	ASK(page->book, worksheet_set_footer(page->worksheet, margin_text(page->book, page->book->foot_face, 10,
									  say_word(lang, SAY_SHEET_FOOTER))));
	ASK(page->book,
	    worksheet_print_area(page->worksheet, 0, 0, page->row - 2, (lxw_col_t)(page->column_count - 1)));
	if (page->again)
		ASK(page->book, worksheet_repeat_rows(page->worksheet, page->again - 1, page->again - 1));
	take_in_rest(page);
	if (page->break_count)
		ASK(page->book, worksheet_set_h_pagebreaks(page->worksheet, page->before));
	silence_phones(page);
}

/* The library has no property for a text that is too long. */
void sheet_book_sign(struct sheet_book *book, struct str title, struct str mark)
{
	lxw_doc_properties properties = { .created = CREATED };

	if (book->error)
		return;
	if (title.len <= PROPERTY_CHARACTERS)
		properties.title = arena_cstring(book->arena, sheet_guard_text(book->arena, title));
	properties.keywords = arena_cstring(book->arena, arena_join(book->arena, STR(WORKBOOK_MARK), mark));
	ASK(book, workbook_set_properties(book->file, &properties));
}
