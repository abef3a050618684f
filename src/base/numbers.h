/* Equal texts have one number, from 1. Leaner than struct map: there are millions. Zeroed it is empty. */
#ifndef BASE_NUMBERS_H
#define BASE_NUMBERS_H

#include "base/arena.h"

struct numbers {
	struct numbers_slot *slot;
	size_t count, room; /* room is zero or a power of two */
};

void numbers_release(struct numbers *numbers);
/* 0 for the empty text. A new text is copied into the arena, or borrowed where that is NULL. */
uint32_t numbers_of(struct numbers *numbers, struct arena *arena, struct str text);

#endif
