/* One input: loaded, read by a worker, collected; or the reason why not. */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/collect.h"
#include "app/second.h"
#include "app/worker.h"

struct intake {
	struct run *run;
	struct collector collector;
	struct record_maker maker;
	struct worker_settings settings;
	struct worker *worker;
	struct second *second; /* NULL: not wanted */
};

/* The run's profile must be there. cells: rows of cells instead of records. */
void intake_init(struct intake *intake, struct run *run, bool cells);
/* From now on each .xls is read a second time, by other means (cell.disputed). */
void intake_read_twice(struct intake *intake);
void intake_release(struct intake *intake);

/* Take one source that is to be read; its status, reason and findings say what came of it. */
void intake_source(struct intake *intake, uint32_t source);

/*
 * Load a source. False where there is nothing to read: status, reason and finding
 * are then set. The content must be unloaded by the caller if true.
 */
struct file_content;
bool intake_load(struct run *run, uint32_t source, struct file_content *content);

#endif
