#include "model/fate.h"

#include <assert.h>

#include "model/version.h"

/* Unknown regions come last. */
static uint32_t rank_of(const struct run *run, uint32_t record)
{
	uint32_t region = run->records.item[record].region;

	return region < run->profile->region_count ? region : run->profile->region_count;
}

/* Records stand by input, sheet and row already: how many each region has, where its part begins, then the parts. */
void fate_order(struct run *run)
{
	uint32_t count = (uint32_t)run->records.count, regions = run->profile->region_count;
	struct arena scratch = { 0 };
	uint32_t *next = ARENA_ARRAY(&scratch, uint32_t, regions + (size_t)2);

	run->order = ARENA_ARRAY(&run->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++)
		next[rank_of(run, i) + 1]++;
	for (uint32_t i = 0; i < regions; i++)
		next[i + 1] += next[i];
	for (uint32_t i = 0; i < count; i++)
		run->order[next[rank_of(run, i)]++] = i;
	arena_release(&scratch);
}

/* A correction is kept whatever came before; of two corrections of one kind the later version, or else file. */
bool fate_keeps_later(const struct run *run, const struct record *a, const struct record *b)
{
	const struct source *of_a = &run->sources.item[a->source], *of_b = &run->sources.item[b->source];

	if (of_a->correction != of_b->correction)
		return of_b->correction > of_a->correction;
	return of_b->correction > 0 && of_a != of_b && version_compare(of_a->path, of_b->path) <= 0;
}

uint32_t fate_root(const struct run *run, uint32_t record)
{
	while (run->records.item[record].fate == FATE_FOLDED)
		record = run->records.item[record].into;
	return record;
}

static void fold(struct run *run, uint32_t loser, uint32_t winner)
{
	loser = fate_root(run, loser);
	winner = fate_root(run, winner);
	if (loser == winner)
		return;
	run->records.item[loser].fate = FATE_FOLDED;
	run->records.item[loser].into = winner;
}

static void hold(struct record *record, enum rule_id rule)
{
	if (record->fate != FATE_MERGED)
		return;
	record->fate = FATE_HELD;
	record->held_by = rule;
}

static void settle_pair(struct run *run, const struct pair *pair)
{
	struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];
	bool same = pair->ruling == RULING_SAME;

	if (pair->ruling == RULING_DIFFERENT || (pair->kind != PAIR_EXACT && !same))
		return;
	if (b->region == REGION_NONE && !same)
		return; /* held for that, and folded into nothing */
	if (a->region != b->region && !same)
		hold(b, RULE_DUPLICATE_REGION);
	else if (a->region == b->region && fate_keeps_later(run, a, b))
		fold(run, pair->a, pair->b);
	else
		fold(run, pair->b, pair->a);
}

/* What is folded is sent on with the row that stands for it. */
static void select_marked(struct run *run, const struct fate_decisions *decisions)
{
	struct arena scratch = { 0 };
	bool *selected = ARENA_ARRAY(&scratch, bool, run->records.count);

	run->selecting = decisions->selected_count > 0;
	for (uint32_t i = 0; i < decisions->selected_count; i++) {
		uint32_t root = fate_root(run, decisions->selected[i]);

		selected[root] = run->records.item[root].fate == FATE_MERGED;
	}
	for (uint32_t i = 0; run->selecting && i < run->records.count; i++)
		if (run->records.item[i].fate == FATE_MERGED && !selected[i])
			run->records.item[i].fate = FATE_UNSELECTED;
	arena_release(&scratch);
}

static void count_fates(struct run *run)
{
	uint32_t seq = 0;

	run->merged = run->folded = run->held = run->unselected = 0;
	for (uint32_t i = 0; i < run->records.count; i++) {
		struct record *record = &run->records.item[run->order[i]];

		if (record->fate == FATE_MERGED)
			record->seq = ++seq;
		run->merged += record->fate == FATE_MERGED;
		run->folded += record->fate == FATE_FOLDED;
		run->held += record->fate == FATE_HELD;
		run->unselected += record->fate == FATE_UNSELECTED;
	}
	/* The first law, in the program itself: nothing is lost. */
	assert(run->merged + run->folded + run->held + run->unselected == run->records.count);
}

static void merge_all(struct run *run)
{
	for (uint32_t i = 0; i < run->records.count; i++) {
		struct record *record = &run->records.item[i];

		record->fate = FATE_MERGED;
		record->held_by = RULE_NONE;
		record->into = record->seq = 0;
	}
}

void fate_keep_all(struct run *run)
{
	merge_all(run);
	count_fates(run);
}

void fate_settle(struct run *run, const struct fate_decisions *decisions)
{
	merge_all(run);
	for (uint32_t i = 0; i < run->pairs.count; i++)
		settle_pair(run, &run->pairs.item[i]);
	for (uint32_t i = 0; i < run->records.count; i++)
		if (run->records.item[i].region == REGION_NONE)
			hold(&run->records.item[i], RULE_REGION_UNKNOWN);
	for (uint32_t i = 0; i < decisions->hold_count; i++)
		hold(&run->records.item[decisions->hold[i].record], decisions->hold[i].rule);
	select_marked(run, decisions);
	count_fates(run);
}
