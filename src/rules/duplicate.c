/* duplicate.exact, .differs, .region, .likely, .possible, and input.superseded: what the pairs mean to a person. */
#include "rules/mended.h"
#include "rules/rule.h"

#include "base/map.h"
#include "model/evidence.h"
#include "text/key.h"

static bool has_line(struct str lines, struct str wanted)
{
	struct str line;

	while (str_split(&lines, '\n', &line))
		if (str_eq(line, wanted))
			return true;
	return false;
}

static bool holds_lines(struct str lines, struct str wanted)
{
	struct str line;

	while (str_split(&wanted, '\n', &line))
		if (!has_line(lines, line))
			return false;
	return true;
}

/* Numbers and addresses in another order are the same; other text is by its lossless form. */
static bool same_value(enum column_type type, struct str a, struct str b)
{
	struct arena scratch = { 0 };
	bool same = str_eq(key_lossless(&scratch, a), key_lossless(&scratch, b));

	if (!same && type == COLUMN_CONTACT)
		same = holds_lines(a, b) && holds_lines(b, a);
	arena_release(&scratch);
	return same;
}

static void report_differences(const struct run *run, const struct mended *mended, const struct record *earlier,
			       const struct record *later, const struct diag_sink *diag)
{
	const struct record *kept = later->fate == FATE_FOLDED ? earlier : later;
	const struct profile *profile = run->profile;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		struct str a = record_shown(earlier, i), b = record_shown(later, i);

		if (profile->column[i].type == COLUMN_SEQUENCE || same_value(profile->column[i].type, a, b) ||
		    mended_was_asked(mended, run, kept == earlier ? later : earlier, kept, i))
			continue;
		diag_add(diag, SAY_DUPLICATE_DIFFERS, rule_cell(run, later, i), 5,
			 (struct arg[]){ DIAG_TEXT(profile->column[i].name), DIAG_PLACE(rule_cell(run, earlier, i)),
					 DIAG_TEXT(b), DIAG_TEXT(a), DIAG_PLACE(rule_row(run, kept)) });
	}
}

static void report_folded(const struct run *run, const struct mended *mended, enum say say,
			  const struct record *earlier, const struct record *later, const struct diag_sink *diag)
{
	const struct record *kept = later->fate == FATE_FOLDED ? earlier : later;

	diag_add(diag, say, rule_row(run, later), 2,
		 (struct arg[]){ DIAG_PLACE(rule_row(run, earlier)), DIAG_PLACE(rule_row(run, kept)) });
	report_differences(run, mended, earlier, later, diag);
}

/* In an audit nothing is folded or held, and rows of no region are compared like all others. */
static void report_equal(const struct run *run, const struct record *a, const struct record *b,
			 const struct diag_sink *diag)
{
	bool two_regions = a->region != b->region && b->region != REGION_NONE; /* a is earlier: it has one, too */
	struct arg place = DIAG_PLACE(rule_row(run, a));

	if (two_regions)
		diag_add(diag, SAY_DUPLICATE_REGION_AUDIT, rule_row(run, b), 2,
			 (struct arg[]){ DIAG_TEXT(run->profile->region[a->region].name), place });
	else
		diag_add(diag, SAY_DUPLICATE_EXACT_AUDIT, rule_row(run, b), 1, &place);
}

/* --- why two texts that differ may be one project --------------------------------------- */

/* So many reasons stand in a finding; all of them stand in the report. */
enum { REASONS = 3 };

/* The strongest evidence that speaks for a pair, up to REASONS; how many there are. */
static uint32_t reasons_for(const struct pair *pair, struct arg *reason)
{
	const struct evidence *best[REASONS];
	uint32_t count = 0;

	for (uint32_t i = 0; i < pair->evidence_count; i++) {
		const struct evidence *one = &pair->evidence[i];
		uint32_t at = count;

		if (!(one->weight > 0))
			continue;
		while (at > 0 && best[at - 1]->weight < one->weight)
			at--;
		if (at == REASONS)
			continue;
		count += count < REASONS;
		for (uint32_t j = count - 1; j > at; j--)
			best[j] = best[j - 1];
		best[at] = one;
	}
	for (uint32_t i = 0; i < count; i++)
		reason[i] = evidence_words(best[i]);
	return count;
}

/* What speaks most against it; NULL where nothing does. */
static const struct evidence *reason_against(const struct pair *pair)
{
	const struct evidence *worst = NULL;

	for (uint32_t i = 0; i < pair->evidence_count; i++)
		if (pair->evidence[i].weight < (worst ? worst->weight : 0))
			worst = &pair->evidence[i];
	return worst;
}

static void report_alike(const struct run *run, const struct pair *pair, const struct diag_sink *diag)
{
	static const enum say says[2][2] = { { SAY_DUPLICATE_LIKELY, SAY_DUPLICATE_LIKELY_BUT },
					     { SAY_DUPLICATE_POSSIBLE, SAY_DUPLICATE_POSSIBLE_BUT } };
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];
	const struct evidence *against = reason_against(pair);
	struct arg arg[3 + REASONS] = { DIAG_PLACE(rule_row(run, a)), DIAG_NUMBER(pair->score) };
	uint32_t count = 2;

	if (against)
		arg[count++] = evidence_words(against);
	count += reasons_for(pair, arg + count);
	diag_add(diag, says[pair->kind == PAIR_POSSIBLE][against != NULL], rule_row(run, b), count, arg);
}

/* Equal texts whose mobiles contradict were found by their texts; what else is likely, by likeness. */
static void report_likely(const struct run *run, const struct pair *pair, const struct diag_sink *diag)
{
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];

	if (pair->kind == PAIR_LIKELY && pair->found_by == SAY_FOUND_EQUAL)
		diag_add(diag, SAY_DUPLICATE_LIKELY_MOBILES, rule_row(run, b), 1,
			 (struct arg[]){ DIAG_PLACE(rule_row(run, a)) });
	else
		report_alike(run, pair, diag);
}

static void report_pair(const struct run *run, const struct mended *mended, const struct pair *pair,
			const struct diag_sink *diag)
{
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];

	if (pair->ruling == RULING_DIFFERENT)
		return;
	if (pair->ruling == RULING_SAME && !run->audit) {
		report_folded(run, mended, SAY_DUPLICATE_RULED, a, b, diag);
		return;
	}
	if (b->region == REGION_NONE && !run->audit)
		return; /* region.unknown says what is to be done first */
	if (pair->kind != PAIR_EXACT)
		report_likely(run, pair, diag);
	else if (run->audit)
		report_equal(run, a, b, diag);
	else if (a->region != b->region)
		diag_add(diag, SAY_DUPLICATE_REGION, rule_row(run, b), 2,
			 (struct arg[]){ DIAG_TEXT(run->profile->region[a->region].name),
					 DIAG_PLACE(rule_row(run, a)) });
	else
		report_folded(run, mended, SAY_DUPLICATE_EXACT, a, b, diag);
}

/* --- input.superseded ------------------------------------------------------ */

struct coverage {
	uint32_t rows, covered; /* rows of a source, and those folded into a correction */
	uint32_t by;		/* that correction */
};

static struct coverage *coverage_of(struct run *run, struct arena *arena)
{
	struct coverage *coverage = ARENA_ARRAY(arena, struct coverage, run->sources.count);

	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];
		struct coverage *own = &coverage[record->source];
		uint32_t into = record->fate == FATE_FOLDED ? run->records.item[record->into].source : record->source;

		own->rows++;
		if (into != record->source && run->sources.item[into].correction) {
			own->covered++;
			own->by = into;
		}
	}
	return coverage;
}

/* Which projects stand in a correction: the set of their texts, each with its file. */
static struct str held_key(struct arena *arena, uint32_t source, const struct record *record)
{
	return arena_printf(arena, "%u\n%u\n%.*s\n%.*s", source, record->region, STR_ARG(record->project_lossless),
			    STR_ARG(record->applicant_lossless));
}

static struct map corrected_projects(const struct run *run, struct arena *arena)
{
	struct map held = { 0 };

	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		if (run->sources.item[record->source].correction)
			map_put(&held, held_key(arena, record->source, record), 0, NULL);
	}
	return held;
}

/* One correction must hold them all; `first` is the file's first record. */
static bool holds_all(const struct run *run, const struct map *held, uint32_t correction, uint32_t first)
{
	uint32_t source = run->records.item[first].source;
	bool all = correction != source && run->sources.item[correction].correction > 0;

	for (uint32_t i = first; all && i < run->records.count && run->records.item[i].source == source; i++) {
		struct arena scratch = { 0 };

		all = map_find(held, held_key(&scratch, correction, &run->records.item[i])) != NULL;
		arena_release(&scratch);
	}
	return all;
}

static void report_superseded_file(const struct run *run, const struct map *held, uint32_t likeliest, uint32_t first,
				   const struct diag_sink *diag)
{
	struct where file = { .source = run->records.item[first].source + 1 }, correction = { 0 };
	uint32_t by = likeliest;

	/* Where the rows went into several corrections, another one may still hold them all. */
	for (uint32_t i = 0; !holds_all(run, held, by, first); by = i++)
		if (i == run->sources.count)
			return;
	correction.source = by + 1;
	diag_add(diag, SAY_SUPERSEDED, file, 1, (struct arg[]){ DIAG_PLACE(correction) });
}

static void report_superseded(struct run *run, const struct diag_sink *diag)
{
	struct arena scratch = { 0 };
	struct coverage *coverage = coverage_of(run, &scratch);
	struct map held = corrected_projects(run, &scratch);

	for (uint32_t i = 0; i < run->records.count; i++) {
		uint32_t source = run->records.item[i].source;

		if (i > 0 && run->records.item[i - 1].source == source)
			continue;
		/* An audit folds nothing: there every file is asked for. */
		if (run->audit ? held.count > 0 : coverage[source].covered == coverage[source].rows)
			report_superseded_file(run, &held, coverage[source].by, i, diag);
	}
	map_release(&held);
	arena_release(&scratch);
}

void duplicate_check_run(struct run *run, const struct diag_sink *diag)
{
	struct mended mended;

	mended_init(&mended, run);
	for (uint32_t i = 0; i < run->pairs.count; i++)
		report_pair(run, &mended, &run->pairs.item[i], diag);
	mended_release(&mended);
	report_superseded(run, diag);
}
