/* What a run found, as a night: once it is settled, before anything is written. */
#ifndef STATE_NIGHT_RUN_H
#define STATE_NIGHT_RUN_H

#include "model/night.h"
#include "model/run.h"

/*
 * Texts are made in the arena or borrowed from the run. Of rows that were folded into one with the
 * same region, project and applicant, that one is the record; its places name them all.
 */
void night_run_make(struct arena *arena, const struct run *run, struct night *night);

#endif
