/* Jobs in processes of their own: whatever one of them does, the others arrive whole and in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "work/pool.h"

enum { JOBS = 12, MESSAGES = 5 };

static const struct pool_limits limits = {
	.memory = 64u << 20,
	.stall_ms = 2000, /* a busy machine keeps honest workers waiting, too */
	.message = 100000,
	.buffered = 4096,
	.stream = 10u << 20,
	.cpu_seconds = 1,
};

/* What job 5 does; the others count to five. */
enum habit {
	COUNT,
	COUNT_LARGE,
	DIE,
	DIE_IN_THE_MIDDLE,
	DIE_ONCE,
	STOP,
	STOP_ONCE,
	BURN,
	SLEEP,
	NO_MEMORY,
	EXIT_EARLY,
	HALF_A_MESSAGE,
	ENDLESS_LENGTH,
	ENDLESS_STREAM,
	NOTHING,
	CLOSE_AND_LINGER
};

struct bench {
	enum habit habit;
	uint32_t taken[JOBS], tries[JOBS], last;
	bool refuses;
	struct pool_end end[JOBS];
	uint32_t again; /* how often job 5 may be tried again */
};

static void push(const struct message_sink *sink, const void *data, size_t len)
{
	assert_true(sink->put(sink->user, (struct bytes){ data, len }));
}

static void push_number(const struct message_sink *sink, unsigned char job, unsigned char number)
{
	const unsigned char message[] = { 2, 0, 0, 0, job, number };

	push(sink, message, sizeof(message));
}

static void push_large(const struct message_sink *sink, uint32_t job)
{
	unsigned char *large = calloc(1, 90004);

	large[0] = 90000 & 255;
	large[1] = 90000 >> 8 & 255;
	large[2] = 90000 >> 16;
	for (unsigned i = 0; i < MESSAGES; i++) {
		large[4] = (unsigned char)job;
		large[5] = (unsigned char)i;
		push(sink, large, 90004);
	}
	free(large);
}

static void misbehave(const struct bench *bench, const struct message_sink *sink)
{
	static const unsigned char half[] = { 9, 0, 0, 0, 5 }, endless[] = { 255, 255, 255, 127, 5, 0 };

	switch (bench->habit) {
	case DIE:
	case DIE_ONCE:
		kill(getpid(), SIGTERM);
		break;
	case DIE_IN_THE_MIDDLE:
		for (unsigned i = 0; i < 30000; i++)
			push_number(sink, 5, i < MESSAGES ? (unsigned char)i : MESSAGES);
		kill(getpid(), SIGTERM);
		break;
	case STOP:
	case STOP_ONCE:
		kill(getpid(), SIGSTOP);
		break;
	case BURN:
		for (volatile int on = 1; on;)
			;
		break;
	case SLEEP:
		for (;;)
			pause();
		break;
	case NO_MEMORY:
		cleanup_no_memory();
	case EXIT_EARLY:
		_exit(7);
	case HALF_A_MESSAGE:
		push(sink, half, sizeof(half));
		break;
	case ENDLESS_LENGTH:
		if (write(SANDBOX_PIPE, endless, sizeof(endless)) < 0)
			_exit(8);
		for (;;)
			pause();
	case ENDLESS_STREAM:
		for (;;)
			push_large(sink, 5);
	case CLOSE_AND_LINGER:
		for (unsigned i = 0; i < 30000; i++)
			push_number(sink, 5, i < MESSAGES ? (unsigned char)i : MESSAGES);
		close(SANDBOX_PIPE);
		for (;;)
			pause();
	case COUNT:
	case COUNT_LARGE:
	case NOTHING:
		break;
	}
}

static bool on_prepare(void *user, uint32_t job, struct sandbox_limits *confined)
{
	struct bench *bench = user;

	(void)confined;
	return !(bench->habit == NOTHING && job == 5);
}

static void on_open(void *user, uint32_t job)
{
	(void)user, (void)job;
}

static void on_work(void *user, uint32_t job, const struct message_sink *sink)
{
	const struct bench *bench = user;
	bool once = bench->habit == DIE_ONCE || bench->habit == STOP_ONCE;

	if (job == 5 && !(once && bench->tries[5] > 0))
		misbehave(bench, sink);
	if (job == 5 && bench->habit == HALF_A_MESSAGE)
		return;
	if (bench->habit == COUNT_LARGE)
		push_large(sink, job);
	else
		for (unsigned char i = 0; i < MESSAGES; i++)
			push_number(sink, (unsigned char)job, i);
}

static void on_begin(void *user, uint32_t job)
{
	struct bench *bench = user;

	assert_true(job == 0 || bench->last == job - 1 || (bench->last == job && job == 5));
	bench->last = job;
	bench->taken[job] = 0;
}

static bool on_take(void *user, uint32_t job, struct bytes message)
{
	struct bench *bench = user;

	assert_int_equal(message.data[4], job);
	if (bench->habit != ENDLESS_STREAM || job != 5)
		assert_int_equal(message.data[5], bench->taken[job] < MESSAGES ? bench->taken[job] : MESSAGES);
	bench->taken[job]++;
	return !(bench->refuses && job == 5);
}

static enum pool_verdict on_end(void *user, uint32_t job, const struct pool_end *end)
{
	struct bench *bench = user;

	bench->end[job] = *end;
	if (end->fate == POOL_DONE || end->fate == POOL_NOTHING)
		return POOL_NEXT;
	if (end->fate == POOL_REFUSED)
		return POOL_STOP;
	return bench->tries[job]++ < bench->again ? POOL_AGAIN : POOL_NEXT;
}

static enum pool_result run(struct bench *bench, uint32_t workers)
{
	const struct pool_client client = { bench, on_prepare, on_open, on_work, on_begin, on_take, on_end };

	return pool_run(&client, JOBS, workers, &limits);
}

static const struct {
	const char *name;
	enum habit habit;
	enum pool_fate fate;
	uint32_t tries;
} cases[] = {
	{ "all do their work", COUNT, POOL_DONE, 0 },
	{ "large messages", COUNT_LARGE, POOL_DONE, 0 },
	{ "one dies", DIE, POOL_SIGNALLED, 2 },
	{ "one dies when much was read", DIE_IN_THE_MIDDLE, POOL_SIGNALLED, 2 },
	{ "one dies the first time", DIE_ONCE, POOL_DONE, 1 },
	{ "one is stopped", STOP, POOL_STALLED, 2 },
	{ "one is stopped the first time", STOP_ONCE, POOL_DONE, 1 },
	{ "one burns time", BURN, POOL_CPU, 2 },
	{ "one waits for ever", SLEEP, POOL_STALLED, 2 },
	{ "one has no memory", NO_MEMORY, POOL_MEMORY, 2 },
	{ "one ends before its end", EXIT_EARLY, POOL_NONSENSE, 2 },
	{ "half a message", HALF_A_MESSAGE, POOL_NONSENSE, 2 },
	{ "a length that nobody believes", ENDLESS_LENGTH, POOL_NONSENSE, 2 },
	{ "an answer without an end", ENDLESS_STREAM, POOL_NONSENSE, 2 },
	{ "nothing to do", NOTHING, POOL_NOTHING, 0 },
	{ "a pipe closed, and no end", CLOSE_AND_LINGER, POOL_NONSENSE, 2 },
};

static void one_that_misbehaves_harms_nobody_else(void **state)
{
	static const uint32_t workers[] = { 1, 3 };

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
		struct bench bench = { .habit = cases[i / 2].habit, .again = 1 };

		assert_int_equal(run(&bench, workers[i % 2]), POOL_ALL);
		if (bench.end[5].fate != cases[i / 2].fate || bench.tries[5] != cases[i / 2].tries)
			fail_msg("%s: fate %d, %u tries", cases[i / 2].name, (int)bench.end[5].fate, bench.tries[5]);
		for (uint32_t job = 0; job < JOBS; job++)
			if (job != 5) {
				if (bench.end[job].fate != POOL_DONE || bench.taken[job] != MESSAGES)
					fail_msg("%s: job %u: fate %d, %u messages", cases[i / 2].name, job,
						 (int)bench.end[job].fate, bench.taken[job]);
				assert_int_equal(bench.tries[job], 0);
			}
	}
}

static void a_signal_is_told(void **state)
{
	struct bench bench = { .habit = DIE };

	(void)state;
	assert_int_equal(run(&bench, 2), POOL_ALL);
	assert_int_equal(bench.end[5].signal, SIGTERM);
}

static void who_takes_no_more_ends_it(void **state)
{
	struct bench bench = { .habit = COUNT, .refuses = true };

	(void)state;
	assert_int_equal(run(&bench, 3), POOL_STOPPED);
	assert_int_equal(bench.end[5].fate, POOL_REFUSED);
	assert_int_equal(bench.taken[6], 0);
}

static void there_is_a_core(void **state)
{
	(void)state;
	assert_true(pool_cores() >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_misbehaves_harms_nobody_else),
		cmocka_unit_test(a_signal_is_told),
		cmocka_unit_test(who_takes_no_more_ends_it),
		cmocka_unit_test(there_is_a_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
