/* What changed since the run before, in the summary: a line a kind, with -v each change; nothing without a ledger. */
#ifndef APP_SUMMARY_CHANGES_H
#define APP_SUMMARY_CHANGES_H

#include "app/options.h"
#include "base/buf.h"
#include "model/run.h"

void summary_changes_add(struct buf *out, const struct run *run, const struct options *options);

#endif
