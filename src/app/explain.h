/* The command explain: what a rule means, where the notice says so, how to mend it. */
#ifndef APP_EXPLAIN_H
#define APP_EXPLAIN_H

#include "app/options.h"

/* The rules named, by id or Chinese name; without one all of them, a line each. Answers the exit status. */
int explain_run(const struct options *options);

#endif
