#include "app/discover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/settle.h"
#include "base/aside.h"
#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "decode/name.h"

/* A deeper tree is no folder of submissions. */
enum { DEPTH_LIMIT = 64 };

/* One source before it has its place in the order. */
struct found {
	struct str key;	 /* the path as the system knows it, from its INPUT on */
	struct str path; /* as it is shown: its bytes are the order */
	struct str file; /* as the system knows it */
	bool is_system;
	bool is_input; /* named on the command line */
	enum say why;  /* a folder that cannot be entered: what it holds is lost, and that is said of it */
	size_t given;  /* so much of file is the INPUT's own name */
	struct str input;
};

struct walk {
	struct run *run;
	size_t given;
	LIST_OF(struct found) found;
};

static struct found *add(struct walk *walk, struct str key, struct str file, bool is_system)
{
	struct found *found = LIST_ADD(&walk->found);

	found->key = key;
	found->path = utf8_valid(key) ? key : name_path(&walk->run->arena, key);
	found->file = file;
	found->is_system = is_system;
	found->given = walk->given;
	return found;
}

static struct str below(struct arena *arena, struct str folder, struct str name)
{
	if (folder.len == 0 || str_ends(folder, STR("/")))
		return arena_join(arena, folder, name);
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/* As far as the folder's key ends as its path does, so does what is in it: one text serves both. */
static struct str key_below(struct arena *arena, struct str folder, struct str key, struct str name, struct str file)
{
	size_t len = key.len ? key.len + 1 + name.len : name.len;

	if (key.len == 0 || (str_ends(folder, key) && !str_ends(key, STR("/"))))
		return str_after(file, file.len - len);
	return below(arena, key, name);
}

/* Our own want of descriptors or memory is no fault of the folder: all of the run would be lacking. */
static bool is_own_trouble(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOMEM;
}

/* Since the folder was listed another thing, or nothing, has taken the place of this name. */
static bool has_gone(int error)
{
	return error == ENOENT || error == ELOOP || error == ENOTDIR;
}

static bool walk_folder(struct walk *walk, int fd, struct str key, struct str file, int depth);

static bool walk_inner(struct walk *walk, int fd, const char *name, struct str key, struct str file, int depth)
{
	int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (inner >= 0 && walk_folder(walk, inner, key, file, depth + 1))
		return true;
	if (is_own_trouble(errno))
		return false;
	if (inner < 0 && has_gone(errno))
		add(walk, key, file, true);
	else
		add(walk, key, file, false)->why = errno == EOVERFLOW ? SAY_WHY_FOLDERS : SAY_WHY_FOLDER;
	return true;
}

static bool walk_entry(struct walk *walk, int fd, const char *name, struct str key, struct str file, int depth)
{
	bool is_system = name_is_system(str_from(name)), known;
	struct stat status;

	known = fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
	if (!known && errno == ENOENT)
		return true; /* gone since the folder was listed */
	/* Outputs of this run, of another or of one that was killed, on their way: they come and go, and are no input.
	 */
	if (known && S_ISDIR(status.st_mode) && aside_is_name(str_from(name)))
		return true;
	if (known && S_ISDIR(status.st_mode) && !is_system)
		return walk_inner(walk, fd, name, key, file, depth);
	/* What cannot even be looked at is said to be unreadable when it is to be read. */
	add(walk, key, file, is_system || (known && !S_ISREG(status.st_mode)));
	return known || !is_own_trouble(errno);
}

/* Closes fd. False with errno set where a folder cannot be read to its end: what it holds would be lost. */
static bool walk_folder(struct walk *walk, int fd, struct str key, struct str file, int depth)
{
	struct arena *arena = &walk->run->arena;
	DIR *folder = depth < DEPTH_LIMIT ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	bool ok = true;

	if (!folder) {
		if (depth >= DEPTH_LIMIT)
			errno = EOVERFLOW;
		close(fd);
		return false;
	}
	while (ok && (errno = 0, entry = readdir(folder))) {
		struct str name = str_from(entry->d_name), inner;

		if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
			continue;
		inner = below(arena, file, name);
		ok = walk_entry(walk, fd, entry->d_name, key_below(arena, file, key, name, inner), inner, depth);
	}
	ok = ok && errno == 0;
	{
		int kept = errno;

		closedir(folder);
		errno = kept;
	}
	return ok;
}

/* --- INPUTs ------------------------------------------------------------------ */

/* The last name of a path; of "." and the like that of the folder it stands for. */
static struct str input_name(struct arena *arena, const char *input)
{
	char resolved[PATH_MAX];
	struct str path = str_from(input);

	while (path.len > 1 && str_ends(path, STR("/")))
		path.len--;
	if (str_ends(path, STR(".")) && (path.len == 1 || str_ends(path, STR("/.")) || str_ends(path, STR(".."))))
		if (realpath(input, resolved))
			path = str_from(resolved);
	return arena_copy(arena, path_name(path));
}

/* With several INPUTs each path begins with its INPUT's name, #2 behind one that repeats. */
static struct str prefix_of(struct arena *arena, struct map *names, struct str name)
{
	uint32_t *count = map_put(names, name, 0, NULL);

	return ++*count == 1 ? name : arena_printf(arena, "%.*s#%u", STR_ARG(name), *count);
}

static bool walk_input(struct walk *walk, const char *input, struct map *names, bool only)
{
	struct arena *arena = &walk->run->arena;
	struct str name = input_name(arena, input), prefix = only ? name : prefix_of(arena, names, name);
	size_t first = walk->found.count;
	struct stat status;
	int fd;

	if (stat(input, &status) != 0)
		return false;
	walk->given = strlen(input);
	if (!S_ISDIR(status.st_mode)) {
		add(walk, prefix, arena_copy(arena, str_from(input)), false);
		walk->found.item[first].is_input = true;
		return S_ISREG(status.st_mode) || (errno = EINVAL, false);
	}
	fd = open(input, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || !walk_folder(walk, fd, only ? STR("") : prefix, str_from(input), 0))
		return false;
	for (size_t i = first; only && i < walk->found.count; i++)
		walk->found.item[i].input = name_shown(arena, name);
	return true;
}

/* A name that no other has: #2 behind it, or the next number that is free. */
static struct str another_name(struct arena *arena, struct map *shown, struct str plain)
{
	struct str name;
	bool added = false;

	while (!added) {
		uint32_t number = ++*map_put(shown, plain, 1, NULL);

		name = arena_printf(arena, "%.*s#%u", STR_ARG(plain), number);
		map_put(shown, name, 1, &added);
	}
	return name;
}

/* A folder a.zip! beside a file a.zip: what is in it is called as members of the archive are. */
static bool looks_like_member(const struct map *shown, struct str path)
{
	struct str mark = STR("!/");

	for (size_t at = 0; (at = str_find(path, mark, at)) < path.len; at += mark.len)
		if (map_find(shown, str_part(path, 0, at)))
			return true;
	return false;
}

/* Two names that look alike are two inputs. What stands there already is nobody else's new name. */
static void tell_apart(struct walk *walk)
{
	struct map shown = { 0 };
	LIST_OF(struct found *) alike = { 0 };

	for (size_t i = 0; i < walk->found.count; i++) {
		struct found *found = &walk->found.item[i];
		bool added;

		map_put(&shown, found->path, 1, &added);
		if (!added)
			*LIST_ADD(&alike) = found;
	}
	for (size_t i = 0; i < walk->found.count; i++)
		if (looks_like_member(&shown, walk->found.item[i].path))
			*LIST_ADD(&alike) = &walk->found.item[i];
	for (size_t i = 0; i < alike.count; i++)
		alike.item[i]->path = another_name(&walk->run->arena, &shown, alike.item[i]->path);
	free(alike.item);
	map_release(&shown);
}

static int compare_found(const void *a, const void *b)
{
	const struct found *left = a, *right = b;
	int order = str_cmp(left->path, right->path);

	if (order == 0)
		order = str_cmp(left->key, right->key);
	return order ? order : str_cmp(left->file, right->file);
}

static void add_sources(struct walk *walk)
{
	for (size_t i = 0; i < walk->found.count; i++) {
		const struct found *found = &walk->found.item[i];
		struct source *source = RUN_ADD(walk->run, sources);

		source->path = found->path;
		source->file = found->file;
		source->input = found->input;
		source->is_input = found->is_input;
		source->given = found->given;
		source->region = REGION_NONE;
		source->status = found->is_system ? SOURCE_SKIPPED : SOURCE_READ;
		source->reason = found->is_system ? REASON_SYSTEM : REASON_NONE;
		if (found->why)
			settle_unreadable(walk->run, (uint32_t)i, found->why);
	}
}

bool discover_inputs(struct run *run, uint32_t count, char *const *input, const char **failed)
{
	struct walk walk = { .run = run };
	struct map names = { 0 };
	bool ok = true;

	for (uint32_t i = 0; ok && i < count; i++) {
		ok = walk_input(&walk, input[i], &names, count == 1);
		*failed = input[i];
	}
	if (ok && walk.found.count) {
		qsort(walk.found.item, walk.found.count, sizeof(*walk.found.item), compare_found);
		tell_apart(&walk);
		qsort(walk.found.item, walk.found.count, sizeof(*walk.found.item), compare_found);
		add_sources(&walk);
	}
	map_release(&names);
	free(walk.found.item);
	return ok;
}
