/* applicant.branch, applicant.repeat: one project an applicant, also as a member of a consortium (notice, 一). */
#include "rules/rule.h"

#include "base/map.h"
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

/* One organization and the rows that name it, chained in the order of the run. */
struct unit {
	struct str name; /* as first written */
	uint32_t first, last;
};

struct mention {
	uint32_t record, next;
};

#define NOTHING UINT32_MAX

struct units {
	struct arena arena;
	struct map by_key;
	LIST_OF(struct unit) unit;
	LIST_OF(struct mention) mention;
	uint32_t *seen; /* by cluster: the last unit, plus 1, that a project of it was counted for */
};

static void add_mention(struct units *units, struct str name, uint32_t record)
{
	struct str key = key_fold(&units->arena, name);
	uint32_t at = (uint32_t)units->mention.count;
	struct unit *unit;
	uint32_t index;
	bool added;

	if (key.len == 0)
		return;
	index = *map_put(&units->by_key, key, (uint32_t)units->unit.count, &added);
	if (!added && units->mention.item[units->unit.item[index].last].record == record)
		return; /* named twice in one cell */
	*LIST_ADD(&units->mention) = (struct mention){ record, NOTHING };
	if (added) {
		unit = LIST_ADD(&units->unit);
		*unit = (struct unit){ name, at, at };
	} else {
		unit = &units->unit.item[index];
		units->mention.item[unit->last].next = at;
		unit->last = at;
	}
}

static void collect(const struct run *run, struct units *units)
{
	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];
		struct unit_members members;

		if (record->fate == FATE_FOLDED || record->applicant.len == 0)
			continue;
		members = unit_split(&units->arena, record->applicant);
		for (uint32_t j = 0; j < members.count; j++)
			add_mention(units, members.name[j], run->order[i]);
	}
}

/* Rows of one cluster of exact or likely pairs are one project. */
static bool is_new_project(const struct run *run, struct units *units, uint32_t unit, uint32_t mention)
{
	uint32_t cluster = run->records.item[units->mention.item[mention].record].cluster;
	bool is_new = cluster == 0 || units->seen[cluster] != unit + 1;

	units->seen[cluster] = unit + 1;
	return is_new;
}

static void report_repeat(const struct run *run, struct units *units, uint32_t index, const struct diag_sink *diag)
{
	const struct unit *unit = &units->unit.item[index];
	uint32_t projects = 0, mentions = 0, count = 2, last = NOTHING;
	const struct record *later;
	struct arg *arg;

	for (uint32_t i = unit->first; i != NOTHING; i = units->mention.item[i].next) {
		mentions++;
		if (is_new_project(run, units, index, i)) {
			projects++;
			last = i;
		}
	}
	if (projects < 2)
		return;
	arg = ARENA_ARRAY(&units->arena, struct arg, mentions + 2);
	arg[0] = DIAG_TEXT(unit->name);
	arg[1] = DIAG_NUMBER(projects);
	for (uint32_t i = unit->first; i != NOTHING; i = units->mention.item[i].next)
		if (i != last)
			arg[count++] = DIAG_PLACE(rule_row(run, &run->records.item[units->mention.item[i].record]));
	later = &run->records.item[units->mention.item[last].record];
	diag_add_count(diag, SAY_APPLICANT_REPEAT, rule_cell(run, later, run->profile->applicant), projects, count,
		       arg);
}

static struct units units_new(const struct run *run)
{
	struct units units = { 0 };

	units.seen = ARENA_ARRAY(&units.arena, uint32_t, run->records.count + 1);
	collect(run, &units);
	return units;
}

static void units_free(struct units *units)
{
	map_release(&units->by_key);
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
	const struct record *first = &run->records.item[units->mention.item[unit->first].record];

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
