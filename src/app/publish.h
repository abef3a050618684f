/*
 * Outputs, complete or absent: all are written beside their places and on the disk
 * before the first is renamed, the workbook last (contract, section 1).
 */
#ifndef APP_PUBLISH_H
#define APP_PUBLISH_H

#include "app/options.h"
#include "app/returns.h"
#include "base/file.h"
#include "output/workbook.h"

/* In the order in which they are put in their places. How each is written stands in a table of publish.c. */
enum publish_kind {
	PUBLISH_JSON,
	PUBLISH_HTML,
	PUBLISH_STALE, /* a slip of an earlier run that has to go: nothing is written */
	PUBLISH_SLIP,
	PUBLISH_WORKBOOK,
	PUBLISH_KINDS
};

/* One output. */
struct publish_file {
	enum publish_kind kind;
	uint32_t region;  /* of slips */
	const char *path; /* as it was asked for; "-" is standard output, which has no draft */
	struct file_draft draft;
	struct workbook_order order; /* of a workbook */
	struct workbook_plan plan;   /* what it is meant to hold, while it is written */
	struct str backup;	     /* where one went that a person had changed; empty if none did */
};

struct publish {
	LIST_OF(struct publish_file) files; /* slips are known and added once the run is settled */
	struct returns returns;
	struct file_draft **drafts; /* room for those of all files: renaming may not ask for memory */
	size_t placed;		    /* so many of them */
	bool is_placed;		    /* are in their places */
};

/* Refuse what can be refused before anything is read: folders, devices, places that cannot be written. */
MUST_CHECK bool publish_check(struct publish *publish, const struct options *options, const struct profile *profile,
			      const char *profile_path, struct arena *arena);
/* Begin the drafts. After the inputs were listed, so that no draft is ever one of them. */
MUST_CHECK bool publish_begin(struct publish *publish, enum lang lang);
/*
 * What is replaced is told without its size and sum: they would make each run differ from the one before it. Before
 * nights are compared.
 */
void publish_forget(const struct publish *publish, struct run *run);
/* Write, read back, compare. False after one line on standard error, as all of these. */
MUST_CHECK bool publish_write(struct publish *publish, struct run *run, const struct options *options);
/* Rename into place; where one cannot be, all is as before. Asks for no memory that could be missing. */
MUST_CHECK bool publish_place(struct publish *publish, enum lang lang);
/* Once more as it was before publish_place, which went well. */
void publish_take_back(struct publish *publish);
void publish_end(struct publish *publish);

bool publish_is_stdout(const struct publish_file *file);
/* The next file of a kind: the first behind `file`, which may be NULL. NULL at the end. */
const struct publish_file *publish_next(const struct publish *publish, enum publish_kind kind,
					const struct publish_file *file);

#endif
