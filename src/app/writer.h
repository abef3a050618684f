/*
 * Workbooks are written in a process of its own, since libxlsxwriter may crash, hang
 * or ruin its memory; the process that is left says so and its old outputs are whole.
 * What was meant is planned here meanwhile, by the same functions on the same records,
 * so that nothing of the other process is taken on trust: the file is compared with it.
 *
 * All temporaries are registered here, before they exist: file, folder and process go
 * however this one ends, and the other one ends with it.
 */
#ifndef APP_WRITER_H
#define APP_WRITER_H

#include <sys/types.h>

#include "output/workbook.h"

struct writer_limits {
	uint32_t stall_ms;	 /* without CPU time used */
	uint32_t cpu_ms;	 /* of CPU time, and */
	uint32_t cells_a_second; /* a second more for so many cells */
};
extern const struct writer_limits writer_limits;

enum writer_fate {
	WRITER_DONE,
	WRITER_FAILED, /* the library or the system says why */
	WRITER_DIED,   /* of a signal */
	WRITER_STALLED,
	WRITER_MEMORY,
};

struct writer_end {
	enum writer_fate fate;
	int signal;
	size_t task;   /* which one it was at */
	char why[256]; /* where it failed */
};

/* A workbook, and the temporary it is written into, which exists and is registered. */
struct writer_task {
	const struct workbook_order *order;
	const char *path;
};

struct writer {
	pid_t pid;
	int fd;	      /* whatever it says; its end is the process's end */
	char *folder; /* of the library's temporaries, beside the last file */
};

/* Start to write them, one after the other. The tasks are borrowed. False with errno set, and nothing left. */
MUST_CHECK bool writer_begin(struct writer *writer, size_t count, const struct writer_task *task);
/* Wait until all, with so many cells together, are written, or will not be. The folder is gone then. */
void writer_wait(struct writer *writer, size_t cells, const struct writer_limits *limits, struct writer_end *end);

#endif
