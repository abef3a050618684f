#include "read/xlsx_text.h"

#include "base/utf8.h"
#include "decode/xml.h"

enum { ESCAPE_LEN = 7 }; /* _x000D_ */

void xlsx_text_begin(struct xlsx_text *text)
{
	*text = (struct xlsx_text){ .text = text->text };
	buf_clear(&text->text);
}

void xlsx_text_start(struct xlsx_text *text, struct str name, const char **attribute)
{
	if (str_eq(name, STR("t")))
		text->taking = !text->phonetic;
	else if (str_eq(name, STR("rPh")))
		text->phonetic = true;
	else if (str_eq(name, STR("r")))
		text->in_run = true, text->styled = text->struck = false;
	else if (str_eq(name, STR("rPr")))
		text->styled = text->in_run;
	else if (str_eq(name, STR("strike")) && text->styled)
		text->struck = xml_attribute_is_true(attribute, "val", true);
}

static void count_run(struct xlsx_text *text)
{
	text->in_run = false;
	if (!text->styled)
		text->plain++;
	else if (text->struck)
		text->stricken++;
	else
		text->kept++;
}

void xlsx_text_end(struct xlsx_text *text, struct str name)
{
	if (str_eq(name, STR("t")))
		text->taking = false;
	else if (str_eq(name, STR("rPh")))
		text->phonetic = false;
	else if (str_eq(name, STR("r")) && text->in_run)
		count_run(text);
}

void xlsx_text_add(struct xlsx_text *text, struct str piece)
{
	if (text->taking)
		buf_add(&text->text, piece);
}

struct str xlsx_text_done(struct xlsx_text *text)
{
	text->halved = !xlsx_text_unescape(&text->text);
	return buf_str(&text->text);
}

enum xlsx_strike xlsx_text_strike(const struct xlsx_text *text)
{
	if (text->kept > 0)
		return XLSX_STRIKE_NOT;
	return text->stricken > 0 && text->plain == 0 ? XLSX_STRIKE_ALL : XLSX_STRIKE_BY_FONT;
}

static int32_t hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The UTF-16 unit of an escape at the beginning of s, -1 where there is none. */
static int32_t escape_at(struct str s)
{
	int32_t unit = 0;

	if (s.len < ESCAPE_LEN || s.data[0] != '_' || s.data[1] != 'x' || s.data[ESCAPE_LEN - 1] != '_')
		return -1;
	for (size_t i = 2; i < ESCAPE_LEN - 1; i++) {
		int32_t digit = hex_digit(s.data[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Cut one escape, or a pair of them that make one character, off the rest. */
static int32_t take_escape(struct str *rest)
{
	int32_t unit = escape_at(*rest), low;

	if (unit < 0)
		return -1;
	*rest = str_after(*rest, ESCAPE_LEN);
	if (unit < 0xD800 || unit > 0xDBFF)
		return unit;
	low = escape_at(*rest);
	if (low < 0xDC00 || low > 0xDFFF)
		return unit;
	*rest = str_after(*rest, ESCAPE_LEN);
	return 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
}

bool xlsx_text_unescape(struct buf *text)
{
	struct str rest = buf_str(text);
	struct buf plain = { 0 };
	bool whole = true;

	if (str_find(rest, STR("_x"), 0) == rest.len)
		return true;
	while (rest.len > 0) {
		int32_t code = take_escape(&rest);
		size_t next;

		if (code >= 0) {
			utf8_put(&plain, code);
			whole &= code < 0xD800 || code > 0xDFFF;
			continue;
		}
		next = str_find(rest, STR("_x"), 1);
		buf_add(&plain, str_part(rest, 0, next));
		rest = str_after(rest, next);
	}
	buf_release(text);
	*text = plain;
	return whole;
}
