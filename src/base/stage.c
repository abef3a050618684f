#include "base/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Nobody else can have chosen it: it is registered before it exists. */
static char *hidden_name(const char *folder)
{
	uint64_t chosen = 0;
	char *name;

	if (getrandom(&chosen, sizeof(chosen), 0) != (ssize_t)sizeof(chosen))
		return NULL;
	return asprintf(&name, "%s/.huizong-%016llx", folder, (unsigned long long)chosen) < 0 ? NULL : name;
}

/* Its name is on the disk before anything stands in it. */
static bool sync_parent(const char *folder)
{
	char *copy = strdup(folder);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	bool ok = copy && (fd < 0 ? errno == EACCES : fsync(fd) == 0 || errno == EINVAL);

	if (fd >= 0)
		close(fd);
	free(copy);
	return ok;
}

static bool make_folder(struct stage *stage)
{
	struct stat status;

	if (stat(stage->folder, &status) == 0) {
		errno = ENOTDIR;
		return S_ISDIR(status.st_mode);
	}
	if (errno != ENOENT)
		return false;
	if (!cleanup_add_empty(stage->folder)) {
		errno = ENAMETOOLONG;
		return false;
	}
	stage->made = mkdir(stage->folder, 0777) == 0;
	if (!stage->made)
		cleanup_forget(stage->folder);
	return stage->made && sync_parent(stage->folder);
}

static bool make_hidden(struct stage *stage)
{
	char *name = hidden_name(stage->folder);

	if (!name)
		return false;
	if (!cleanup_add(name)) {
		free(name);
		errno = ENAMETOOLONG;
		return false;
	}
	stage->hidden = name;
	return mkdir(name, 0700) == 0;
}

bool stage_begin(struct stage *stage, const char *folder)
{
	*stage = (struct stage){ .folder = strdup(folder) };
	if (stage->folder && make_folder(stage) && make_hidden(stage))
		return true;
	stage_end(stage);
	return false;
}

static char *join(const char *folder, const char *before, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s%s", folder, before, name) < 0 ? NULL : path;
}

static bool begin(const struct stage *stage, const char *name, bool removes, struct file_draft *draft)
{
	char *path = join(stage->folder, "", name), *temporary = join(stage->hidden, "", name);
	char *old = join(stage->hidden, ".", name);
	bool ok = path && temporary && old && file_draft_begin_at(draft, path, removes ? NULL : temporary, old);

	free(path);
	free(temporary);
	free(old);
	return ok;
}

bool stage_draft(const struct stage *stage, const char *name, struct file_draft *draft)
{
	return begin(stage, name, false, draft);
}

bool stage_removal(const struct stage *stage, const char *name, struct file_draft *draft)
{
	return begin(stage, name, true, draft);
}

void stage_keep(struct stage *stage)
{
	if (stage->made)
		cleanup_forget(stage->folder);
	stage->made = false;
}

void stage_end(struct stage *stage)
{
	int error = errno;

	if (stage->hidden)
		cleanup_remove(stage->hidden);
	if (stage->made) {
		rmdir(stage->folder);
		cleanup_forget(stage->folder);
	}
	free(stage->hidden);
	free(stage->folder);
	*stage = (struct stage){ 0 };
	errno = error;
}
