#include "app/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"

/*
 * 700,000 cells a second were written where this was measured. The disk may keep it
 * waiting, but no disk does so for a minute.
 */
const struct writer_limits writer_limits = { .stall_ms = 60000, .cpu_ms = 60000, .cells_a_second = 20000 };

/* How often, in milliseconds, its clock is looked at. */
enum { TICK_MS = 200 };

/* --- the other process ----------------------------------------------------------- */

/* Its disk being full is an error that the library is told, and no death. */
static void settle_signals(void)
{
	cleanup_child();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

/*
 * The library says some of its errors on standard error and nowhere else; a ruined heap
 * is told there, too. It all goes where the parent listens: whoever says a word has failed.
 * Nothing else stays open: the parent's locks go with it, and not with who outlives it by a moment.
 */
static bool settle(int outlet, pid_t parent)
{
	settle_signals();
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && dup2(outlet, STDERR_FILENO) >= 0 &&
	       close_range(STDERR_FILENO + 1, ~0u, 0) == 0 && prctl(PR_SET_NAME, "huizong-writer") == 0;
}

/* What is said when a workbook is finished: no text holds it. */
static const char finished[1] = "";

static void say(struct str text)
{
	if (write(STDERR_FILENO, text.data, text.len) != (ssize_t)text.len)
		_exit(EXIT_FAILURE);
}

static void write_one(const struct writer_task *task, const char *folder)
{
	struct workbook_plan plan = { 0 };
	struct arena arena = { 0 };
	struct str why = STR("");

	if (!workbook_write(task->order, task->path, folder, &arena, &plan, &why)) {
		say(why);
		_exit(EXIT_FAILURE);
	}
	say((struct str){ finished, sizeof(finished) });
	workbook_plan_release(&plan);
	arena_release(&arena);
}

static _Noreturn void work(size_t count, const struct writer_task *task, const char *folder)
{
	for (size_t i = 0; i < count; i++)
		write_one(&task[i], folder);
	_exit(EXIT_SUCCESS);
}

/* --- starting -------------------------------------------------------------------- */

/* Beside the file, since that disk must hold the workbook anyway. Who may make it may make files in it. */
static char *make_folder(const char *path)
{
	char *folder;

	if (asprintf(&folder, "%s.d", path) < 0)
		return NULL;
	if (cleanup_add(folder)) {
		if (mkdir(folder, 0700) == 0)
			return folder;
		cleanup_forget(folder);
	} else {
		errno = ENAMETOOLONG;
	}
	free(folder);
	return NULL;
}

static void remove_folder(struct writer *writer)
{
	int error = errno;

	cleanup_remove(writer->folder);
	free(writer->folder);
	writer->folder = NULL;
	errno = error;
}

static void close_quietly(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

bool writer_begin(struct writer *writer, size_t count, const struct writer_task *task)
{
	pid_t parent = getpid();
	int end[2];

	*writer = (struct writer){ .pid = -1, .folder = make_folder(task[count - 1].path) };
	if (!writer->folder)
		return false;
	if (pipe2(end, O_CLOEXEC) != 0) {
		remove_folder(writer);
		return false;
	}
	writer->fd = end[0];
	writer->pid = cleanup_fork();
	if (writer->pid == 0) {
		if (!settle(end[1], parent))
			_exit(EXIT_FAILURE);
		work(count, task, writer->folder);
	}
	close_quietly(end[1]);
	if (writer->pid > 0)
		return true;
	close_quietly(end[0]);
	remove_folder(writer);
	return false;
}

/* --- waiting --------------------------------------------------------------------- */

struct watch {
	const struct writer *writer;
	int64_t stall_ns, cpu_ns;     /* the limits */
	int64_t now, progress, spent; /* by the clock; when CPU time was used last; how much */
	char said[256];
	size_t len;
	size_t finished; /* before it said a word */
	bool stalled;
};

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	return clock_gettime(clock, &now) == 0 ? (int64_t)now.tv_sec * 1000000000 + now.tv_nsec : 0;
}

/* Nobody but us may hold its end of the pipe open, but what failed to be closed would. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

static void check_clock(struct watch *watch)
{
	clockid_t clock;
	int64_t spent = clock_getcpuclockid(watch->writer->pid, &clock) == 0 ? clock_ns(clock) : watch->spent;

	watch->now = clock_ns(CLOCK_MONOTONIC);
	if (spent > watch->spent) {
		watch->spent = spent;
		watch->progress = watch->now;
	}
	watch->stalled = watch->now - watch->progress > watch->stall_ns || watch->spent > watch->cpu_ns;
}

/* Its last words are kept: the library's own reason stands behind what it complained of before. False at its end. */
static bool listen_to(struct watch *watch)
{
	char piece[sizeof(watch->said)];
	ssize_t got = read(watch->writer->fd, piece, sizeof(piece));

	if (got < 0)
		return errno == EINTR;
	for (ssize_t i = 0; i < got; i++) {
		if (piece[i] == finished[0]) {
			watch->finished += watch->len == 0;
			continue;
		}
		if (watch->len && watch->said[watch->len - 1] == '\n')
			watch->len = 0;
		if (watch->len < sizeof(watch->said))
			watch->said[watch->len++] = piece[i];
	}
	return got > 0;
}

static void watch_it(struct watch *watch)
{
	struct pollfd one = { .fd = watch->writer->fd, .events = POLLIN };

	watch->progress = clock_ns(CLOCK_MONOTONIC);
	while (!watch->stalled) {
		bool ended = has_ended(watch->writer->pid);
		int ready = poll(&one, 1, ended ? 0 : TICK_MS);

		if (ready > 0 ? !listen_to(watch) : ended)
			return;
		check_clock(watch);
	}
	kill(watch->writer->pid, SIGKILL);
}

static enum writer_fate fate_of(const struct watch *watch, int status)
{
	if (watch->stalled)
		return WRITER_STALLED;
	if (WIFSIGNALED(status))
		return WRITER_DIED;
	if (WEXITSTATUS(status) == CLEANUP_NO_MEMORY)
		return WRITER_MEMORY;
	return WEXITSTATUS(status) == EXIT_SUCCESS && watch->len == 0 ? WRITER_DONE : WRITER_FAILED;
}

void writer_wait(struct writer *writer, size_t cells, const struct writer_limits *limits, struct writer_end *end)
{
	struct watch watch = { .writer = writer, .stall_ns = (int64_t)limits->stall_ms * 1000000 };
	int status;

	watch.cpu_ns = (int64_t)limits->cpu_ms * 1000000 + (int64_t)(cells / limits->cells_a_second) * 1000000000;
	watch_it(&watch);
	close(writer->fd);
	status = cleanup_reap(writer->pid);
	*end = (struct writer_end){ .fate = fate_of(&watch, status), .task = watch.finished };
	if (end->fate == WRITER_DIED)
		end->signal = WTERMSIG(status);
	for (size_t i = 0; i < watch.len && i + 1 < sizeof(end->why) && watch.said[i] != '\n'; i++)
		end->why[i] = watch.said[i];
	remove_folder(writer);
}
