/*
 * Which region each row comes from (contract, section 2): its own region column, the
 * sheet's 推荐单位 line, the folders from the innermost out, the INPUT's name, the
 * file's, the sheet's. Settled here, outside shape, since all but the first two follow
 * from the path.
 */
#ifndef RULES_REGIONS_H
#define RULES_REGIONS_H

#include "model/run.h"

/* Set the region of every record and source; report region.conflict, once a sheet. */
void regions_settle(struct run *run, const struct diag_sink *diag);

/* The region of a place, REGION_NONE where none is known. Records must be in reading order. */
uint32_t regions_of(const struct run *run, struct where where);

#endif
