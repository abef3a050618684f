#include "shape/lossy.h"

#include "base/utf8.h"
#include "model/column.h"

static const struct str error_names[] = {
	STR_INIT("#REF!"),  STR_INIT("#N/A"),  STR_INIT("#VALUE!"), STR_INIT("#DIV/0!"),
	STR_INIT("#NAME?"), STR_INIT("#NUM!"), STR_INIT("#NULL!"),
};

/* Excel keeps 15 significant digits of a number. */
enum { KEPT_DIGITS = 15 };

static bool is_hashes(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != '#')
			return false;
	return text.len >= 3;
}

static bool is_error_name(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(error_names); i++)
		if (str_eq(text, error_names[i]))
			return true;
	return false;
}

/* A word ends here: what follows is no part of an address (x1e+10@b.cn). */
static bool ends_word(struct str text, size_t at)
{
	char c = at < text.len ? text.data[at] : ' ';
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	return !letter && c != '@' && c != '.' && c != '_' && c != '-' && c != '%' && c != '+';
}

/* 1.38E+10, 1E10, 1.38e+010 anywhere in the cell: an address may stand behind it. */
static bool has_exponent(struct str text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t next = at + str_digits(text, at);

		if (next == at || (at && text.data[at - 1] >= '0' && text.data[at - 1] <= '9'))
			continue;
		if (next < text.len && text.data[next] == '.')
			next += 1 + str_digits(text, next + 1);
		if (next >= text.len || (text.data[next] != 'E' && text.data[next] != 'e'))
			continue;
		next++;
		if (next < text.len && text.data[next] == '+')
			next++;
		else if (next - at < 3)
			continue; /* 1e5 may be part of a word; a mobile's exponent has two digits and a sign or a point
				   */
		if (str_digits(text, next) >= 2 && ends_word(text, next + str_digits(text, next)))
			return true;
	}
	return false;
}

/* Over what a cell of a workbook holds, counted as Excel counts: in UTF-16 units. */
static bool is_too_long(struct str text)
{
	uint32_t units = 0;

	if (text.len <= TABLE_CELL_UNITS)
		return false;
	while (text.len)
		units += utf8_next(&text) > 0xFFFF ? 2 : 1;
	return units > TABLE_CELL_UNITS;
}

static bool too_many_digits(const struct line_cell *cell)
{
	return cell->kind == CELL_NUMBER && str_digits(cell->raw, 0) > KEPT_DIGITS;
}

enum say lossy_of(const struct line_cell *cell, enum column_type type)
{
	if (cell->flaw == CELL_BAD_BYTES)
		return SAY_LOSSY_BYTES;
	if (cell->flaw == CELL_NO_RESULT)
		return SAY_LOSSY_RESULT;
	if (cell->flaw == CELL_STRAY_QUOTE)
		return SAY_LOSSY_QUOTE;
	if (cell->kind == CELL_ERROR || is_error_name(cell->shown))
		return SAY_LOSSY_ERROR;
	if (is_hashes(cell->shown))
		return SAY_LOSSY_HASHES;
	if (too_many_digits(cell))
		return SAY_LOSSY_DIGITS;
	if (column_kind(type)->by_digits && has_exponent(cell->shown))
		return SAY_LOSSY_EXPONENT;
	if (is_too_long(cell->shown))
		return SAY_LOSSY_LENGTH;
	return SAY_NOTHING;
}
