#include "text/clean.h"

#include "base/utf8.h"
#include "text/points.h"

enum { BYTE_ORDER_MARK = 0xFEFF };

static bool is_c1(int32_t code)
{
	return code >= 0x7F && code <= 0x9F;
}

/* One code point of the text; what follows it in `rest` tells CR LF from CR. */
static void put_clean(struct buf *out, int32_t code, struct str rest)
{
	if (code == '\r') {
		if (!str_starts(rest, STR("\n")))
			buf_add_char(out, '\n');
	} else if (code == '\t') {
		buf_add_char(out, ' ');
	} else if (code == '\n' || code < 0) {
		utf8_put(out, code);
	} else if (code >= 0x20 && !is_c1(code) && code != BYTE_ORDER_MARK) {
		utf8_put(out, code);
	}
}

static struct str trim(struct str s)
{
	struct str rest = s;

	while (rest.len && points_is_blank(utf8_next(&rest)))
		s = rest;
	while (s.len && points_is_blank(utf8_last(s))) {
		do
			s.len--;
		while (s.len && ((unsigned char)s.data[s.len] & 0xC0) == 0x80);
	}
	return s;
}

/* Printable ASCII and nothing at the ends: most cells of numbers and names. */
static bool is_clean_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] < 0x20 || s.data[i] > 0x7E)
			return false;
	return s.len == 0 || (s.data[0] != ' ' && s.data[s.len - 1] != ' ');
}

struct str clean_shown(struct arena *arena, struct str raw)
{
	struct buf out = { 0 };
	struct str rest = raw, shown;

	if (is_clean_ascii(raw))
		return arena_copy(arena, raw);
	while (rest.len) {
		int32_t code = utf8_next(&rest);

		put_clean(&out, code, rest);
	}
	shown = arena_copy(arena, trim(buf_str(&out)));
	buf_release(&out);
	return shown;
}
