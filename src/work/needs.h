/* What the reading of an input may need, told by a look at its first bytes: time, another reader, converters. */
#ifndef WORK_NEEDS_H
#define WORK_NEEDS_H

#include <stdbool.h>

#include "base/str.h"

struct needs {
	/*
	 * Seconds of CPU time beyond what every input may use: for what is read, for what that can
	 * inflate to at most, and for passwords that are to be tried.
	 */
	uint32_t seconds;
	bool second; /* it may be, or hold, workbooks of the old kind, which are read twice */
	bool many;   /* they, and texts in any encoding, may be several: it is an archive */
};

/* is_package: by its ending a workbook of parts, which holds no other files. */
struct needs needs_of(struct bytes file, bool is_package, uint32_t password_count);

#endif
