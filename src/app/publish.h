/*
 * Outputs, complete or absent: all are written beside their places and on the disk
 * before the first is renamed, the workbook last (contract, section 1).
 */
#ifndef APP_PUBLISH_H
#define APP_PUBLISH_H

#include "app/options.h"
#include "base/file.h"
#include "model/run.h"

struct publish {
	const char *workbook, *json; /* NULL where not asked for; json "-" is standard output */
	struct file_draft workbook_draft, json_draft;
	struct str backup; /* where a changed workbook went; empty if none did */
};

/* Refuse what can be refused before anything is read: folders, devices, places that cannot be written. */
MUST_CHECK bool publish_check(struct publish *publish, const struct options *options, const struct profile *profile,
			      struct arena *arena);
/* Begin the drafts. After the inputs were listed, so that no draft is ever one of them. */
MUST_CHECK bool publish_begin(struct publish *publish, enum lang lang);
/* Write, read back, compare. False after one line on standard error, as all of these. */
MUST_CHECK bool publish_write(struct publish *publish, struct run *run, const struct options *options);
/* Rename into place; where one cannot be, all is as before. Asks for no memory that could be missing. */
MUST_CHECK bool publish_place(struct publish *publish, enum lang lang);
void publish_end(struct publish *publish);

#endif
