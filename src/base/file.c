#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <nettle/sha2.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/mapping.h"

/*
 * No spreadsheet that people send is larger, and 32-bit sizes inside the formats
 * end here: a sparse file of a terabyte is refused by its size, unread.
 */
static const off_t LARGEST = (off_t)4 << 30;

/*
 * Files up to this size are read into memory. Larger ones are mapped, so that a
 * huge CSV does not need as much memory.
 */
static const off_t MAPPED_ABOVE = (off_t)8 << 20;

void file_guard_streams(void)
{
	int fd;

	/* The lowest free number is given out first. */
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}
enum { HASHED_AT_ONCE = 1024 * 1024 };

static bool fail(int error)
{
	errno = error;
	return false;
}

static bool is_regular(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return true;
	if (S_ISLNK(st->st_mode))
		return fail(ELOOP);
	return fail(S_ISDIR(st->st_mode) ? EISDIR : ENXIO);
}

static void close_quietly(int fd)
{
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
}

/* A name and the folder that it is looked up in. */
struct spot {
	int folder; /* AT_FDCWD, or ours to close */
	const char *name;
	bool follow;
};

static void leave(struct spot *spot)
{
	if (spot->folder != AT_FDCWD)
		close_quietly(spot->folder);
	spot->folder = AT_FDCWD;
}

/* Into the folder whose name is the first len bytes of the spot's. */
static bool enter(struct spot *spot, size_t len)
{
	char *name = strndup(spot->name, len);
	int inner;

	if (!name)
		cleanup_no_memory();
	inner = openat(spot->folder, name, O_PATH | O_DIRECTORY | O_CLOEXEC | (spot->follow ? 0 : O_NOFOLLOW));
	free(name);
	leave(spot);
	if (inner < 0)
		return false;
	*spot = (struct spot){ inner, spot->name + len + strspn(spot->name + len, "/"), false };
	return true;
}

/* Behind the folder that was given every name is looked up in the one before it: none may have become a link. */
static bool find_spot(const char *path, size_t given, struct spot *spot)
{
	bool ok = true;

	*spot = (struct spot){ AT_FDCWD, path, true };
	if (given >= strlen(path))
		return true;
	ok = enter(spot, given);
	for (size_t len; ok && spot->name[len = strcspn(spot->name, "/")];)
		ok = enter(spot, len);
	return ok;
}

enum { OPEN_TO_READ = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

/* Where /proc is missing: by its name once more, if that still is the same file. */
static int open_again(const struct spot *spot, const struct stat *st)
{
	struct stat now;
	int fd = openat(spot->folder, spot->name, OPEN_TO_READ | (spot->follow ? 0 : O_NOFOLLOW));

	if (fd < 0 || (fstat(fd, &now) == 0 && now.st_dev == st->st_dev && now.st_ino == st->st_ino))
		return fd;
	close(fd);
	errno = ENOENT;
	return -1;
}

/*
 * A descriptor of the path alone is looked at first, since opening some devices
 * does something; the file behind it is then opened through that, so that no
 * other can have taken its place.
 */
static int open_place(const struct spot *spot, bool (*is_wanted)(const struct stat *), struct stat *st)
{
	char link[64];
	int fd = -1, place = openat(spot->folder, spot->name, O_PATH | O_CLOEXEC | (spot->follow ? 0 : O_NOFOLLOW));

	if (place < 0)
		return -1;
	if (fstat(place, st) == 0 && is_wanted(st)) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", place);
		fd = open(link, OPEN_TO_READ);
		if (fd < 0 && errno == ENOENT)
			fd = open_again(spot, st);
	}
	close_quietly(place);
	return fd;
}

/* Up to len bytes; *got says how many there were. */
static bool read_all(int fd, unsigned char *to, size_t len, size_t *got)
{
	*got = 0;
	while (*got < len) {
		ssize_t n = read(fd, to + *got, len - *got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return true;
}

static bool read_small(int fd, size_t size, struct bytes *out)
{
	size_t got;
	unsigned char *data = malloc(size ? size : 1);

	if (!data)
		cleanup_no_memory();
	if (!read_all(fd, data, size, &got)) {
		free(data);
		return false;
	}
	*out = (struct bytes){ data, got };
	return true;
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       same_time(a->st_mtim, b->st_mtim) && same_time(a->st_ctim, b->st_ctim);
}

/* The file that was read, and the one that its name stands for now. */
static bool has_changed(int fd, const struct spot *spot, const struct stat *before, size_t got)
{
	struct stat after, named;

	return got != (size_t)before->st_size || fstat(fd, &after) != 0 || !same_state(before, &after) ||
	       fstatat(spot->folder, spot->name, &named, spot->follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0 ||
	       !same_state(before, &named);
}

static bool load(int fd, const struct stat *st, struct file_content *out)
{
	if (st->st_size > LARGEST)
		return fail(EFBIG);
	if (st->st_size > MAPPED_ABOVE)
		return mapping_open(fd, (size_t)st->st_size, &out->bytes);
	return read_small(fd, (size_t)st->st_size, &out->bytes);
}

static bool load_spot(const struct spot *spot, struct file_content *out)
{
	struct stat st;
	int fd = open_place(spot, is_regular, &st);
	bool ok;

	if (fd < 0)
		return false;
	ok = load(fd, &st, out);
	if (ok)
		out->changed = has_changed(fd, spot, &st, out->bytes.len);
	out->state = st;
	if (ok && st.st_size > MAPPED_ABOVE)
		out->mapped = fd;
	else
		close_quietly(fd);
	return ok;
}

bool file_load(const char *path, bool follow, struct file_content *out)
{
	const struct spot spot = { AT_FDCWD, path, follow };

	*out = (struct file_content){ .mapped = -1 };
	return load_spot(&spot, out);
}

bool file_load_below(const char *path, size_t given, struct file_content *out)
{
	struct spot spot;
	bool ok;

	*out = (struct file_content){ .mapped = -1 };
	ok = find_spot(path, given, &spot) && load_spot(&spot, out);
	leave(&spot);
	return ok;
}

bool file_look_below(const char *path, size_t given, struct stat *out)
{
	struct spot spot;
	bool ok = find_spot(path, given, &spot) &&
		  fstatat(spot.folder, spot.name, out, spot.follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0 && is_regular(out);

	leave(&spot);
	return ok;
}

static bool is_stream(const struct stat *st)
{
	return S_ISFIFO(st->st_mode) || is_regular(st);
}

/* Of a pipe: waits as long as somebody holds the other end and says nothing. */
static ssize_t read_some(int fd, bool waits, unsigned char *to, size_t len)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	ssize_t got;

	while ((got = read(fd, to, len)) < 0 && (errno == EINTR || (errno == EAGAIN && waits)))
		if (errno == EAGAIN)
			poll(&wait, 1, -1);
	return got;
}

bool file_load_stream(const char *path, size_t most, struct file_content *out)
{
	const struct spot spot = { AT_FDCWD, path, true };
	struct stat st;
	unsigned char *data;
	ssize_t got = 1;
	int fd = open_place(&spot, is_stream, &st);

	*out = (struct file_content){ .mapped = -1 };
	if (fd < 0)
		return false;
	data = malloc(most);
	if (!data)
		cleanup_no_memory();
	out->bytes.data = data;
	while (got > 0 && out->bytes.len < most) {
		got = read_some(fd, S_ISFIFO(st.st_mode), data + out->bytes.len, most - out->bytes.len);
		out->bytes.len += got > 0 ? (size_t)got : 0;
	}
	close_quietly(fd);
	if (got < 0)
		file_unload(out);
	return got >= 0;
}

bool file_changed(struct file_content *content)
{
	struct stat now;

	if (content->mapped < 0 || content->changed)
		return content->changed;
	content->changed = mapping_is_torn(content->bytes) || fstat(content->mapped, &now) != 0 ||
			   (size_t)now.st_size != content->bytes.len || !same_time(now.st_mtim, content->state.st_mtim);
	return content->changed;
}

void file_unload(struct file_content *content)
{
	if (content->mapped >= 0) {
		mapping_close(content->bytes);
		close(content->mapped);
	} else {
		free((void *)(uintptr_t)content->bytes.data);
	}
	*content = (struct file_content){ .mapped = -1 };
}

/* A link is followed once and for all, so that it is not replaced by a file. */
static char *resolve_place(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? realpath(path, NULL) : strdup(path);
}

/* One way to write each place: its folder's real path and its name. NULL where there is no such folder. */
static char *real_place(const char *path)
{
	char *place = resolve_place(path), *slash = place ? strrchr(place, '/') : NULL, *folder, *real = NULL;

	if (!place)
		return NULL;
	if (slash)
		*slash = '\0';
	folder = realpath(!slash ? "." : slash == place ? "/" : place, NULL);
	if (folder && asprintf(&real, "%s/%s", folder, slash ? slash + 1 : place) < 0)
		real = NULL;
	free(folder);
	free(place);
	return real;
}

bool file_same_place(const char *a, const char *b)
{
	char *left = real_place(a), *right = real_place(b);
	bool same = left && right && strcmp(left, right) == 0;

	free(left);
	free(right);
	return same;
}

/* What stands there already: false, where it must not be replaced. */
static bool look_at_place(const char *path, bool *exists, struct stat *st)
{
	*exists = stat(path, st) == 0;
	if (!*exists)
		return errno == ENOENT;
	if (!S_ISREG(st->st_mode))
		return fail(S_ISDIR(st->st_mode) ? EISDIR : ENOTSUP);
	return access(path, W_OK) == 0;
}

static void drop_name(char **name)
{
	if (!*name)
		return;
	unlink(*name);
	free(*name);
	*name = NULL;
}

static char *join(const char *folder, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* All that publishing asks for later, since it must not fail half way for want of memory. */
static bool reserve_names(struct file_draft *draft)
{
	char *copy = strdup(draft->path);

	draft->folder = copy ? strdup(dirname(copy)) : NULL;
	free(copy);
	if (!draft->folder || !aside_make(&draft->aside, draft->folder))
		return false;
	draft->temporary = join(draft->aside.path, "new");
	draft->old = draft->exists ? join(draft->aside.path, "old") : NULL;
	return draft->temporary && (draft->old || !draft->exists);
}

/* Who could read the old file may read the new one, and nobody else. */
static bool follow_owner(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;

	if (fchown(fd, old->st_uid, old->st_gid) != 0 && fchown(fd, (uid_t)-1, old->st_gid) != 0)
		mode &= (mode_t)~0070;
	return fchmod(fd, mode) == 0;
}

static bool create_temporary(struct file_draft *draft, const struct stat *old)
{
	mode_t mode = draft->exists ? old->st_mode & 0777 : 0666;

	draft->fd = open(draft->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	return draft->fd >= 0 && (!draft->exists || follow_owner(draft->fd, old));
}

bool file_draft_begin(struct file_draft *draft, const char *path)
{
	struct stat old;

	*draft = (struct file_draft){ .path = resolve_place(path), .fd = -1 };
	if (draft->path && look_at_place(draft->path, &draft->exists, &old) && reserve_names(draft) &&
	    create_temporary(draft, &old))
		return true;
	file_draft_end(draft);
	return false;
}

static bool copy_names(struct file_draft *draft, const char *temporary, const char *old)
{
	char *copy = strdup(draft->path);

	draft->folder = copy ? strdup(dirname(copy)) : NULL;
	free(copy);
	draft->temporary = temporary ? strdup(temporary) : NULL;
	draft->old = draft->exists ? strdup(old) : NULL;
	return draft->folder && (draft->temporary || !temporary) && (draft->old || !draft->exists);
}

bool file_draft_begin_at(struct file_draft *draft, const char *path, const char *temporary, const char *old)
{
	struct stat status;

	*draft = (struct file_draft){ .path = strdup(path), .removes = !temporary, .fd = -1 };
	if (draft->path && lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
		errno = ELOOP;
	else if (draft->path && look_at_place(path, &draft->exists, &status) && copy_names(draft, temporary, old) &&
		 (!temporary || create_temporary(draft, &status)))
		return true;
	file_draft_end(draft);
	return false;
}

bool file_draft_write(struct file_draft *draft, struct str text)
{
	while (text.len) {
		ssize_t n = write(draft->fd, text.data, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text = str_after(text, (size_t)n);
	}
	return true;
}

/* A full disk may show only here. */
bool file_draft_sync(struct file_draft *draft)
{
	int fd = draft->fd;

	if (fsync(fd) != 0)
		return false;
	draft->fd = -1;
	return close(fd) == 0;
}

/* Some file systems cannot flush a folder and say so: there is nothing more to be done then. */
static bool sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd < 0 ? errno == EACCES : fsync(fd) == 0 || errno == EINVAL;

	close_quietly(fd);
	return ok;
}

/* The old file keeps a second name until all is settled. Where the file system knows no links there is no way back. */
static void keep_old(struct file_draft *draft)
{
	if (draft->old && link(draft->path, draft->old) != 0)
		drop_name(&draft->old);
}

/* It has another name until all is settled, and goes with that. */
static bool remove_place(const struct file_draft *draft)
{
	return !draft->exists || rename(draft->path, draft->old) == 0;
}

static bool place(struct file_draft *draft)
{
	if (draft->removes)
		return remove_place(draft);
	keep_old(draft);
	if (rename(draft->temporary, draft->path) != 0)
		return false;
	free(draft->temporary);
	draft->temporary = NULL;
	return true;
}

static void take_back(struct file_draft *draft)
{
	if (draft->temporary || (draft->removes && (!draft->exists || access(draft->old, F_OK) != 0)))
		return;
	if (!draft->exists)
		unlink(draft->path);
	else if (draft->old && rename(draft->old, draft->path) == 0)
		drop_name(&draft->old);
}

/* What had no second name stays: the file system knows no links. */
void file_draft_take_back(struct file_draft *const *draft, size_t count)
{
	int error = errno;

	for (size_t i = 0; i < count; i++)
		take_back(draft[i]);
	errno = error;
}

bool file_draft_publish(struct file_draft *const *draft, size_t count, const char **failed)
{
	bool ok = true;

	cleanup_too_late();
	for (size_t i = 0; ok && i < count; i++) {
		*failed = draft[i]->path;
		ok = place(draft[i]);
	}
	for (size_t i = 0; ok && i < count; i++) {
		*failed = draft[i]->path;
		if (i + 1 == count || strcmp(draft[i]->folder, draft[i + 1]->folder) != 0)
			ok = sync_folder(draft[i]->folder);
	}
	if (!ok)
		file_draft_take_back(draft, count);
	return ok;
}

void file_draft_end(struct file_draft *draft)
{
	int error = errno;

	if (draft->fd >= 0)
		close(draft->fd);
	drop_name(&draft->temporary);
	drop_name(&draft->old);
	aside_drop(&draft->aside);
	free(draft->folder);
	free(draft->path);
	*draft = (struct file_draft){ .fd = -1 };
	errno = error;
}

struct str file_sha256(struct arena *arena, struct bytes bytes)
{
	static const char hex[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	char *text = ARENA_ARRAY(arena, char, 2 * SHA256_DIGEST_SIZE);
	struct sha256_ctx sha;

	sha256_init(&sha);
	for (size_t at = 0; at < bytes.len; at += HASHED_AT_ONCE) {
		size_t len = bytes.len - at < HASHED_AT_ONCE ? bytes.len - at : HASHED_AT_ONCE;

		sha256_update(&sha, len, bytes.data + at);
		mapping_pass((struct bytes){ bytes.data + at, len });
	}
	sha256_digest(&sha, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++) {
		text[2 * i] = hex[digest[i] >> 4];
		text[2 * i + 1] = hex[digest[i] & 15];
	}
	return (struct str){ text, 2 * SHA256_DIGEST_SIZE };
}
