#include "rules/rules.h"

#include "rules/rule.h"

/* Rules that look at the run as a whole, in an order in which each finds what it needs. */
static const struct {
	rule_run_check *check;
	bool in_audit;
} run_checks[] = {
	{ quota_check_run, true }, /* counts the regions */
	{ regions_check_run, false },	{ inputs_check_run, true },    { applicant_check_run, true },
	{ direction_check_run, false }, { excluded_check_run, true },  { duplicate_check_run, true },
	{ ruling_check_run, true },	{ deadline_check_run, false }, { sum_check_run, false },
};

static rule_record_check *const record_checks[] = {
	field_check_record, contact_check_record, direction_check_record, applicant_check_record, sum_check_record,
};

bool rules_apply(const struct run *run, enum rule_id rule)
{
	static const bool in_audit[RULE_COUNT] = {
		[RULE_INPUT_ENCRYPTED] = true,	 [RULE_INPUT_UNREADABLE] = true,   [RULE_INPUT_NO_TABLE] = true,
		[RULE_INPUT_UNSUPPORTED] = true, [RULE_INPUT_CHANGING] = true,	   [RULE_INPUT_SUPERSEDED] = true,
		[RULE_CELL_LOSSY] = true,	 [RULE_APPLICANT_REPEAT] = true,   [RULE_EXCLUDED_RECOMMENDED] = true,
		[RULE_EXCLUDED_AWARDED] = true,	 [RULE_DUPLICATE_EXACT] = true,	   [RULE_DUPLICATE_REGION] = true,
		[RULE_DUPLICATE_LIKELY] = true,	 [RULE_DUPLICATE_POSSIBLE] = true, [RULE_RULING_STALE] = true,
	};

	return !run->audit || in_audit[rule];
}

/* --- holds ----------------------------------------------------------------- */

struct hold_list {
	struct run *run;
	LIST_OF(struct fate_hold) holds;
};

/* What is found at a row holds that row, where the profile says so. */
static void add_hold(void *user, const struct finding *finding)
{
	struct hold_list *list = user;
	enum rule_id rule = diag_rule(finding->say);
	uint32_t record = run_record(list->run, finding->where);

	if (rule < RULE_COUNT && list->run->profile->rule[rule].hold && record != RUN_NO_RECORD)
		*LIST_ADD(&list->holds) = (struct fate_hold){ record, rule };
}

static bool any_hold(const struct profile *profile)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (profile->rule[i].hold)
			return true;
	return false;
}

static int compare_holds(const void *left, const void *right)
{
	const struct fate_hold *a = left, *b = right;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

/* What was found while reading, what the rules find row by row, and what they find across rows. */
static void collect_holds(struct hold_list *list)
{
	const struct diag_sink sink = { list, add_hold };
	struct run *run = list->run;

	for (size_t i = 0; i < run->findings.findings.count; i++)
		add_hold(list, &run->findings.findings.item[i]);
	for (uint32_t i = 0; i < run->records.count; i++)
		for (size_t j = 0; j < ARRAY_COUNT(record_checks); j++)
			record_checks[j](run, &run->records.item[i], &sink);
	applicant_later_projects(run, &sink);
	excluded_report(run, &sink);
	/* The reason that is shown is the first rule's in the order of the contract. */
	if (list->holds.count)
		qsort(list->holds.item, list->holds.count, sizeof(*list->holds.item), compare_holds);
}

uint32_t rules_holds(struct run *run, const struct fate_hold **hold)
{
	struct hold_list list = { .run = run };
	struct fate_hold *kept;
	uint32_t count;

	*hold = NULL;
	if (!any_hold(run->profile))
		return 0;
	collect_holds(&list);
	count = (uint32_t)list.holds.count;
	kept = ARENA_ARRAY(&run->arena, struct fate_hold, count);
	if (count)
		memcpy(kept, list.holds.item, count * sizeof(*kept));
	*hold = kept;
	free(list.holds.item);
	return count;
}

/* --- checking ----------------------------------------------------------------- */

void rules_check(struct run *run)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		for (size_t j = 0; !run->audit && record->fate != FATE_FOLDED && j < ARRAY_COUNT(record_checks); j++)
			record_checks[j](run, record, &sink);
	}
	run->regions = ARENA_ARRAY(&run->arena, struct region_state, run->profile->region_count);
	for (size_t i = 0; i < ARRAY_COUNT(run_checks); i++)
		if (!run->audit || run_checks[i].in_audit)
			run_checks[i].check(run, &sink);
}

static struct rule_reason reason_of(enum say say)
{
	return (struct rule_reason){ .say = say };
}

/* What this profile gives no means to check. */
static enum say lacks(const struct profile *profile, enum rule_id rule)
{
	if (rule == RULE_QUOTA_TOTAL && profile->total_limit == 0)
		return SAY_UNCHECKED_TOTAL;
	if (rule >= RULE_DIRECTION_MISSING && rule <= RULE_DIRECTION_CONCENTRATION && profile->direction == COLUMN_NONE)
		return SAY_UNCHECKED_DIRECTION;
	return SAY_NOTHING;
}

/* Why not every .xls was read twice; SAY_NOTHING where all were. */
static enum say lacks_second(const struct run *run)
{
	enum say reason = SAY_UNCHECKED_SECOND_FORMAT;

	for (uint32_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		if (source->status != SOURCE_READ || !str_eq(source->format, STR("xls")))
			continue;
		if (source->opinion == OPINION_NONE)
			return SAY_UNCHECKED_SECOND_OFF;
		if (source->opinion == OPINION_MISSING)
			return SAY_UNCHECKED_SECOND_MISSING;
		reason = SAY_NOTHING;
	}
	return reason;
}

static enum say lacks_any(const struct run *run, enum rule_id rule)
{
	switch ((int)rule) {
	case RULE_CELL_DISPUTED:
		return lacks_second(run);
	case RULE_RULING_STALE:
		return run->ruled ? SAY_NOTHING : SAY_UNCHECKED_RULINGS;
	case RULE_EXCLUDED_RECOMMENDED:
		return excluded_lacks(run, LIST_RECOMMENDED);
	case RULE_EXCLUDED_AWARDED:
		return excluded_lacks(run, LIST_AWARDED);
	default:
		return lacks(run->profile, rule);
	}
}

static struct rule_reason reason_for(struct run *run, enum rule_id rule)
{
	if (!rules_apply(run, rule))
		return reason_of(SAY_UNCHECKED_AUDIT);
	return rule == RULE_DEADLINE_LATE ? deadline_lacks(run) : reason_of(lacks_any(run, rule));
}

void rules_status(struct run *run)
{
	for (size_t i = 0; i < RULE_COUNT; i++) {
		run->rule_reason[i] = reason_for(run, (enum rule_id)i);
		run->rule_status[i] = run->rule_reason[i].say ? RULE_UNCHECKED : RULE_CHECKED;
		if (run->profile->rule[i].severity != SEVERITY_OFF)
			continue;
		run->rule_status[i] = RULE_OFF;
		run->rule_reason[i] = reason_of(SAY_NOTHING);
	}
}
