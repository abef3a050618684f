/*
 * struct map: text to a number, open addressing. Keys are borrowed: the caller
 * keeps them alive. map_release gives the table back. A zeroed map is empty.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map {
	struct map_slot *slot;
	size_t count, room; /* room is zero or a power of two */
};

void map_release(struct map *map);
/*
 * The value of `key`, entered as `value` if it was not there yet; *added says
 * which (may be NULL). The address is valid until the next map_put.
 */
uint32_t *map_put(struct map *map, struct str key, uint32_t value, bool *added);
/* NULL when there is none. */
const uint32_t *map_find(const struct map *map, struct str key);

#endif
