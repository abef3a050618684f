#include "app/answers.h"

#include <stdlib.h>

#include "base/map.h"
#include "dedup/ruling.h"
#include "diag/say.h"
#include "model/selection.h"
#include "model/ticks.h"

/* --- a row of the ledger as it was read ------------------------------------------------- */

static struct ruling_side side_of(const struct str *column)
{
	return (struct ruling_side){ column[0], column[1], column[2], { 0 } };
}

static void add_ruling(struct run *run, const struct str *column)
{
	bool same = str_eq(column[RULING_SAYS], STR("same"));
	const struct ruling ruling = {
		.word = same ? RULING_SAME : RULING_DIFFERENT,
		.written = say_word(LANG_ZH, same ? SAY_RULING_SAME : SAY_RULING_DIFFERENT),
		.a = side_of(&column[RULING_A_REGION]),
		.b = side_of(&column[RULING_B_REGION]),
	};

	ruling_add(run, &ruling);
}

static uint32_t number_of(struct str text)
{
	uint32_t number = 0;

	for (size_t i = 0; i < text.len && number < UINT32_MAX / 10 - 1; i++)
		number = number * 10 + (uint32_t)(text.data[i] - '0');
	return number;
}

static void add_selection(struct run *run, const struct str *column)
{
	const struct selection selection = { .written = column[SELECTION_WRITTEN],
					     .row = side_of(&column[SELECTION_REGION]) };

	selection_add(run, &selection);
	run->selections.item[run->selections.count - 1].marks = number_of(column[SELECTION_MARKS]);
}

static void add_tick(struct run *run, const struct str *column)
{
	ticks_add(run, &(struct tick){ .row = side_of(&column[TICK_REGION]),
				       .item = column[TICK_ITEM],
				       .is_remark = str_eq(column[TICK_REMARK], STR("1")),
				       .text = column[TICK_TEXT] });
}

/* --- of what the workbook speaks ---------------------------------------------------------- */

static struct str pair_key(struct arena *arena, struct str a, struct str b)
{
	bool turned = str_cmp(a, b) > 0;

	return arena_printf(arena, "%.*s\n%.*s", STR_ARG(turned ? b : a), STR_ARG(turned ? a : b));
}

static void note_rulings(const struct run *run, struct arena *arena, struct map *said)
{
	for (size_t i = 0; i < run->rulings.count; i++)
		map_put(said, pair_key(arena, run->rulings.item[i].a.key, run->rulings.item[i].b.key), 0, NULL);
}

static void note_selections(const struct run *run, struct arena *arena, struct map *said)
{
	(void)arena;
	for (size_t i = 0; i < run->selections.count; i++)
		map_put(said, run->selections.item[i].row.key, 0, NULL);
}

static void note_ticks(const struct run *run, struct arena *arena, struct map *said)
{
	(void)arena;
	for (size_t i = 0; i < run->ticks.count; i++)
		map_put(said, run->ticks.item[i].key, 0, NULL);
}

static struct str key_of_ruling(struct arena *arena, const struct str *column)
{
	return pair_key(arena, column[RULING_A], column[RULING_B]);
}

static struct str key_of_selection(struct arena *arena, const struct str *column)
{
	(void)arena;
	return column[SELECTION_KEY];
}

static struct str key_of_tick(struct arena *arena, const struct str *column)
{
	(void)arena;
	return column[TICK_KEY];
}

/* --- each kind ------------------------------------------------------------------------------ */

static struct str sum_of_ticks(struct run *run)
{
	return ticks_sha256(&run->arena, run);
}

static const struct kind {
	enum night_kind rows;
	void (*add)(struct run *run, const struct str *column);
	void (*note)(const struct run *run, struct arena *arena, struct map *said);
	struct str (*key)(struct arena *arena, const struct str *column);
	struct str (*sum)(struct run *run);
} kinds[RULINGS_KINDS] = {
	[RULINGS_OF_PAIRS] = { NIGHT_RULING, add_ruling, note_rulings, key_of_ruling, ruling_sha256 },
	[RULINGS_SELECTED] = { NIGHT_SELECTION, add_selection, note_selections, key_of_selection, selection_sha256 },
	[RULINGS_TICKED] = { NIGHT_TICK, add_tick, note_ticks, key_of_tick, sum_of_ticks },
};

/* Was the workbook written with all that is in force? */
static bool is_newest(const struct kind *kind, const struct night *before, struct str carried)
{
	struct run told = { 0 };
	bool same;

	if (carried.len == 0)
		return false;
	for (size_t i = 0; i < before->rows[kind->rows].count; i++)
		kind->add(&told, before->rows[kind->rows].item[i].column);
	same = str_eq(kind->sum(&told), carried);
	free(told.rulings.item);
	free(told.selections.item);
	free(told.ticks.item);
	arena_release(&told.arena);
	return same;
}

static void restore(struct run *run, const struct kind *kind, const struct night *before)
{
	struct arena scratch = { 0 };
	struct map said = { 0 };

	kind->note(run, &scratch, &said);
	for (size_t i = 0; i < before->rows[kind->rows].count; i++) {
		const struct str *column = before->rows[kind->rows].item[i].column;

		if (map_find(&said, kind->key(&scratch, column)))
			continue;
		kind->add(run, column);
		run->ruled = true;
	}
	map_release(&said);
	arena_release(&scratch);
}

void answers_restore(struct run *run, const struct night *before, const struct rulings_carried *carried)
{
	for (size_t i = 0; i < RULINGS_KINDS; i++)
		if (!is_newest(&kinds[i], before, carried->sha256[i]))
			restore(run, &kinds[i], before);
}
