#include "base/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

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

bool stage_begin(struct stage *stage, const char *folder)
{
	*stage = (struct stage){ .folder = strdup(folder), .aside.lock = -1 };
	if (stage->folder && make_folder(stage) && aside_make(&stage->aside, folder)) {
		aside_sweep(&stage->aside);
		return true;
	}
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
	char *path = join(stage->folder, "", name), *temporary = join(stage->aside.path, "", name);
	char *old = join(stage->aside.path, ".", name);
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

	aside_drop(&stage->aside);
	if (stage->made) {
		rmdir(stage->folder);
		cleanup_forget(stage->folder);
	}
	free(stage->folder);
	*stage = (struct stage){ 0 };
	errno = error;
}
