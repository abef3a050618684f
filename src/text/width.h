/*
 * How wide text is, in columns of a terminal or half-width characters of a sheet:
 * ideographs count two. In print a letter may be wider than half an ideograph, by
 * as much as the font of the machine pleases: what is measured for paper counts
 * each letter at the widest of the fonts that are met there.
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

uint32_t width_of(struct str text);

/* In print, rounded up: of the widest line; of the widest run that no line break parts, a word or an address. */
uint32_t width_widest(struct str text);
uint32_t width_widest_word(struct str text);
/* How many lines the text needs in print in so many columns, its own line feeds counted. At least 1. */
uint32_t width_lines(struct str text, uint32_t columns);

#endif
