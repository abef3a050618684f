/* The file of passwords: one a line, in UTF-8. What stands in it is never shown, not even where it is wrong. */
#ifndef APP_PASSWORDS_H
#define APP_PASSWORDS_H

#include "diag/say.h"
#include "model/run.h"

/* More would be a dictionary: each is tried on each encrypted input. */
enum { PASSWORDS_MOST = 1000, PASSWORDS_FILE_MOST = 1024 * 1024 };

/*
 * Fill in run->passwords; blanks belong to a password, empty lines do not count.
 * False after one line on standard error.
 */
MUST_CHECK bool passwords_load(struct run *run, const char *path, enum lang lang);

#endif
