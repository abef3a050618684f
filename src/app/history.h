/* history: the ledger's runs, or what became of an input or a record, night by night. */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "app/options.h"

/* The exit status: 1 where nothing by that name was ever there. */
int history_run(const struct options *options);

#endif
