/* --rulings: what a person filled in in an earlier workbook of ours, read like any input, by a process of its own. */
#ifndef APP_RULINGS_H
#define APP_RULINGS_H

#include "app/options.h"
#include "model/run.h"

/* Add the rulings of options->rulings to the run. The file may be absent. False after saying why not. */
MUST_CHECK bool rulings_load(struct run *run, const struct options *options);

#endif
