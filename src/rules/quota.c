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

static bool is_under(const struct profile *profile, uint32_t region, uint32_t city)
{
	const struct profile_group *group = &profile->group[profile->region[region].group];

	return group->of_counties && group->city == city;
}

/* Of the region itself or, `together`, of its counties, too. */
static void report_over(const struct tally *tally, uint32_t region, uint32_t limit, bool together,
			const struct diag_sink *diag)
{
	struct run *run = tally->run;
	uint32_t count = 3, found = together ? run->regions[region].together : run->regions[region].count;
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, found + 3);
	struct finding finding;

	arg[0] = DIAG_TEXT(run->profile->region[region].name);
	arg[1] = DIAG_NUMBER(found);
	arg[2] = DIAG_NUMBER(limit);
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (tally->counts[run->order[i]] &&
		    (record->region == region || (together && is_under(run->profile, record->region, region))))
			arg[count++] = DIAG_PLACE(rule_row(run, record));
	}
	finding = diag_finding(together ? SAY_QUOTA_COUNTIES : SAY_QUOTA_REGION, (struct where){ 0 }, count, arg);
	finding.region = region;
	finding.counted = true;
	finding.count = found;
	diag->add(diag->user, &finding);
	arena_release(&scratch);
}

/* Counties stand right behind their city. */
static void tally_together(struct run *run)
{
	const struct profile *profile = run->profile;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		const struct profile_group *group = &profile->group[profile->region[i].group];

		run->regions[i].together += run->regions[i].count;
		if (group->of_counties)
			run->regions[group->city].together += run->regions[i].count;
	}
}

static void check_together(const struct tally *tally, const struct diag_sink *diag)
{
	const struct profile *profile = tally->run->profile;

	for (uint32_t i = 0; i < profile->group_count; i++) {
		const struct profile_group *group = &profile->group[i];

		if (group->of_counties && tally->run->regions[group->city].together > group->together)
			report_over(tally, group->city, group->together, true, diag);
	}
}

static void check_regions(const struct tally *tally, const struct diag_sink *diag)
{
	const struct run *run = tally->run;
	const struct profile *profile = run->profile;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		uint32_t limit = profile->group[profile->region[i].group].limit;

		if (run->regions[i].count > limit)
			report_over(tally, i, limit, false, diag);
	}
	check_together(tally, diag);
	if (profile->total_limit && run->merged > profile->total_limit)
		diag_add_count(diag, SAY_QUOTA_TOTAL, (struct where){ 0 }, run->merged, 2,
			       (struct arg[]){ DIAG_NUMBER(run->merged), DIAG_NUMBER(profile->total_limit) });
}

void quota_check_run(struct run *run, const struct diag_sink *diag)
{
	struct tally tally = { .run = run };
	struct arena scratch = { 0 };

	tally_regions(&tally, &scratch);
	tally_together(run);
	if (!run->audit) /* there the counts are all that is needed */
		check_regions(&tally, diag);
	arena_release(&scratch);
}
