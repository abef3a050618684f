#include "app/returns.h"

#include <dirent.h>
#include <errno.h>

#include "app/verify.h"
#include "base/file.h"
#include "base/list.h"
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

static struct str slip_name(struct str region, struct arena *arena)
{
	return arena_printf(arena, "退回单-%.*s.xlsx", STR_ARG(file_name(region, arena)));
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

static bool is_known(const struct profile *profile, const char **known, const char *name)
{
	for (uint32_t i = 0; i < profile->region_count; i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

/* A copy that somebody made is called otherwise than its region: it stays. */
static bool is_left(const struct returns *returns, const struct profile *profile, const char *name, struct arena *arena)
{
	const char *path = arena_cstring(arena, arena_printf(arena, "%s/%s", returns->folder, name));
	struct verify_look look = { 0 };
	struct file_content content;

	if (!file_load(path, false, &content))
		return false;
	if (content.bytes.len)
		look = verify_look_at(content.bytes, arena);
	file_unload(&content);
	return returns_is_marked(look.mark, profile) && look.office.len &&
	       str_eq(str_from(name), slip_name(look.office, arena));
}

static int compare_names(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

bool returns_left(const struct returns *returns, const struct profile *profile, const char **known, struct arena *arena,
		  struct strs *left)
{
	struct arena scratch = { 0 };
	LIST_OF(struct str) names = { 0 };
	DIR *folder = opendir(returns->folder);
	const struct dirent *entry;
	struct str *item;

	if (!folder)
		return false;
	while ((entry = readdir(folder))) {
		arena_reset(&scratch);
		if (str_starts(str_from(entry->d_name), STR("退回单-")) && !is_known(profile, known, entry->d_name) &&
		    is_left(returns, profile, entry->d_name, &scratch))
			*LIST_ADD(&names) = arena_copy(arena, str_from(entry->d_name));
	}
	closedir(folder);
	if (names.count)
		qsort(names.item, names.count, sizeof(*names.item), compare_names);
	item = ARENA_ARRAY(arena, struct str, names.count);
	if (names.count)
		memcpy(item, names.item, names.count * sizeof(*item));
	*left = (struct strs){ (uint32_t)names.count, item };
	free(names.item);
	arena_release(&scratch);
	return true;
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
