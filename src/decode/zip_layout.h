/*
 * Where a zip archive's entries lie: the one thing that libzip does not tell,
 * and without which a few kilobytes inflate to gigabytes (many entries over the
 * same bytes).
 */
#ifndef DECODE_ZIP_LAYOUT_H
#define DECODE_ZIP_LAYOUT_H

#include "diag/diag.h"

/*
 * SAY_NOTHING where the entries lie side by side and there are at most `most`;
 * *count is then their number. Else SAY_WHY_TOO_LARGE for too many, SAY_WHY_EXPANDS
 * for two over the same bytes, SAY_WHY_ZIP for a list that makes no sense.
 */
enum say zip_layout_check(struct bytes file, uint32_t most, uint32_t *count);

#endif
