#include "dedup/likely.h"

#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "dedup/blocks.h"
#include "dedup/chain.h"
#include "dedup/cluster.h"
#include "dedup/judge.h"
#include "dedup/mixed.h"
#include "dedup/relations.h"
#include "model/evidence.h"

/* What a part of the candidates came to, in their order. */
struct outcome {
	struct arena arena;
	LIST_OF(struct pair) pairs;
	LIST_OF(struct relations_link) links;
};

struct search {
	struct run *run;
	struct corpus corpus;
	struct blocks blocks;
	struct outcome *outcome;
};

static const enum say found_by[BLOCK_KEYS] = {
	[BLOCK_TITLE] = SAY_FOUND_TITLE, [BLOCK_CONTENT] = SAY_FOUND_CONTENT, [BLOCK_APPLICANT] = SAY_FOUND_APPLICANT,
	[BLOCK_BRAND] = SAY_FOUND_BRAND, [BLOCK_MOBILE] = SAY_FOUND_MOBILE,   [BLOCK_EMAIL] = SAY_FOUND_EMAIL,
	[BLOCK_WORDS] = SAY_FOUND_WORDS, [BLOCK_HEAD] = SAY_FOUND_HEAD,	      [BLOCK_TAIL] = SAY_FOUND_TAIL,
	[BLOCK_SLIP] = SAY_FOUND_SLIP,
};

static void keep_pair(struct outcome *outcome, const struct candidate *at, const struct entry *a, const struct entry *b,
		      const struct verdict *verdict)
{
	struct pair *pair = LIST_ADD(&outcome->pairs);

	pair->kind = verdict->kind == JUDGE_LIKELY ? PAIR_LIKELY : PAIR_POSSIBLE;
	pair->a = a->record;
	pair->b = b->record;
	pair->score = verdict->score;
	pair->found_by = found_by[at->key];
	pair->evidence_count = verdict->evidence_count;
	pair->evidence = evidence_copy(&outcome->arena, verdict->evidence, verdict->evidence_count);
}

static void keep_link(struct outcome *outcome, const struct entry *a, const struct entry *b, enum judge_kind kind)
{
	static const enum say notes[] = { [JUDGE_JOINT] = SAY_RELATED_JOINT,
					  [JUDGE_BRANCH] = SAY_RELATED_BRANCH,
					  [JUDGE_REWORDED] = SAY_RELATED_REWORDED,
					  [JUDGE_EXCHANGED] = SAY_RELATED_EXCHANGED };

	*LIST_ADD(&outcome->links) = (struct relations_link){ notes[kind], a->record, b->record };
}

static void work_part(void *user, size_t part)
{
	struct search *search = user;
	struct outcome *outcome = &search->outcome[part];
	size_t end = blocks_part_end(&search->blocks, part);

	for (size_t i = part ? blocks_part_end(&search->blocks, part - 1) : 0; i < end; i++) {
		struct candidate at = blocks_candidate(&search->blocks, i);
		const struct entry *a = &search->corpus.entry[at.a], *b = &search->corpus.entry[at.b];
		struct verdict verdict;

		if (!judge_pair(&search->corpus, a, b, &verdict))
			continue;
		if (verdict.kind <= JUDGE_POSSIBLE)
			keep_pair(outcome, &at, a, b, &verdict);
		else
			keep_link(outcome, a, b, verdict.kind);
	}
}

static void gather(struct search *search, size_t parts, struct relations_links *links)
{
	struct run *run = search->run;

	for (size_t part = 0; part < parts; part++) {
		struct outcome *outcome = &search->outcome[part];

		for (size_t i = 0; i < outcome->pairs.count; i++) {
			struct pair *pair = LIST_ADD(&run->pairs);

			*pair = outcome->pairs.item[i];
			pair->evidence = evidence_copy(&run->arena, pair->evidence, pair->evidence_count);
		}
		for (size_t i = 0; i < outcome->links.count; i++)
			*LIST_ADD(links) = outcome->links.item[i];
		free(outcome->pairs.item);
		free(outcome->links.item);
		arena_release(&outcome->arena);
	}
}

/* Of each record whether an earlier one is the same to the letter, and stands for it. */
static const bool *repeats_of(const struct run *run, struct arena *arena)
{
	bool *repeats = ARENA_ARRAY(arena, bool, run->records.count);

	for (size_t i = 0; i < run->pairs.count; i++)
		if (run->pairs.item[i].kind == PAIR_EXACT)
			repeats[run->pairs.item[i].b] = true;
	return repeats;
}

void likely_find(struct run *run, uint32_t jobs, bool all)
{
	struct search search = { .run = run };
	struct arena scratch = { 0 };
	struct relations_links links = { 0 };
	size_t parts;

	corpus_make(&search.corpus, run, all ? NULL : repeats_of(run, &scratch), jobs);
	blocks_find(&search.blocks, &search.corpus, 0);
	parts = blocks_parts(&search.blocks);
	search.outcome = ARENA_ARRAY(&scratch, struct outcome, parts);
	crew_run(&(struct crew){ &search, work_part }, parts, jobs);
	run->search.candidates += search.blocks.pair.count;
	run->search.cut_blocks += search.blocks.cut_blocks;
	run->search.cut_pairs += search.blocks.cut_pairs;
	gather(&search, parts, &links);
	chain_find(run, &search.corpus);
	cluster_number(run);
	run->search.mixed_clusters += mixed_count(run, &search.corpus);
	relations_find(run, &search.corpus, &links);
	free(links.item);
	blocks_release(&search.blocks);
	corpus_release(&search.corpus);
	arena_release(&scratch);
}
