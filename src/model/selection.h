/*
 * 上报: which rows a person marked to be sent on in an earlier workbook. Where a mark finds its row,
 * the first sheet holds those only. What could not be honoured is said, and kept.
 */
#ifndef MODEL_SELECTION_H
#define MODEL_SELECTION_H

#include "model/fate.h"

/* Add what was read from a row of an earlier workbook. Texts are borrowed for the run's life. */
void selection_add(struct run *run, const struct selection *read);

/* Of what was marked, not of the file, which is written anew each time. Puts the marks in order, one a row. */
struct str selection_sha256(struct run *run);

/* Find the marked records, once all have their regions; the array is in the run's arena. */
void selection_match(struct run *run, struct fate_decisions *decisions);

/* Once fates are settled: what became of each mark. */
void selection_settle(struct run *run);

#endif
