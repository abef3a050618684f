/*
 * Growing arrays: struct { type *item; size_t count, room; }. The owner frees
 * item with free(). LIST_ADD gives the address of a new, zeroed element, valid
 * until the next one is added.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>

#include "base/apart.h"
#include "base/attr.h"

#define LIST_OF(type)                                                                                                  \
	struct {                                                                                                       \
		type *item;                                                                                            \
		size_t count, room;                                                                                    \
	}

#define LIST_ADD(list)                                                                                                 \
	((list)->item = list_grow((list)->item, &(list)->count, &(list)->room, sizeof(*(list)->item)),                 \
	 &(list)->item[(list)->count - 1])

/*
 * The same of a list that children do without while `hidden` (base/apart.h): hidden and shown as a whole by
 * LIST_HIDE and LIST_SHOW, and kept so as it grows.
 */
#define LIST_ADD_APART(list, hidden)                                                                                   \
	((list)->item = list_grow_apart((list)->item, &(list)->count, &(list)->room, sizeof(*(list)->item), (hidden)), \
	 &(list)->item[(list)->count - 1])
#define LIST_HIDE(list) apart_hide((list)->item, (list)->room * sizeof(*(list)->item))
#define LIST_SHOW(list) apart_show((list)->item, (list)->room * sizeof(*(list)->item))

/* For LIST_ADD only: one more element of `size` bytes, zeroed; counts it. */
void *list_grow(void *item, size_t *count, size_t *room, size_t size);
void *list_grow_apart(void *item, size_t *count, size_t *room, size_t size, bool hidden);

#endif
