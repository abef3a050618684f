#include "model/applicants.h"

#include <stdlib.h>

#include "base/crew.h"
#include "base/list.h"
#include "base/numbers.h"
#include "text/unit.h"

/* So many records are split, and names parsed, at a time, in an arena of their own. */
enum { PART = 4096 };

struct making {
	struct run *run;
	struct arena *arena;	      /* of what is made */
	struct unit_members *members; /* by record */
	struct arena *split;	      /* by part: theirs */
	struct applicant *item;
	struct arena *parsed; /* by part: theirs */
	uint32_t count;
};

static size_t parts_of(size_t count)
{
	return (count + PART - 1) / PART;
}

static size_t end_of(size_t part, size_t count)
{
	return (part + 1) * PART < count ? (part + 1) * PART : count;
}

static void split_part(void *user, size_t part)
{
	struct making *making = user;
	const struct run *run = making->run;

	for (size_t i = part * PART; i < end_of(part, run->records.count); i++)
		if (run->records.item[i].applicant.len)
			making->members[i] = unit_split(&making->split[part], run->records.item[i].applicant);
}

static void parse_part(void *user, size_t part)
{
	struct making *making = user;

	for (size_t i = part * PART; i < end_of(part, making->count); i++)
		making->item[i].firm = firm_parse(&making->parsed[part], making->item[i].name);
}

static uint32_t count_members(const struct making *making, uint32_t *first)
{
	uint32_t count = 0;

	for (size_t i = 0; i < making->run->records.count; i++) {
		first[i] = count;
		for (uint32_t j = 0; j < making->members[i].count; j++)
			count += making->members[i].name[j].len > 0;
	}
	first[making->run->records.count] = count;
	return count;
}

/* In the run's order, so that numbers do not hang on that of reading. */
static void number_names(struct making *making, const uint32_t *first, uint32_t *member)
{
	struct run *run = making->run;
	struct numbers numbers = { 0 };
	LIST_OF(struct str) name = { 0 };

	for (size_t i = 0; i < run->records.count; i++) {
		const struct unit_members *members = &making->members[run->order[i]];
		uint32_t at = first[run->order[i]];

		for (uint32_t j = 0; j < members->count; j++) {
			if (members->name[j].len == 0)
				continue;
			member[at] = numbers_of(&numbers, NULL, members->name[j]) - 1;
			if (member[at++] == name.count)
				*LIST_ADD(&name) = members->name[j];
		}
	}
	making->count = (uint32_t)name.count;
	making->item = ARENA_ARRAY(making->arena, struct applicant, name.count);
	for (uint32_t i = 0; i < making->count; i++)
		making->item[i].name = arena_copy(making->arena, name.item[i]);
	free(name.item);
	numbers_release(&numbers);
}

void applicants_release(struct run *run)
{
	if (run->applicants)
		arena_release(&run->applicants->arena);
	run->applicants = NULL;
}

void applicants_make(struct run *run, unsigned hands)
{
	struct arena scratch = { 0 };
	size_t parts = parts_of(run->records.count);
	struct applicants *made = ARENA_NEW(&run->arena, struct applicants);
	struct making making = { .run = run, .arena = &made->arena };
	uint32_t *first = ARENA_ARRAY(&made->arena, uint32_t, run->records.count + 1), *member;

	applicants_release(run);
	making.members = ARENA_ARRAY(&scratch, struct unit_members, run->records.count);
	making.split = ARENA_ARRAY(&scratch, struct arena, parts);
	crew_run(&(struct crew){ &making, split_part }, parts, hands);
	member = ARENA_ARRAY(&made->arena, uint32_t, count_members(&making, first));
	number_names(&making, first, member);
	for (size_t i = 0; i < parts; i++)
		arena_release(&making.split[i]);
	parts = parts_of(making.count);
	making.parsed = ARENA_ARRAY(&scratch, struct arena, parts);
	crew_run(&(struct crew){ &making, parse_part }, parts, hands);
	for (size_t i = 0; i < parts; i++)
		arena_adopt(&made->arena, &making.parsed[i]);
	made->count = making.count;
	made->item = making.item;
	made->first = first;
	made->member = member;
	run->applicants = made;
	arena_release(&scratch);
}
