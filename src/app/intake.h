/* One input: opened, told by its content, read, shaped, collected; or the reason why not. */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/collect.h"
#include "read/reader.h"
#include "shape/shape.h"

struct intake {
	struct run *run;
	struct collector collector;
	struct shape *shape;
	struct record_maker maker;
	struct arena input, row;
	uint32_t hint_count;
	const struct str *hint; /* for the telling of encodings */
};

/* The run's profile must be there. */
void intake_init(struct intake *intake, struct run *run);
void intake_release(struct intake *intake);

/* Take one source that is to be read; its status, reason and findings say what came of it. */
void intake_source(struct intake *intake, uint32_t source);

/*
 * Open a source and find its reader. False where there is nothing to read: status,
 * reason and finding are then set. The content must be unloaded by the caller if true.
 */
struct file_content;
bool intake_open(struct run *run, uint32_t source, struct file_content *content, const struct reader **reader);

/* It changed while it was read: left for the next run, and said so. */
void intake_changing(struct run *run, uint32_t source);

/* The context for a reader of this source: memory, hints, the name of a text file's sheet. */
struct read_context intake_context(struct intake *intake, uint32_t source);

#endif
