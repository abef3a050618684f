/* merge, check and audit: the whole run, in order. This is the map of the program. */
#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "app/options.h"

/* The exit status. */
int batch_run(const struct options *options);

#endif
