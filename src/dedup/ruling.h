/*
 * 裁定: what a person said of pairs, put on the pairs of this run. Rows are found again by
 * region, lossless project and lossless applicant, never by their places, so that a ruling
 * outlives a file that is sent again.
 */
#ifndef DEDUP_RULING_H
#define DEDUP_RULING_H

#include "model/run.h"

/* Add what was read from a row of an earlier workbook. Texts are borrowed for the run's life. */
void ruling_add(struct run *run, const struct ruling *read);

/*
 * Of what was ruled, not of the file, which is written anew each time; what nobody understands is no part of it. Puts
 * the rulings in order, and those that say the same are one.
 */
struct str ruling_sha256(struct run *run);

/*
 * Give each pair its ruling and each ruling its status. Two rows that were ruled on and that
 * no search paired become a pair. Once all pairs are there, before they are ordered.
 */
void ruling_apply(struct run *run);

#endif
