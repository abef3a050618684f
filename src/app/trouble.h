/* Trouble of our own: one line on standard error, status 2, and with --nagios the line that says UNKNOWN. */
#ifndef APP_TROUBLE_H
#define APP_TROUBLE_H

#include "base/log.h"
#include "diag/say.h"

enum { STATUS_DONE, STATUS_FINDINGS, STATUS_NOT_DONE };

/* Say it and return STATUS_NOT_DONE, so that a command can write: return trouble_say(...). */
int trouble_say(enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg);
/* Worth a line, but no trouble: the run goes on. */
void trouble_note(enum log_level level, enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg);
/* trouble_say with a path as {1} and what errno says as {2}. */
int trouble_errno(enum lang lang, enum say say, const char *path);
/* The same with what errno says alone, as {1}. */
int trouble_reason(enum lang lang, enum say say);
/* Standard output does not take it: what errno says. */
int trouble_stdout(enum lang lang);
/* All of what was asked for to standard output: STATUS_DONE, or what does not take it is said. */
int trouble_print(enum lang lang, struct str text);

#endif
