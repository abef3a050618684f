#include "base/utf8.h"

#include <string.h>
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

/* Eight bytes of ASCII at a time: what lies between ideographs is often no longer than that. */
static const unsigned char *skip_ascii(const unsigned char *at, const unsigned char *end)
{
	uint64_t word;

	while ((size_t)(end - at) >= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
		at += sizeof(word);
	}
	while (at < end && *at < 0x80)
		at++;
	return at;
}

/* Ideographs and the signs between them: E4 to E9 take any two bytes that continue. */
static const unsigned char *skip_ideographs(const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 3 && at[0] >= 0xE1 && at[0] <= 0xEF && at[0] != 0xED && continues(at[1]) && continues(at[2]))
		at += 3;
	return at;
}

size_t utf8_span(struct str s)
{
	const unsigned char *start = (const unsigned char *)s.data, *at = start, *end = s.len ? start + s.len : start;

	while (at < end) {
		struct str rest;

		at = skip_ideographs(skip_ascii(at, end), end);
		if (at == end || *at < 0x80)
			continue;
		rest = (struct str){ (const char *)at, (size_t)(end - at) };
		if (utf8_next(&rest) < 0)
			break;
		at = (const unsigned char *)rest.data;
	}
	return (size_t)(at - start);
}

bool utf8_valid(struct str s)
{
	return utf8_span(s) == s.len;
}

size_t utf8_write(char *to, int32_t code)
{
	if (!utf8proc_codepoint_valid(code))
		code = 0xFFFD;
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800 || code > 0xFFFF)
		return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)to);
	to[0] = (char)(0xE0 | code >> 12);
	to[1] = (char)(0x80 | (code >> 6 & 0x3F));
	to[2] = (char)(0x80 | (code & 0x3F));
	return 3;
}

void utf8_put(struct buf *buf, int32_t code)
{
	buf->len += utf8_write(buf_reserve(buf, 4), code);
}
