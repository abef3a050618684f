#include "app/returns.h"

#include <errno.h>

#include "app/verify.h"
#include "base/utf8.h"

/* Of a region's name: with what stands around it and a folder's other needs well within the 255 bytes of a file's. */
enum { NAME_BYTES = 180 };

/* What no system, ours or the one that the slip is mailed to, takes in a file's name. */
static bool is_harmless(int32_t code)
{
	return code >= 0x20 && code != 0x7F && !(code < 0x80 && strchr("/\\:*?\"<>|", (char)code));
}

static struct str file_name(struct str region, struct arena *arena)
{
	struct buf out = { 0 };
	struct str name;

	while (region.len && out.len < NAME_BYTES) {
		int32_t code = utf8_next(&region);

		utf8_put(&out, is_harmless(code) ? code : '_');
	}
	name = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return name;
}

const char **returns_names(const struct profile *profile, struct arena *arena)
{
	struct str *stem = ARENA_ARRAY(arena, struct str, profile->region_count);
	const char **name = ARENA_ARRAY(arena, const char *, profile->region_count);

	for (uint32_t i = 0; i < profile->region_count; i++) {
		uint32_t same = 0;

		stem[i] = file_name(profile->region[i].name, arena);
		for (uint32_t j = 0; j < i; j++)
			same += str_eq(stem[j], stem[i]);
		/* A parenthesis that no name of a region ends with: the number is not part of one. */
		name[i] = arena_cstring(arena,
					same ? arena_printf(arena, "退回单-%.*s（%u）.xlsx", STR_ARG(stem[i]), same + 1)
					     : arena_printf(arena, "退回单-%.*s.xlsx", STR_ARG(stem[i])));
	}
	return name;
}

bool returns_is_marked(struct str mark, const struct profile *profile)
{
	struct str rest = str_after(mark, profile->id.len);

	return str_starts(mark, profile->id) && str_starts(rest, STR(" " WORKBOOK_MARK_SLIP));
}

bool returns_look(const char *path, const struct profile *profile, bool *is_slip)
{
	struct file_content content;
	struct arena arena = { 0 };

	*is_slip = false;
	if (!file_load(path, false, &content))
		return errno == ENOENT;
	*is_slip = content.bytes.len && returns_is_marked(verify_look_at(content.bytes, &arena).mark, profile);
	file_unload(&content);
	arena_release(&arena);
	return true;
}
