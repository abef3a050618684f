#include "dedup/cluster.h"

static uint32_t *ranks_of(struct run *run, struct arena *arena)
{
	uint32_t *rank = ARENA_ARRAY(arena, uint32_t, run->records.count);

	for (uint32_t i = 0; i < run->records.count; i++)
		rank[run->order[i]] = i;
	return rank;
}

static int compare_pairs(const void *left, const void *right, void *ranks)
{
	const struct pair *a = left, *b = right;
	const uint32_t *rank = ranks;

	if (a->a != b->a)
		return rank[a->a] < rank[b->a] ? -1 : 1;
	return (rank[a->b] > rank[b->b]) - (rank[a->b] < rank[b->b]);
}

static void order_pairs(struct run *run, struct arena *arena)
{
	uint32_t *rank = ranks_of(run, arena);

	for (size_t i = 0; i < run->pairs.count; i++) {
		struct pair *pair = &run->pairs.item[i];

		if (rank[pair->a] > rank[pair->b]) {
			uint32_t later = pair->a;

			pair->a = pair->b;
			pair->b = later;
		}
	}
	if (run->pairs.count)
		qsort_r(run->pairs.item, run->pairs.count, sizeof(*run->pairs.item), compare_pairs, rank);
}

uint32_t cluster_root(uint32_t *parent, uint32_t index)
{
	while (parent[index] != index)
		index = parent[index] = parent[parent[index]];
	return index;
}

/* Does it link its rows, where pairs up to this kind do? */
static bool links(const struct pair *pair, enum pair_kind weakest)
{
	if (pair->ruling != RULING_NONE)
		return pair->ruling == RULING_SAME || weakest == PAIR_POSSIBLE;
	return pair->kind <= weakest;
}

/* Whom every record is linked with by pairs up to this kind: the numbers of their clusters by root, 0 for none. */
static uint32_t *link_pairs(struct run *run, struct arena *arena, enum pair_kind weakest, uint32_t *parent)
{
	uint32_t *number = ARENA_ARRAY(arena, uint32_t, run->records.count);
	uint32_t clusters = 0;

	for (uint32_t i = 0; i < run->records.count; i++)
		parent[i] = i;
	for (size_t i = 0; i < run->pairs.count; i++)
		if (links(&run->pairs.item[i], weakest))
			parent[cluster_root(parent, run->pairs.item[i].b)] = cluster_root(parent, run->pairs.item[i].a);
	for (size_t i = 0; i < run->pairs.count; i++) {
		uint32_t root = cluster_root(parent, run->pairs.item[i].a);

		if (links(&run->pairs.item[i], weakest) && !number[root])
			number[root] = ++clusters;
	}
	return number;
}

void cluster_number(struct run *run)
{
	struct arena arena = { 0 };
	uint32_t *parent = ARENA_ARRAY(&arena, uint32_t, run->records.count);
	const uint32_t *number;

	order_pairs(run, &arena);
	number = link_pairs(run, &arena, PAIR_POSSIBLE, parent);
	for (size_t i = 0; i < run->pairs.count; i++)
		run->pairs.item[i].cluster = number[cluster_root(parent, run->pairs.item[i].a)];
	number = link_pairs(run, &arena, PAIR_LIKELY, parent);
	for (uint32_t i = 0; i < run->records.count; i++)
		run->records.item[i].cluster = number[cluster_root(parent, i)];
	arena_release(&arena);
}
