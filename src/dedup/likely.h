/*
 * Pairs of rows that are, or may be, one project though their texts differ, and rows that
 * have to do with one another otherwise. Nothing is folded for it: a person judges.
 */
#ifndef DEDUP_LIKELY_H
#define DEDUP_LIKELY_H

#include "model/run.h"

/*
 * Add pairs of kind likely and possible, relations and the counts of the search to the run, and put all
 * pairs in order (dedup/cluster); run->order and the exact pairs must be there. A row that repeats an
 * earlier one exactly is looked at only where `all` rows are to be. `jobs` threads compare; the result is
 * the same for any number of them.
 */
void likely_find(struct run *run, uint32_t jobs, bool all);

#endif
