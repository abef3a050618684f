/* The report's changes: what lies between the night before and this one. */
#ifndef OUTPUT_REPORT_CHANGES_H
#define OUTPUT_REPORT_CHANGES_H

#include "base/json.h"
#include "diag/say.h"
#include "model/change.h"

/* The member "changes", with its key; sentences in this language. */
void report_changes_write(struct json *json, enum lang lang, const struct changes *changes);

#endif
