#include "work/second_process.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/cleanup.h"
#include "decode/charset.h"
#include "read/opinion.h"
#include "work/second_wire.h"

/* Its descriptors, by number; below them the standard ones, above nothing. */
enum { ASKER_FD = 3, FILE_FD = 4, BOOK_FD = 5, FDS = 6 };
/*
 * freexl read 100 MB of records a second where this was measured; those that take
 * three seconds of a small file never end.
 */
enum { CPU_SECONDS = 3, BYTES_A_SECOND = 4 * 1024 * 1024 };
/* For freexl's own cells (opinion.c has their limit), its strings, and the copy. */
static const rlim_t MEMORY_ROOM = (rlim_t)1024 * 1024 * 1024;

/* --- prepared ------------------------------------------------------------------ */

struct second_kit {
	const char *path; /* of the one file that may be opened, in a page that cannot be written to */
	size_t path_room;
	scmp_filter_ctx filter;
	void *converter; /* held, so that what it needs stays loaded */
};

/*
 * Of the calls that take a path only the one with this very pointer passes. What it
 * points to can no longer be changed: nothing that maps memory is allowed.
 */
static bool make_filter(struct second_kit *kit)
{
	static const int allowed[] = { SCMP_SYS(read),	SCMP_SYS(lseek), SCMP_SYS(fstat),     SCMP_SYS(newfstatat),
				       SCMP_SYS(close), SCMP_SYS(brk),	 SCMP_SYS(exit_group) };
	const struct scmp_arg_cmp to_answer = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = ASKER_FD };
	const struct scmp_arg_cmp this_file[] = {
		{ .arg = 1, .op = SCMP_CMP_EQ, .datum_a = (uintptr_t)kit->path },
		{ .arg = 2, .op = SCMP_CMP_EQ, .datum_a = O_RDONLY },
	};
	bool ok;

	kit->filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	ok = kit->filter != NULL;
	for (size_t i = 0; ok && i < ARRAY_COUNT(allowed); i++)
		ok = seccomp_rule_add_array(kit->filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL) == 0;
	return ok && seccomp_rule_add_array(kit->filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &to_answer) == 0 &&
	       seccomp_rule_add_array(kit->filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), ARRAY_COUNT(this_file),
				      this_file) == 0;
}

static bool make_path(struct second_kit *kit)
{
	char *path;

	kit->path_room = (size_t)sysconf(_SC_PAGESIZE);
	path = mmap(NULL, kit->path_room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (path == MAP_FAILED)
		return false;
	kit->path = path;
	snprintf(path, kit->path_room, "/proc/self/fd/%d", FILE_FD);
	return mprotect(path, kit->path_room, PROT_READ) == 0;
}

struct second_kit *second_process_prepare(void)
{
	struct second_kit *kit = calloc(1, sizeof(*kit));

	if (!kit)
		cleanup_no_memory();
	kit->converter = charset_decoder(&charset_table[CHARSET_UTF16LE]);
	if (make_path(kit) && make_filter(kit))
		return kit;
	second_process_release(kit);
	return NULL;
}

void second_process_release(struct second_kit *kit)
{
	if (!kit)
		return;
	seccomp_release(kit->filter);
	if (kit->path)
		munmap((void *)(uintptr_t)kit->path, kit->path_room);
	if (kit->converter)
		iconv_close(kit->converter);
	free(kit);
}

unsigned second_process_seconds(size_t len)
{
	return CPU_SECONDS + (unsigned)(len / BYTES_A_SECOND);
}

/* --- closed off -------------------------------------------------------------- */

/* What this process has mapped already, from the one it was made of, counts, too. */
static rlim_t memory_mapped(void)
{
	char text[64] = { 0 };
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	rlim_t pages = 0;

	if (fd >= 0 && read(fd, text, sizeof(text) - 1) > 0)
		pages = strtoul(text, NULL, 10);
	if (fd >= 0)
		close(fd);
	return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static bool limit(__rlimit_resource_t resource, rlim_t value)
{
	return setrlimit(resource, &(struct rlimit){ value, value }) == 0;
}

static bool set_limits(size_t len)
{
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, FDS) &&
	       limit(RLIMIT_CPU, second_process_seconds(len)) &&
	       (SANITIZED || limit(RLIMIT_AS, memory_mapped() + MEMORY_ROOM));
}

/* Memory comes from brk alone, so that no mapping is needed, nor allowed, from here on. */
static bool close_off(const struct second_kit *kit, size_t len)
{
	mallopt(M_MMAP_MAX, 0);
	return set_limits(len) && (SANITIZED || seccomp_load(kit->filter) == 0);
}

/* --- one file ---------------------------------------------------------------- */

static bool put(void *user, uint32_t sheet, uint32_t row, const struct cell *cell)
{
	return second_wire_out_put(user, sheet, row, cell);
}

static bool read_all(void *to, size_t len)
{
	char *at = to;

	while (len) {
		ssize_t got = read(ASKER_FD, at, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		len -= (size_t)got;
	}
	return true;
}

/* From here on nothing can be trusted. Whatever freexl has taken goes with the process. */
static bool opine(const struct second_kit *kit, unsigned char *copy, size_t len)
{
	struct second_out out = { .fd = ASKER_FD };
	const struct opinion_sink sink = { &out, put };
	struct opinion opinion;

	return opinion_prepare(&opinion, copy, len) && close_off(kit, len) &&
	       opinion_give(&opinion, kit->path, &sink) && second_wire_out_end(&out, true);
}

static bool opine_apart(const struct second_kit *kit, unsigned char *copy, size_t len)
{
	pid_t parent = getpid(), child = fork();
	int status = -1;

	if (child == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
			_exit(EXIT_FAILURE);
		_exit(opine(kit, copy, len) ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

/* A file in memory of that length, filled from the pipe. NULL where there is none to be had. */
static unsigned char *take_file(size_t len)
{
	int fd = memfd_create("xls", MFD_CLOEXEC);
	unsigned char *copy;

	if (fd < 0 || dup2(fd, FILE_FD) < 0 || ftruncate(FILE_FD, (off_t)len) != 0)
		return NULL;
	if (fd != FILE_FD)
		close(fd);
	copy = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, FILE_FD, 0);
	return copy != MAP_FAILED && read_all(copy, len) ? copy : NULL;
}

static bool serve(const struct second_kit *kit, bool many)
{
	struct second_out out = { .fd = ASKER_FD };
	unsigned char *copy;
	uint64_t len;
	bool ok;

	if (!read_all(&len, sizeof(len)) || len == 0 || len > SECOND_FILE_LIMIT)
		return false;
	copy = take_file((size_t)len);
	if (!copy)
		return false;
	ok = many ? opine_apart(kit, copy, (size_t)len) : opine(kit, copy, (size_t)len);
	munmap(copy, (size_t)len);
	close(FILE_FD);
	return ok || second_wire_out_end(&out, false);
}

/* --- the process ------------------------------------------------------------- */

/* Only its end of the socket, and nowhere to print to. */
static bool settle_descriptors(int asker)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (nowhere < 0 || dup2(nowhere, fd) < 0)
			return false;
	return (asker == ASKER_FD || dup2(asker, ASKER_FD) >= 0) && close_range(ASKER_FD + 1, ~0u, 0) == 0;
}

static _Noreturn void run(const struct second_kit *kit, bool many, int asker, pid_t parent)
{
	cleanup_child();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || !settle_descriptors(asker))
		_exit(EXIT_FAILURE);
	prctl(PR_SET_NAME, "huizong-second");
	while (serve(kit, many) && many)
		;
	_exit(EXIT_SUCCESS);
}

pid_t second_process_start(const struct second_kit *kit, bool many, int *fd)
{
	pid_t parent = getpid(), child;
	int pair[2];

	*fd = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	child = fork();
	if (child == 0)
		run(kit, many, pair[1], parent);
	close(pair[1]);
	if (child > 0)
		*fd = pair[0];
	else
		close(pair[0]);
	return child;
}
