/*
 * The return slips as files: which there are to be, what they are called, and which of an
 * earlier run have to go. How they are written and put in their places is publish.c's business.
 */
#ifndef APP_RETURNS_H
#define APP_RETURNS_H

#include "base/stage.h"
#include "diag/say.h"
#include "output/slip.h"

struct returns {
	const char *folder;	 /* NULL where none were asked for */
	struct stage stage;	 /* the folder, and their temporaries in it */
	const struct slip *slip; /* one a region of the run's profile, once it is settled */
};

/* 退回单-广州市.xlsx of each region, no two alike; in the arena. */
const char **returns_names(const struct profile *profile, struct arena *arena);
/*
 * The other slips in the folder that are an earlier run's for a region that this one does not know: where the profile
 * takes whoever sends something (kinds), nobody knows one that sends nothing. Names in the arena and in the order of
 * their bytes. False with errno set where the folder cannot be read.
 */
MUST_CHECK bool returns_left(const struct returns *returns, const struct profile *profile, const char **known,
			     struct arena *arena, struct strs *left);
/* Is this the mark of a slip of that profile? */
bool returns_is_marked(struct str mark, const struct profile *profile);
/* The same of a file, in *is_slip; one that is not there is none. False with errno set where it cannot be read. */
MUST_CHECK bool returns_look(const char *path, const struct profile *profile, bool *is_slip);

#endif
