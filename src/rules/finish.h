/* The last word on findings: the profile's severities, the regions, the order. */
#ifndef RULES_FINISH_H
#define RULES_FINISH_H

#include "model/run.h"

/*
 * Give every finding the profile's severity and its region, drop those of rules that
 * are off or have no say in this run, and sort by severity, rule, path, sheet, row, column (contract, section 2).
 */
void finish_findings(struct run *run);

/* The strongest severity among the findings; SEVERITY_OFF where there is none. */
enum severity finish_strongest(const struct run *run);

#endif
