/*
 * --nagios: what a run says to the monitoring (base/monitor.h). By what it found, whatever --fail-on says: that one is
 * for the statuses that these replace.
 */
#ifndef APP_NAGIOS_H
#define APP_NAGIOS_H

#include "diag/say.h"
#include "model/run.h"

/* Before the command line is read: whatever is wrong with it, whoever wrote --nagios there gets a line. */
void nagios_begin(int argc, char *const *argv);

/*
 * The run is done and all is in its place: its line. False where standard output does not take it.
 */
MUST_CHECK bool nagios_say(struct run *run, enum lang lang);

#endif
