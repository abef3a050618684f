/*
 * Numbers that a spreadsheet can add up and yet shows just as they were written: 1200, 1,200.50, -3.0. Whatever
 * a number format would show otherwise (007, +5, 1e3, １２００, 12万) stays text.
 */
#ifndef OUTPUT_FIGURE_H
#define OUTPUT_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { FIGURE_DECIMALS = 6, FIGURE_FORMATS = 2 * (FIGURE_DECIMALS + 1) };

struct figure {
	double number;
	uint32_t format; /* below FIGURE_FORMATS: two for each count of decimals, the second with thousands set apart */
};

bool figure_read(struct str text, struct figure *figure);
/* In the words of ECMA-376 18.8.31: 0.00, #,##0. */
const char *figure_format(uint32_t format);

#endif
