/*
 * What the monitoring is owed where it asked (--nagios): one line on standard output, however the program ends, and the
 * statuses that it knows. A signal handler pays it, too, so that this is shared by all of the program.
 * https://www.monitoring-plugins.org/doc/guidelines.html
 */
#ifndef BASE_MONITOR_H
#define BASE_MONITOR_H

#include "base/str.h"

enum monitor_status { MONITOR_OK, MONITOR_WARNING, MONITOR_CRITICAL, MONITOR_UNKNOWN };

/* From here on the line is owed; or nobody asked for it after all, or somebody else says it (in a child). */
void monitor_begin(void);
void monitor_end(void);

/*
 * Say it, once: "HUIZONG OK - text | data". What would end the line or begin the data is taken out of the text, and
 * so much that programs of 1 KiB a line get it whole. True where it is not owed; false, and errno, where it
 * cannot be written.
 */
bool monitor_say(enum monitor_status status, struct str text, struct str data);
/* From a signal handler, or without memory: UNKNOWN. */
void monitor_cry(const char *text);

/* The exit status, which is otherwise `status`: what the line said. Where none was, UNKNOWN is said now. */
int monitor_exit(int status);

#endif
