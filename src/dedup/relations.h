/* Rows that have to do with one another and are no pair to fold: groups of them, each with what they share. */
#ifndef DEDUP_RELATIONS_H
#define DEDUP_RELATIONS_H

#include "dedup/corpus.h"

/* Two records that the judge called joint, a branch's, or reworded. */
struct relations_link {
	enum say note; /* which of them: RELATED_JOINT … */
	uint32_t a, b;
};

struct relations_links {
	struct relations_link *item;
	size_t count, room;
};

/*
 * Add to run->relations: the links, those of one kind that hang together as one group; one
 * applicant's several projects; contacts that several applicants share.
 */
void relations_find(struct run *run, const struct corpus *corpus, const struct relations_links *links);

#endif
