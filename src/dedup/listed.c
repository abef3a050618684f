#include "dedup/listed.h"

#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "dedup/blocks.h"
#include "dedup/judge.h"
#include "model/evidence.h"

struct outcome {
	struct arena arena;
	LIST_OF(struct listing) listings;
};

/*
 * The records and behind them the rows of the lists, as one run: words are as common as both
 * together say. Of the run itself nothing is taken but its records and their order.
 */
struct search {
	struct run *run;
	struct run joined;
	uint32_t first[LIST_EXCLUDES + 1]; /* of each list's rows in it; the last is the end */
	struct corpus corpus;
	struct blocks blocks;
	struct outcome *outcome;
};

/* --- both as one ------------------------------------------------------------------ */

static void count_rows(struct search *search)
{
	uint32_t at = (uint32_t)search->run->records.count;

	for (size_t i = 0; i < LIST_EXCLUDES; i++) {
		search->first[i] = at;
		at += search->run->listed[i] ? (uint32_t)search->run->listed[i]->records.count : 0;
	}
	search->first[LIST_EXCLUDES] = at;
}

static void copy_rows(struct search *search, uint32_t from, const struct run *run)
{
	if (run && run->records.count)
		memcpy(search->joined.records.item + from, run->records.item,
		       run->records.count * sizeof(*run->records.item));
}

static void join(struct search *search)
{
	struct run *joined = &search->joined;
	uint32_t count = search->first[LIST_EXCLUDES];

	joined->profile = search->run->profile;
	joined->records.item = ARENA_ARRAY(&joined->arena, struct record, count);
	joined->records.count = count;
	joined->order = ARENA_ARRAY(&joined->arena, uint32_t, count);
	copy_rows(search, 0, search->run);
	for (size_t i = 0; i < LIST_EXCLUDES; i++)
		copy_rows(search, search->first[i], search->run->listed[i]);
	for (uint32_t i = 0; i < count; i++)
		joined->order[i] = i < search->run->records.count ? search->run->order[i] : i;
}

/* Rows that say too little, and those of a file whose bytes stand in an earlier one. */
static const bool *left_out_of(struct search *search)
{
	struct run *joined = &search->joined;
	bool *left_out = ARENA_ARRAY(&joined->arena, bool, joined->records.count);

	for (size_t i = 0; i < LIST_EXCLUDES; i++) {
		const struct run *listed = search->run->listed[i];
		bool *repeats = listed ? ARENA_ARRAY(&joined->arena, bool, listed->sources.count) : NULL;

		for (uint32_t j = 0; listed && j < listed->sources.count; j++)
			repeats[j] = run_repeats_source(listed, j);
		for (uint32_t j = search->first[i]; j < search->first[i + 1]; j++)
			left_out[j] = !run_is_comparable(&joined->records.item[j]) ||
				      repeats[joined->records.item[j].source];
	}
	return left_out;
}

/* --- directions ----------------------------------------------------------------------- */

static bool are_one(const struct record_direction *a, const struct record_direction *b)
{
	return a->category == b->category && (a->category != UINT32_MAX || str_eq(a->shown, b->shown));
}

static bool is_clear(const struct record *record)
{
	for (uint32_t i = 0; i < record->direction_count; i++)
		if (record->direction[i].category == UINT32_MAX)
			return false;
	return record->direction_count > 0;
}

static enum listed_direction compare_directions(const struct record *record, const struct record *row)
{
	for (uint32_t i = 0; i < record->direction_count; i++)
		for (uint32_t j = 0; j < row->direction_count; j++)
			if (are_one(&record->direction[i], &row->direction[j]))
				return LISTED_SAME;
	return is_clear(record) && is_clear(row) ? LISTED_OTHER : LISTED_UNCLEAR;
}

/* --- comparing --------------------------------------------------------------------------- */

/* Equal texts need no judge, and he takes none. */
static bool judge(const struct search *search, const struct candidate *at, struct listing *listing,
		  struct verdict *verdict)
{
	static const struct verdict equal = {
		.kind = JUDGE_LIKELY,
		.score = 100,
		.evidence_count = 2,
		.evidence = { { STR_INIT("project"), EVIDENCE_SAME, 1, 50, SAY_NOTHING, 0 },
			      { STR_INIT("applicant"), EVIDENCE_SAME, 1, 50, SAY_NOTHING, 0 } },
	};
	const struct record *item = search->joined.records.item;
	const struct entry *a = &search->corpus.entry[at->a], *b = &search->corpus.entry[at->b];
	bool exact = record_is_same(&item[a->record], &item[b->record]);

	if (exact)
		*verdict = equal;
	else if (!judge_pair(&search->corpus, a, b, verdict) || verdict->kind > JUDGE_POSSIBLE)
		return false;
	listing->kind = verdict->kind == JUDGE_POSSIBLE ? PAIR_POSSIBLE : exact ? PAIR_EXACT : PAIR_LIKELY;
	listing->list = b->record >= search->first[LIST_AWARDED] ? LIST_AWARDED : LIST_RECOMMENDED;
	listing->record = a->record;
	listing->row = b->record - search->first[listing->list];
	listing->direction = compare_directions(&item[a->record], &item[b->record]);
	listing->score = verdict->score;
	return true;
}

static void work_part(void *user, size_t part)
{
	struct search *search = user;
	struct outcome *outcome = &search->outcome[part];
	size_t end = blocks_part_end(&search->blocks, part);

	for (size_t i = part ? blocks_part_end(&search->blocks, part - 1) : 0; i < end; i++) {
		const struct candidate at = blocks_candidate(&search->blocks, i);
		struct listing listing = { 0 };
		struct verdict verdict;

		if (!judge(search, &at, &listing, &verdict))
			continue;
		listing.evidence = evidence_copy(&outcome->arena, verdict.evidence, verdict.evidence_count);
		listing.evidence_count = verdict.evidence_count;
		*LIST_ADD(&outcome->listings) = listing;
	}
}

/* --- all ------------------------------------------------------------------------------------ */

static void gather(struct search *search, size_t parts)
{
	struct run *run = search->run;

	for (size_t part = 0; part < parts; part++) {
		struct outcome *outcome = &search->outcome[part];

		for (size_t i = 0; i < outcome->listings.count; i++) {
			struct listing *listing = LIST_ADD(&run->listings);

			*listing = outcome->listings.item[i];
			listing->evidence = evidence_copy(&run->arena, listing->evidence, listing->evidence_count);
		}
		free(outcome->listings.item);
		arena_release(&outcome->arena);
	}
}

/* By record and list; then what is in the same direction, the strongest first. */
static int compare_listings(const void *left, const void *right)
{
	const struct listing *a = left, *b = right;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	if ((a->kind == PAIR_POSSIBLE) != (b->kind == PAIR_POSSIBLE))
		return a->kind == PAIR_POSSIBLE ? 1 : -1;
	if ((a->direction == LISTED_SAME) != (b->direction == LISTED_SAME))
		return a->direction == LISTED_SAME ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->score < b->score || a->score > b->score)
		return a->score > b->score ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static void look(struct search *search, uint32_t jobs)
{
	struct run *run = search->run;
	size_t parts;

	applicants_make(&search->joined, jobs);
	corpus_make(&search->corpus, &search->joined, left_out_of(search), jobs);
	blocks_find(&search->blocks, &search->corpus, (uint32_t)run->records.count);
	parts = blocks_parts(&search->blocks);
	search->outcome = ARENA_ARRAY(&search->joined.arena, struct outcome, parts);
	crew_run(&(struct crew){ search, work_part }, parts, jobs);
	run->search.candidates += search->blocks.pair.count;
	run->search.cut_blocks += search->blocks.cut_blocks;
	run->search.cut_pairs += search->blocks.cut_pairs;
	gather(search, parts);
	if (run->listings.count)
		qsort(run->listings.item, run->listings.count, sizeof(*run->listings.item), compare_listings);
	blocks_release(&search->blocks);
	corpus_release(&search->corpus);
}

void listed_find(struct run *run, uint32_t jobs)
{
	struct search search = { .run = run };

	count_rows(&search);
	if (run->records.count == 0 || search.first[LIST_EXCLUDES] == run->records.count)
		return;
	join(&search);
	look(&search, jobs);
	applicants_release(&search.joined);
	arena_release(&search.joined.arena);
}
