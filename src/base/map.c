#include "base/map.h"

#include <stdlib.h>

#include "base/cleanup.h"

enum { FIRST_ROOM = 64 };

struct map_slot {
	struct str key; /* data NULL: free */
	uint64_t hash;
	uint32_t value;
};

void map_release(struct map *map)
{
	free(map->slot);
	*map = (struct map){ 0 };
}

static struct map_slot *place_of(struct map_slot *slot, size_t room, struct str key, uint64_t hash)
{
	size_t at = hash & (room - 1);

	while (slot[at].key.data && (slot[at].hash != hash || !str_eq(slot[at].key, key)))
		at = (at + 1) & (room - 1);
	return &slot[at];
}

static void grow(struct map *map)
{
	size_t room = map->room ? map->room * 2 : FIRST_ROOM;
	struct map_slot *slot = calloc(room, sizeof(*slot));

	if (!slot)
		cleanup_no_memory();
	for (size_t i = 0; i < map->room; i++)
		if (map->slot[i].key.data)
			*place_of(slot, room, map->slot[i].key, map->slot[i].hash) = map->slot[i];
	free(map->slot);
	map->slot = slot;
	map->room = room;
}

uint32_t *map_put(struct map *map, struct str key, uint32_t value, bool *added)
{
	uint64_t hash = str_hash(key);
	struct map_slot *slot;
	bool is_new;

	if (map->count * 3 >= map->room * 2)
		grow(map);
	slot = place_of(map->slot, map->room, key, hash);
	is_new = !slot->key.data;
	if (is_new) {
		*slot = (struct map_slot){ .key = key.data ? key : STR(""), .hash = hash, .value = value };
		map->count++;
	}
	if (added)
		*added = is_new;
	return &slot->value;
}

const uint32_t *map_find(const struct map *map, struct str key)
{
	const struct map_slot *slot;

	if (map->count == 0)
		return NULL;
	slot = place_of(map->slot, map->room, key, str_hash(key));
	return slot->key.data ? &slot->value : NULL;
}
