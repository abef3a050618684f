#include "state/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "state/query.h"
#include "state/schema.h"

/*
 * SQLite locks bytes behind the first gigabyte and no other; this one no file is long enough to have. (SQLite
 * File Locking, PENDING_BYTE)
 */
static const off_t LOCK_BYTE = (off_t)1 << 62;

static bool refuse_errno(struct ledger *ledger)
{
	return query_refuse(ledger, SAY_TROUBLE_STATE, strerror(errno));
}

/* --- its place and its lock ------------------------------------------------------------------------ */

/* A path from the root on: SQLite takes no such one for a name of its own (":memory:", "file:…"). */
static char *place_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real = realpath(path, NULL), *folder, *named, *place = NULL;

	if (real || errno != ENOENT || !*path || (slash && !slash[1]))
		return real;
	named = slash ? strndup(path, (size_t)(slash + 1 - path)) : strdup(".");
	folder = named ? realpath(named, NULL) : NULL;
	if (folder && asprintf(&place, "%s/%s", folder, slash ? slash + 1 : path) < 0)
		place = NULL;
	free(folder);
	free(named);
	return place;
}

static bool open_file(struct ledger *ledger, const char *path)
{
	struct stat st;

	ledger->path = place_of(path);
	if (!ledger->path)
		return refuse_errno(ledger);
	ledger->was_there = stat(ledger->path, &st) == 0;
	if (ledger->was_there && !S_ISREG(st.st_mode))
		return query_refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	ledger->lock = open(ledger->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
	return ledger->lock >= 0 || refuse_errno(ledger);
}

/* What a killed run has forked may outlive it by a moment, and hold the lock as long. */
enum { LOCK_WAIT_MS = 200, LOCK_TICK_MS = 10 };

static bool take_lock(struct ledger *ledger)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1 };

	for (int waited = 0; fcntl(ledger->lock, F_OFD_SETLK, &lock) != 0; waited += LOCK_TICK_MS) {
		if (errno != EAGAIN && errno != EACCES)
			return refuse_errno(ledger);
		if (waited >= LOCK_WAIT_MS)
			return query_refuse(ledger, SAY_TROUBLE_STATE_BUSY, "");
		poll(NULL, 0, LOCK_TICK_MS);
	}
	return true;
}

bool ledger_file_open(struct ledger *ledger, const char *path)
{
	return open_file(ledger, path) && take_lock(ledger);
}

/* --- to be read only ---------------------------------------------------------------------- */

bool ledger_file_is_held(const struct ledger *ledger)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1 };

	return fcntl(ledger->lock, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

bool ledger_file_look(struct ledger *ledger, const char *path)
{
	ledger->path = realpath(path, NULL);
	if (!ledger->path || stat(ledger->path, &ledger->seen) != 0)
		return refuse_errno(ledger);
	if (!S_ISREG(ledger->seen.st_mode))
		return query_refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	ledger->lock = open(ledger->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (ledger->lock < 0 || fstat(ledger->lock, &ledger->seen) != 0)
		return refuse_errno(ledger);
	return !ledger_file_is_held(ledger) || query_refuse(ledger, SAY_TROUBLE_STATE_READ_BUSY, "");
}

bool ledger_file_is_as_seen(struct ledger *ledger)
{
	struct stat now;

	return !ledger_file_is_held(ledger) && !ledger_file_has_hot_journal(ledger) && stat(ledger->path, &now) == 0 &&
	       now.st_ino == ledger->seen.st_ino && now.st_dev == ledger->seen.st_dev &&
	       now.st_size == ledger->seen.st_size && now.st_mtim.tv_sec == ledger->seen.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == ledger->seen.st_mtim.tv_nsec;
}

/* --- its journal -------------------------------------------------------------------------- */

/* A run that was cut off: the file is not as it will be once its journal is played back. */
static bool has_journal(const struct ledger *ledger)
{
	char *name;
	bool has;

	if (asprintf(&name, "%s-journal", ledger->path) < 0)
		cleanup_no_memory();
	has = access(name, F_OK) == 0;
	free(name);
	return has;
}

/* A journal whose first byte is not zero belongs to a transaction without an end. (SQLite File Locking, 4.0) */
bool ledger_file_has_hot_journal(const struct ledger *ledger)
{
	bool hot = false;
	char *name;
	char first;
	int fd;

	if (asprintf(&name, "%s-journal", ledger->path) < 0)
		cleanup_no_memory();
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0) {
		hot = read(fd, &first, 1) == 1 && first;
		close(fd);
	} else {
		hot = errno != ENOENT;
	}
	free(name);
	return hot;
}

/* --- its first bytes, before SQLite touches it (SQLite Database File Format, 1.3) ----- */

enum { HEADER = 100, PAGE_SIZE_AT = 16, PAGE_COUNT_AT = 28, VERSION_AT = 60, APPLICATION_AT = 68 };

static uint32_t big_u16(const unsigned char *at)
{
	return (uint32_t)(at[0] << 8 | at[1]);
}

static uint32_t big_u32(const unsigned char *at)
{
	return big_u16(at) << 16 | big_u16(at + 2);
}

static bool check_size(struct ledger *ledger, const unsigned char *header, off_t size)
{
	uint64_t page = big_u16(header + PAGE_SIZE_AT) == 1 ? 65536 : big_u16(header + PAGE_SIZE_AT);

	if ((uint64_t)size >= page * big_u32(header + PAGE_COUNT_AT) || has_journal(ledger))
		return true;
	return query_refuse(ledger, SAY_TROUBLE_STATE_DAMAGED, "cut short");
}

bool ledger_file_check(struct ledger *ledger, bool *fresh)
{
	unsigned char header[HEADER] = { 0 };
	struct stat st;
	ssize_t got = pread(ledger->lock, header, sizeof(header), 0);
	char numbers[64];

	if (got < 0 || fstat(ledger->lock, &st) != 0)
		return refuse_errno(ledger);
	*fresh = st.st_size == 0;
	ledger->was_empty = *fresh && ledger->was_there;
	if (*fresh)
		return true;
	if (got < HEADER || memcmp(header, "SQLite format 3", 16) != 0 ||
	    big_u32(header + APPLICATION_AT) != SCHEMA_APPLICATION)
		return query_refuse(ledger, SAY_TROUBLE_STATE_FOREIGN, "");
	snprintf(numbers, sizeof(numbers), "%u", (unsigned)big_u32(header + VERSION_AT));
	if (big_u32(header + VERSION_AT) > SCHEMA_VERSION)
		return query_refuse(ledger, SAY_TROUBLE_STATE_NEWER, numbers);
	return check_size(ledger, header, st.st_size);
}
