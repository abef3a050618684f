/* The machine report: one JSON object, as section 3 of the contract says. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "base/buf.h"
#include "base/json.h"
#include "diag/say.h"
#include "model/run.h"

void report_write(const struct run *run, enum lang lang, const struct say_places *places, struct buf *out);

/* One object of "records", for the report and for `extract`. */
void report_record(struct json *json, const struct run *run, const struct record *record);

#endif
