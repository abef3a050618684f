/*
 * applicant.branch, applicant.repeat: one project an applicant, also as a member of a consortium (notice, 一), also in
 * another spelling: names whose firms are the same (text/firm.h).
 */
#include "rules/rule.h"

#include "base/map.h"
#include "model/applicants.h"
#include "text/key.h"
#include "text/unit.h"

void applicant_check_record(const struct run *run, const struct record *record, const struct diag_sink *diag)
{
	struct arena scratch = { 0 };

	if (record->applicant.len && unit_is_branch(&scratch, record->applicant))
		diag_add(diag, SAY_APPLICANT_BRANCH, rule_cell(run, record, run->profile->applicant), 1,
			 (struct arg[]){ DIAG_TEXT(record->applicant) });
	arena_release(&scratch);
}

/* One applicant, in all its spellings, and the rows that name it, chained in the order of the run. */
struct unit {
	struct str name; /* as first written */
	const struct firm *firm;
	uint32_t alike; /* the unit before it with the same core */
	uint32_t is;	/* the unit that it turned out to be, itself for most */
	uint32_t first, last;
};

struct mention {
	struct str name;
	uint32_t record, unit, next;
};

#define NOTHING UINT32_MAX
/* Firms of one core, over all regions, are compared with one another: more are left as their identities say. */
enum { MOST_ALIKE = 32, MOST_SPELLINGS = 5 };

struct units {
	struct arena arena;
	struct map by_key, by_identity, by_core;
	LIST_OF(struct unit) unit;
	LIST_OF(struct mention) mention;
	uint32_t *of;	/* by the run's applicants: the unit plus 1; 0 while nobody asked, and for NOTHING */
	uint32_t *seen; /* by cluster: the last unit, plus 1, that a project of it was counted for */
};

static uint32_t new_unit(struct units *units, const struct applicant *applicant)
{
	uint32_t index = (uint32_t)units->unit.count, *alike;
	bool added;

	alike = map_put(&units->by_core, applicant->firm.core, index, &added);
	*LIST_ADD(&units->unit) = (struct unit){ applicant->name, &applicant->firm, added ? NOTHING : *alike,
						 index,		  NOTHING,	    NOTHING };
	*alike = index;
	return index;
}

/* The unit of a spelling that was not met before. */
static uint32_t unit_of_identity(struct units *units, const struct applicant *applicant)
{
	struct str identity = firm_identity(&units->arena, &applicant->firm);
	bool added;
	uint32_t *unit = map_put(&units->by_identity, identity, NOTHING, &added);

	if (added)
		*unit = new_unit(units, applicant);
	return *unit;
}

/* NOTHING where the name has no letters. */
static uint32_t unit_of(struct units *units, const struct applicant *applicant)
{
	uint32_t *unit;
	bool added;

	if (applicant->firm.key.len == 0)
		return NOTHING;
	unit = map_put(&units->by_key, applicant->firm.key, NOTHING, &added);
	if (added)
		*unit = unit_of_identity(units, applicant);
	return *unit;
}

/* Of one that was not met before; an applicant of folded rows only is none. */
static uint32_t unit_at(struct units *units, const struct applicants *applicants, uint32_t index)
{
	uint32_t *unit = &units->of[index];

	if (*unit == 0)
		*unit = unit_of(units, &applicants->item[index]) + 1;
	return *unit - 1;
}

static void add_mention(struct units *units, const struct applicants *applicants, uint32_t index, uint32_t record)
{
	uint32_t unit = unit_at(units, applicants, index);

	if (unit != NOTHING)
		*LIST_ADD(&units->mention) = (struct mention){ applicants->item[index].name, record, unit, NOTHING };
}

static void collect(const struct run *run, struct units *units)
{
	const struct applicants *applicants = run->applicants;

	units->of = ARENA_ARRAY(&units->arena, uint32_t, applicants->count);
	for (uint32_t i = 0; i < run->records.count; i++) {
		uint32_t record = run->order[i], end = applicants->first[record + 1];

		for (uint32_t j = applicants->first[record]; j < end; j++)
			if (run->records.item[record].fate != FATE_FOLDED)
				add_mention(units, applicants, applicants->member[j], record);
	}
}

static bool is_same(const struct unit *a, const struct unit *b)
{
	return firm_compare(a->firm, b->firm).level == FIRM_SAME;
}

/*
 * Whether two units of one core are one applicant: they are the same, and no third is the same as one of them only.
 * 华信科技 is 广州华信科技 unless there is 深圳华信科技 as well.
 */
static bool are_one(const struct units *units, const uint32_t *alike, uint32_t count, uint32_t a, uint32_t b)
{
	const struct unit *unit = units->unit.item;

	if (!is_same(&unit[a], &unit[b]))
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (alike[i] != a && alike[i] != b &&
		    is_same(&unit[alike[i]], &unit[a]) != is_same(&unit[alike[i]], &unit[b]))
			return false;
	return true;
}

/* Of the units of one core, `last` the last of them, each becomes the first that it is one with. */
static void join_alike(struct units *units, uint32_t last)
{
	uint32_t alike[MOST_ALIKE], count = 0;

	for (uint32_t i = last; i != NOTHING; i = units->unit.item[i].alike) {
		if (count == MOST_ALIKE)
			return;
		alike[count++] = i;
	}
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = count; j-- > i + 1;)
			if (are_one(units, alike, count, alike[j], alike[i])) {
				units->unit.item[alike[i]].is = units->unit.item[alike[j]].is;
				break;
			}
}

static void chain(struct units *units)
{
	for (uint32_t i = 0; i < units->mention.count; i++) {
		struct mention *mention = &units->mention.item[i];
		struct unit *unit = &units->unit.item[units->unit.item[mention->unit].is];

		if (unit->first == NOTHING)
			unit->first = i;
		else if (units->mention.item[unit->last].record == mention->record)
			continue; /* named twice in one cell */
		else
			units->mention.item[unit->last].next = i;
		unit->last = i;
	}
}

/* Each core once: at the last unit that has it. */
static void join_units(struct units *units)
{
	for (uint32_t i = 0; i < units->unit.count; i++)
		if (*map_find(&units->by_core, units->unit.item[i].firm->core) == i)
			join_alike(units, i);
	chain(units);
}

/* Rows of one cluster of exact or likely pairs are one project. */
static bool is_new_project(const struct run *run, struct units *units, uint32_t unit, uint32_t mention)
{
	uint32_t cluster = run->records.item[units->mention.item[mention].record].cluster;
	bool is_new = cluster == 0 || units->seen[cluster] != unit + 1;

	units->seen[cluster] = unit + 1;
	return is_new;
}

/* The other spellings of a unit's name, each once: "甲、乙"; empty for none. */
static struct str spellings(struct units *units, const struct unit *unit)
{
	struct str key[MOST_SPELLINGS], text = STR("");
	uint32_t count = 1;

	key[0] = key_fold(&units->arena, unit->name);
	for (uint32_t i = unit->first; i != NOTHING && count < MOST_SPELLINGS; i = units->mention.item[i].next) {
		struct str name = units->mention.item[i].name, folded = key_fold(&units->arena, name);
		bool known = false;

		for (uint32_t j = 0; j < count; j++)
			known = known || str_eq(key[j], folded);
		if (known)
			continue;
		key[count++] = folded;
		text = text.len ? arena_printf(&units->arena, "%.*s、%.*s", STR_ARG(text), STR_ARG(name)) : name;
	}
	return text;
}

/* How many projects it stands in; the mention that begins the last of them. */
static uint32_t count_projects(const struct run *run, struct units *units, uint32_t index, uint32_t *last,
			       uint32_t *mentions)
{
	uint32_t projects = 0;

	*mentions = 0;
	for (uint32_t i = units->unit.item[index].first; i != NOTHING; i = units->mention.item[i].next) {
		++*mentions;
		if (is_new_project(run, units, index, i)) {
			projects++;
			*last = i;
		}
	}
	return projects;
}

static void report_repeat(const struct run *run, struct units *units, uint32_t index, const struct diag_sink *diag)
{
	const struct unit *unit = &units->unit.item[index];
	uint32_t last = NOTHING, mentions, count = 2, projects = count_projects(run, units, index, &last, &mentions);
	const struct record *later;
	struct str others;
	struct arg *arg;

	if (projects < 2)
		return;
	others = spellings(units, unit);
	arg = ARENA_ARRAY(&units->arena, struct arg, mentions + 3);
	arg[0] = DIAG_TEXT(unit->name);
	arg[1] = DIAG_NUMBER(projects);
	if (others.len)
		arg[count++] = DIAG_TEXT(others);
	for (uint32_t i = unit->first; i != NOTHING; i = units->mention.item[i].next)
		if (i != last)
			arg[count++] = DIAG_PLACE(rule_row(run, &run->records.item[units->mention.item[i].record]));
	later = &run->records.item[units->mention.item[last].record];
	diag_add_count(diag, others.len ? SAY_APPLICANT_REPEAT_SPELT : SAY_APPLICANT_REPEAT,
		       rule_cell(run, later, run->profile->applicant), projects, count, arg);
}

static struct units units_new(const struct run *run)
{
	struct units units = { 0 };

	units.seen = ARENA_ARRAY(&units.arena, uint32_t, run->records.count + 1);
	collect(run, &units);
	join_units(&units);
	return units;
}

static void units_free(struct units *units)
{
	map_release(&units->by_key);
	map_release(&units->by_identity);
	map_release(&units->by_core);
	free(units->unit.item);
	free(units->mention.item);
	arena_release(&units->arena);
}

void applicant_check_run(struct run *run, const struct diag_sink *diag)
{
	struct units units = units_new(run);

	for (uint32_t i = 0; i < units.unit.count; i++)
		report_repeat(run, &units, i, diag);
	units_free(&units);
}

static void report_later(const struct run *run, const struct units *units, const struct unit *unit,
			 const struct diag_sink *diag)
{
	const struct record *first;

	if (unit->first == NOTHING)
		return;
	first = &run->records.item[units->mention.item[unit->first].record];
	for (uint32_t i = unit->first; i != NOTHING; i = units->mention.item[i].next) {
		const struct record *record = &run->records.item[units->mention.item[i].record];

		if (record != first && (record->cluster == 0 || record->cluster != first->cluster))
			diag_add(diag, SAY_APPLICANT_REPEAT, rule_cell(run, record, run->profile->applicant), 0, NULL);
	}
}

void applicant_later_projects(const struct run *run, const struct diag_sink *diag)
{
	struct units units = units_new(run);

	for (uint32_t i = 0; i < units.unit.count; i++)
		report_later(run, &units, &units.unit.item[i], diag);
	units_free(&units);
}
