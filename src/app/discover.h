/*
 * INPUTs to sources: every file that is looked at, in the order of the bytes of
 * their paths. Symbolic links inside a folder are not followed; what is no regular
 * file is listed and never opened.
 */
#ifndef APP_DISCOVER_H
#define APP_DISCOVER_H

#include "model/run.h"

/*
 * Fill run->sources. An INPUT that does not exist or cannot be entered: false, with
 * *failed naming it and errno set. Names that are no UTF-8 are shown decoded.
 */
MUST_CHECK bool discover_inputs(struct run *run, uint32_t count, char *const *input, const char **failed);

#endif
