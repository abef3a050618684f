#include "base/str.h"

#include <string.h>

struct str str_from(const char *terminated)
{
	return terminated ? (struct str){ terminated, strlen(terminated) } : STR("");
}

struct bytes str_bytes(struct str s)
{
	return (struct bytes){ (const unsigned char *)s.data, s.len };
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.data, b.data, common) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* FNV-1a, with a last mix so that the low bits serve as a table index. */
uint64_t str_hash(struct str s)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * 0x100000001b3u;
	return hash ^ (hash >> 32);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_part(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_after(s, s.len - suffix.len), suffix);
}

size_t str_find(struct str s, struct str what, size_t from)
{
	const char *hit;

	if (from > s.len || what.len > s.len - from)
		return s.len;
	if (what.len == 0)
		return from;
	hit = memmem(s.data + from, s.len - from, what.data, what.len);
	return hit ? (size_t)(hit - s.data) : s.len;
}

bool str_has(struct str s, struct str what)
{
	return what.len == 0 || str_find(s, what, 0) < s.len;
}

struct str str_part(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from >= to)
		return STR("");
	return (struct str){ s.data + from, to - from };
}

struct str str_after(struct str s, size_t from)
{
	return str_part(s, from, s.len);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.len && is_blank(s.data[0]))
		s = str_after(s, 1);
	while (s.len && is_blank(s.data[s.len - 1]))
		s.len--;
	return s;
}

char str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

size_t str_digits(struct str s, size_t from)
{
	size_t at = from;

	while (at < s.len && s.data[at] >= '0' && s.data[at] <= '9')
		at++;
	return at - from;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (str_lower(a.data[i]) != str_lower(b.data[i]))
			return false;
	return true;
}

bool str_split(struct str *rest, char separator, struct str *field)
{
	size_t end;

	if (rest->len == 0)
		return false;
	end = str_find(*rest, (struct str){ &separator, 1 }, 0);
	*field = str_part(*rest, 0, end);
	*rest = str_after(*rest, end + 1);
	return true;
}
