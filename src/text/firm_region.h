/*
 * The regions of China and what firms call them, over folded text (key_fold). The
 * table is src/text/region.def. A region's number is that of GB/T 2260, by parts: 44 is a
 * province, 4401 one of its cities; a county's is its row's, from 1. 0 is none.
 */
#ifndef TEXT_FIRM_REGION_H
#define TEXT_FIRM_REGION_H

#include "base/str.h"

struct firm_region {
	uint16_t province, city, county;
	struct str name; /* of the narrowest, without its tail; in the table */
};

/* What is known of the place where a name is looked for. */
enum firm_region_place {
	FIRM_REGION_BEGINS, /* a name begins here, or follows the region `within` */
	FIRM_REGION_INSIDE, /* in the middle of a name: only what is hardly a word of its own */
};

/*
 * The longest name of a region that the text begins with and that lies in `within`: how many bytes it takes, 0 for
 * none; `within` is narrowed to it.
 */
size_t firm_region_take(struct str text, enum firm_region_place place, struct firm_region *within);

/* Both known and not the one inside the other. */
bool firm_region_contradicts(const struct firm_region *a, const struct firm_region *b);

#endif
