#include "base/utf8.h"

#include <utf8proc.h>

static bool continues(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/*
 * Two and three bytes: nearly all that Chinese text holds, and what the whole program spends most of its time on.
 * 0 where the bytes are anything else, a mistake among them.
 */
static int32_t decode_short(const unsigned char *at, size_t len, size_t *used)
{
	int32_t code = 0;

	if (len >= 3 && at[0] >= 0xE0 && at[0] <= 0xEF && continues(at[1]) && continues(at[2])) {
		code = (at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F);
		*used = 3;
		return code >= 0x800 && (code < 0xD800 || code > 0xDFFF) ? code : 0;
	}
	if (len >= 2 && at[0] >= 0xC2 && at[0] <= 0xDF && continues(at[1])) {
		code = (at[0] & 0x1F) << 6 | (at[1] & 0x3F);
		*used = 2;
	}
	return code;
}

int32_t utf8_next(struct str *rest)
{
	const unsigned char *at = (const unsigned char *)rest->data;
	utf8proc_int32_t code;
	size_t used = 1;

	if (rest->len && at[0] < 0x80) {
		code = at[0];
	} else if ((code = decode_short(at, rest->len, &used)) == 0) {
		utf8proc_ssize_t bytes = utf8proc_iterate(at, (utf8proc_ssize_t)(rest->len < 4 ? rest->len : 4), &code);

		used = bytes > 0 ? (size_t)bytes : 1;
		code = bytes > 0 ? code : -1;
	}
	rest->data += used;
	rest->len -= used;
	return code;
}

int32_t utf8_first(struct str s)
{
	return s.len ? utf8_next(&s) : -1;
}

int32_t utf8_last(struct str s)
{
	size_t at = s.len;

	while (at && ((unsigned char)s.data[at - 1] & 0xC0) == 0x80)
		at--;
	return utf8_first(str_after(s, at ? at - 1 : 0));
}

bool utf8_valid(struct str s)
{
	while (s.len)
		if (utf8_next(&s) < 0)
			return false;
	return true;
}

void utf8_put(struct buf *buf, int32_t code)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t len;

	if (!utf8proc_codepoint_valid(code))
		code = 0xFFFD;
	len = utf8proc_encode_char(code, bytes);
	buf_add(buf, (struct str){ (const char *)bytes, (size_t)len });
}
