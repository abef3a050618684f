#include "output/slip.h"

#include "model/fate.h"

/* --- what a region is told --------------------------------------------------------- */

/*
 * Of every rule, whether the region is told, and what it then does about it. "As the rule says" is for
 * sentences that speak to whoever wrote the cell; most of the others speak to the office.
 */
enum told {
	UNDECIDED,
	KEPT, /* the office's own business, a suspicion, or nothing that can be mended */
	TOLD, /* in words of its own */
	TOLD_AS_RULE
};

static const struct {
	enum told told;
	enum say mend;
} rules[RULE_COUNT] = {
	[RULE_INPUT_ENCRYPTED] = { TOLD, SAY_SLIP_MEND_PASSWORD },
	[RULE_INPUT_UNREADABLE] = { TOLD, SAY_SLIP_MEND_AGAIN },
	[RULE_INPUT_NO_TABLE] = { TOLD, SAY_SLIP_MEND_HEADER },
	[RULE_INPUT_UNSUPPORTED] = { TOLD, SAY_SLIP_MEND_FORMAT },
	[RULE_INPUT_CHANGING] = { KEPT, SAY_NOTHING },	 /* the next run reads it */
	[RULE_INPUT_SUPERSEDED] = { KEPT, SAY_NOTHING }, /* all is well */
	[RULE_SHEET_HIDDEN] = { TOLD, SAY_SLIP_MEND_HIDDEN },
	[RULE_ROW_HIDDEN] = { TOLD, SAY_SLIP_MEND_ROW },
	[RULE_ROW_STRUCK] = { TOLD, SAY_SLIP_MEND_ROW },
	[RULE_SHEET_IGNORED] = { TOLD, SAY_SLIP_MEND_SHEET },
	[RULE_ROW_IGNORED] = { TOLD, SAY_SLIP_MEND_LINE },
	[RULE_COLUMN_UNKNOWN] = { KEPT, SAY_NOTHING }, /* more than was asked for harms nobody */
	[RULE_CELL_LOSSY] = { TOLD, SAY_SLIP_MEND_LOSSY },
	[RULE_CELL_DISPUTED] = { KEPT, SAY_NOTHING }, /* between readers; the office looks first */
	[RULE_ENCODING_GUESSED] = { TOLD, SAY_SLIP_MEND_ENCODING },
	[RULE_REGION_UNKNOWN] = { KEPT, SAY_NOTHING }, /* whom to tell is what is not known */
	[RULE_REGION_CONFLICT] = { TOLD, SAY_SLIP_MEND_CONFLICT },
	[RULE_REGION_MISSING] = { KEPT, SAY_NOTHING }, /* no row of its own; what could not be read is told as that */
	[RULE_QUOTA_REGION] = { TOLD, SAY_SLIP_MEND_QUOTA },
	[RULE_QUOTA_TOTAL] = { KEPT, SAY_NOTHING }, /* the office's own limit */
	[RULE_APPLICANT_REPEAT] = { TOLD, SAY_SLIP_MEND_REPEAT },
	[RULE_APPLICANT_BRANCH] = { TOLD, SAY_SLIP_MEND_BRANCH },
	[RULE_DIRECTION_MISSING] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_DIRECTION_UNKNOWN] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_DIRECTION_COUNT] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_DIRECTION_CONCENTRATION] = { KEPT, SAY_NOTHING }, /* of all regions together */
	[RULE_FIELD_MISSING] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_PHONE_INVALID] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_EMAIL_INVALID] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_NUMBER_INVALID] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_DATE_INVALID] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_CODE_INVALID] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_OPTION_UNKNOWN] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_AMOUNT_UNIT] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_SUM_ROW] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_SUM_TOTAL] = { TOLD_AS_RULE, SAY_NOTHING },
	[RULE_DEADLINE_LATE] = { KEPT, SAY_NOTHING }, /* what came late stays late */
	[RULE_EXCLUDED_RECOMMENDED] = { TOLD, SAY_SLIP_MEND_EXCLUDED },
	[RULE_EXCLUDED_AWARDED] = { TOLD, SAY_SLIP_MEND_EXCLUDED },
	[RULE_DUPLICATE_EXACT] = { KEPT, SAY_NOTHING }, /* all is well */
	[RULE_DUPLICATE_DIFFERS] = { TOLD, SAY_SLIP_MEND_DIFFERS },
	[RULE_DUPLICATE_REGION] = { TOLD, SAY_SLIP_MEND_REGION },
	[RULE_DUPLICATE_LIKELY] = { KEPT, SAY_NOTHING },   /* a suspicion */
	[RULE_DUPLICATE_POSSIBLE] = { KEPT, SAY_NOTHING }, /* a suspicion */
	[RULE_RULING_STALE] = { KEPT, SAY_NOTHING },	   /* the office's own words */
};

bool slip_is_decided(enum rule_id rule)
{
	return rules[rule].told != UNDECIDED;
}

bool slip_tells(enum rule_id rule)
{
	return rules[rule].told == TOLD || rules[rule].told == TOLD_AS_RULE;
}

struct str slip_mend(enum rule_id rule, enum lang lang)
{
	return rules[rule].told == TOLD ? say_word(lang, rules[rule].mend) : diag_rule_at(rule)->mend[lang];
}

/* --- whose it is ---------------------------------------------------------------------- */

/* The first of the slip's records that does not come before this one. */
static uint32_t find_record(const struct slip *slip, uint32_t record)
{
	uint32_t from = 0, to = slip->row_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (slip->record[middle] < record)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* A row that was folded stands on the slip as the one it went into. */
uint32_t slip_row_of(const struct slip *slip, const struct run *run, struct where where)
{
	uint32_t record = where.row && run_of_place(run, &where) == run ? run_record(run, where) : RUN_NO_RECORD, at;

	if (record == RUN_NO_RECORD || run->records.item[record].region != slip->region)
		return SLIP_NO_ROW;
	at = find_record(slip, record);
	if (at == slip->row_count || slip->record[at] != record)
		at = find_record(slip, fate_root(run, record));
	else
		return at;
	return at < slip->row_count && slip->record[at] == fate_root(run, record) ? at : SLIP_NO_ROW;
}

bool slip_owns(const struct slip *slip, const struct run *run, struct where where)
{
	uint32_t record;

	if (run_of_place(run, &where) != run || where.source == 0 || where.source > run->sources.count)
		return false;
	record = where.row ? run_record(run, where) : RUN_NO_RECORD;
	if (record != RUN_NO_RECORD)
		return run->records.item[record].region == slip->region;
	return run->sources.item[where.source - 1].region == slip->region;
}

/* --- which findings --------------------------------------------------------------------- */

/* On a list a row may stand that is likely the project, and only likely. */
static bool is_on_list(const struct run *run, struct where where, enum list_kind list)
{
	uint32_t record = run_record(run, where);

	for (size_t i = 0; i < run->listings.count; i++) {
		const struct listing *listing = &run->listings.item[i];

		if (listing->record == record && listing->list == list && listing->kind == PAIR_EXACT &&
		    run_listing_counts(listing))
			return true;
	}
	return false;
}

/* By a ruling the other row may be another region's; and a correction has said which of the two is right. */
static bool is_open_question(const struct slip *slip, const struct run *run, const struct finding *finding)
{
	uint32_t record = run_record(run, finding->where), kept;

	if (record == RUN_NO_RECORD || !slip_owns(slip, run, finding->arg[1].place))
		return false;
	kept = run->records.item[fate_root(run, record)].source;
	return run->sources.item[kept].correction == 0;
}

static bool is_told(const struct slip *slip, const struct run *run, const struct finding *finding)
{
	switch (diag_rule(finding->say)) {
	case RULE_EXCLUDED_RECOMMENDED:
		return is_on_list(run, finding->where, LIST_RECOMMENDED);
	case RULE_EXCLUDED_AWARDED:
		return is_on_list(run, finding->where, LIST_AWARDED);
	case RULE_DUPLICATE_DIFFERS:
		return is_open_question(slip, run, finding);
	default:
		return slip_tells(diag_rule(finding->say));
	}
}

static uint32_t column_named(const struct profile *profile, struct str name)
{
	for (uint32_t i = 0; i < profile->column_count; i++)
		if (str_eq(profile->column[i].name, name))
			return i;
	return COLUMN_NONE;
}

/* Which column of the profile a cell of the row feeds. */
static uint32_t column_at(const struct run *run, const struct record *record, uint32_t col)
{
	const struct table *table = &run->tables.item[record->table];

	for (uint32_t i = 0; i < table->column_count; i++)
		if (table->column[i].col == col && table->column[i].field < run->profile->column_count)
			return table->column[i].field;
	return COLUMN_NONE;
}

/* What a table lacks altogether has no cell there, but has one on the slip. */
static uint32_t column_of(const struct run *run, const struct finding *finding, const struct record *record)
{
	uint32_t column = COLUMN_NONE;

	switch (diag_rule(finding->say)) {
	case RULE_FIELD_MISSING:
		column = column_named(run->profile, finding->arg[0].text);
		break;
	case RULE_DIRECTION_MISSING:
		column = run->profile->direction;
		break;
	default:
		column = column_at(run, record, finding->where.col);
		break;
	}
	return column == COLUMN_NONE ? run->profile->project : column;
}

static struct slip_note note_of(const struct slip *slip, const struct run *run, uint32_t serial)
{
	const struct finding *finding = &run->findings.findings.item[serial];
	uint32_t row = slip_row_of(slip, run, finding->where), record;
	struct slip_note note = { finding, row, COLUMN_NONE, serial };

	if (row == SLIP_NO_ROW)
		return note;
	/* What is wrong in a row that was folded is so in the file it came in; but where the two differ both are meant.
	 */
	record = run_record(run, finding->where);
	if (record == slip->record[row] || diag_rule(finding->say) == RULE_DUPLICATE_DIFFERS)
		note.column = column_of(run, finding, &run->records.item[record]);
	return note;
}

static int compare_notes(const void *left, const void *right)
{
	const struct slip_note *a = left, *b = right;
	const uint32_t keys[][2] = { { a->row + 1, b->row + 1 }, /* no row comes first */
				     { a->column, b->column },
				     { a->serial, b->serial } };

	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

/* --- all of them -------------------------------------------------------------------------- */

/* Rows folded by a ruling into another region's are still this one's recommendation. */
static bool is_shown(const struct run *run, uint32_t index)
{
	const struct record *record = &run->records.item[index];

	return record->region != REGION_NONE &&
	       (record->fate != FATE_FOLDED || run->records.item[fate_root(run, index)].region != record->region);
}

/* Each region's part of a list, side by side: how many, where it begins. */
struct parts {
	uint32_t *count, *next;
};

static struct parts parts_new(const struct run *run, struct arena *arena)
{
	return (struct parts){ ARENA_ARRAY(arena, uint32_t, run->profile->region_count),
			       ARENA_ARRAY(arena, uint32_t, run->profile->region_count) };
}

static uint32_t parts_lay(const struct parts *parts, uint32_t count)
{
	uint32_t all = 0;

	for (uint32_t i = 0; i < count; i++) {
		parts->next[i] = all;
		all += parts->count[i];
	}
	return all;
}

static void take_rows(const struct run *run, struct arena *arena, struct slip *slips)
{
	struct parts parts = parts_new(run, arena);
	uint32_t regions = run->profile->region_count, *record;

	for (uint32_t i = 0; i < run->records.count; i++)
		if (is_shown(run, i))
			parts.count[run->records.item[i].region]++;
	record = ARENA_ARRAY(arena, uint32_t, parts_lay(&parts, regions));
	for (uint32_t i = 0; i < regions; i++) {
		slips[i].row_count = parts.count[i];
		slips[i].record = record + parts.next[i];
	}
	for (uint32_t i = 0; i < run->records.count; i++)
		if (is_shown(run, i))
			record[parts.next[run->records.item[i].region]++] = i;
}

static void take_notes(const struct run *run, struct arena *arena, struct slip *slips)
{
	const struct diag_list *list = &run->findings;
	struct parts parts = parts_new(run, arena);
	uint32_t regions = run->profile->region_count;
	struct slip_note *note;

	for (size_t i = 0; i < list->findings.count; i++)
		if (list->findings.item[i].region < regions)
			parts.count[list->findings.item[i].region]++;
	note = ARENA_ARRAY(arena, struct slip_note, parts_lay(&parts, regions));
	for (uint32_t i = 0; i < regions; i++)
		slips[i].note = note + parts.next[i];
	for (uint32_t i = 0; i < list->findings.count; i++) {
		uint32_t region = list->findings.item[i].region;

		if (region < regions && is_told(&slips[region], run, &list->findings.item[i])) {
			note[parts.next[region]++] = note_of(&slips[region], run, i);
			slips[region].note_count++;
		}
	}
	for (uint32_t i = 0; i < regions; i++)
		if (slips[i].note_count)
			qsort((void *)(uintptr_t)slips[i].note, slips[i].note_count, sizeof(*note), compare_notes);
}

const struct slip *slip_make_all(const struct run *run, struct arena *arena)
{
	struct slip *slips = ARENA_ARRAY(arena, struct slip, run->profile->region_count);

	for (uint32_t i = 0; i < run->profile->region_count; i++)
		slips[i].region = i;
	take_rows(run, arena, slips);
	take_notes(run, arena, slips);
	return slips;
}

/* --- words ------------------------------------------------------------------------------------ */

/*
 * Sentences that name what another region wrote, and those that stand for them here. `args` are the numbers of the
 * finding's arguments that are kept; behind a + that one and all that follow.
 */
static const struct {
	enum say from, to;
	const char *args;
} rewordings[] = {
	{ SAY_DUPLICATE_REGION, SAY_SLIP_DUPLICATE_REGION, "" },
	{ SAY_EXCLUDED_RECOMMENDED, SAY_SLIP_EXCLUDED_RECOMMENDED, "" },
	{ SAY_EXCLUDED_AWARDED, SAY_SLIP_EXCLUDED_AWARDED, "" },
	{ SAY_EXCLUDED_AWARDED_UNCLEAR, SAY_SLIP_EXCLUDED_UNCLEAR, "" },
	{ SAY_REGION_CONFLICT, SAY_SLIP_CONFLICT, "032" },
	{ SAY_DUPLICATE_DIFFERS, SAY_SLIP_DIFFERS, "023" }, /* both are this region's, and one row of the slip */
	{ SAY_UNSUPPORTED_PICTURE, SAY_SLIP_PICTURE, "0" },
	{ SAY_ENCRYPTED_UNTRIED, SAY_ENCRYPTED, "" }, /* which passwords were tried is the office's business */
	{ SAY_APPLICANT_REPEAT, SAY_APPLICANT_REPEAT, "01+2" },
	{ SAY_APPLICANT_REPEAT_SPELT, SAY_APPLICANT_REPEAT, "01+3" },
};

/* Of places elsewhere the first only: that there are some is all that is said. */
struct chosen {
	uint32_t count;
	struct arg *arg;
	bool elsewhere;
};

static void choose(struct chosen *chosen, const struct slip *slip, const struct run *run, const struct arg *arg)
{
	bool elsewhere = arg->kind == ARG_PLACE && !slip_owns(slip, run, arg->place);

	if (elsewhere && chosen->elsewhere)
		return;
	chosen->elsewhere |= elsewhere;
	chosen->arg[chosen->count++] = elsewhere ? DIAG_WORD(SAY_SLIP_ELSEWHERE) : *arg;
}

/* An applicant is named as this region wrote it: the name that all of its rows share may be another's spelling. */
static void name_as_written(const struct run *run, const struct finding *finding, struct arg *name)
{
	uint32_t record = run_record(run, finding->where);

	if (record != RUN_NO_RECORD && !str_has(run->records.item[record].applicant, name->text))
		name->text = run->records.item[record].applicant;
}

struct slip_words slip_words_of(const struct slip *slip, const struct run *run, const struct slip_note *note,
				struct arena *arena)
{
	const struct finding *finding = note->finding;
	struct slip_words words = { finding->say, 0, NULL };
	struct chosen chosen = { .arg = ARENA_ARRAY(arena, struct arg, finding->arg_count + 1) };
	const char *args = "+0";

	for (size_t i = 0; i < ARRAY_COUNT(rewordings); i++)
		if (rewordings[i].from == finding->say) {
			words.say = rewordings[i].to;
			args = rewordings[i].args;
		}
	for (; *args && *args != '+'; args++)
		choose(&chosen, slip, run, &finding->arg[*args - '0']);
	for (uint32_t i = *args ? (uint32_t)(args[1] - '0') : finding->arg_count; i < finding->arg_count; i++)
		choose(&chosen, slip, run, &finding->arg[i]);
	if (diag_rule(finding->say) == RULE_APPLICANT_REPEAT)
		name_as_written(run, finding, &chosen.arg[0]);
	words.arg_count = chosen.count;
	words.arg = chosen.arg;
	return words;
}
