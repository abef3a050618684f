#include "app/locate.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/trouble.h"
#include "base/file.h"
#include "profile/load.h"
#include "profile/nearest.h"

enum { PLACES = 4 };

/* The folders in which a profile's name is looked for, in their order. Unknown ones are empty. */
struct places {
	struct str folder[PLACES];
};

/* What is in front of the path's last name, its slash included. */
static struct str folder_of(struct str path)
{
	while (path.len && path.data[path.len - 1] != '/')
		path.len--;
	return path;
}

/* Beside the folder of the program: its tree's build/, or bin/ where it is installed. */
static struct str beside_program(struct arena *arena, const char *rest)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	struct str folder = folder_of((struct str){ path, length > 0 ? (size_t)length : 0 });

	if (folder.len < 2)
		return STR("");
	folder.len--;
	return arena_join(arena, folder_of(folder), str_from(rest));
}

static struct str user_folder(struct arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config)
		return arena_join(arena, str_from(config), STR("/huizong/"));
	return home && *home ? arena_join(arena, str_from(home), STR("/.config/huizong/")) : STR("");
}

static struct places places_make(struct arena *arena)
{
	return (struct places){ { STR("./"), user_folder(arena), beside_program(arena, "templates/"),
				  beside_program(arena, "share/huizong/templates/") } };
}

static bool is_path(const char *name)
{
	return strchr(name, '/') || str_ends(str_from(name), STR(".ini"));
}

/* A folder or a pipe of that name is no profile, and the next place is asked. */
static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

struct strs locate_places(struct arena *arena, const char *name)
{
	struct places places = places_make(arena);
	struct str *found = ARENA_ARRAY(arena, struct str, PLACES);
	struct str file = arena_join(arena, str_from(name), STR(".ini"));
	uint32_t count = 0;

	if (is_path(name))
		return (struct strs){ 0, NULL };
	for (size_t i = 0; i < PLACES; i++) {
		struct str path = arena_join(arena, places.folder[i], file);
		bool again = false;

		if (places.folder[i].len == 0 || !is_file(path.data))
			continue;
		/* The program may be run in the folder of its templates. */
		for (uint32_t j = 0; j < count; j++)
			again = again || file_same_place(found[j].data, path.data);
		if (!again)
			found[count++] = path;
	}
	return (struct strs){ count, found };
}

static const char *find(struct arena *arena, const char *name)
{
	struct strs found = locate_places(arena, name);

	if (is_path(name))
		return arena_cstring(arena, str_from(name));
	return found.count ? found.item[0].data : NULL;
}

static void say_mistake(enum lang lang, const char *path, const struct load_mistake *mistake)
{
	struct buf sentence = { 0 }, line = { 0 };

	say_sentence(&sentence, lang, mistake->say, mistake->arg_count, mistake->arg, NULL);
	say_escaped(&line, str_from(path));
	if (mistake->line)
		buf_printf(&line, ":%u:%u", mistake->line, mistake->col);
	buf_add(&line, STR(": "));
	say_escaped(&line, buf_str(&sentence));
	log_say(LEVEL_ERROR, buf_str(&line));
	buf_release(&sentence);
	buf_release(&line);
}

static void say_mistakes(enum lang lang, const char *path, const struct load_mistakes *mistakes)
{
	const struct arg arg[] = { DIAG_TEXT(str_from(path)), DIAG_NUMBER(mistakes->count) };

	for (uint32_t i = 0; i < mistakes->count; i++)
		say_mistake(lang, path, &mistakes->item[i]);
	trouble_say(lang, SAY_TROUBLE_PROFILE_BAD, ARRAY_COUNT(arg), arg);
}

static struct bytes copy_bytes(struct arena *arena, struct bytes bytes)
{
	struct str copy = arena_copy(arena, (struct str){ (const char *)bytes.data, bytes.len });

	return str_bytes(copy);
}

/* A name that is nearly one of those there are was probably meant to be it. */
static void say_unknown(struct arena *arena, enum lang lang, const char *name)
{
	struct strs known = locate_all(arena);
	uint32_t best = nearest_word(str_from(name), known.count, known.item);
	const struct arg arg[] = { DIAG_TEXT(str_from(name)),
				   best < known.count ? DIAG_TEXT(known.item[best]) : DIAG_TEXT(STR("")) };

	if (best < known.count)
		trouble_say(lang, SAY_TROUBLE_PROFILE_NEAR, 2, arg);
	else
		trouble_say(lang, SAY_TROUBLE_PROFILE_FIND, 1, arg);
}

bool locate_file(struct arena *arena, enum lang lang, const char *name, struct locate_file *out)
{
	struct load_mistakes mistakes = { 0 };
	struct file_content content;

	*out = (struct locate_file){ .path = find(arena, name) };
	if (!out->path) {
		say_unknown(arena, lang, name);
		return false;
	}
	/* One byte more tells that a file is too large. */
	if (!file_load_stream(out->path, LOAD_BYTES_MAX + 1, &content)) {
		trouble_errno(lang, SAY_TROUBLE_PROFILE_READ, out->path);
		return false;
	}
	out->profile = load_profile(arena, content.bytes, &mistakes);
	if (out->profile)
		out->bytes = copy_bytes(arena, content.bytes);
	else
		say_mistakes(lang, out->path, &mistakes);
	file_unload(&content);
	return out->profile != NULL;
}

const struct profile *locate_profile(struct arena *arena, enum lang lang, const char *name, const char **path)
{
	struct locate_file file;

	locate_file(arena, lang, name, &file);
	*path = file.path;
	return file.profile;
}

void locate_say(struct arena *arena, enum lang lang, const char *name, const char *path)
{
	struct strs places = locate_places(arena, name);
	struct arg arg[PLACES + 2] = { DIAG_TEXT(str_from(name)), DIAG_TEXT(str_from(path)) };
	uint32_t count = 2;

	for (uint32_t i = 1; i < places.count; i++)
		arg[count++] = DIAG_TEXT(places.item[i]);
	trouble_note(LEVEL_INFO, lang, count > 2 ? SAY_PROFILE_USED_SHADOW : SAY_PROFILE_USED, count, arg);
}

/* --- all there are ------------------------------------------------------------------ */

static int compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The working folder's .ini files may be anybody's: only those that are profiles without a mistake are listed. */
static bool is_profile(const char *path)
{
	struct load_mistakes mistakes = { 0 };
	struct arena arena = { 0 };
	struct file_content content;
	bool good = is_file(path) && file_load_stream(path, LOAD_BYTES_MAX + 1, &content);

	if (good) {
		good = load_profile(&arena, content.bytes, &mistakes) != NULL;
		file_unload(&content);
	}
	arena_release(&arena);
	return good;
}

struct names {
	LIST_OF(struct str) list;
};

static void gather(struct arena *arena, struct str folder, bool anybody, struct names *names)
{
	DIR *opened = folder.len ? opendir(arena_cstring(arena, folder)) : NULL;
	const struct dirent *entry;

	while (opened && (entry = readdir(opened))) {
		struct str name = str_from(entry->d_name);

		if (!str_ends(name, STR(".ini")) || entry->d_name[0] == '.' ||
		    (anybody && !is_profile(arena_join(arena, folder, name).data)))
			continue;
		*LIST_ADD(&names->list) = arena_copy(arena, str_part(name, 0, name.len - 4));
	}
	if (opened)
		closedir(opened);
}

struct strs locate_all(struct arena *arena)
{
	struct places places = places_make(arena);
	struct names names = { 0 };
	struct str *kept;
	uint32_t count = 0;

	for (size_t i = 0; i < PLACES; i++)
		gather(arena, places.folder[i], i == 0, &names);
	if (names.list.count)
		qsort(names.list.item, names.list.count, sizeof(*names.list.item), compare_names);
	kept = ARENA_ARRAY(arena, struct str, names.list.count);
	for (size_t i = 0; i < names.list.count; i++)
		if (count == 0 || !str_eq(kept[count - 1], names.list.item[i]))
			kept[count++] = names.list.item[i];
	free(names.list.item);
	return (struct strs){ count, kept };
}
