/*
 * Which region each row comes from (contract, section 2): its own region column, the
 * sheet's 推荐单位 line, the folders from the innermost out, the INPUT's name, the
 * file's, the sheet's. Settled here, outside shape, since all but the first two follow
 * from the path.
 */
#ifndef RULES_REGIONS_H
#define RULES_REGIONS_H

#include "model/run.h"

/*
 * One row at a time, for a stream: begin each sheet once its 推荐单位 line is known,
 * then settle its records. Lives in the run's arena; regions_free gives the rest back.
 */
struct regions *regions_new(struct run *run, const struct diag_sink *diag);
void regions_free(struct regions *regions);
void regions_begin_sheet(struct regions *regions, const struct sheet *sheet);
void regions_settle_record(struct regions *regions, struct record *record);

/* All at once. Set the region of every record and source; report region.conflict, once a sheet. */
void regions_settle(struct run *run, const struct diag_sink *diag);

/* The region of a place, REGION_NONE where none is known. Records must be in reading order. */
uint32_t regions_of(const struct run *run, struct where where);

#endif
