/*
 * What pairs make together: their order, and the numbers of the clusters that they
 * chain records into. One place for pairs of every kind, whoever found them.
 */
#ifndef DEDUP_CLUSTER_H
#define DEDUP_CLUSTER_H

#include "model/run.h"

/*
 * Put all pairs into the run's order (a before b, then by a, then by b) and number
 * their clusters as they come. A pair's cluster holds all that any pair links; a
 * record's only what counts as one project: exact and likely pairs, and what a person ruled
 * to be; what was ruled different links nothing. Once all pairs are there; run->order must be, too.
 */
void cluster_number(struct run *run);

/* The root of what hangs together with this one; each points at another, a root at itself. Paths are made shorter. */
uint32_t cluster_root(uint32_t *parent, uint32_t index);

#endif
