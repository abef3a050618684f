/*
 * Equal rows: project and applicant with the same lossless text (contract, section 2).
 * Within a region they are one, unless both have valid mobiles and none in common;
 * across regions the earlier region's row stands for all. A row of no region is paired
 * with the first of its text, and with no other.
 *
 * An audit asks for every pair instead, whatever the regions: each row with each of its
 * text, up to a limit; behind that a chain, counted in run->search.
 */
#ifndef DEDUP_EXACT_H
#define DEDUP_EXACT_H

#include "model/run.h"

/* Add the pairs, in no order (dedup/cluster). run->order must be there. */
void exact_find(struct run *run);
void exact_find_all(struct run *run);

#endif
