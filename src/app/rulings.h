/* --rulings: what a person filled in in an earlier workbook of ours, read like any input, by a process of its own. */
#ifndef APP_RULINGS_H
#define APP_RULINGS_H

#include "app/options.h"
#include "model/run.h"

enum rulings_kind { RULINGS_OF_PAIRS, RULINGS_SELECTED, RULINGS_TICKED, RULINGS_KINDS };

/* What the workbook says on 运行说明: the sums of the answers it was written with; empty where it says nothing. */
struct rulings_carried {
	struct str sha256[RULINGS_KINDS];
};

/* Add the rulings of options->rulings to the run. The file may be absent. False after saying why not. */
MUST_CHECK bool rulings_load(struct run *run, const struct options *options, struct rulings_carried *carried);

#endif
