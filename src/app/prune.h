/* prune: the ledger forgets what ended long ago. */
#ifndef APP_PRUNE_H
#define APP_PRUNE_H

#include "app/options.h"

/* The exit status. */
int prune_run(const struct options *options);

#endif
