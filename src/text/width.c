#include "text/width.h"

#include <utf8proc.h>

#include "base/utf8.h"

/* Ambiguous by Unicode, but a full square in every Chinese font, and in a Chinese terminal. */
static const struct {
	int32_t first, last;
} full_squares[] = {
	{ 0x00B7, 0x00B7 }, /* · */
	{ 0x00D7, 0x00D7 }, /* × */
	{ 0x2014, 0x2016 }, /* — ‖ */
	{ 0x2018, 0x2019 }, /* ‘ ’ */
	{ 0x201C, 0x201D }, /* “ ” */
	{ 0x2025, 0x2026 }, /* … */
	{ 0x203B, 0x203B }, /* ※ */
	{ 0x2103, 0x2103 }, /* ℃ */
	{ 0x2116, 0x2116 }, /* № */
	{ 0x2160, 0x217B }, /* Ⅰ ⅰ */
	{ 0x2190, 0x2199 }, /* arrows */
	{ 0x2460, 0x24FF }, /* ① ⑴ */
	{ 0x25A0, 0x25CF }, /* □ ● */
	{ 0x2605, 0x2606 }, /* ★ ☆ */
};

static uint32_t width_of_code(int32_t code)
{
	int width;

	if (code >= 0x20 && code < 0x7F)
		return 1;
	if (code >= 0x4E00 && code <= 0x9FFF)
		return 2;
	if (code < 0)
		return 1;
	for (size_t i = 0; i < ARRAY_COUNT(full_squares); i++)
		if (code >= full_squares[i].first && code <= full_squares[i].last)
			return 2;
	width = utf8proc_charwidth(code);
	return width > 0 ? (uint32_t)width : 0;
}

uint32_t width_of(struct str text)
{
	uint32_t width = 0;

	while (text.len && width < UINT32_MAX - 2)
		width += width_of_code(utf8_next(&text));
	return width;
}

/* --- in print: tenths of a half-width character ------------------------------------------- */

enum { TENTHS = 10 };

/* 仿宋 sets all of them as wide as half an ideograph, a serif font few. From the blank to the tilde. */
static uint32_t tenths_of_letter(int32_t code)
{
	static const char narrow[] = " !'(),-./:;I[]`fijlrt{|}", wide[] = "%@MWmw";

	if (memchr(narrow, code, sizeof(narrow) - 1))
		return 10;
	if (memchr(wide, code, sizeof(wide) - 1))
		return 20;
	return code >= 'A' && code <= 'Z' ? 15 : 12;
}

static uint32_t tenths_of(int32_t code)
{
	if (code >= 0x20 && code < 0x7F)
		return tenths_of_letter(code);
	return width_of_code(code) * (code > 0x20 && code < 0x2000 ? 12 : TENTHS);
}

/* Letters that a sheet keeps together: a number, a word, an address. */
static bool in_word(int32_t code)
{
	return code > ' ' && code < 0x2000;
}

/* Cut off what moves to the next line as one: a word, or one character of another kind. */
static uint64_t next_piece(struct str *rest)
{
	int32_t code = utf8_next(rest);
	uint64_t width = tenths_of(code);

	while (in_word(code) && rest->len && in_word(utf8_first(*rest)))
		width += tenths_of(utf8_next(rest));
	return width;
}

static uint32_t whole(uint64_t tenths)
{
	uint64_t columns = (tenths + TENTHS - 1) / TENTHS;

	return columns < UINT32_MAX ? (uint32_t)columns : UINT32_MAX;
}

uint32_t width_widest(struct str text)
{
	uint64_t widest = 0, width = 0;

	while (text.len) {
		int32_t code = utf8_next(&text);

		width = code == '\n' ? 0 : width + tenths_of(code);
		widest = width > widest ? width : widest;
	}
	return whole(widest);
}

uint32_t width_widest_word(struct str text)
{
	uint64_t widest = 0;

	while (text.len) {
		bool word = in_word(utf8_first(text));
		uint64_t width = next_piece(&text);

		widest = word && width > widest ? width : widest;
	}
	return whole(widest);
}

/* A word wider than the column is broken where the column ends. */
static uint32_t lines_of_line(struct str line, uint64_t columns)
{
	uint64_t used = 0;
	uint32_t lines = 1;

	while (line.len) {
		uint64_t width = next_piece(&line);

		if (width <= columns - used) {
			used += width;
			continue;
		}
		lines += used > 0;
		used = width;
		if (width > columns) {
			lines += (uint32_t)((width - 1) / columns);
			used = (width - 1) % columns + 1;
		}
	}
	return lines;
}

uint32_t width_lines(struct str text, uint32_t columns)
{
	uint32_t lines = 0;
	struct str line, rest = text;

	/* An ideograph fits in no column of one. */
	if (columns < 2)
		columns = 2;
	while (str_split(&rest, '\n', &line))
		lines += lines_of_line(line, (uint64_t)columns * TENTHS);
	return lines + (text.len == 0 || str_ends(text, STR("\n")));
}
