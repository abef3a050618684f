/* The report's lists: the files that stood beside what was sent, and what of them was not read. */
#ifndef OUTPUT_REPORT_LISTS_H
#define OUTPUT_REPORT_LISTS_H

#include "base/json.h"
#include "diag/say.h"
#include "model/run.h"

/* The member "lists", with its key. */
void report_lists_write(struct json *json, const struct run *run, enum lang lang, const struct say_places *places);

#endif
