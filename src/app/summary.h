/* What a run says on standard error: progress on a terminal, and the closing summary as a person would say it. */
#ifndef APP_SUMMARY_H
#define APP_SUMMARY_H

#include "app/options.h"
#include "app/publish.h"
#include "model/run.h"

/* Reading source `done` of run->sources; nothing where standard error is no terminal. */
void summary_progress(const struct run *run, uint32_t done, const struct options *options);
void summary_progress_end(const struct options *options);

/*
 * Findings, totals, regions that sent nothing, rules that were not checked; what was
 * written (publish may be NULL). Made before the outputs are in their places and printed
 * after: once they are, nothing can fail any more.
 */
void summary_text(struct buf *out, struct run *run, const struct publish *publish, const struct options *options);
void summary_print(const struct buf *text);
/* What was written alone, of a run that has no inputs. */
void summary_written(struct buf *out, struct run *run, const struct publish *publish, const struct options *options);

/* One finding a line on standard error: for extract and dump, which have no report. With --quiet those that make the
 * status 1. */
void summary_findings(struct run *run, const struct options *options);

#endif
