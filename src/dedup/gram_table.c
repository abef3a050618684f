#include "dedup/gram_table.h"

#include <stdlib.h>

#include "base/cleanup.h"

enum { FIRST_ROOM = 1024 };

static size_t place_of(const struct gram_table *table, uint32_t gram)
{
	size_t at = (size_t)((gram * 0x9E3779B97F4A7C15u) >> 32) & (table->room - 1);

	while (table->slot[at].count && table->slot[at].gram != gram)
		at = (at + 1) & (table->room - 1);
	return at;
}

static void grow(struct gram_table *table)
{
	struct gram_table larger = { .count = table->count, .room = table->room ? table->room * 2 : FIRST_ROOM };

	larger.slot = calloc(larger.room, sizeof(*larger.slot));
	if (!larger.slot)
		cleanup_no_memory();
	for (size_t i = 0; i < table->room; i++)
		if (table->slot[i].count)
			larger.slot[place_of(&larger, table->slot[i].gram)] = table->slot[i];
	free(table->slot);
	*table = larger;
}

void gram_table_release(struct gram_table *table)
{
	free(table->slot);
	*table = (struct gram_table){ 0 };
}

struct gram_slot *gram_table_put(struct gram_table *table, uint32_t gram)
{
	struct gram_slot *slot;

	if (table->count * 2 >= table->room)
		grow(table);
	slot = &table->slot[place_of(table, gram)];
	if (slot->count == 0) {
		slot->gram = gram;
		table->count++;
	}
	return slot;
}

const struct gram_slot *gram_table_find(const struct gram_table *table, uint32_t gram)
{
	const struct gram_slot *slot = table->room ? &table->slot[place_of(table, gram)] : NULL;

	return slot && slot->count ? slot : NULL;
}
