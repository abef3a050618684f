#include "base/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"

#define PREFIX ".huizong-"
enum { DIGITS = 16 };

/* Somebody who sweeps may take one that is not locked yet, not so many one after another: half of them, at worst. */
enum { TRIES = 32 };

bool aside_is_name(struct str name)
{
	struct str digits = str_after(name, sizeof(PREFIX) - 1 < name.len ? sizeof(PREFIX) - 1 : name.len);

	if (!str_starts(name, STR(PREFIX)) || digits.len != DIGITS)
		return false;
	for (size_t i = 0; i < DIGITS; i++)
		if (!memchr("0123456789abcdef", digits.data[i], 16))
			return false;
	return true;
}

/* --- making one ------------------------------------------------------------------- */

static char *choose_name(const char *folder)
{
	uint64_t chosen = 0;
	char *name;

	if (getrandom(&chosen, sizeof(chosen), 0) != (ssize_t)sizeof(chosen))
		return NULL;
	return asprintf(&name, "%s/" PREFIX "%016llx", folder, (unsigned long long)chosen) < 0 ? NULL : name;
}

/* It is registered before it exists: nobody else can have chosen its name. */
static bool make(struct aside *aside, const char *folder)
{
	char *name = choose_name(folder);

	if (!name)
		return false;
	if (!cleanup_add(name)) {
		free(name);
		errno = ENAMETOOLONG;
		return false;
	}
	aside->path = name;
	return mkdir(name, 0700) == 0;
}

static bool is_still_there(const struct aside *aside)
{
	struct stat opened, named;

	return fstat(aside->lock, &opened) == 0 && lstat(aside->path, &named) == 0 && opened.st_dev == named.st_dev &&
	       opened.st_ino == named.st_ino;
}

enum taken { TAKEN, SWEPT, FAILED };

/* Between making and locking it somebody may have taken it for one that was left behind. */
static enum taken take(struct aside *aside)
{
	aside->lock = open(aside->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (aside->lock < 0)
		return errno == ENOENT ? SWEPT : FAILED;
	if (flock(aside->lock, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK ? SWEPT : TAKEN; /* no locks here: nobody sweeps, either */
	return is_still_there(aside) ? TAKEN : SWEPT;
}

bool aside_make(struct aside *aside, const char *folder)
{
	enum taken taken = SWEPT;

	*aside = (struct aside){ .lock = -1 };
	for (int i = 0; i < TRIES && taken == SWEPT; i++) {
		aside_drop(aside);
		errno = EAGAIN;
		taken = make(aside, folder) ? take(aside) : FAILED;
	}
	if (taken == TAKEN)
		return true;
	aside_drop(aside);
	return false;
}

void aside_drop(struct aside *aside)
{
	int error = errno;

	if (aside->path)
		cleanup_remove(aside->path);
	if (aside->path && aside->lock >= 0)
		close(aside->lock);
	free(aside->path);
	*aside = (struct aside){ .lock = -1 };
	errno = error;
}

/* --- sweeping --------------------------------------------------------------------- */

/* By the numbers that the kernel has for it (statfs(2)): other machines may write there. */
static const long shared_kinds[] = {
	0x6969,	    /* NFS */
	0x517B,	    /* SMB */
	0xFE534D42, /* SMB 2 and 3 */
	0xFF534D42, /* CIFS */
	0x65735546, /* FUSE: sshfs and the like */
	0x01021997, /* 9P */
	0x5346414F, /* AFS */
	0x6B414653, /* AFS of the kernel */
	0x00C36400, /* Ceph */
	0x01161970, /* GFS2 */
	0x7461636F, /* OCFS2 */
	0x0BD00BD0, /* Lustre */
	0x47504653, /* GPFS */
	0x786F4256, /* shared folders of VirtualBox */
};

/* No run takes as long. */
static const time_t A_DAY = 24 * 60 * 60;

bool aside_is_old(long kind, time_t changed, time_t now)
{
	for (size_t i = 0; i < ARRAY_COUNT(shared_kinds); i++)
		if (kind == shared_kinds[i])
			return now - changed >= A_DAY;
	return true;
}

static void sweep_within(int folder, int depth);

static void remove_name(int folder, const char *name, int depth)
{
	int inner;

	if (unlinkat(folder, name, 0) == 0 || depth == 0)
		return;
	inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner < 0)
		return;
	sweep_within(inner, depth - 1);
	unlinkat(folder, name, AT_REMOVEDIR);
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Closes the descriptor. */
static void sweep_within(int folder, int depth)
{
	DIR *names = fdopendir(folder);
	const struct dirent *entry;

	if (!names) {
		close(folder);
		return;
	}
	while ((entry = readdir(names)))
		if (!is_dots(entry->d_name))
			remove_name(folder, entry->d_name, depth);
	closedir(names);
}

/* Made by us, for nobody else, and so long ago that it cannot be in use. */
static bool is_ours(int fd, time_t now)
{
	struct stat st;
	struct statfs system;

	return fstat(fd, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 077) == 0 && fstatfs(fd, &system) == 0 &&
	       aside_is_old((long)system.f_type, st.st_ctim.tv_sec, now);
}

/* The lock is held until nothing is left. */
static void sweep_one(int folder, const char *name, time_t now)
{
	enum { WITHIN = 1 }; /* folders of the writer's */
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int again = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (again >= 0 && is_ours(fd, now) && flock(fd, LOCK_EX | LOCK_NB) == 0) {
		sweep_within(again, WITHIN);
		unlinkat(folder, name, AT_REMOVEDIR);
	} else if (again >= 0) {
		close(again);
	}
	if (fd >= 0)
		close(fd);
}

void aside_sweep(const struct aside *aside)
{
	int error = errno, fd = openat(aside->lock, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *names = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct stat own;

	if (!names && fd >= 0)
		close(fd);
	if (names && fstat(aside->lock, &own) == 0)
		while ((entry = readdir(names)))
			if (aside_is_name(str_from(entry->d_name)))
				sweep_one(fd, entry->d_name, own.st_ctim.tv_sec);
	if (names)
		closedir(names);
	errno = error;
}
