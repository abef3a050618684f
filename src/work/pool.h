/*
 * Jobs in processes of their own, a few at a time. Each is forked, confined
 * (app/sandbox.h) and answers with messages over a pipe; they arrive in the order of
 * the jobs, however many run. What comes from a later job waits, up to a limit, and
 * then its pipe is not read: so much memory and no more.
 *
 * A job that dies, hangs or answers nonsense harms nobody: its end is told, and it can
 * be done again, alone.
 */
#ifndef WORK_POOL_H
#define WORK_POOL_H

#include "model/message.h"
#include "work/sandbox.h"

/* From its preparation to its end a job is one of so many at most, behind one another. */
enum { POOL_AHEAD = 256 };

struct pool_limits {
	uint64_t memory;      /* bytes that a worker may ask for */
	uint32_t stall_ms;    /* without a byte on the pipe or CPU time used */
	uint32_t message;     /* bytes of one message */
	uint32_t buffered;    /* bytes of a job that is not yet at its turn */
	uint64_t stream;      /* bytes of one job's answer */
	uint32_t cpu_seconds; /* at least; a job may have more */
};
extern const struct pool_limits pool_limits;

enum pool_fate {
	POOL_DONE,	/* the whole answer was taken */
	POOL_NOTHING,	/* there was nothing to do */
	POOL_REFUSED,	/* the client took no more */
	POOL_SIGNALLED, /* died of a signal */
	POOL_CPU,	/* used up its time */
	POOL_STALLED,	/* made no progress */
	POOL_MEMORY,	/* could not get more memory */
	POOL_NONSENSE,	/* cut short, too long, or ended otherwise */
	POOL_FATES
};

struct pool_end {
	enum pool_fate fate;
	int signal; /* where it died of one */
};

enum pool_verdict { POOL_NEXT, POOL_AGAIN, POOL_STOP };

/* What the jobs are. All but open and work are called in the parent; begin, take and end in the order of the jobs. */
struct pool_client {
	void *user;
	/*
	 * Get ready, ahead of its turn. False where there is nothing to do; else the limits may be
	 * widened.
	 */
	bool (*prepare)(void *user, uint32_t job, struct sandbox_limits *limits);
	/* In the child, before it is confined: get hold of what cannot be opened later. */
	void (*open)(void *user, uint32_t job);
	/* In the child: push the answer into the sink. */
	void (*work)(void *user, uint32_t job, const struct message_sink *sink);
	/* Its turn has come; again where it is done again. */
	void (*begin)(void *user, uint32_t job);
	bool (*take)(void *user, uint32_t job, struct bytes message);
	/* POOL_AGAIN: once more, with no other worker running; for as long as it says so. */
	enum pool_verdict (*end)(void *user, uint32_t job, const struct pool_end *end);
};

enum pool_result {
	POOL_ALL,
	POOL_STOPPED,	 /* the client said so */
	POOL_NO_SANDBOX, /* workers cannot be confined here */
	POOL_NO_WORKER	 /* not a single one could be started: errno says why */
};

/* As many workers as the machine has cores for us. */
uint32_t pool_cores(void);

/* Do jobs 0 up to `count`, with up to `workers` at a time. */
MUST_CHECK enum pool_result pool_run(const struct pool_client *client, uint32_t count, uint32_t workers,
				     const struct pool_limits *limits);

#endif
