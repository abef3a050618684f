/* The inputs, one after the other: loaded, read by workers, collected; or the reason why not. */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/collect.h"
#include "app/fresh.h"
#include "app/nights.h"
#include "app/options.h"
#include "work/second.h"
#include "work/worker.h"

struct intake_input;

struct intake {
	struct run *run;
	const struct options *options;
	struct collector collector;
	struct record_maker maker;
	struct worker_settings settings;
	struct worker *worker;
	struct second *second; /* NULL: not wanted */
	struct nights *nights; /* answers of earlier runs; NULL: none */
	bool hashed;	       /* each input's SHA-256 is wanted */
	bool progress;	       /* say which one is read */

	struct fresh fresh;

	struct arena arena; /* what readers need: they do without the run's (run_hide) */

	/* The sources that are to be read, in their order, and those of them that are on their way. */
	uint32_t count;
	uint32_t *source;
	struct intake_input *input;
};

/* The run's profile must be there. cells: rows of cells instead of records. */
void intake_init(struct intake *intake, struct run *run, const struct options *options, bool cells);
/* From now on each .xls is read a second time, by other means (cell.disputed). */
void intake_read_twice(struct intake *intake);
void intake_release(struct intake *intake);

/*
 * Read all sources of the run that are to be read; their status, reason and findings say
 * what came of each. False, after one line on standard error, where there is no reading.
 */
MUST_CHECK bool intake_all(struct intake *intake);

#endif
