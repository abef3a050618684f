#include "decode/name.h"

#include <iconv.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/utf8.h"
#include "decode/charset.h"

/* Files that systems and office programs leave behind. */
static const struct str system_names[] = { STR_INIT("Thumbs.db"), STR_INIT("desktop.ini"), STR_INIT("__MACOSX"),
					   STR_INIT("ehthumbs.db") };

bool name_is_system(struct str name)
{
	if (str_starts(name, STR(".")) || str_starts(name, STR("~$")))
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(system_names); i++)
		if (str_eq_nocase(name, system_names[i]))
			return true;
	return false;
}

bool name_is_within_system(struct str label)
{
	struct str part;

	while (str_split(&label, '/', &part))
		if (name_is_system(part) && !str_eq(part, STR("..")))
			return true;
	return false;
}

/* False where the bytes are no GB18030, or the system has no converter for it. */
static bool convert(struct str bytes, struct buf *out)
{
	void *converter = charset_decoder(&charset_table[CHARSET_GB18030]);
	char *in = (char *)(uintptr_t)bytes.data, *to = buf_reserve(out, bytes.len * 4);
	size_t left = bytes.len, room = bytes.len * 4;
	bool whole;

	if (!converter)
		return false;
	whole = iconv(converter, &in, &left, &to, &room) != (size_t)-1;
	iconv_close(converter);
	out->len = whole ? bytes.len * 4 - room : 0;
	return whole;
}

static void replace_bad(struct str bytes, struct buf *out)
{
	while (bytes.len) {
		int32_t code = utf8_next(&bytes);

		utf8_put(out, code < 0 ? 0xFFFD : code);
	}
}

struct str name_shown(struct arena *arena, struct str bytes)
{
	struct buf out = { 0 };
	struct str shown;

	if (utf8_valid(bytes))
		return arena_copy(arena, bytes);
	if (!convert(bytes, &out))
		replace_bad(bytes, &out);
	shown = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return shown;
}

struct str name_path(struct arena *arena, struct str bytes)
{
	struct buf out = { 0 };
	struct str part, path;
	bool first = true;

	if (utf8_valid(bytes))
		return arena_copy(arena, bytes);
	while (str_split(&bytes, '/', &part)) {
		if (!first)
			buf_add_char(&out, '/');
		first = false;
		buf_add(&out, name_shown(arena, part));
	}
	path = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return path;
}

/* Behind the decoding: the second byte of a Chinese letter may be that of a backslash. */
struct str name_label(struct arena *arena, struct str bytes)
{
	struct str rest = name_shown(arena, bytes), part, label;
	char *plain = arena_cstring(arena, rest);
	struct buf out = { 0 };

	for (size_t i = 0; i < rest.len; i++)
		if (plain[i] == '\\')
			plain[i] = '/';
	rest.data = plain;
	while (str_split(&rest, '/', &part)) {
		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		if (out.len)
			buf_add_char(&out, '/');
		buf_add(&out, part);
	}
	label = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return label;
}

static const struct str package_endings[] = { STR_INIT("xlsx"), STR_INIT("xlsm"), STR_INIT("xltx"),
					      STR_INIT("ods"),	STR_INIT("ots"),  STR_INIT("docx") };

bool name_is_package(struct str path)
{
	struct str ending = path_ending(path);

	for (size_t i = 0; i < ARRAY_COUNT(package_endings); i++)
		if (str_eq_nocase(ending, package_endings[i]))
			return true;
	return false;
}
