/*
 * Memory that children do without. A fork copies the tables of all pages that a process has: where that
 * keeps much, and its child needs none of it, the child costs ten times as much as what it does.
 */
#ifndef BASE_APART_H
#define BASE_APART_H

#include <stddef.h>

/*
 * A child that is forked from now on has no memory at the whole pages of this range; where the system
 * refuses that, or under AddressSanitizer, it has, and costs more. What is freed, so that it may become
 * something else's, or grown must be shown before.
 */
void apart_hide(void *start, size_t size);
void apart_show(void *start, size_t size);

#endif
