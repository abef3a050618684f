/* Is what gzip packed whole? Its sums are held, which libarchive leaves out. */
#ifndef DECODE_GZIP_H
#define DECODE_GZIP_H

#include "diag/diag.h"

/* SAY_NOTHING where every byte is there and right, in no more than `most` bytes; else SAY_WHY_ARCHIVE or
 * SAY_WHY_EXPANDS. */
enum say gzip_check(struct bytes file, uint64_t most);

#endif
