/*
 * Which records stand in a list of projects that are excluded, by the same likeness as
 * the search for duplicates. The rows of a list are compared with the records and never
 * with one another; they change nothing of what that search finds.
 */
#ifndef DEDUP_LISTED_H
#define DEDUP_LISTED_H

#include "model/run.h"

/*
 * Fill run->listings from run->listed. A row without project or applicant is not compared. `jobs` threads
 * compare; the result is the same for any number of them. Without lists nothing is done.
 */
void listed_find(struct run *run, uint32_t jobs);

#endif
