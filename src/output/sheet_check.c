/* The library's header speaks of functions that ours forbid: it comes first. */
#include <xlsxwriter.h>

#include "output/sheet_check.h"

#include "base/utf8.h"

/* In characters: Excel's limits, which the library holds to. */
enum { TITLE_MAX = 32, WORDS_MAX = 255, LIST_MAX = 255 };

/* The days that Excel can count, all of them. */
static const double first_day = 1, last_day = 2958465, largest_number = 1e15;

static void note(struct sheet_book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = (int)error;
}

/* UTF-16 units, as Excel counts. */
static uint32_t units_of(struct str text)
{
	uint32_t units = 0;

	while (text.len)
		units += utf8_next(&text) > 0xFFFF ? 2 : 1;
	return units;
}

bool sheet_check_fits(uint32_t count, const struct str *choice)
{
	uint32_t units = 0;

	for (uint32_t i = 0; i < count; i++) {
		units += units_of(choice[i]) + (i > 0);
		if (str_has(choice[i], STR(",")) || str_has(choice[i], STR("\"")))
			return false;
	}
	return count > 0 && units <= LIST_MAX;
}

/* The library says no const, and copies what it is given. */
static char *cut(struct sheet_book *book, struct str text, uint32_t most)
{
	struct str rest = text;

	for (uint32_t units = 0; rest.len;) {
		struct str before = rest;

		units += utf8_next(&rest) > 0xFFFF ? 2 : 1;
		if (units > most) {
			text = str_part(text, 0, text.len - before.len);
			break;
		}
	}
	return text.len ? arena_cstring(book->arena, text) : NULL;
}

/*
 * As the text that Excel itself keeps: the library's own list has room for 255 bytes, not characters,
 * and writes behind it.
 */
static char *list_of(struct sheet_book *book, const struct sheet_check *check)
{
	struct buf *out = &book->text;

	buf_clear(out);
	buf_add(out, STR("=\""));
	for (uint32_t i = 0; i < check->choice_count; i++) {
		if (i)
			buf_add_char(out, ',');
		buf_add(out, check->choice[i]);
	}
	buf_add_char(out, '"');
	return arena_cstring(book->arena, buf_str(out));
}

static void set_between(lxw_data_validation *asked, uint8_t type, double least, double most)
{
	asked->validate = type;
	asked->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
	asked->minimum_number = least;
	asked->maximum_number = most;
}

static void set_kind(struct sheet_book *book, lxw_data_validation *asked, const struct sheet_check *check)
{
	switch (check->kind) {
	case SHEET_CHECK_NOTHING:
		asked->validate = LXW_VALIDATION_TYPE_ANY;
		break;
	case SHEET_CHECK_LIST:
		asked->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
		asked->value_formula = sheet_check_fits(check->choice_count, check->choice)
					       ? list_of(book, check)
					       : arena_cstring(book->arena, check->formula);
		break;
	case SHEET_CHECK_FORMULA:
		asked->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
		asked->value_formula = arena_cstring(book->arena, check->formula);
		break;
	case SHEET_CHECK_LENGTH:
		set_between(asked, LXW_VALIDATION_TYPE_LENGTH, check->least, check->most);
		break;
	case SHEET_CHECK_NUMBER:
		set_between(asked, LXW_VALIDATION_TYPE_DECIMAL, -largest_number, largest_number);
		break;
	case SHEET_CHECK_DAY:
		set_between(asked, LXW_VALIDATION_TYPE_DATE_NUMBER, first_day, last_day);
		break;
	}
}

void sheet_check_cells(struct sheet_page *page, uint32_t first_row, uint32_t first_col, uint32_t last_row,
		       uint32_t last_col, const struct sheet_check *check)
{
	struct sheet_book *book = page->book;
	lxw_data_validation asked = { .ignore_blank = LXW_VALIDATION_ON,
				      .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };

	if (book->error)
		return;
	book->plan->choices++;
	if (!page->worksheet)
		return;
	set_kind(book, &asked, check);
	asked.input_title = asked.error_title = cut(book, check->title, TITLE_MAX);
	asked.input_message = cut(book, check->help, WORDS_MAX);
	asked.error_message = cut(book, check->error, WORDS_MAX);
	note(book, worksheet_data_validation_range(page->worksheet, first_row - 1, (lxw_col_t)(first_col - 1),
						   last_row - 1, (lxw_col_t)(last_col - 1), &asked));
}

void sheet_check_protect(struct sheet_page *page)
{
	lxw_protection allowed = { .format_columns = LXW_TRUE,
				   .format_rows = LXW_TRUE,
				   .insert_rows = LXW_TRUE,
				   .delete_rows = LXW_TRUE,
				   .sort = LXW_TRUE };

	if (page->book->error)
		return;
	page->book->plan->locks++;
	if (page->worksheet)
		worksheet_protect(page->worksheet, NULL, &allowed);
}

void sheet_check_hide(struct sheet_page *page)
{
	if (!page->book->error && page->worksheet)
		worksheet_hide(page->worksheet);
}
