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

/* The same with the bytes it was loaded from, in the arena. False where it has no profile: that is said. */
struct locate_file {
	const struct profile *profile;
	const char *path; /* NULL where there is none */
	struct bytes bytes;
};
bool locate_file(struct arena *arena, enum lang lang, const char *name, struct locate_file *out);

/* Where files of this name are, the one that is used first; none for a path. */
struct strs locate_places(struct arena *arena, const char *name);

/* Say on standard error which file it is, and which others of the name it hides. */
void locate_say(struct arena *arena, enum lang lang, const char *name, const char *path);

/* Names of all profiles that can be found, sorted, each once, in the arena. */
struct strs locate_all(struct arena *arena);

#endif
