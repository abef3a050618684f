#include "base/list.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"

void *list_grow(void *item, size_t *count, size_t *room, size_t size)
{
	if (*count == *room) {
		size_t wanted = *room ? *room * 2 : 16;

		if (wanted > SIZE_MAX / size)
			cleanup_no_memory();
		item = realloc(item, wanted * size);
		if (!item)
			cleanup_no_memory();
		*room = wanted;
	}
	memset((char *)item + *count * size, 0, size);
	++*count;
	return item;
}

void *list_grow_apart(void *item, size_t *count, size_t *room, size_t size, bool hidden)
{
	bool grows = hidden && *count == *room;

	if (grows)
		apart_show(item, *room * size);
	item = list_grow(item, count, room, size);
	if (grows)
		apart_hide(item, *room * size);
	return item;
}
