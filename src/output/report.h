/* The machine report: one JSON object, as section 3 of the contract says. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "base/buf.h"
#include "base/json.h"
#include "diag/say.h"
#include "model/run.h"

/* Who takes the report, piece by piece. False ends it. */
struct report_sink {
	void *user;
	bool (*put)(void *user, struct str piece);
};

/* False where the sink took no more. */
MUST_CHECK bool report_write(const struct run *run, enum lang lang, const struct say_places *places,
			     const struct report_sink *sink);

/* One object of "records", for the report and for `extract`. */
void report_record(struct json *json, const struct run *run, const struct record *record);

#endif
