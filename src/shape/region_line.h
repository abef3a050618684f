/* The line above or below a table that names who recommends: 推荐单位（盖章）：广州市…. */
#ifndef SHAPE_REGION_LINE_H
#define SHAPE_REGION_LINE_H

#include "shape/line.h"

/* Is this one? Then *value is what stands behind its label, in this cell or the next, and *col where. */
bool region_line_find(const struct line *line, struct str *value, uint32_t *col);

#endif
