/* trace: the source cells, hashes and nights behind a cell of the first sheet. */
#ifndef APP_TRACE_H
#define APP_TRACE_H

#include "app/options.h"

/* The exit status: 0 whatever the cell is; 1 where the ledger does not know that night's first sheet. */
int trace_run(const struct options *options);

#endif
