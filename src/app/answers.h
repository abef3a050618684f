/*
 * What people answered on earlier nights (裁定, 上报, 核对结果) stays in force, without the workbook in which they
 * wrote it.
 *
 * A workbook says which answers it was written with, by a sum of each kind. One that was written with all that are in
 * force is the newest: what is not in it any more was taken back. In an older one a cell may be empty because nobody
 * had answered yet: it adds and alters, and takes nothing back.
 */
#ifndef APP_ANSWERS_H
#define APP_ANSWERS_H

#include "app/rulings.h"
#include "model/night.h"

/* Add those of the night before of which this run's own workbook says nothing. The run borrows their texts. */
void answers_restore(struct run *run, const struct night *before, const struct rulings_carried *carried);

#endif
