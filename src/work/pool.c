#include "work/pool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/mapping.h"
#include "work/pool_wire.h"

/*
 * A sheet of a million rows with its shared texts takes less than half of this memory.
 * A message is one row; text of a cell is far below. An answer is kept in memory by
 * whoever merges, so that one without an end must not fill it.
 */
const struct pool_limits pool_limits = {
	.memory = (uint64_t)1 << 30,
	.stall_ms = 60000,
	.message = 64u << 20,
	.buffered = 1u << 20,
	.stream = (uint64_t)16 << 30,
	.cpu_seconds = 10,
};

/* More than so many at a time serve no machine. JOBS_AHEAD: for each that works so many may wait to be taken. */
enum { MOST_WORKERS = 64, JOBS_AHEAD = POOL_AHEAD / MOST_WORKERS };
static_assert((int)POOL_AHEAD < (int)MAPPING_MOST, "each job may be a large file that is mapped");

/* How a worker ends that could not begin; CLEANUP_NO_MEMORY is another such end. */
enum { EXIT_UNCONFINED = 4 };

/* How often, in milliseconds, clocks are looked at; how long one that closed its pipe may take to end. */
enum { TICK_MS = 500, LINGER_MS = 2000 };

enum slot_state { SLOT_FREE, SLOT_READY, SLOT_NOTHING, SLOT_RUNNING, SLOT_ENDED };

/* A job on its way. */
struct slot {
	enum slot_state state;
	bool begun; /* its turn has come, and the client knows */
	struct sandbox_limits confined;
	pid_t pid;
	int fd;
	struct pool_in in;
	bool stalled;
	int64_t progress; /* when it made some */
	int64_t cpu;	  /* time it had used by then */
};

struct pool {
	const struct pool_client *client;
	const struct pool_limits *limits;
	struct sandbox *sandbox;
	uint32_t count, workers;
	uint32_t head, next; /* jobs: whose turn it is; the first that is not yet prepared */
	uint32_t running;
	bool alone; /* the head is done again: nothing else is started */
	uint32_t room;
	struct slot *slot; /* job % room */
	struct pollfd *watched;
	struct slot **watched_slot;
};

uint32_t pool_cores(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (uint32_t)count : 1;
}

static struct slot *slot_of(const struct pool *pool, uint32_t job)
{
	return &pool->slot[job % pool->room];
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* CPU time of a worker in nanoseconds; what it was before where nobody says. */
static int64_t cpu_of(const struct slot *slot)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(slot->pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
		return slot->cpu;
	return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

/* --- the child ------------------------------------------------------------------- */

/* An answer that nobody takes is not worth working for. */
static bool put_out(void *user, struct bytes message)
{
	if (!pool_wire_out_put(user, message))
		_exit(EXIT_FAILURE);
	return true;
}

static _Noreturn void work(const struct pool *pool, uint32_t job, int fd, pid_t parent)
{
	struct pool_out out;
	const struct message_sink sink = { &out, put_out };

	out.fd = SANDBOX_PIPE;
	out.len = 0;
	pool->client->open(pool->client->user, job);
	if (!sandbox_enter(pool->sandbox, fd, parent, &slot_of(pool, job)->confined))
		_exit(EXIT_UNCONFINED);
	pool->client->work(pool->client->user, job, &sink);
	_exit(pool_wire_out_end(&out) ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* --- starting -------------------------------------------------------------------- */

/* Signals wait: one that comes to the child before it is one would remove the parent's temporaries. */
static pid_t fork_worker(const struct pool *pool, uint32_t job, int fd)
{
	pid_t parent = getpid(), pid;
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		work(pool, job, fd, parent);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}

static bool start(struct pool *pool, uint32_t job)
{
	struct slot *slot = slot_of(pool, job);
	int end[2], error;

	if (pipe2(end, O_CLOEXEC) != 0)
		return false;
	slot->pid = fork_worker(pool, job, end[1]);
	error = errno;
	close(end[1]);
	if (slot->pid < 0) {
		close(end[0]);
		errno = error;
		return false;
	}
	slot->fd = end[0];
	slot->state = SLOT_RUNNING;
	slot->stalled = false;
	slot->progress = now_ms();
	slot->cpu = 0;
	pool_wire_in_clear(&slot->in);
	pool->running++;
	return true;
}

static void prepare(struct pool *pool, uint32_t job)
{
	struct slot *slot = slot_of(pool, job);

	slot->confined = (struct sandbox_limits){ pool->limits->memory, pool->limits->cpu_seconds };
	slot->begun = false;
	slot->state = pool->client->prepare(pool->client->user, job, &slot->confined) ? SLOT_READY : SLOT_NOTHING;
}

/* --- ending ---------------------------------------------------------------------- */

/* One whose pipe is closed ends at once. One that does not is ended. */
static int reap(const struct slot *slot)
{
	int status = 0;
	pid_t got;

	for (int waited = 0; (got = waitpid(slot->pid, &status, WNOHANG)) == 0 && waited < LINGER_MS; waited++)
		poll(NULL, 0, 1);
	if (got == 0) {
		kill(slot->pid, SIGKILL);
		while (waitpid(slot->pid, &status, 0) < 0 && errno == EINTR)
			;
		return W_EXITCODE(EXIT_FAILURE, 0);
	}
	return status;
}

static void kill_worker(struct pool *pool, struct slot *slot)
{
	kill(slot->pid, SIGKILL);
	while (waitpid(slot->pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (slot->state == SLOT_RUNNING) {
		close(slot->fd);
		pool->running--;
	}
	slot->state = SLOT_READY;
}

/* All but the head, which is done with: they are started anew. */
static void kill_others(struct pool *pool)
{
	for (uint32_t job = pool->head + 1; job < pool->next; job++) {
		struct slot *slot = slot_of(pool, job);

		if (slot->state == SLOT_RUNNING || slot->state == SLOT_ENDED)
			kill_worker(pool, slot);
	}
}

/* --- keeping them busy ----------------------------------------------------------- */

/*
 * What the system refuses may be there once a worker has ended, so that fewer run from
 * then on. The others may wait for the head: where that one cannot be started they yield.
 */
static bool start_or_yield(struct pool *pool, uint32_t job)
{
	if (start(pool, job))
		return true;
	pool->workers = pool->running ? pool->running : 1;
	if (job > pool->head)
		return true;
	kill_others(pool);
	return start(pool, job);
}

static bool fill(struct pool *pool)
{
	for (uint32_t job = pool->head; job < pool->count && job - pool->head < pool->room; job++) {
		if (pool->running >= pool->workers || (pool->alone && job > pool->head))
			break;
		if (job == pool->next) {
			prepare(pool, job);
			pool->next++;
		}
		if (slot_of(pool, job)->state == SLOT_READY && !start_or_yield(pool, job))
			return false;
	}
	return true;
}

static struct pool_end end_of(const struct slot *slot, int status)
{
	if (slot->stalled)
		return (struct pool_end){ POOL_STALLED, 0 };
	if (slot->in.excessive)
		return (struct pool_end){ POOL_NONSENSE, 0 };
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return (struct pool_end){ POOL_CPU, 0 };
	if (WIFSIGNALED(status))
		return (struct pool_end){ POOL_SIGNALLED, WTERMSIG(status) };
	if (WEXITSTATUS(status) == CLEANUP_NO_MEMORY)
		return (struct pool_end){ POOL_MEMORY, 0 };
	if (WEXITSTATUS(status) != EXIT_SUCCESS || !pool_wire_in_is_empty(&slot->in))
		return (struct pool_end){ POOL_NONSENSE, 0 };
	return (struct pool_end){ POOL_DONE, 0 };
}

/* --- reading --------------------------------------------------------------------- */

static void close_pipe(struct pool *pool, struct slot *slot)
{
	close(slot->fd);
	slot->state = SLOT_ENDED;
	pool->running--;
}

static void read_pipe(struct pool *pool, struct slot *slot)
{
	uint64_t before = slot->in.received;

	if (!pool_wire_in_read(&slot->in, slot->fd)) {
		close_pipe(pool, slot);
		return;
	}
	if (slot->in.received > before)
		slot->progress = now_ms();
	if (slot->in.received > pool->limits->stream) {
		slot->in.excessive = true;
		kill(slot->pid, SIGKILL);
	}
}

/* Nobody but a worker may hold its end of the pipe open, but what failed to be closed would. */
static bool has_ended(const struct slot *slot)
{
	struct pollfd one = { .fd = slot->fd, .events = POLLIN };
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)slot->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == slot->pid &&
	       poll(&one, 1, 0) == 0;
}

static void check_clock(struct pool *pool, struct slot *slot, int64_t now)
{
	int64_t cpu = cpu_of(slot);

	if (has_ended(slot)) {
		close_pipe(pool, slot);
	} else if (cpu > slot->cpu) {
		slot->cpu = cpu;
		slot->progress = now;
	} else if (now - slot->progress > pool->limits->stall_ms && !slot->stalled) {
		slot->stalled = true;
		kill(slot->pid, SIGKILL);
	}
}

static uint32_t watch(struct pool *pool)
{
	uint32_t count = 0;

	for (uint32_t job = pool->head; job < pool->next; job++) {
		struct slot *slot = slot_of(pool, job);

		if (slot->state != SLOT_RUNNING)
			continue;
		if (job > pool->head && slot->in.bytes.len >= pool->limits->buffered) {
			slot->progress = now_ms(); /* it is we who keep it waiting */
			continue;
		}
		pool->watched[count] = (struct pollfd){ .fd = slot->fd, .events = POLLIN };
		pool->watched_slot[count++] = slot;
	}
	return count;
}

static void wait_for_some(struct pool *pool)
{
	uint32_t count = watch(pool);
	int ready = poll(pool->watched, count, TICK_MS);
	int64_t now = now_ms();

	for (uint32_t i = 0; i < count; i++) {
		if (ready > 0 && pool->watched[i].revents)
			read_pipe(pool, pool->watched_slot[i]);
		else if (now - pool->watched_slot[i]->progress >= TICK_MS)
			check_clock(pool, pool->watched_slot[i], now);
	}
}

/* --- taking ---------------------------------------------------------------------- */

/* False where the client takes no more. */
static bool take_messages(struct pool *pool, struct slot *slot)
{
	const struct pool_client *client = pool->client;
	struct bytes message;

	while (pool_wire_in_next(&slot->in, pool->limits->message, &message))
		if (!client->take(client->user, pool->head, message))
			return false;
	return true;
}

enum step { STEP_WAIT, STEP_ON, STEP_STOP, STEP_UNCONFINED };

static enum step finish(struct pool *pool, struct slot *slot, struct pool_end end)
{
	enum pool_verdict verdict = pool->client->end(pool->client->user, pool->head, &end);

	if (verdict == POOL_STOP)
		return STEP_STOP;
	pool->alone = verdict == POOL_AGAIN;
	slot->begun = false;
	if (verdict == POOL_AGAIN) {
		kill_others(pool);
		slot->state = SLOT_READY;
	} else {
		buf_release(&slot->in.bytes);
		slot->state = SLOT_FREE;
		pool->head++;
	}
	return STEP_ON;
}

static enum step take_head(struct pool *pool, struct slot *slot)
{
	int status;

	if (!take_messages(pool, slot)) {
		kill_worker(pool, slot);
		return finish(pool, slot, (struct pool_end){ POOL_REFUSED, 0 });
	}
	pool_wire_in_drop(&slot->in);
	if (slot->state == SLOT_RUNNING && slot->in.excessive) {
		kill_worker(pool, slot);
		return finish(pool, slot, (struct pool_end){ POOL_NONSENSE, 0 });
	}
	if (slot->state == SLOT_RUNNING)
		return STEP_WAIT;
	status = reap(slot);
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_UNCONFINED)
		return STEP_UNCONFINED;
	return finish(pool, slot, end_of(slot, status));
}

/* All that can be said of the job whose turn it is. */
static enum step advance(struct pool *pool)
{
	struct slot *slot = slot_of(pool, pool->head);

	if (pool->head == pool->next || slot->state == SLOT_READY)
		return STEP_WAIT;
	if (!slot->begun)
		pool->client->begin(pool->client->user, pool->head);
	slot->begun = true;
	if (slot->state == SLOT_NOTHING)
		return finish(pool, slot, (struct pool_end){ POOL_NOTHING, 0 });
	return take_head(pool, slot);
}

static enum pool_result run(struct pool *pool)
{
	while (pool->head < pool->count) {
		enum step step;

		if (!fill(pool))
			return POOL_NO_WORKER;
		step = advance(pool);
		if (step == STEP_STOP)
			return POOL_STOPPED;
		if (step == STEP_UNCONFINED)
			return POOL_NO_SANDBOX;
		if (step == STEP_WAIT)
			wait_for_some(pool);
	}
	return POOL_ALL;
}

static void *room_for(uint32_t count, size_t size)
{
	void *room = calloc(count, size);

	if (!room)
		cleanup_no_memory();
	return room;
}

enum pool_result pool_run(const struct pool_client *client, uint32_t count, uint32_t workers,
			  const struct pool_limits *limits)
{
	struct pool pool = { .client = client, .limits = limits, .count = count };
	enum pool_result result = POOL_NO_SANDBOX;
	int error;

	pool.workers = workers < MOST_WORKERS ? workers : MOST_WORKERS;
	pool.room = pool.workers * JOBS_AHEAD;
	pool.slot = room_for(pool.room, sizeof(*pool.slot));
	pool.watched = room_for(pool.room, sizeof(*pool.watched));
	pool.watched_slot = room_for(pool.room, sizeof(struct slot *));
	pool.sandbox = sandbox_new();
	if (pool.sandbox)
		result = run(&pool);
	error = errno;
	for (uint32_t job = pool.head; job < pool.next; job++)
		if (slot_of(&pool, job)->state == SLOT_RUNNING || slot_of(&pool, job)->state == SLOT_ENDED)
			kill_worker(&pool, slot_of(&pool, job));
	for (uint32_t i = 0; i < pool.room; i++)
		buf_release(&pool.slot[i].in.bytes);
	sandbox_free(pool.sandbox);
	free(pool.slot);
	free(pool.watched);
	free((void *)pool.watched_slot);
	errno = error;
	return result;
}
