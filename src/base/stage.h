/*
 * A stage: one hidden folder (base/aside.h) beside the places of many drafts, in which all their
 * temporaries stand. Its name is the only one to be cleaned up, however many files there are. A folder
 * of places that is not there is made, and goes again where nothing was put into it.
 */
#ifndef BASE_STAGE_H
#define BASE_STAGE_H

#include "base/file.h"

struct stage {
	char *folder;	    /* of the places, as given; malloc'ed. NULL: never begun */
	struct aside aside; /* the temporaries stand in it */
	bool made;	    /* the folder was made here, and is not yet to stay */
};

/* False with errno set (ENOTDIR where something else has its name), and nothing left behind. */
MUST_CHECK bool stage_begin(struct stage *stage, const char *folder);
/* Begin a draft of the file with this name, or of its removal. False with errno set. */
MUST_CHECK bool stage_draft(const struct stage *stage, const char *name, struct file_draft *draft);
MUST_CHECK bool stage_removal(const struct stage *stage, const char *name, struct file_draft *draft);
/* All drafts are in their places: the folder stays, even if it is empty. */
void stage_keep(struct stage *stage);
/* Remove what is hidden, once the drafts have ended; and a folder that was made for nothing. */
void stage_end(struct stage *stage);

#endif
