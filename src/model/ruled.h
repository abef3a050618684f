/*
 * How a person's answers in an earlier workbook find their rows again: by region, lossless project
 * and lossless applicant, never by a place, so that they outlive a file that is sent again.
 */
#ifndef MODEL_RULED_H
#define MODEL_RULED_H

#include "model/run.h"

/* Make the key of a side from its three texts. */
void ruled_settle(struct arena *arena, struct ruling_side *side);

/* The same key of a record. */
struct str ruled_key(struct arena *arena, const struct run *run, const struct record *record);

#endif
