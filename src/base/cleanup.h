/*
 * What must happen however the program ends: temporaries are removed. The
 * names registered here are shared by all of the program, since a signal handler
 * can reach nothing else; so is what standard error is (base/log_mark.h) and what the monitoring is owed
 * (base/monitor.h).
 */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * SIGINT, SIGTERM and SIGHUP remove the temporaries and end with status 2 (3 with --nagios); so
 * does a crash, ours or a library's, with one line. A mapped file that is cut
 * short under us is no crash (base/mapping.h).
 */
void cleanup_begin(void);

/*
 * Remove this file, or folder of files, if the program ends early. The path is copied; false when
 * there are too many or it is too long. cleanup_forget: it is in its place now.
 */
bool cleanup_add(const char *path);
void cleanup_forget(const char *path);

/* The same of a folder that goes only where it is empty by then, behind all else. */
bool cleanup_add_empty(const char *path);

/* Remove it now: the folder and the files in it, or the file. Its name is forgotten. */
void cleanup_remove(const char *path);

/*
 * As fork(), for one process at a time that makes temporaries of ours: if the program ends
 * early it is ended first, so that it makes no more. The child begins with all signals
 * blocked (cleanup_child lets them in). cleanup_reap waits for its end: the status.
 */
pid_t cleanup_fork(void);
int cleanup_reap(pid_t child);

/* The outputs are being renamed into place: from now on these signals are ignored. */
void cleanup_too_late(void);

/*
 * In a child: nothing of the parent's is removed any more, signals do what they do by
 * default (all are let in), and want of memory ends it with CLEANUP_NO_MEMORY, without a word.
 * A mapped file that is cut short is still no crash.
 */
enum { CLEANUP_NO_MEMORY = 3 };
void cleanup_child(void);

/* Remove all that is registered. */
void cleanup_run(void);

/* One line on standard error, temporaries removed, status 2 (3). */
_Noreturn void cleanup_no_memory(void);

#endif
