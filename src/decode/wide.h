/*
 * UTF-16 and UTF-32, which need no tables: code points out of units of two or four
 * bytes, in either order.
 */
#ifndef DECODE_WIDE_H
#define DECODE_WIDE_H

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

/* Pairs of bytes by what they would be in UTF-16. */
struct wide_pairs {
	uint64_t separator_little, separator_big; /* CR LF , TAB ; space beside a NUL */
	uint64_t separator_plain;		  /* the same beside something else */
	uint64_t little, big;			  /* any other byte beside a NUL */
};

struct wide_pairs wide_count(struct bytes text);
/* A NUL or two in a text of bytes, as broken programs leave them: no UTF-16. */
bool wide_is_stray(const struct wide_pairs *pairs);

#endif
