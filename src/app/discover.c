#include "app/discover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/name.h"
#include "base/map.h"
#include "base/path.h"

/* A deeper tree is no folder of submissions. */
enum { DEPTH_LIMIT = 64 };

/* One source before it has its place in the order. */
struct found {
	struct str key;	 /* the path as the system knows it, from its INPUT on */
	struct str path; /* as it is shown: its bytes are the order */
	struct str file; /* as the system knows it */
	bool is_system;
	bool is_input; /* named on the command line */
	struct str input;
};

struct walk {
	struct run *run;
	LIST_OF(struct found) found;
};

static void add(struct walk *walk, struct str key, struct str file, bool is_system)
{
	struct found *found = LIST_ADD(&walk->found);

	found->key = key;
	found->path = name_shown(&walk->run->arena, key);
	found->file = file;
	found->is_system = is_system;
}

static struct str below(struct arena *arena, struct str folder, struct str name)
{
	if (folder.len == 0 || str_ends(folder, STR("/")))
		return arena_join(arena, folder, name);
	return arena_join(arena, arena_join(arena, folder, STR("/")), name);
}

static bool walk_folder(struct walk *walk, int fd, struct str key, struct str file, int depth);

static bool walk_entry(struct walk *walk, int fd, const char *name, struct str key, struct str file, int depth)
{
	bool is_system = name_is_system(str_from(name));
	struct stat status;
	int inner;

	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT; /* gone since the folder was listed */
	if (!S_ISDIR(status.st_mode) || is_system) {
		add(walk, key, file, is_system || !S_ISREG(status.st_mode));
		return true;
	}
	inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return inner >= 0 && walk_folder(walk, inner, key, file, depth + 1);
}

/* Closes fd. False with errno set where a folder cannot be read: what it holds would be lost. */
static bool walk_folder(struct walk *walk, int fd, struct str key, struct str file, int depth)
{
	struct arena *arena = &walk->run->arena;
	DIR *folder = depth < DEPTH_LIMIT ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	bool ok = true;

	if (!folder) {
		if (depth >= DEPTH_LIMIT)
			errno = ELOOP;
		close(fd);
		return false;
	}
	while (ok && (errno = 0, entry = readdir(folder))) {
		struct str name = str_from(entry->d_name);

		if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
			continue;
		name = arena_copy(arena, name);
		ok = walk_entry(walk, fd, name.data, below(arena, key, name), below(arena, file, name), depth);
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
		struct source *source = LIST_ADD(&walk->run->sources);

		source->path = found->path;
		source->file = arena_copy(&walk->run->arena, found->file);
		source->input = found->input;
		source->is_input = found->is_input;
		source->region = REGION_NONE;
		source->status = found->is_system ? SOURCE_SKIPPED : SOURCE_READ;
		source->reason = found->is_system ? REASON_SYSTEM : REASON_NONE;
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
		add_sources(&walk);
	}
	map_release(&names);
	free(walk.found.item);
	return ok;
}
