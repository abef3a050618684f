#include "dedup/exact.h"

#include "base/map.h"
#include "model/fate.h"

/* Points of the evidence. Equal texts of both names are the whole score; other mobiles take some of it away. */
#define POINTS_NAME 50.0
#define POINTS_OTHER_MOBILE (-20.0)

static const struct evidence evidence_exact[] = {
	{ STR_INIT("project"), EVIDENCE_SAME, 1.0, POINTS_NAME, SAY_NOTHING, 0 },
	{ STR_INIT("applicant"), EVIDENCE_SAME, 1.0, POINTS_NAME, SAY_NOTHING, 0 },
};
static const struct evidence evidence_likely[] = {
	{ STR_INIT("project"), EVIDENCE_SAME, 1.0, POINTS_NAME, SAY_NOTHING, 0 },
	{ STR_INIT("applicant"), EVIDENCE_SAME, 1.0, POINTS_NAME, SAY_NOTHING, 0 },
	{ STR_INIT("mobile"), EVIDENCE_DIFFERENT, 0.0, POINTS_OTHER_MOBILE, SAY_NOTHING, 0 },
};

#define NOBODY UINT32_MAX

enum { MOST_CHAINS = 1 << 30 };

/* The rows that have one text, of one region where the search is regional, in the order of the run. */
struct group {
	uint32_t first, last; /* records, chained by `next` */
	uint32_t kept;	      /* the row that stands for the group in other regions */
	uint32_t hash;	      /* of the text */
	uint32_t alike;	      /* the next group in the same chain, NOBODY where there is none */
};

struct search {
	struct run *run;
	struct arena arena;
	bool regional;	 /* rows of different regions are in different groups */
	uint32_t *chain; /* by the last bits of a text's hash: the newest of its groups */
	uint32_t chains; /* a power of two */
	LIST_OF(struct group) groups;
	uint32_t *next; /* of each record, in its group */
	bool *equals;	/* of each record: equal to a row of its own region */
};

static void add_pair(struct run *run, enum pair_kind kind, uint32_t a, uint32_t b)
{
	struct pair *pair = LIST_ADD(&run->pairs);
	const struct evidence *evidence = kind == PAIR_EXACT ? evidence_exact : evidence_likely;

	pair->kind = kind;
	pair->a = a;
	pair->b = b;
	pair->found_by = SAY_FOUND_EQUAL;
	pair->evidence = evidence;
	pair->evidence_count = kind == PAIR_EXACT ? ARRAY_COUNT(evidence_exact) : ARRAY_COUNT(evidence_likely);
	for (uint32_t i = 0; i < pair->evidence_count; i++)
		pair->score += evidence[i].weight;
}

/* The texts themselves stay where they are: a copy of each would be most of what the search needs. */
static uint32_t hash_of(const struct record *record)
{
	uint64_t hash = str_hash(record->project_lossless) * 31 + str_hash(record->applicant_lossless);

	return (uint32_t)(hash ^ hash >> 32);
}

/* The group that the record belongs to, NOBODY where it is the first of it. */
static uint32_t find_group(const struct search *search, const struct record *record, uint32_t hash)
{
	uint32_t at = search->chain[hash & (search->chains - 1)];

	for (; at != NOBODY; at = search->groups.item[at].alike) {
		const struct group *group = &search->groups.item[at];
		const struct record *first = &search->run->records.item[group->first];

		if (group->hash == hash && (!search->regional || first->region == record->region) &&
		    record_is_same(first, record))
			break;
	}
	return at;
}

static void add_group(struct search *search, uint32_t index, uint32_t hash)
{
	uint32_t *chain = &search->chain[hash & (search->chains - 1)];

	*LIST_ADD(&search->groups) = (struct group){ index, index, index, hash, *chain };
	*chain = (uint32_t)search->groups.count - 1;
}

static void sort_into_groups(struct search *search)
{
	struct run *run = search->run;

	for (uint32_t i = 0; i < run->records.count; i++) {
		uint32_t index = run->order[i], at, hash;
		const struct record *record = &run->records.item[index];

		search->next[index] = NOBODY;
		if (record->project_lossless.len == 0)
			continue; /* without a project's name nothing says that two rows are one */
		hash = hash_of(record);
		at = find_group(search, record, hash);
		if (at == NOBODY) {
			add_group(search, index, hash);
		} else {
			search->next[search->groups.item[at].last] = index;
			search->groups.item[at].last = index;
		}
	}
}

/* The row that a correction puts first; else the first row. */
static uint32_t row_to_keep(const struct search *search, const struct group *group)
{
	const struct run *run = search->run;
	uint32_t best = group->first;

	for (uint32_t i = search->next[best]; i != NOBODY; i = search->next[i])
		if (fate_keeps_later(run, &run->records.item[best], &run->records.item[i]))
			best = i;
	return best;
}

/* So many rows of one text with other mobiles are paired each with each; further ones with these only. */
enum { STAYS_LIMIT = 32 };

/* Rows that stay apart within a group, found again by their mobiles. */
struct apart {
	LIST_OF(uint32_t) stays; /* the first STAYS_LIMIT of them, in their order */
	struct map by_mobile;
	uint32_t without_mobile; /* a row that stays and has none yet: whoever comes next joins it */
};

static void remember(struct apart *apart, const struct record *record, uint32_t stands_for)
{
	for (uint32_t i = 0; i < record->mobile_count; i++)
		map_put(&apart->by_mobile, record->mobile[i], stands_for, NULL);
	if (record->mobile_count && apart->without_mobile == stands_for)
		apart->without_mobile = NOBODY;
}

/* The staying row that this one is equal to, or NOBODY where its mobiles contradict all of them. */
static uint32_t find_equal(const struct apart *apart, const struct record *record, uint32_t kept)
{
	for (uint32_t i = 0; i < record->mobile_count; i++) {
		const uint32_t *found = map_find(&apart->by_mobile, record->mobile[i]);

		if (found)
			return *found;
	}
	return record->mobile_count == 0 ? kept : apart->without_mobile;
}

/* Its mobiles contradict those of every row that stays: a likely pair with each. */
static void stay_apart(struct run *run, struct apart *apart, uint32_t index)
{
	for (size_t i = 0; i < apart->stays.count; i++)
		add_pair(run, PAIR_LIKELY, apart->stays.item[i], index);
	if (apart->stays.count < STAYS_LIMIT)
		*LIST_ADD(&apart->stays) = index;
}

static void join_row(struct search *search, struct apart *apart, uint32_t kept, uint32_t index)
{
	struct run *run = search->run;
	const struct record *record = &run->records.item[index], *first = &run->records.item[kept];
	bool corrected = run->sources.item[first->source].correction && first->source != record->source;
	uint32_t equal = corrected ? kept : find_equal(apart, record, kept);

	if (equal == NOBODY)
		stay_apart(run, apart, index);
	else
		add_pair(run, PAIR_EXACT, equal, index);
	search->equals[index] = equal != NOBODY;
	if (!corrected)
		remember(apart, record, equal == NOBODY ? index : equal);
}

static void settle_group(struct search *search, struct group *group)
{
	const struct run *run = search->run;
	struct apart apart = { .without_mobile = NOBODY };

	/* Rows of no region are one project, but nothing says that one city sent them: none stands for another. */
	if (search->next[group->first] == NOBODY || run->records.item[group->first].region == REGION_NONE)
		return;
	group->kept = row_to_keep(search, group);
	*LIST_ADD(&apart.stays) = group->kept;
	if (run->records.item[group->kept].mobile_count == 0)
		apart.without_mobile = group->kept;
	remember(&apart, &run->records.item[group->kept], group->kept);
	for (uint32_t i = group->first; i != NOBODY; i = search->next[i])
		if (i != group->kept)
			join_row(search, &apart, group->kept, i);
	map_release(&apart.by_mobile);
	free(apart.stays.item);
}

/* The first group with the text of this one: itself, where there is no other before it. */
static uint32_t first_of_text(const struct search *search, uint32_t index)
{
	const struct group *groups = search->groups.item, *group = &groups[index];
	const struct record *records = search->run->records.item;
	uint32_t first = index;

	for (uint32_t at = search->chain[group->hash & (search->chains - 1)]; at != NOBODY; at = groups[at].alike)
		if (at < first && groups[at].hash == group->hash &&
		    record_is_same(&records[groups[at].first], &records[group->first]))
			first = at;
	return first;
}

/* Groups come in the order of regions, rows without one last: the first of a text is the one that the others repeat. */
static void pair_regions(struct search *search)
{
	struct run *run = search->run;

	for (uint32_t i = 0; i < search->groups.count; i++) {
		const struct group *group = &search->groups.item[i];
		uint32_t first = first_of_text(search, i), earlier = search->groups.item[first].kept;

		if (first == i && run->records.item[group->first].region != REGION_NONE)
			continue;
		for (uint32_t row = group->first; row != NOBODY; row = search->next[row])
			if (row != earlier && !search->equals[row])
				add_pair(run, PAIR_EXACT, earlier, row);
	}
}

/* --- all of them, in an audit ---------------------------------------------- */

/*
 * So many rows of one text are paired each with each; of more, each with the row before it. A
 * text that stands in more rows is no project's name ("项目一"), or a file that was sent many times.
 */
enum { EACH_LIMIT = 64 };

static bool has_common(const struct record *a, const struct record *b)
{
	for (uint32_t i = 0; i < a->mobile_count; i++)
		for (uint32_t j = 0; j < b->mobile_count; j++)
			if (str_eq(a->mobile[i], b->mobile[j]))
				return true;
	return false;
}

static enum pair_kind kind_of(const struct record *a, const struct record *b)
{
	bool contradict = a->mobile_count && b->mobile_count && !has_common(a, b);

	return contradict && a->region == b->region && a->region != REGION_NONE ? PAIR_LIKELY : PAIR_EXACT;
}

static void pair_group(struct search *search, const struct group *group)
{
	struct run *run = search->run;
	uint32_t row[EACH_LIMIT], last = group->first;
	uint64_t count = 1, made = 0;

	row[0] = last;
	for (uint32_t i = search->next[last]; i != NOBODY; last = i, i = search->next[i]) {
		const uint32_t *with = count < EACH_LIMIT ? row : &last;
		uint64_t others = count < EACH_LIMIT ? count : 1;

		for (uint64_t j = 0; j < others; j++)
			add_pair(run, kind_of(&run->records.item[with[j]], &run->records.item[i]), with[j], i);
		made += others;
		if (count < EACH_LIMIT)
			row[count] = i;
		count++;
	}
	run->search.candidates += made;
	run->search.cut_blocks += count > EACH_LIMIT;
	run->search.cut_pairs += count * (count - 1) / 2 - made;
}

/* --- both ------------------------------------------------------------------- */

static void begin(struct search *search, struct run *run, bool regional)
{
	*search = (struct search){ .run = run, .regional = regional, .chains = 1 };
	while (search->chains < run->records.count && search->chains < MOST_CHAINS)
		search->chains *= 2;
	search->chain = ARENA_ARRAY(&search->arena, uint32_t, search->chains);
	for (uint32_t i = 0; i < search->chains; i++)
		search->chain[i] = NOBODY;
	search->next = ARENA_ARRAY(&search->arena, uint32_t, run->records.count);
	search->equals = ARENA_ARRAY(&search->arena, bool, run->records.count);
	sort_into_groups(search);
}

static void end(struct search *search)
{
	free(search->groups.item);
	arena_release(&search->arena);
}

void exact_find(struct run *run)
{
	struct search search;

	begin(&search, run, true);
	for (uint32_t i = 0; i < search.groups.count; i++)
		settle_group(&search, &search.groups.item[i]);
	pair_regions(&search);
	end(&search);
}

void exact_find_all(struct run *run)
{
	struct search search;

	begin(&search, run, false);
	for (uint32_t i = 0; i < search.groups.count; i++)
		pair_group(&search, &search.groups.item[i]);
	end(&search);
}
