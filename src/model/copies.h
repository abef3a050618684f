/*
 * Copies that are due on paper and disc (份数). They follow from how many projects there are, and how many of
 * these apply in two directions: directions are the notice's categories, so that several items of one count once.
 */
#ifndef MODEL_COPIES_H
#define MODEL_COPIES_H

#include "model/run.h"

struct copies {
	uint32_t projects, two; /* all, and those of two directions */
	uint32_t material;	/* 申报材料: copies in all */
};

/* Categories that a project names; what the profile does not know is one that is not told apart. At least 1. */
uint32_t copies_directions(const struct record *record);

/* How many a region owes for a project: those of the province, or of the ministry where the notice is its own. */
const struct profile_copies *copies_due(const struct profile *profile);
/* Does the office that the regions send to send on, itself? */
bool copies_are_sent_on(const struct profile *profile);

/* What a region owes for all it recommended. */
struct copies copies_of_region(const struct run *run, uint32_t region);
/* What the province owes the ministry for what stands on the first sheet. */
struct copies copies_of_office(const struct run *run);

#endif
