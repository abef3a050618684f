/*
 * Who applies: every organization that the run's records name, each text once. Made once,
 * behind fate_order and before anything that compares applicants; nothing changes it
 * afterwards, so that several threads may read it. Of a large run it is a fifth of all memory, and given back before
 * the run is told.
 */
#ifndef MODEL_APPLICANTS_H
#define MODEL_APPLICANTS_H

#include "model/run.h"
#include "text/firm.h"

struct applicant {
	struct str name; /* as written */
	struct firm firm;
};

struct applicants {
	struct arena arena;
	uint32_t count;
	const struct applicant *item;
	/* Of record i the members are member[first[i]] up to member[first[i + 1]], the leading one first. */
	const uint32_t *first, *member; /* indexes of item */
};

/* Puts run->applicants there, instead of what was; `hands` threads parse. */
void applicants_make(struct run *run, unsigned hands);
/* Nobody asks any more; nor where they were not made. */
void applicants_release(struct run *run);

#endif
