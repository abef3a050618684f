/* Large arrays of numbers in rising order, in a time that grows with their count alone. */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* Sort by bits [first, 64), lower ones kept as they come: equal ones stay in their order. */
void radix_sort(uint64_t *item, size_t count, unsigned first);

#endif
