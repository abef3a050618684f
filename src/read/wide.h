/*
 * UTF-16 and UTF-32, which need no tables: code points out of units of two or four
 * bytes, in either order.
 */
#ifndef READ_WIDE_H
#define READ_WIDE_H

#include "base/str.h"

struct wide {
	size_t unit; /* bytes: 2 or 4 */
	bool big;    /* the high byte first */
};

/*
 * The first code point of `rest` (not empty), and the bytes it takes. -1 for a surrogate
 * without its other half, a value that is none, and units that the end cuts.
 */
int32_t wide_next(const struct wide *wide, struct bytes rest, size_t *used);

#endif
