#include "profile/mistake.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "profile/nearest.h"

/* Longer texts are cut where a message quotes them. */
enum { QUOTE_CHARACTERS = 40 };
/* Of longer lists of known words only the first are named. */
enum { LISTED_MAX = 30 };

struct arg mistake_quote(struct mistake_list *list, struct str text)
{
	struct str rest = text, shown;

	for (int i = 0; i < QUOTE_CHARACTERS && rest.len; i++)
		utf8_next(&rest);
	if (rest.len == 0)
		return DIAG_TEXT(text);
	shown = str_part(text, 0, text.len - rest.len);
	return DIAG_TEXT(arena_join(list->arena, shown, STR("…")));
}

/* The decoded file is valid UTF-8: a character begins at each byte that continues none. */
static uint32_t column_of(struct mistake_place place)
{
	uint32_t col = 1;

	for (const char *c = place.start; c < place.at; c++)
		col += ((unsigned char)*c & 0xC0) != 0x80;
	return place.line ? col : 0;
}

void mistake_add(struct mistake_list *list, struct mistake_place place, enum say say, uint32_t arg_count,
		 const struct arg *arg)
{
	struct load_mistake *mistake;
	struct arg *kept;

	if (list->found.count >= MISTAKE_MAX) {
		list->more++;
		return;
	}
	kept = ARENA_ARRAY(list->arena, struct arg, arg_count);
	for (uint32_t i = 0; i < arg_count; i++)
		kept[i] = arg[i];
	mistake = LIST_ADD(&list->found);
	*mistake = (struct load_mistake){ place.line, column_of(place), say, arg_count, kept };
}

void mistake_text(struct mistake_list *list, struct mistake_place place, enum say say, struct str text)
{
	struct arg arg = mistake_quote(list, text);

	mistake_add(list, place, say, 1, &arg);
}

void mistake_unknown(struct mistake_list *list, struct mistake_place place, enum say say, enum say near,
		     struct str word, uint32_t count, const struct str *known)
{
	bool kept = list->found.count < MISTAKE_MAX;
	uint32_t best = kept ? nearest_word(word, count, known) : count;
	struct arg arg[LISTED_MAX + 3];
	uint32_t used = 0;

	arg[used++] = mistake_quote(list, word);
	if (best < count)
		arg[used++] = DIAG_TEXT(known[best]);
	for (uint32_t i = 0; i < count && i < LISTED_MAX; i++)
		arg[used++] = DIAG_TEXT(known[i]);
	if (count == 0)
		arg[used++] = DIAG_WORD(SAY_SHOW_NONE);
	if (count > LISTED_MAX)
		arg[used++] = DIAG_TEXT(STR("…"));
	mistake_add(list, place, best < count ? near : say, used, arg);
}

/* What concerns the whole file has line 0 and comes last. */
static int by_place(const void *left, const void *right)
{
	const struct load_mistake *a = left, *b = right;

	if (a->line != b->line)
		return a->line - 1 < b->line - 1 ? -1 : 1;
	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	return (a->say > b->say) - (a->say < b->say);
}

struct load_mistakes mistake_finish(struct mistake_list *list)
{
	struct load_mistakes out = { 0 };
	struct load_mistake *item;

	if (list->found.count)
		qsort(list->found.item, list->found.count, sizeof(*list->found.item), by_place);
	if (list->more) {
		struct arg *arg = ARENA_NEW(list->arena, struct arg);

		*arg = DIAG_NUMBER(list->more);
		*LIST_ADD(&list->found) = (struct load_mistake){ 0, 0, SAY_PROFILE_MORE, 1, arg };
	}
	out.count = (uint32_t)list->found.count;
	item = ARENA_ARRAY(list->arena, struct load_mistake, out.count);
	for (uint32_t i = 0; i < out.count; i++)
		item[i] = list->found.item[i];
	out.item = item;
	free(list->found.item);
	list->found.item = NULL;
	list->found.count = list->found.room = 0;
	return out;
}
