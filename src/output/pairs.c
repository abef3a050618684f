#include "output/pairs.h"

#include <stdlib.h>

#include "model/fate.h"

static enum say state_of(const struct run *run, const struct pair *pair)
{
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];

	if (pair->ruling == RULING_DIFFERENT)
		return SAY_STATE_RULED_APART;
	if (pair->ruling == RULING_SAME)
		return run->audit ? SAY_STATE_RULED_SAME : SAY_STATE_RULED_FOLDED;
	if (a->fate == FATE_FOLDED || b->fate == FATE_FOLDED)
		return fate_root(run, pair->a) == fate_root(run, pair->b) ? SAY_STATE_FOLDED : SAY_STATE_OPEN;
	return b->fate == FATE_HELD && b->held_by == RULE_DUPLICATE_REGION && pair->kind == PAIR_EXACT ? SAY_STATE_HELD
												       : SAY_STATE_OPEN;
}

static uint32_t rank_of(enum say state)
{
	if (state == SAY_STATE_OPEN || state == SAY_STATE_HELD)
		return 0;
	return state == SAY_STATE_FOLDED ? 1 : 2;
}

static int compare_lines(const void *left, const void *right)
{
	const struct pairs_line *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->pair->kind != b->pair->kind)
		return a->pair->kind < b->pair->kind ? -1 : 1;
	if (a->pair->score < b->pair->score || a->pair->score > b->pair->score)
		return a->pair->score > b->pair->score ? -1 : 1;
	return (a->pair > b->pair) - (a->pair < b->pair);
}

struct pairs_line *pairs_lines(const struct run *run, struct arena *arena)
{
	struct pairs_line *line = ARENA_ARRAY(arena, struct pairs_line, run->pairs.count);

	for (size_t i = 0; i < run->pairs.count; i++) {
		enum say state = state_of(run, &run->pairs.item[i]);

		line[i] = (struct pairs_line){ &run->pairs.item[i], state, rank_of(state) };
	}
	if (run->pairs.count)
		qsort(line, run->pairs.count, sizeof(*line), compare_lines);
	return line;
}
