/* quota.region, quota.total: what a region recommended, and what goes on (notice, 二; ministry's 二（二）). */
#include "rules/rule.h"

/* Merged and held rows count, folded ones once: with the row they went into. */
static void count_regions(struct run *run)
{
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		if (record->region != REGION_NONE && record->fate != FATE_FOLDED)
			run->regions[record->region].count++;
	}
}

static void report_over(struct run *run, uint32_t region, uint32_t limit, const struct diag_sink *diag)
{
	uint32_t count = 3;
	struct arg *arg = ARENA_ARRAY(&run->arena, struct arg, run->regions[region].count + 3);
	struct finding finding;

	arg[0] = DIAG_TEXT(run->profile->region[region].name);
	arg[1] = DIAG_NUMBER(run->regions[region].count);
	arg[2] = DIAG_NUMBER(limit);
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->region == region && record->fate != FATE_FOLDED)
			arg[count++] = DIAG_PLACE(rule_row(run, record));
	}
	finding = diag_finding(SAY_QUOTA_REGION, (struct where){ 0 }, count, arg);
	finding.region = region;
	finding.counted = true;
	finding.count = run->regions[region].count;
	diag->add(diag->user, &finding);
}

void quota_check_run(struct run *run, const struct diag_sink *diag)
{
	const struct profile *profile = run->profile;

	count_regions(run);
	if (run->audit)
		return; /* the counts are all that it needs */
	for (uint32_t i = 0; i < profile->region_count; i++) {
		uint32_t limit = profile->group[profile->region[i].group].limit;

		if (run->regions[i].count > limit)
			report_over(run, i, limit, diag);
	}
	if (profile->total_limit && run->merged > profile->total_limit)
		diag_add_count(diag, SAY_QUOTA_TOTAL, (struct where){ 0 }, run->merged, 2,
			       (struct arg[]){ DIAG_NUMBER(run->merged), DIAG_NUMBER(profile->total_limit) });
}
