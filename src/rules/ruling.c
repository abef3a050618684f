/* ruling.stale: what a person ruled or marked and nobody could honour. */
#include "rules/rule.h"

#include "model/fate.h"

static uint32_t region_named(const struct run *run, struct str name)
{
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (str_eq(run->profile->region[i].name, name))
			return i;
	return REGION_NONE;
}

static void report(const struct run *run, enum say say, const struct ruling *ruling, const struct diag_sink *diag)
{
	struct arg arg[] = { DIAG_TEXT(ruling->written),     DIAG_TEXT(ruling->a.region), DIAG_TEXT(ruling->a.project),
			     DIAG_TEXT(ruling->a.applicant), DIAG_TEXT(ruling->b.region), DIAG_TEXT(ruling->b.project),
			     DIAG_TEXT(ruling->b.applicant) };
	struct finding finding = diag_finding(say, (struct where){ 0 }, ARRAY_COUNT(arg), arg);

	finding.region = region_named(run, ruling->b.region);
	diag->add(diag->user, &finding);
}

static void report_selection(const struct run *run, enum say say, const struct selection *selection,
			     const struct diag_sink *diag)
{
	struct arg arg[] = { DIAG_TEXT(selection->written), DIAG_TEXT(selection->row.region),
			     DIAG_TEXT(selection->row.project), DIAG_TEXT(selection->row.applicant),
			     DIAG_NUMBER(selection->marks) };
	struct finding finding = diag_finding(say, (struct where){ 0 }, ARRAY_COUNT(arg), arg);

	finding.region = region_named(run, selection->row.region);
	diag->add(diag->user, &finding);
}

static void check_selections(const struct run *run, const struct diag_sink *diag)
{
	static const enum say says[] = { [SELECTION_STALE] = SAY_SELECTION_STALE,
					 [SELECTION_HELD] = SAY_SELECTION_HELD,
					 [SELECTION_WIDER] = SAY_SELECTION_WIDER,
					 [SELECTION_UNREAD] = SAY_SELECTION_UNREAD };

	for (size_t i = 0; i < run->selections.count; i++)
		if (run->selections.item[i].status != SELECTION_HONOURED)
			report_selection(run, says[run->selections.item[i].status], &run->selections.item[i], diag);
}

/* Ruled apart, but rulings on others have made them one. */
static void report_turned(const struct run *run, const struct pair *pair, const struct diag_sink *diag)
{
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];

	if (pair->ruling == RULING_DIFFERENT && fate_root(run, pair->a) == fate_root(run, pair->b))
		diag_add(diag, SAY_RULING_TURNED, rule_row(run, b), 1, (struct arg[]){ DIAG_PLACE(rule_row(run, a)) });
}

void ruling_check_run(struct run *run, const struct diag_sink *diag)
{
	static const enum say says[] = { [RULING_STALE] = SAY_RULING_STALE,
					 [RULING_AT_ODDS] = SAY_RULING_AT_ODDS,
					 [RULING_UNREAD] = SAY_RULING_UNREAD };

	for (size_t i = 0; i < run->rulings.count; i++)
		if (run->rulings.item[i].status != RULING_HONOURED)
			report(run, says[run->rulings.item[i].status], &run->rulings.item[i], diag);
	for (size_t i = 0; run->rulings.count && i < run->pairs.count; i++)
		report_turned(run, &run->pairs.item[i], diag);
	check_selections(run, diag);
}
