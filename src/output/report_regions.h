/* The report's regions: limits and counts, arrival by the register, copies due. */
#ifndef OUTPUT_REPORT_REGIONS_H
#define OUTPUT_REPORT_REGIONS_H

#include "base/json.h"
#include "diag/say.h"
#include "model/run.h"

/* The member "regions", with its key. */
void report_regions_write(struct json *json, const struct run *run, enum lang lang);

#endif
