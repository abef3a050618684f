/* The known word that was probably meant. */
#ifndef PROFILE_NEAREST_H
#define PROFILE_NEAREST_H

#include "base/str.h"

/* Longer words are compared with nothing: nobody mistypes that much. */
enum { NEAREST_LONGEST = 64 };

/*
 * How many code points must be added, removed, changed or swapped with their
 * neighbour to make one word of the other; UINT32_MAX where one is too long.
 */
uint32_t nearest_distance(struct str a, struct str b);

/*
 * The index of the nearest word: the first of those with the smallest distance,
 * provided that at least half of the longer of the two agrees. `count` where
 * none is near.
 */
uint32_t nearest_word(struct str word, uint32_t count, const struct str *known);

#endif
