/*
 * What a process that reads a stranger's bytes may still do: compute, ask for memory
 * up to a limit, write to one pipe, end. It opens nothing, starts nothing, talks to
 * nobody, and ends with its parent.
 *
 * Under AddressSanitizer, whose own needs nobody can list, memory and calls are not
 * limited: tests of those run with the plain program.
 */
#ifndef WORK_SANDBOX_H
#define WORK_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"

/* The descriptors that are left: the pipe, and where there is one, the second reader's socket (app/second.h). */
enum { SANDBOX_PIPE = 3, SANDBOX_SECOND = 200 };

struct sandbox_limits {
	uint64_t memory;      /* bytes more than it has at the beginning; 0 for no limit */
	uint32_t cpu_seconds; /* 0 for no limit */
};

/* The filter, made once and loaded by every worker. */
struct sandbox;

/* NULL with errno set where there is no filter to be had. */
MUST_CHECK struct sandbox *sandbox_new(void);
void sandbox_free(struct sandbox *sandbox);

/*
 * In a child that was forked with all signals blocked: from here on there is no way
 * back. The pipe becomes SANDBOX_PIPE. False where the system does not confine it.
 */
MUST_CHECK bool sandbox_enter(const struct sandbox *sandbox, int pipe, pid_t parent,
			      const struct sandbox_limits *limits);

#endif
