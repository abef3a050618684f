/* How wide text is, in columns of a terminal or characters of a sheet: ideographs count two. */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

uint32_t width_of(struct str text);

/* How many lines the text needs in a column of this width, its own line feeds counted. At least 1. */
uint32_t width_lines(struct str text, uint32_t columns);

#endif
