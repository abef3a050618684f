#include "rules/finish.h"

#include "rules/mended.h"
#include "rules/regions.h"
#include "rules/rules.h"

/* Sources stand in the order of their paths; 0, no file at all, comes first. */
static int compare(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	const uint32_t keys[][2] = {
		{ a->severity, b->severity },
		{ diag_rule(a->say), diag_rule(b->say) },
		{ a->where.source, b->where.source },
		{ a->where.sheet, b->where.sheet },
		{ a->where.row, b->where.row },
		{ a->where.col, b->where.col },
		{ a->region, b->region },
		{ a->serial, b->serial },
	};

	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

/* The profile's; of a quota its group's, where it has one of its own (一般不超过). */
static enum severity severity_of(const struct profile *profile, enum rule_id rule, uint32_t region)
{
	enum severity severity = profile->rule[rule].severity;
	const struct profile_group *group;

	if (rule != RULE_QUOTA_REGION || severity == SEVERITY_OFF || region == REGION_NONE)
		return severity;
	group = &profile->group[profile->region[region].group];
	return group->has_severity ? group->severity : severity;
}

void finish_findings(struct run *run)
{
	struct finding *finding = run->findings.findings.item;
	size_t kept = 0;

	for (size_t i = 0; i < run->findings.findings.count; i++) {
		enum rule_id rule = diag_rule(finding[i].say);

		finding[i].severity = severity_of(run->profile, rule, finding[i].region);
		if (finding[i].severity == SEVERITY_OFF || !rules_apply(run, rule) ||
		    mended_is_settled(run, &finding[i]))
			continue;
		if (finding[i].region == REGION_NONE)
			finding[i].region = regions_of(run, finding[i].where);
		finding[kept] = finding[i];
		finding[kept].serial = (uint32_t)kept;
		kept++;
	}
	run->findings.findings.count = kept;
	if (kept)
		qsort(finding, kept, sizeof(*finding), compare);
}

enum severity finish_strongest(const struct run *run)
{
	return run->findings.findings.count ? run->findings.findings.item[0].severity : SEVERITY_OFF;
}
