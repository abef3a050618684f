#include "model/selection.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "diag/say.h"
#include "model/ruled.h"
#include "text/key.h"

static bool is_known(struct str written)
{
	struct arena scratch = { 0 };
	bool known = str_eq(key_lossless(&scratch, written), say_word(LANG_ZH, SAY_SELECTION_YES));

	arena_release(&scratch);
	return known;
}

void selection_add(struct run *run, const struct selection *read)
{
	struct selection *selection = LIST_ADD(&run->selections);

	*selection = *read;
	selection->marks = 1;
	selection->status = is_known(read->written) ? SELECTION_HONOURED : SELECTION_UNREAD;
	ruled_settle(&run->arena, &selection->row);
}

/* --- order, and what is said twice ------------------------------------------------ */

/* All that are honoured are alike, however they are written. */
static int compare_words(const struct selection *a, const struct selection *b)
{
	if (a->status == SELECTION_HONOURED && b->status == SELECTION_HONOURED)
		return 0;
	return str_cmp(a->written, b->written);
}

static int compare(const void *left, const void *right)
{
	const struct selection *a = left, *b = right;
	int order = str_cmp(a->row.key, b->row.key);

	if (order == 0)
		order = compare_words(a, b);
	if (order == 0)
		order = (a->sheet > b->sheet) - (a->sheet < b->sheet);
	/* The texts behind a key may differ in blanks: which of them is shown must not depend on chance. */
	if (order == 0)
		order = str_cmp(a->row.project, b->row.project);
	if (order == 0)
		order = str_cmp(a->row.applicant, b->row.applicant);
	return order ? order : str_cmp(a->row.region, b->row.region);
}

/* One a row, with the marks of the sheet that has most of them. */
static void unite(struct run *run)
{
	struct selection *item = run->selections.item;
	uint32_t here = 0;
	size_t kept = 0;

	if (run->selections.count)
		qsort(item, run->selections.count, sizeof(*item), compare);
	for (size_t i = 0; i < run->selections.count; i++) {
		struct selection *last = kept ? &item[kept - 1] : NULL;

		if (!last || !str_eq(last->row.key, item[i].row.key) || compare_words(last, &item[i])) {
			item[kept++] = item[i];
			here = 1;
			continue;
		}
		here = last->sheet == item[i].sheet ? here + 1 : 1;
		last->sheet = item[i].sheet;
		if (here > last->marks)
			last->marks = here;
	}
	run->selections.count = kept;
}

struct str selection_sha256(struct run *run)
{
	struct buf text = { 0 };
	struct str sum;

	unite(run);
	for (size_t i = 0; i < run->selections.count; i++) {
		const struct selection *selection = &run->selections.item[i];

		if (selection->status == SELECTION_UNREAD)
			continue;
		buf_add(&text, selection->row.key);
		buf_add_char(&text, '\n');
	}
	sum = file_sha256(&run->arena, (struct bytes){ (const uint8_t *)text.data, text.len });
	buf_release(&text);
	return sum;
}

/* --- matching ------------------------------------------------------------------------ */

static void by_keys(const struct run *run, struct map *by_key)
{
	for (uint32_t i = 0; i < run->selections.count; i++)
		if (run->selections.item[i].status != SELECTION_UNREAD)
			map_put(by_key, run->selections.item[i].row.key, i, NULL);
}

void selection_match(struct run *run, struct fate_decisions *decisions)
{
	struct arena scratch = { 0 };
	struct map by_key = { 0 };
	uint32_t *selected, count = 0;

	if (run->selections.count == 0)
		return;
	run->selections_sha256 = selection_sha256(run);
	by_keys(run, &by_key);
	selected = ARENA_ARRAY(&run->arena, uint32_t, run->records.count);
	for (uint32_t i = 0; i < run->records.count; i++) {
		arena_reset(&scratch);
		if (map_find(&by_key, ruled_key(&scratch, run, &run->records.item[i])))
			selected[count++] = i;
	}
	decisions->selected = selected;
	decisions->selected_count = count;
	map_release(&by_key);
	arena_release(&scratch);
}

/* What was found of a mark: rows that are sent on by themselves, or in another; and any at all. */
struct found {
	uint32_t own, sent, any;
};

static void look_for(const struct run *run, const struct map *by_key, struct found *found)
{
	struct arena scratch = { 0 };

	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];
		const uint32_t *at;

		arena_reset(&scratch);
		at = map_find(by_key, ruled_key(&scratch, run, record));
		if (!at)
			continue;
		found[*at].any++;
		found[*at].own += record->fate == FATE_MERGED;
		found[*at].sent += run->records.item[fate_root(run, i)].fate == FATE_MERGED;
	}
	arena_release(&scratch);
}

static enum selection_status status_of(const struct selection *selection, const struct found *found)
{
	if (found->any == 0)
		return SELECTION_STALE;
	if (found->sent == 0)
		return SELECTION_HELD;
	return found->own > selection->marks ? SELECTION_WIDER : SELECTION_HONOURED;
}

void selection_settle(struct run *run)
{
	struct arena scratch = { 0 };
	struct found *found = ARENA_ARRAY(&scratch, struct found, run->selections.count + 1);
	struct map by_key = { 0 };

	if (run->selections.count) {
		by_keys(run, &by_key);
		look_for(run, &by_key, found);
	}
	for (size_t i = 0; i < run->selections.count; i++)
		if (run->selections.item[i].status != SELECTION_UNREAD)
			run->selections.item[i].status = status_of(&run->selections.item[i], &found[i]);
	map_release(&by_key);
	arena_release(&scratch);
}
