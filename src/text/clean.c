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

/* A first look at each byte: of these only control characters are cut out. */
enum look { LOOK_PLAIN, LOOK_IDEOGRAPH, LOOK_CLOSELY };

static enum look look_at(const unsigned char *at, const unsigned char *end)
{
	if (at[0] >= 0x20 && at[0] < 0x7F)
		return LOOK_PLAIN;
	/* E4 to E9: nothing but ideographs, if two bytes that continue follow. */
	if (at[0] >= 0xE4 && at[0] <= 0xE9 && end - at >= 3 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80)
		return LOOK_IDEOGRAPH;
	return LOOK_CLOSELY;
}

/* Two bytes that begin a sign between ideographs or ASCII in their width: 、 （ ，; but for the wide blank. */
static bool is_sign(const unsigned char *at, const unsigned char *end)
{
	if (end - at < 3 || (at[2] & 0xC0) != 0x80)
		return false;
	return (at[0] == 0xE3 && at[1] == 0x80 && at[2] != 0x80) || (at[0] == 0xEF && at[1] == 0xBC) ||
	       (at[0] == 0xEF && at[1] == 0xBD && at[2] <= 0x9E);
}

/* Nothing to be cut out and nothing at the ends: nearly all cells. */
static bool is_clean(struct str s)
{
	const unsigned char *at = (const unsigned char *)s.data, *end = at + s.len;

	if (s.len && (s.data[0] == ' ' || s.data[s.len - 1] == ' '))
		return false;
	while (at < end) {
		enum look look = look_at(at, end);

		if (look == LOOK_CLOSELY && !is_sign(at, end))
			return false;
		at += look == LOOK_PLAIN ? 1 : 3;
	}
	return true;
}

struct str clean_view(struct arena *arena, struct str raw)
{
	return is_clean(raw) ? raw : clean_shown(arena, raw);
}

struct str clean_shown(struct arena *arena, struct str raw)
{
	struct buf out = { 0 };
	struct str rest = raw, shown;

	if (is_clean(raw))
		return arena_copy(arena, raw);
	while (rest.len) {
		int32_t code = utf8_next(&rest);

		put_clean(&out, code, rest);
	}
	shown = arena_copy(arena, trim(buf_str(&out)));
	buf_release(&out);
	return shown;
}
