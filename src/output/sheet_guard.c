#include "output/sheet_guard.h"

#include "base/utf8.h"
#include "model/table.h"

/* Whether a cell may hold this character as it is. */
static bool fits(int32_t code)
{
	return code == '\n' || (code >= 0x20 && code != 0x7F && code != 0xFFFE && code != 0xFFFF);
}

/* "_x0041_" stands for a character in a workbook; as text its first underscore must be written so itself. */
static bool is_escape(struct str text)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	if (text.len < 7 || text.data[0] != '_' || text.data[1] != 'x' || text.data[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (!memchr(digits, text.data[i], sizeof(digits) - 1))
			return false;
	return true;
}

static const struct str escaped_underscore = STR_INIT("_x005F_");

/* UTF-16 units that the character at the start of `text` takes in the file. */
static uint32_t units_of(struct str text, int32_t code)
{
	if (is_escape(text))
		return (uint32_t)escaped_underscore.len;
	return code > 0xFFFF ? 2 : 1;
}

bool sheet_guard_is_clean(struct str text)
{
	uint32_t units = 0;

	while (text.len) {
		struct str here = text;
		int32_t code = utf8_next(&text);

		units += units_of(here, code);
		if (!fits(code) || units > TABLE_CELL_UNITS)
			return false;
	}
	return true;
}

/* What a cell cannot hold is seen as U+FFFD; a tab becomes a blank, a carriage return a line feed. */
static int32_t replacement(int32_t code, struct str rest)
{
	if (code == '\t')
		return ' ';
	if (code == '\r')
		return rest.len && rest.data[0] == '\n' ? 0 : '\n';
	return fits(code) ? code : 0xFFFD;
}

struct str sheet_guard_text(struct arena *arena, struct str text)
{
	struct buf mended = { 0 };
	uint32_t units = 0;
	struct str kept;

	if (sheet_guard_is_clean(text))
		return text;
	while (text.len) {
		struct str here = text;
		int32_t code = replacement(utf8_next(&text), text);

		if (code == 0)
			continue;
		units += units_of(here, code);
		if (units > TABLE_CELL_UNITS)
			break;
		utf8_put(&mended, code);
	}
	kept = arena_copy(arena, buf_str(&mended));
	buf_release(&mended);
	return kept;
}

const char *sheet_guard_escape(struct buf *out, struct str text)
{
	buf_clear(out);
	for (;;) {
		size_t at = str_find(text, STR("_x"), 0);

		buf_add(out, str_part(text, 0, at));
		text = str_after(text, at);
		if (text.len == 0)
			break;
		buf_add(out, is_escape(text) ? escaped_underscore : STR("_"));
		text = str_after(text, 1);
	}
	buf_add_char(out, '\0');
	return out->data;
}
