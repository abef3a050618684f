/*
 * Pairs that two others imply: rows that are each a likely pair of a third row. Copies of
 * one project that were each spoilt in another way are hardly alike; both are alike the original.
 */
#ifndef DEDUP_CHAIN_H
#define DEDUP_CHAIN_H

#include "dedup/corpus.h"

/* Add to run->pairs, as possible ones, what its exact and likely pairs imply and nothing contradicts. */
void chain_find(struct run *run, const struct corpus *corpus);

#endif
