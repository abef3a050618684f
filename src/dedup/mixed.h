/* Clusters that hold rows which contradict one another: a chain of pairs joined what are two projects. */
#ifndef DEDUP_MIXED_H
#define DEDUP_MIXED_H

#include "dedup/corpus.h"

/* How many; once clusters are numbered. Nothing is split: a person is told. */
uint32_t mixed_count(const struct run *run, const struct corpus *corpus);

#endif
