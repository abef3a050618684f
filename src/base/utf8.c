#include "base/utf8.h"

#include <utf8proc.h>

int32_t utf8_next(struct str *rest)
{
	utf8proc_int32_t code = -1;
	utf8proc_ssize_t used;

	if (rest->len && (unsigned char)rest->data[0] < 0x80) {
		code = (unsigned char)rest->data[0];
		*rest = str_after(*rest, 1);
		return code;
	}
	used = utf8proc_iterate((const utf8proc_uint8_t *)rest->data, (utf8proc_ssize_t)(rest->len < 4 ? rest->len : 4),
				&code);
	*rest = str_after(*rest, used > 0 ? (size_t)used : 1);
	return used > 0 ? code : -1;
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
