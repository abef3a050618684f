/*
 * Questions about a run that every output asks: the records folded into
 * another, names, sums. Built once, when the run is settled; borrows the run, lives in the arena.
 */
#ifndef OUTPUT_INDEX_H
#define OUTPUT_INDEX_H

#include "model/run.h"

struct index {
	const struct run *run;
	uint32_t *folded; /* records folded into others, those of one side by side, each in the run's order */
	uint32_t *first;  /* first[r] .. first[r + 1]: the part of `folded` that went into r */
};

void index_init(struct index *index, const struct run *run, struct arena *arena);

/* The records folded into `record`, in the run's order. */
const uint32_t *index_folded(const struct index *index, uint32_t record, uint32_t *count);

struct str index_sheet_name(const struct run *run, const struct record *record);
/* Empty for REGION_NONE. */
struct str index_region_name(const struct run *run, uint32_t region);
/* Of a list's file: the rows that name no project or no applicant, and are compared with nothing. */
uint32_t index_bare_rows(const struct run *listed, uint32_t source);
/* Of a list's file: is this what a person must know of it, that something of it was not read? */
bool index_is_list_problem(const struct finding *finding, uint32_t source);
/* Why an input was not read, in words; SAY_NOTHING where it was. */
enum say index_reason(enum source_reason reason);
/* All rows read: the sum that the contract asserts. */
uint64_t index_rows_read(const struct run *run);

#endif
