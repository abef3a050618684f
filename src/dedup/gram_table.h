/* How often each pair of neighbouring characters occurs. Zeroed it is empty. */
#ifndef DEDUP_GRAM_TABLE_H
#define DEDUP_GRAM_TABLE_H

#include "base/list.h"

#include <stddef.h>
#include <stdint.h>

struct gram_slot {
	uint32_t gram;	/* first character << 16 | second */
	uint32_t count; /* 0: the slot is free */
	uint32_t number;
};

struct gram_table {
	struct gram_slot *slot;
	size_t count, room; /* room is zero or a power of two */
};

static inline uint32_t gram_of(uint16_t first, uint16_t second)
{
	return (uint32_t)first << 16 | second;
}

void gram_table_release(struct gram_table *table);
/* The slot of this pair, entered with a count of 0 if it was not there: the caller counts it. Valid until the next. */
struct gram_slot *gram_table_put(struct gram_table *table, uint32_t gram);
/* NULL when there is none. */
const struct gram_slot *gram_table_find(const struct gram_table *table, uint32_t gram);

#endif
