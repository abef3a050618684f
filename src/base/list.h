/*
 * Growing arrays: struct { type *item; size_t count, room; }. The owner frees
 * item with free(). LIST_ADD gives the address of a new, zeroed element, valid
 * until the next one is added.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/attr.h"

#define LIST_OF(type)                                                                                                  \
	struct {                                                                                                       \
		type *item;                                                                                            \
		size_t count, room;                                                                                    \
	}

#define LIST_ADD(list)                                                                                                 \
	((list)->item = list_grow((list)->item, &(list)->count, &(list)->room, sizeof(*(list)->item)),                 \
	 &(list)->item[(list)->count - 1])

/* For LIST_ADD only: one more element of `size` bytes, zeroed; counts it. */
void *list_grow(void *item, size_t *count, size_t *room, size_t size);

#endif
