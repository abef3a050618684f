/*
 * The workbook read back by our own reader and compared cell by cell with what was
 * meant: libxlsxwriter reports success on some ruined files.
 */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "output/workbook.h"

/* True where the bytes hold exactly the plan. Else *why names the first difference, in the arena. */
bool verify_workbook(struct bytes file, const struct workbook_plan *plan, struct arena *arena, struct str *why);

/* Of what a workbook says of itself: "<profile id> <hash of the cells>", empty where that is no mark of ours. */
struct str verify_mark(struct str name, struct str value);

/* Is the file a workbook of ours in which somebody has changed a cell since it was written? */
bool verify_was_changed(struct bytes file);

#endif
