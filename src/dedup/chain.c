#include "dedup/chain.h"

#include <stdlib.h>
#include <string.h>

#include "dedup/judge.h"
#include "model/evidence.h"

/* Of a row with more partners only the first are chained: they are one large cluster as it is. */
enum { PARTNERS_MOST = 12 };

/* A pair as one number, for sorting and looking up. */
static uint64_t key_of(uint32_t a, uint32_t b)
{
	return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static int by_key(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

struct chain {
	struct run *run;
	const struct corpus *corpus;
	struct arena arena;
	uint32_t *entry;	 /* of each record; UINT32_MAX where it was left out */
	uint64_t *known, *links; /* pairs of records; `links` from either side: record << 32 | partner */
	size_t known_count, links_count;
	LIST_OF(uint64_t) implied;
};

static void prepare(struct chain *chain)
{
	struct run *run = chain->run;

	chain->entry = ARENA_ARRAY(&chain->arena, uint32_t, run->records.count);
	memset(chain->entry, 0xFF, run->records.count * sizeof(*chain->entry));
	for (uint32_t i = 0; i < chain->corpus->entry_count; i++)
		chain->entry[chain->corpus->entry[i].record] = i;
	chain->known = ARENA_ARRAY(&chain->arena, uint64_t, run->pairs.count);
	chain->links = ARENA_ARRAY(&chain->arena, uint64_t, run->pairs.count * 2);
	for (size_t i = 0; i < run->pairs.count; i++) {
		const struct pair *pair = &run->pairs.item[i];

		chain->known[chain->known_count++] = key_of(pair->a, pair->b);
		if (pair->kind == PAIR_POSSIBLE || chain->entry[pair->a] == UINT32_MAX ||
		    chain->entry[pair->b] == UINT32_MAX)
			continue;
		chain->links[chain->links_count++] = (uint64_t)pair->a << 32 | pair->b;
		chain->links[chain->links_count++] = (uint64_t)pair->b << 32 | pair->a;
	}
	if (chain->known_count)
		qsort(chain->known, chain->known_count, sizeof(*chain->known), by_key);
	if (chain->links_count)
		qsort(chain->links, chain->links_count, sizeof(*chain->links), by_key);
}

static bool is_known(const struct chain *chain, uint64_t key)
{
	return bsearch(&key, chain->known, chain->known_count, sizeof(key), by_key) != NULL;
}

static void imply(struct chain *chain)
{
	for (size_t from = 0, to; from < chain->links_count; from = to) {
		uint32_t row = (uint32_t)(chain->links[from] >> 32);
		size_t end;

		for (to = from; to < chain->links_count && (uint32_t)(chain->links[to] >> 32) == row; to++)
			;
		end = to - from > PARTNERS_MOST ? from + PARTNERS_MOST : to;
		for (size_t i = from; i < end; i++) {
			for (size_t j = i + 1; j < end; j++) {
				uint64_t key = key_of((uint32_t)chain->links[i], (uint32_t)chain->links[j]);

				if (!is_known(chain, key))
					*LIST_ADD(&chain->implied) = key;
			}
		}
	}
}

static void add_pair(struct chain *chain, uint64_t key)
{
	const struct entry *a = &chain->corpus->entry[chain->entry[key >> 32]];
	const struct entry *b = &chain->corpus->entry[chain->entry[(uint32_t)key]];
	struct verdict verdict;
	struct pair *pair;

	if (!judge_chained(chain->corpus, a, b, &verdict))
		return;
	pair = LIST_ADD(&chain->run->pairs);
	*pair = (struct pair){ .kind = PAIR_POSSIBLE,
			       .a = a->record,
			       .b = b->record,
			       .score = verdict.score,
			       .found_by = SAY_FOUND_CHAIN,
			       .evidence_count = verdict.evidence_count,
			       .evidence = evidence_copy(&chain->run->arena, verdict.evidence,
							 verdict.evidence_count) };
}

void chain_find(struct run *run, const struct corpus *corpus)
{
	struct chain chain = { .run = run, .corpus = corpus };

	prepare(&chain);
	imply(&chain);
	if (chain.implied.count)
		qsort(chain.implied.item, chain.implied.count, sizeof(*chain.implied.item), by_key);
	for (size_t i = 0; i < chain.implied.count; i++)
		if (i == 0 || chain.implied.item[i] != chain.implied.item[i - 1])
			add_pair(&chain, chain.implied.item[i]);
	free(chain.implied.item);
	arena_release(&chain.arena);
}
