/*
 * What only a person can check ([人工核]): of which records, and how often it is to be
 * done; and which application forms ([申报书]) a project needs. Nothing here is ever passed.
 */
#ifndef MODEL_MANUAL_H
#define MODEL_MANUAL_H

#include "model/run.h"

/*
 * Is this to be checked of the project? One whose direction is missing or unknown may be of
 * any category: it is, then.
 */
bool manual_applies(const struct profile_manual *item, const struct record *record);

/* How many projects of the first sheet, or regions that recommend something, or 1. */
uint64_t manual_count(const struct run *run, const struct profile_manual *item);

/* The form that belongs to one of the record's directions; empty where an earlier one has the same, or there is none.
 */
struct str manual_form(const struct profile *profile, const struct record *record, uint32_t direction);
/* Does the profile name any? */
bool manual_has_forms(const struct profile *profile);

#endif
