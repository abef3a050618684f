#include "work/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/cleanup.h"

/* Ours has a few dozen instructions; the kernel takes 4,096. */
enum { FILTER_ROOM = 1024 };

struct sandbox {
	struct sock_filter instruction[FILTER_ROOM];
	unsigned short count;
};

/* --- the filter ------------------------------------------------------------------ */

/* Memory, an end, a return from the handler of SIGBUS, time and chance. */
static const int allowed[] = {
	SCMP_SYS(munmap),
	SCMP_SYS(brk),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(futex),
	SCMP_SYS(getrandom),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(sched_yield),
};

/*
 * What libraries do without: the size of the machine (qsort), a signal to themselves (abort, which
 * then ends otherwise); files, which are not there then, such as a converter of text that nobody
 * prepared: SAY_WHY_CONVERTER is the better end. All else kills, since nobody who reads a table asks for it.
 */
static const int refused[] = {
	SCMP_SYS(sysinfo),   SCMP_SYS(tgkill),	 SCMP_SYS(openat),     SCMP_SYS(open),	 SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(stat),	 SCMP_SYS(lstat),      SCMP_SYS(fstat),	 SCMP_SYS(newfstatat),
	SCMP_SYS(statx),     SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
};

/* Memory that can be run is made by nobody who reads a table. */
static bool allow_memory(scmp_filter_ctx filter, int call)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool allow_on(scmp_filter_ctx filter, int call, uint64_t fd)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A0(SCMP_CMP_EQ, fd, 0)) == 0;
}

/* How long it may take, either way. */
static bool allow_patience(scmp_filter_ctx filter)
{
	static const int either[] = { SO_RCVTIMEO, SO_SNDTIMEO };
	bool ok = true;

	for (size_t i = 0; ok && i < ARRAY_COUNT(either); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(setsockopt), 3,
				      SCMP_A0(SCMP_CMP_EQ, SANDBOX_SECOND, 0), SCMP_A1(SCMP_CMP_EQ, SOL_SOCKET, 0),
				      SCMP_A2(SCMP_CMP_EQ, (scmp_datum_t)either[i], 0)) == 0;
	return ok;
}

static bool add_rules(scmp_filter_ctx filter)
{
	bool ok = allow_on(filter, SCMP_SYS(write), SANDBOX_PIPE) &&
		  allow_on(filter, SCMP_SYS(sendto), SANDBOX_SECOND) &&
		  allow_on(filter, SCMP_SYS(read), SANDBOX_SECOND);

	ok = ok && allow_patience(filter) && allow_memory(filter, SCMP_SYS(mmap)) &&
	     allow_memory(filter, SCMP_SYS(mprotect));
	for (size_t i = 0; ok && i < ARRAY_COUNT(allowed); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	for (size_t i = 0; ok && i < ARRAY_COUNT(refused); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0) == 0;
	return ok;
}

/* A filter is made in milliseconds, or never. */
enum { MAKING_SECONDS = 2 };

/* Whatever it says or ends of is its own; its program fits into the pipe before anybody reads. */
static _Noreturn void export_filter(int to)
{
	scmp_filter_ctx filter;

	cleanup_child();
	close(STDERR_FILENO);
	setrlimit(RLIMIT_CPU, &(struct rlimit){ MAKING_SECONDS, MAKING_SECONDS });
	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	_exit(filter && add_rules(filter) && seccomp_export_bpf(filter, to) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

/*
 * The library that makes the filter crashes, or turns in a circle, where it lacks memory
 * (libseccomp 2.5.4): so it does its work in a process of its own.
 */
static bool make_filter(struct sandbox *sandbox)
{
	ssize_t got = -1;
	pid_t maker;
	int end[2];

	if (pipe2(end, O_CLOEXEC) != 0)
		return false;
	maker = cleanup_fork();
	if (maker == 0)
		export_filter(end[1]);
	close(end[1]);
	if (maker > 0 && cleanup_reap(maker) == 0)
		got = read(end[0], sandbox->instruction, sizeof(sandbox->instruction));
	close(end[0]);
	sandbox->count = (unsigned short)(got > 0 ? (size_t)got / sizeof(*sandbox->instruction) : 0);
	return sandbox->count > 0 && sandbox->count < FILTER_ROOM;
}

struct sandbox *sandbox_new(void)
{
	struct sandbox *sandbox = calloc(1, sizeof(*sandbox));

	if (!sandbox)
		cleanup_no_memory();
	if (SANITIZED || make_filter(sandbox))
		return sandbox;
	free(sandbox);
	errno = ENOTSUP;
	return NULL;
}

void sandbox_free(struct sandbox *sandbox)
{
	free(sandbox);
}

/* --- the child ------------------------------------------------------------------- */

/* Bytes of address space now: the child's begins as its parent's. 0 where nobody says. */
static uint64_t address_space(void)
{
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	char text[128] = { 0 };
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	return got <= 0 ? 0 : strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	return setrlimit(what, &(struct rlimit){ soft, hard }) == 0;
}

static bool set_limits(const struct sandbox_limits *limits)
{
	uint64_t now = limits->memory ? address_space() : 0;
	bool ok = limit(RLIMIT_CORE, 0, 0);

	if (ok && limits->cpu_seconds)
		ok = limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1);
	if (SANITIZED || !ok)
		return ok;
	if (limits->memory)
		ok = now && limit(RLIMIT_AS, now + limits->memory, now + limits->memory);
	return ok && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NPROC, 0, 0);
}

/* The sanitizers tell what they find on the standard streams, or in
 * files of their own. */
static bool keep_one(int pipe)
{
	bool ok = pipe == SANDBOX_PIPE || dup2(pipe, SANDBOX_PIPE) == SANDBOX_PIPE;

	ok = ok && close_range(SANDBOX_PIPE + 1, SANDBOX_SECOND - 1, 0) == 0 &&
	     close_range(SANDBOX_SECOND + 1, ~0u, 0) == 0;
	return ok && (SANITIZED || (close_range(0, SANDBOX_PIPE - 1, 0) == 0 && limit(RLIMIT_NOFILE, 0, 0)));
}

/* A parent that ended in between sends no signal any more. */
static bool follow_parent(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

static bool load_filter(const struct sandbox *sandbox)
{
	struct sock_fprog program = { sandbox->count, (struct sock_filter *)(uintptr_t)sandbox->instruction };

	return SANITIZED || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

bool sandbox_enter(const struct sandbox *sandbox, int pipe, pid_t parent, const struct sandbox_limits *limits)
{
	cleanup_child();
	return follow_parent(parent) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       (SANITIZED || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) && set_limits(limits) && keep_one(pipe) &&
	       load_filter(sandbox);
}
