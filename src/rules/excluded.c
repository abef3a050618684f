/*
 * excluded.recommended, excluded.awarded: projects that a list names already (notice, 三; ministry's 二（二）).
 * Recommended elsewhere is excluded whatever the direction; awarded earlier, where one direction is the same.
 */
#include "rules/rule.h"

#include "model/evidence.h"

static enum say sentence_of(const struct listing *listing)
{
	if (listing->list == LIST_RECOMMENDED)
		return SAY_EXCLUDED_RECOMMENDED;
	return listing->direction == LISTED_SAME ? SAY_EXCLUDED_AWARDED : SAY_EXCLUDED_AWARDED_UNCLEAR;
}

/* Why it is the same project: what speaks against it, too, and how many more rows of the list name it. */
static void report(const struct run *run, const struct listing *listing, uint32_t more, const struct diag_sink *diag)
{
	const struct run *listed = run->listed[listing->list];
	const struct record *record = &run->records.item[listing->record], *row = &listed->records.item[listing->row];
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, 4 + listing->evidence_count);
	uint32_t count = 0;

	arg[count++] = DIAG_PLACE(run_listed_place(listing->list, rule_row(listed, row)));
	arg[count++] = DIAG_TEXT(row->project);
	arg[count++] = DIAG_TEXT(row->applicant);
	for (uint32_t i = 0; i < listing->evidence_count; i++)
		arg[count++] = evidence_words(&listing->evidence[i]);
	if (more)
		arg[count++] = DIAG_PHRASE(SAY_EXCLUDED_MORE, more);
	diag_add(diag, sentence_of(listing), rule_row(run, record), count, arg);
	arena_release(&scratch);
}

void excluded_report(const struct run *run, const struct diag_sink *diag)
{
	const struct listing *item = run->listings.item;

	for (size_t from = 0, to; from < run->listings.count; from = to) {
		const struct listing *first = NULL;
		uint32_t found = 0;

		for (to = from; to < run->listings.count && item[to].record == item[from].record &&
				item[to].list == item[from].list;
		     to++) {
			if (!run_listing_counts(&item[to]))
				continue;
			first = first ? first : &item[to];
			found++;
		}
		if (first && run->records.item[first->record].fate != FATE_FOLDED)
			report(run, first, found - 1, diag);
	}
}

void excluded_check_run(struct run *run, const struct diag_sink *diag)
{
	excluded_report(run, diag);
}

enum say excluded_lacks(const struct run *run, enum list_kind list)
{
	static const enum say missing[] = { SAY_UNCHECKED_RECOMMENDED, SAY_UNCHECKED_AWARDED };
	const struct run *listed = run->listed[list];

	if (!listed)
		return missing[list];
	for (size_t i = 0; i < listed->records.count; i++)
		if (run_is_comparable(&listed->records.item[i]))
			return SAY_NOTHING;
	return listed->records.count ? SAY_UNCHECKED_LIST_BARE : SAY_NOTHING;
}
