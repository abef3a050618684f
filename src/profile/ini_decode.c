#include "profile/ini_decode.h"

#include <iconv.h>

#include "base/utf8.h"

/* No character of GB18030 or UTF-16 takes more than twice its bytes in UTF-8 (two bytes become three at most). */
enum { GROWTH = 2 };

static bool convert(struct arena *arena, const char *from, struct bytes file, struct str *text)
{
	size_t room = file.len * GROWTH + 4, left = room, rest = file.len;
	char *out = ARENA_ARRAY(arena, char, room), *end = out;
	/* iconv takes no const, but changes nothing. */
	char *in = (char *)(uintptr_t)file.data;
	iconv_t converter = iconv_open("UTF-8", from);
	bool whole;

	*text = STR("");
	if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr) */
		return false;
	whole = iconv(converter, &in, &rest, &end, &left) != (size_t)-1 && rest == 0;
	iconv_close(converter);
	*text = (struct str){ out, room - left };
	return whole;
}

/* As much of the bytes as is UTF-8. */
static bool take_utf8(struct arena *arena, struct bytes file, struct str *text)
{
	struct str whole = { (const char *)file.data, file.len }, rest = whole;
	size_t valid = 0;

	while (rest.len && utf8_next(&rest) >= 0)
		valid = whole.len - rest.len;
	*text = arena_copy(arena, str_part(whole, 0, valid));
	return valid == whole.len;
}

static struct bytes bytes_after(struct bytes bytes, size_t from)
{
	return (struct bytes){ bytes.data + from, bytes.len - from };
}

static bool begins(struct bytes file, const char *mark, size_t len)
{
	return file.len >= len && memcmp(file.data, mark, len) == 0;
}

/*
 * UTF-16 without a mark: beside the line ends, = , [ and blanks of every profile
 * stands a NUL, nearly always on the same side. NULL where it is not that.
 */
static const char *utf16_order(struct bytes file)
{
	size_t little = 0, big = 0;

	for (size_t i = 0; i + 1 < file.len; i += 2) {
		little += file.data[i] && file.data[i] < 0x80 && !file.data[i + 1];
		big += !file.data[i] && file.data[i + 1] && file.data[i + 1] < 0x80;
	}
	/* One stray NUL in a file of another encoding makes no UTF-16. */
	if (file.len % 2 || (little + big) * 32 < file.len)
		return NULL;
	/* Few ideographs have a byte of zero, as 一 (4E00): they do not outnumber the line ends. */
	if (little / 8 > big)
		return "UTF-16LE";
	return big / 8 > little ? "UTF-16BE" : NULL;
}

/*
 * A single bad byte must not turn a file of UTF-8 into nonsense of GB18030 with
 * a hundred mistakes: the name of the first section tells.
 */
static bool meant_as_utf8(struct bytes file)
{
	struct str raw = { (const char *)file.data, file.len };

	return str_has(raw, STR("通知")) || str_has(raw, STR("配额"));
}

bool ini_decode(struct arena *arena, struct bytes file, struct str *text)
{
	const char *order;
	struct str other;

	if (begins(file, "\xEF\xBB\xBF", 3))
		return take_utf8(arena, bytes_after(file, 3), text);
	if (begins(file, "\xFF\xFE", 2))
		return convert(arena, "UTF-16LE", bytes_after(file, 2), text);
	if (begins(file, "\xFE\xFF", 2))
		return convert(arena, "UTF-16BE", bytes_after(file, 2), text);
	order = utf16_order(file);
	if (order)
		return convert(arena, order, file, text);
	if (take_utf8(arena, file, text))
		return true;
	if (meant_as_utf8(file))
		return false;
	if (convert(arena, "GB18030", file, &other)) {
		*text = other;
		return true;
	}
	if (other.len > text->len)
		*text = other;
	return false;
}
