/* Profiles by name or by file: found, read, and their mistakes said. */
#ifndef APP_LOCATE_H
#define APP_LOCATE_H

#include "diag/say.h"
#include "model/profile.h"

#define LOCATE_DEFAULT "guangdong-2020-971"

/*
 * Find and load a profile; NULL after saying why on standard error. A name is looked
 * for in this folder, the user's ~/.config/huizong, and the templates beside the
 * program (its tree's, or the installed ones); what has a slash or ends in .ini is a
 * file. *path is where it was found, in the arena.
 */
const struct profile *locate_profile(struct arena *arena, enum lang lang, const char *name, const char **path);

/* Names of all profiles that can be found, sorted, each once, in the arena. */
struct locate_names {
	uint32_t count;
	const struct str *name;
};
struct locate_names locate_all(struct arena *arena);

#endif
