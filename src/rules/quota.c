/* quota.region, quota.total: what a region recommended, and what goes on (notice, 二; ministry's 二（二）). */
#include "rules/rule.h"

#include "base/map.h"
#include "model/copies.h"
#include "model/fate.h"

struct tally {
	struct run *run;
	bool *counts; /* of each record: its region recommended it */
};

/*
 * Merged and held rows count, folded ones once: with the row they went into, or, where a ruling
 * folded them into another region's, one for all that the region has in it.
 */
static void tally_regions(struct tally *tally, struct arena *arena)
{
	struct run *run = tally->run;
	struct map seen = { 0 };

	tally->counts = ARENA_ARRAY(arena, bool, run->records.count);
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];
		uint32_t root = fate_root(run, run->order[i]);
		bool counts = record->region != REGION_NONE;

		if (counts && record->fate == FATE_FOLDED)
			counts = run->records.item[root].region != record->region;
		if (counts && record->fate == FATE_FOLDED)
			map_put(&seen, arena_printf(arena, "%u %u", root, record->region), 0, &counts);
		tally->counts[run->order[i]] = counts;
		if (!counts)
			continue;
		run->regions[record->region].count++;
		run->regions[record->region].two += copies_directions(record) > 1;
	}
	map_release(&seen);
}

static void report_over(const struct tally *tally, uint32_t region, uint32_t limit, const struct diag_sink *diag)
{
	struct run *run = tally->run;
	uint32_t count = 3;
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, run->regions[region].count + 3);
	struct finding finding;

	arg[0] = DIAG_TEXT(run->profile->region[region].name);
	arg[1] = DIAG_NUMBER(run->regions[region].count);
	arg[2] = DIAG_NUMBER(limit);
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->region == region && tally->counts[run->order[i]])
			arg[count++] = DIAG_PLACE(rule_row(run, record));
	}
	finding = diag_finding(SAY_QUOTA_REGION, (struct where){ 0 }, count, arg);
	finding.region = region;
	finding.counted = true;
	finding.count = run->regions[region].count;
	diag->add(diag->user, &finding);
	arena_release(&scratch);
}

static void check_regions(const struct tally *tally, const struct diag_sink *diag)
{
	const struct run *run = tally->run;
	const struct profile *profile = run->profile;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		uint32_t limit = profile->group[profile->region[i].group].limit;

		if (run->regions[i].count > limit)
			report_over(tally, i, limit, diag);
	}
	if (profile->total_limit && run->merged > profile->total_limit)
		diag_add_count(diag, SAY_QUOTA_TOTAL, (struct where){ 0 }, run->merged, 2,
			       (struct arg[]){ DIAG_NUMBER(run->merged), DIAG_NUMBER(profile->total_limit) });
}

void quota_check_run(struct run *run, const struct diag_sink *diag)
{
	struct tally tally = { .run = run };
	struct arena scratch = { 0 };

	tally_regions(&tally, &scratch);
	if (!run->audit) /* there the counts are all that is needed */
		check_regions(&tally, diag);
	arena_release(&scratch);
}
