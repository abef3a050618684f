/*
 * What becomes of each record. One function decides, once all records are
 * there, from the rules, the pairs, a person's rulings and the selection.
 */
#ifndef MODEL_FATE_H
#define MODEL_FATE_H

#include "model/run.h"

/* A rule that the profile marks 暂缓 was broken by this record. */
struct fate_hold {
	uint32_t record;
	enum rule_id rule;
};

struct fate_decisions {
	uint32_t hold_count;
	const struct fate_hold *hold;
	/* 上报: records that are marked, whatever became of them. 0: no selection, all merged rows are sent on. */
	uint32_t selected_count;
	const uint32_t *selected;
};

/* Put run->order: by region in the profile's order (unknown ones last), input, sheet, row. */
void fate_order(struct run *run);

/* Of two rows of one region with the same project and applicant: is b the one that is kept? a is earlier. */
bool fate_keeps_later(const struct run *run, const struct record *a, const struct record *b);

/*
 * Set fate, into, held_by and seq of every record and the run's totals, and assert
 * that every record has one fate. run->order, the regions and the pairs must be
 * there; an exact pair of one region folds, one of two regions holds the later. A row
 * of no region is held and folds with none. A mark on a folded row goes to the one that
 * stands for it; one on a held row selects nothing.
 */
void fate_settle(struct run *run, const struct fate_decisions *decisions);

/* The record that stands for this one: itself, or the one that it finally went into. */
uint32_t fate_root(const struct run *run, uint32_t record);

/* The same for an audit: every record stays, whatever the pairs. */
void fate_keep_all(struct run *run);

#endif
