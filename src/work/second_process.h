/*
 * The process that freexl runs in. It copies a file that comes through a socket into
 * memory of its own, closes itself off and answers with what freexl reads
 * (app/second_wire.h). It has limits on memory, CPU and files, may open that one
 * file and nothing else, and dies with the process that started it.
 *
 * A request is the file's length, eight bytes, and its bytes.
 */
#ifndef WORK_SECOND_PROCESS_H
#define WORK_SECOND_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Larger files are not worth a second reading. */
enum { SECOND_FILE_LIMIT = 256 * 1024 * 1024 };

/*
 * What takes longer than the rest of it and need be done but once: the filter of
 * system calls, and a converter that every file needs. Whoever is forked inherits it.
 */
struct second_kit;

/* The CPU time that a file of this length, up to SECOND_FILE_LIMIT, is worth. */
unsigned second_process_seconds(size_t len);

/* NULL where the system cannot close off a process: then there is no second reader. */
struct second_kit *second_process_prepare(void);
void second_process_release(struct second_kit *kit);

/*
 * Start it: one that reads one file, or one that starts another for each of many.
 * Requests are written to *fd and answers read from it. -1 where the system has
 * none to give; *fd is then -1, too.
 */
pid_t second_process_start(const struct second_kit *kit, bool many, int *fd);

#endif
