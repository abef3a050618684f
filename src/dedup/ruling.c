#include "dedup/ruling.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "model/ruled.h"

void ruling_add(struct run *run, const struct ruling *read)
{
	struct ruling *ruling = LIST_ADD(&run->rulings);

	*ruling = *read;
	ruled_settle(&run->arena, &ruling->a);
	ruled_settle(&run->arena, &ruling->b);
}

/* --- order, and what is said twice ------------------------------------------------ */

static int compare_sides(const struct ruling *left, const struct ruling *right)
{
	bool turned_left = str_cmp(left->a.key, left->b.key) > 0,
	     turned_right = str_cmp(right->a.key, right->b.key) > 0;
	int order = str_cmp(turned_left ? left->b.key : left->a.key, turned_right ? right->b.key : right->a.key);

	if (order)
		return order;
	return str_cmp(turned_left ? left->a.key : left->b.key, turned_right ? right->a.key : right->b.key);
}

static int compare_rulings(const void *left, const void *right)
{
	const struct ruling *a = left, *b = right;
	int order = compare_sides(a, b);

	if (order == 0)
		order = str_cmp(a->written, b->written);
	return order;
}

/* Of rulings on one pair one is enough where they agree; where they do not, none is honoured. */
static void unite_rulings(struct run *run)
{
	struct ruling *ruling = run->rulings.item;
	size_t kept = 0;

	if (run->rulings.count)
		qsort(ruling, run->rulings.count, sizeof(*ruling), compare_rulings);
	for (size_t i = 0; i < run->rulings.count; i++) {
		struct ruling *last = kept ? &ruling[kept - 1] : NULL;
		bool again = last && compare_sides(last, &ruling[i]) == 0;

		if (again && last->word == ruling[i].word && str_eq(last->written, ruling[i].written))
			continue;
		if (again && last->word != RULING_NONE && ruling[i].word != RULING_NONE)
			last->status = ruling[i].status = RULING_AT_ODDS;
		ruling[kept++] = ruling[i];
	}
	run->rulings.count = kept;
}

struct str ruling_sha256(struct run *run)
{
	struct buf text = { 0 };
	struct str sum;

	unite_rulings(run);
	for (size_t i = 0; i < run->rulings.count; i++) {
		const struct ruling *ruling = &run->rulings.item[i];
		bool turned = str_cmp(ruling->a.key, ruling->b.key) > 0;

		if (ruling->word == RULING_NONE)
			continue;
		buf_add(&text, turned ? ruling->b.key : ruling->a.key);
		buf_add_char(&text, '\n');
		buf_add(&text, turned ? ruling->a.key : ruling->b.key);
		buf_add_char(&text, '\n');
		buf_add(&text, ruling->word == RULING_SAME ? STR("same\n") : STR("different\n"));
	}
	sum = file_sha256(&run->arena, (struct bytes){ (const uint8_t *)text.data, text.len });
	buf_release(&text);
	return sum;
}

/* --- matching ------------------------------------------------------------------------ */

#define NOBODY UINT32_MAX

struct match {
	struct run *run;
	struct arena arena;
	struct map side_by_key; /* of both sides of all rulings */
	uint32_t sides;
	uint32_t *side_of; /* of each record; NOBODY where no ruling speaks of its text */
	uint32_t *first;   /* of each side: its first two records in the run's order, NOBODY where there are none */
	uint32_t *second;
	struct map by_sides; /* two sides -> the ruling */
	bool *paired;	     /* of each ruling */
};

static void number_side(struct match *match, struct str key)
{
	bool added;

	map_put(&match->side_by_key, key, match->sides, &added);
	match->sides += added;
}

static void number_sides(struct match *match)
{
	const struct run *run = match->run;

	for (size_t i = 0; i < run->rulings.count; i++) {
		number_side(match, run->rulings.item[i].a.key);
		number_side(match, run->rulings.item[i].b.key);
	}
	match->first = ARENA_ARRAY(&match->arena, uint32_t, match->sides);
	match->second = ARENA_ARRAY(&match->arena, uint32_t, match->sides);
	for (uint32_t i = 0; i < match->sides; i++)
		match->first[i] = match->second[i] = NOBODY;
}

static void find_records(struct match *match)
{
	const struct run *run = match->run;
	struct arena scratch = { 0 };

	match->side_of = ARENA_ARRAY(&match->arena, uint32_t, run->records.count);
	for (uint32_t i = 0; i < run->records.count; i++) {
		uint32_t index = run->order[i];
		const uint32_t *side;

		arena_reset(&scratch);
		side = map_find(&match->side_by_key, ruled_key(&scratch, run, &run->records.item[index]));
		match->side_of[index] = side ? *side : NOBODY;
		if (side && match->first[*side] == NOBODY)
			match->first[*side] = index;
		else if (side && match->second[*side] == NOBODY)
			match->second[*side] = index;
	}
	arena_release(&scratch);
}

static struct str sides_key(struct arena *arena, uint32_t a, uint32_t b)
{
	return arena_printf(arena, "%u %u", a < b ? a : b, a < b ? b : a);
}

static uint32_t side_at(const struct match *match, struct str key)
{
	return *map_find(&match->side_by_key, key);
}

/* The two rows that a ruling is about, where no pair is known. False where they are not there. */
static bool rows_of(const struct match *match, const struct ruling *ruling, uint32_t *a, uint32_t *b)
{
	uint32_t left = side_at(match, ruling->a.key), right = side_at(match, ruling->b.key);

	*a = match->first[left];
	*b = left == right ? match->second[left] : match->first[right];
	return *a != NOBODY && *b != NOBODY;
}

static void settle_status(struct match *match)
{
	struct run *run = match->run;

	for (uint32_t i = 0; i < run->rulings.count; i++) {
		struct ruling *ruling = &run->rulings.item[i];
		uint32_t a, b;

		if (ruling->word == RULING_NONE)
			ruling->status = RULING_UNREAD;
		else if (!rows_of(match, ruling, &a, &b))
			ruling->status = RULING_STALE;
		if (ruling->status == RULING_HONOURED)
			map_put(&match->by_sides,
				sides_key(&match->arena, side_at(match, ruling->a.key), side_at(match, ruling->b.key)),
				i, NULL);
	}
}

static void rule_pairs(struct match *match)
{
	struct run *run = match->run;
	struct arena scratch = { 0 };

	for (size_t i = 0; i < run->pairs.count; i++) {
		struct pair *pair = &run->pairs.item[i];
		uint32_t a = match->side_of[pair->a], b = match->side_of[pair->b];
		const uint32_t *ruling;

		if (a == NOBODY || b == NOBODY)
			continue;
		arena_reset(&scratch);
		ruling = map_find(&match->by_sides, sides_key(&scratch, a, b));
		if (!ruling)
			continue;
		pair->ruling = run->rulings.item[*ruling].word;
		match->paired[*ruling] = true;
	}
	arena_release(&scratch);
}

static void pair_others(struct match *match)
{
	struct run *run = match->run;

	for (size_t i = 0; i < run->rulings.count; i++) {
		const struct ruling *ruling = &run->rulings.item[i];
		struct pair *pair;
		uint32_t a, b;

		if (ruling->status != RULING_HONOURED || match->paired[i] || !rows_of(match, ruling, &a, &b))
			continue;
		pair = LIST_ADD(&run->pairs);
		*pair = (struct pair){ .kind = ruling->word == RULING_SAME ? PAIR_LIKELY : PAIR_POSSIBLE,
				       .a = a,
				       .b = b,
				       .found_by = SAY_FOUND_RULING,
				       .ruling = ruling->word };
	}
}

void ruling_apply(struct run *run)
{
	struct match match = { .run = run };

	if (run->rulings.count == 0)
		return;
	run->rulings_sha256 = ruling_sha256(run);
	number_sides(&match);
	find_records(&match);
	match.paired = ARENA_ARRAY(&match.arena, bool, run->rulings.count);
	settle_status(&match);
	rule_pairs(&match);
	pair_others(&match);
	map_release(&match.side_by_key);
	map_release(&match.by_sides);
	arena_release(&match.arena);
}
