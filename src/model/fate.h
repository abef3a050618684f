/*
 * What becomes of each record. One function decides, once all records are
 * there, from the rules, the pairs, a person's rulings and the selection.
 */
#ifndef MODEL_FATE_H
#define MODEL_FATE_H

#include "model/run.h"

/* A person's word on two rows (裁定), and on one (上报). */
struct fate_ruling {
	uint32_t a, b; /* records */
	bool same;
};
struct fate_decisions {
	uint32_t ruling_count;
	const struct fate_ruling *ruling;
	uint32_t selected_count; /* 0: no selection, all merged rows are sent on */
	const uint32_t *selected;
};

/*
 * Sort the records into run->order, set fate, into, held_by and seq of each,
 * add the exact and likely pairs that follow from equal texts, and assert that
 * every record has one fate. Regions must be settled before.
 */
void fate_settle(struct run *run, const struct fate_decisions *decisions);

#endif
