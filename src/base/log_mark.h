/*
 * What stands before each of our lines on standard error, which is a terminal, the system's journal or a
 * file that somebody keeps. What it is is looked at once, at the start; a signal handler has to know
 * it, too, so that it is one of the few things that all of the program shares (with base/cleanup and base/monitor).
 */
#ifndef BASE_LOG_MARK_H
#define BASE_LOG_MARK_H

#include <stdbool.h>
#include <stddef.h>

/* The numbers of syslog(3), which the journal reads at the beginning of a line: sd-daemon(3). */
enum log_level {
	LEVEL_ERROR = 3,
	LEVEL_WARNING,
	LEVEL_NOTICE, /* what came of a run */
	LEVEL_INFO,
	LEVEL_DEBUG, /* what is told only where more is asked for */
};

enum log_form {
	LOG_AUTO,    /* LOG_JOURNAL where standard error is the journal, else LOG_PLAIN */
	LOG_PLAIN,   /* as people read it: the text alone */
	LOG_LEVELS,  /* "2020-12-18T02:00:07+08:00 warning " before each line, for a file */
	LOG_JOURNAL, /* "<4>" before each line */
};

/* Before the time zone is settled: times are told in the one that was. */
void log_mark_begin(void);
void log_mark_choose(enum log_form form);
/* Whether colours and progress fit: neither has a place in a log. */
bool log_mark_is_plain(void);
/* Whether each line says its level in a word, so that the text need not. */
bool log_mark_names_levels(void);

/* Write a line's mark as it is now, at most LOG_MARK_ROOM bytes: its length. For a signal handler, too, as what
 * follows. */
enum { LOG_MARK_ROOM = 64 };
size_t log_mark_put(char *room, enum log_level level);
/* An error, from a signal handler or without memory: one line behind the program's name. */
void log_mark_cry(const char *text);

#endif
