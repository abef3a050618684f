#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

enum { BITS = 11, BUCKETS = 1 << BITS };

/* One digit of BITS; false where all have the same. */
static int pass(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
	size_t start[BUCKETS] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		start[from[i] >> shift & (BUCKETS - 1)]++;
	if (start[from[0] >> shift & (BUCKETS - 1)] == count)
		return 0;
	for (size_t i = 0; i < BUCKETS; i++) {
		size_t here = start[i];

		start[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[start[from[i] >> shift & (BUCKETS - 1)]++] = from[i];
	return 1;
}

void radix_sort(uint64_t *item, size_t count, unsigned first)
{
	uint64_t *spare = count ? malloc(count * sizeof(*spare)) : NULL, *from = item, *to = spare;

	if (count == 0)
		return;
	if (!spare)
		cleanup_no_memory();
	for (unsigned shift = first; shift < 64; shift += BITS) {
		if (!pass(from, to, count, shift))
			continue;
		uint64_t *other = from;

		from = to;
		to = other;
	}
	if (from != item)
		memcpy(item, from, count * sizeof(*item));
	free(spare);
}
