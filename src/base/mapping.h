/*
 * Large files as memory. Whoever cuts such a file short while it is read would end
 * the process with SIGBUS: the missing pages become zeros instead, and the mapping
 * knows it. Pages that were read can be given back, so that a huge file that is
 * read from beginning to end needs little memory.
 *
 * The handler must find the mappings: they are registered here, a few at a time.
 */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H

#include "base/str.h"

/*
 * So many at a time: as many inputs as may be on their way at once, 64 workers with four
 * each (app/pool.c), and the workbooks that are compared.
 */
enum { MAPPING_MOST = 260 };

/* Map a file of that size, not 0. False with errno set, ENFILE where too many are mapped. */
MUST_CHECK bool mapping_open(int fd, size_t size, struct bytes *out);
void mapping_close(struct bytes bytes);

/* Was the file cut short while it was read? */
bool mapping_is_torn(struct bytes bytes);

/* These bytes were read and are not needed soon: they can be read again. Of other memory nothing is touched. */
void mapping_pass(struct bytes passed);

/* For the handler of SIGBUS: true where the address lies in a mapping and can be read now. */
bool mapping_mend(void *address);

#endif
