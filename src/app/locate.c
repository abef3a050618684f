#include "app/locate.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/trouble.h"
#include "base/file.h"
#include "profile/load.h"

enum { PLACES = 4 };

/* The folders in which a profile's name is looked for, in their order. Unknown ones are empty. */
struct places {
	struct str folder[PLACES];
};

static struct str beside_program(struct arena *arena, const char *rest)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	while (length > 0 && path[length - 1] != '/')
		length--;
	if (length <= 0)
		return STR("");
	return arena_join(arena, (struct str){ path, (size_t)length }, str_from(rest));
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
	return (struct places){ { STR("./"), user_folder(arena), beside_program(arena, "../templates/"),
				  beside_program(arena, "../share/huizong/templates/") } };
}

static const char *find(struct arena *arena, const char *name)
{
	struct places places = places_make(arena);
	struct str file = arena_join(arena, str_from(name), STR(".ini"));

	if (strchr(name, '/') || str_ends(str_from(name), STR(".ini")))
		return arena_cstring(arena, str_from(name));
	for (size_t i = 0; i < PLACES; i++) {
		const char *path = arena_cstring(arena, arena_join(arena, places.folder[i], file));

		if (places.folder[i].len && access(path, F_OK) == 0)
			return path;
	}
	return NULL;
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
	fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&line)));
	buf_release(&sentence);
	buf_release(&line);
}

const struct profile *locate_profile(struct arena *arena, enum lang lang, const char *name, const char **path)
{
	struct load_mistakes mistakes = { 0 };
	const struct profile *profile;
	struct file_content content;
	struct arg arg[2] = { DIAG_TEXT(str_from(name)) };

	*path = find(arena, name);
	if (!*path) {
		trouble_say(lang, SAY_TROUBLE_PROFILE_FIND, 1, arg);
		return NULL;
	}
	if (!file_load(*path, true, &content)) {
		trouble_errno(lang, SAY_TROUBLE_PROFILE_READ, *path);
		return NULL;
	}
	profile = load_profile(arena, content.bytes, &mistakes);
	file_unload(&content);
	if (profile)
		return profile;
	for (uint32_t i = 0; i < mistakes.count; i++)
		say_mistake(lang, *path, &mistakes.item[i]);
	arg[0] = DIAG_TEXT(str_from(*path));
	arg[1] = DIAG_NUMBER(mistakes.count);
	trouble_say(lang, SAY_TROUBLE_PROFILE_BAD, 2, arg);
	return NULL;
}

static int compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct locate_names locate_all(struct arena *arena)
{
	struct places places = places_make(arena);
	LIST_OF(struct str) names = { 0 };
	struct str *kept;
	uint32_t count = 0;

	/* The working folder's .ini files may be anybody's: only the three others are listed. */
	for (size_t i = 1; i < PLACES; i++) {
		DIR *folder = places.folder[i].len ? opendir(arena_cstring(arena, places.folder[i])) : NULL;
		const struct dirent *entry;

		while (folder && (entry = readdir(folder)))
			if (str_ends(str_from(entry->d_name), STR(".ini")) && entry->d_name[0] != '.')
				*LIST_ADD(&names) = arena_copy(
					arena, str_part(str_from(entry->d_name), 0, strlen(entry->d_name) - 4));
		if (folder)
			closedir(folder);
	}
	if (names.count)
		qsort(names.item, names.count, sizeof(*names.item), compare_names);
	kept = ARENA_ARRAY(arena, struct str, names.count);
	for (size_t i = 0; i < names.count; i++)
		if (count == 0 || !str_eq(kept[count - 1], names.item[i]))
			kept[count++] = names.item[i];
	free(names.item);
	return (struct locate_names){ count, kept };
}
