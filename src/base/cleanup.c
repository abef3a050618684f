#include "base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/log_mark.h"
#include "base/mapping.h"
#include "base/monitor.h"

enum { SLOTS = 12, PATH_ROOM = 4096, STATUS_NOT_DONE = 2 };

/* A slot counts while its flag is set; the path is complete before that. */
static struct slot {
	volatile sig_atomic_t used;
	volatile sig_atomic_t only_empty; /* a folder that others may have put files into */
	char path[PATH_ROOM];
} slots[SLOTS];

static bool add(const char *path, bool only_empty)
{
	size_t length = strlen(path);

	if (length >= PATH_ROOM)
		return false;
	for (int i = 0; i < SLOTS; i++) {
		if (slots[i].used)
			continue;
		memcpy(slots[i].path, path, length + 1);
		slots[i].only_empty = only_empty;
		slots[i].used = 1;
		return true;
	}
	return false;
}

bool cleanup_add(const char *path)
{
	return add(path, false);
}

bool cleanup_add_empty(const char *path)
{
	return add(path, true);
}

void cleanup_forget(const char *path)
{
	for (int i = 0; i < SLOTS; i++)
		if (slots[i].used && strcmp(slots[i].path, path) == 0)
			slots[i].used = 0;
}

/* The process that makes temporaries of ours; 0 where there is none. */
static volatile sig_atomic_t maker;

static int wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void end_maker(void)
{
	if (maker) {
		kill(maker, SIGKILL);
		wait_for(maker);
	}
	maker = 0;
}

/* Its names come from the system itself, since a signal handler may not ask the C library for them. */
static void empty_folder(int folder)
{
	_Alignas(struct dirent64) char room[4096];
	const struct dirent64 *entry;
	long got;

	while ((got = syscall(SYS_getdents64, folder, room, sizeof(room))) > 0)
		for (long at = 0; at < got; at += entry->d_reclen) {
			entry = (const struct dirent64 *)(const void *)(room + at);
			unlinkat(folder, entry->d_name, 0);
		}
}

static void remove_path(const char *path)
{
	int folder;

	if (unlink(path) == 0 || rmdir(path) == 0 || errno != ENOTEMPTY)
		return;
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (folder < 0)
		return;
	empty_folder(folder);
	close(folder);
	rmdir(path);
}

void cleanup_remove(const char *path)
{
	remove_path(path);
	cleanup_forget(path);
}

void cleanup_run(void)
{
	end_maker();
	/* Twice: a folder may hold another one. */
	for (int i = 0; i < 2 * SLOTS; i++)
		if (slots[i % SLOTS].used && !slots[i % SLOTS].only_empty)
			remove_path(slots[i % SLOTS].path);
	for (int i = 0; i < SLOTS; i++) {
		if (slots[i].used && slots[i].only_empty)
			rmdir(slots[i].path);
		slots[i].used = 0;
	}
}

pid_t cleanup_fork(void)
{
	sigset_t all, before;
	pid_t child;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	child = fork();
	if (child == 0)
		return 0;
	if (child > 0)
		maker = child;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return child;
}

/* Signals wait: the number of a process that was waited for may be another's. */
int cleanup_reap(pid_t child)
{
	sigset_t all, before;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	status = wait_for(child);
	maker = 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

/* The sanitizers tell more of a crash than we can. */
static const int crashing[] = {
	SIGBUS,
#if !SANITIZED
	SIGSEGV, SIGFPE, SIGILL, SIGABRT,
#endif
};

static void end_early(int signal_number)
{
	(void)signal_number;
	cleanup_run();
	monitor_cry("收到信号，未完成，原有文件未改动 (ended by a signal; nothing was replaced)");
	_exit(monitor_exit(STATUS_NOT_DONE));
}

/* To whoever reads standard error, and to the monitoring. */
static void cry(const char *text)
{
	log_mark_cry(text);
	monitor_cry(text);
}

/* Nothing of the memory can be trusted any more but the names of the temporaries. */
static void end_crashed(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	if (signal_number == SIGBUS && mapping_mend(info->si_addr))
		return;
	cleanup_run();
	cry("程序内部错误，未完成，原有文件未改动 (internal error; nothing was replaced)");
	_exit(monitor_exit(STATUS_NOT_DONE));
}

static void catch_crashes(void)
{
	struct sigaction action = { .sa_sigaction = end_crashed, .sa_flags = SA_SIGINFO };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_COUNT(crashing); i++)
		sigaction(crashing[i], &action, NULL);
}

void cleanup_begin(void)
{
	struct sigaction action = { .sa_handler = end_early };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_COUNT(ending); i++)
		sigaction(ending[i], &action, NULL);
	catch_crashes();
	/* A reader that goes away is an error of write(), not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	/* So is a file that outgrows its limit. */
	signal(SIGXFSZ, SIG_IGN);
}

void cleanup_too_late(void)
{
	for (size_t i = 0; i < ARRAY_COUNT(ending); i++)
		signal(ending[i], SIG_IGN);
}

/* Set in a child, once: it says nothing, its parent does. */
static bool is_child;

/* What lies in no mapping of ours is met again, and then ends the process. */
static void mend_or_end(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	if (!mapping_mend(info->si_addr))
		signal(signal_number, SIG_DFL);
}

void cleanup_child(void)
{
	struct sigaction mend = { .sa_sigaction = mend_or_end, .sa_flags = SA_SIGINFO };
	static const int others[] = { SIGPIPE, SIGXFSZ };
	sigset_t none;

	is_child = true;
	monitor_end();
	maker = 0;
	for (int i = 0; i < SLOTS; i++)
		slots[i].used = 0;
	for (size_t i = 0; i < ARRAY_COUNT(ending); i++)
		signal(ending[i], SIG_DFL);
	for (size_t i = 0; i < ARRAY_COUNT(crashing); i++)
		signal(crashing[i], SIG_DFL);
	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		signal(others[i], SIG_DFL);
	sigaction(SIGBUS, &mend, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn void cleanup_no_memory(void)
{
	if (is_child)
		_exit(CLEANUP_NO_MEMORY);
	cry("内存不足，未完成，原有文件未改动 (out of memory; nothing was replaced)");
	cleanup_run();
	_exit(monitor_exit(STATUS_NOT_DONE));
}
