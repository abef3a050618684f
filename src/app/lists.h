/*
 * --recommended and --awarded: lists of projects that are excluded; --received: the register of arrivals, for which an
 * audit has no use. Read like any input, by processes of their own.
 */
#ifndef APP_LISTS_H
#define APP_LISTS_H

#include "app/options.h"
#include "model/run.h"

/*
 * Fill run->listed from the files that were given, else from those of the profile, which stand relative to
 * its own file. A list that is not there, or cannot be read, is trouble: false after saying why.
 */
MUST_CHECK bool lists_load(struct run *run, const struct options *options, const char *profile_path);

/* The path of a list as the profile has it, relative to the profile's file. In the arena. */
char *lists_beside(struct arena *arena, struct str profile, struct str path);

#endif
