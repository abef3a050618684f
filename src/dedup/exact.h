/*
 * Equal rows: project and applicant with the same lossless text (contract, section 2).
 * Within a region they are one, unless both have valid mobiles and none in common;
 * across regions the earlier region's row stands for all. A row of no region is paired
 * with the first of its text, and with no other.
 */
#ifndef DEDUP_EXACT_H
#define DEDUP_EXACT_H

#include "model/run.h"

/* Add the pairs and number their clusters. run->order must be there. */
void exact_find(struct run *run);

#endif
