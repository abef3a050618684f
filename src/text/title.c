#include "text/title.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/firm_region.h"
#include "text/key.h"
#include "text/title_sign.h"

enum { LONGEST_WORD = 8 };

struct title_word {
	uint16_t unit[LONGEST_WORD];
	uint16_t same[LONGEST_WORD]; /* what it is compared as; empty for a filler */
	uint8_t len, same_len;
};

static uint16_t unit_of(int32_t code)
{
	/* The private use area's size: no title is written in it. */
	if (code > 0xFFFF)
		code = 0xE000 + code % 0x1900;
	return (uint16_t)code;
}

static uint8_t word_units(struct str word, uint16_t *unit)
{
	uint8_t len = 0;

	while (word.len && len < LONGEST_WORD)
		unit[len++] = unit_of(utf8_next(&word));
	return len;
}

/* By their first unit, longer ones first. */
static int by_start(const void *left, const void *right)
{
	const struct title_word *a = left, *b = right;

	if (a->unit[0] != b->unit[0])
		return a->unit[0] < b->unit[0] ? -1 : 1;
	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return memcmp(a->unit, b->unit, sizeof(a->unit));
}

static const struct {
	struct str word, same;
} words[] = {
#define SAME(word, same) { STR_INIT(word), STR_INIT(same) },
#define FILLER(word) { STR_INIT(word), STR_INIT("") },
#include "text/title_words.def"
#undef SAME
#undef FILLER
};

struct title_words title_words_make(struct arena *arena)
{
	struct title_word *word = ARENA_ARRAY(arena, struct title_word, ARRAY_COUNT(words));

	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		word[i].len = word_units(words[i].word, word[i].unit);
		word[i].same_len = word_units(words[i].same, word[i].same);
	}
	qsort(word, ARRAY_COUNT(words), sizeof(*word), by_start);
	return (struct title_words){ ARRAY_COUNT(words), word };
}

/* The first word that begins with this unit, or behind them all. */
static uint32_t first_with(const struct title_words *known, uint16_t unit)
{
	uint32_t low = 0, high = known->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (known->word[middle].unit[0] < unit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct title_word *word_at(const struct title_words *known, const uint16_t *unit, size_t left)
{
	for (uint32_t i = first_with(known, *unit); i < known->count && known->word[i].unit[0] == *unit; i++)
		if (known->word[i].len <= left &&
		    memcmp(unit, known->word[i].unit, known->word[i].len * sizeof(*unit)) == 0)
			return &known->word[i];
	return NULL;
}

/* --- whole ------------------------------------------------------------------------ */

static bool is_digit(int32_t code)
{
	return code >= '0' && code <= '9';
}

/* The draft's units: folded, with a mark where a decimal point was. True where there was one. */
static bool draft_from(struct title_draft *draft, struct arena *scratch, struct str shown)
{
	struct str rest = key_lossless(scratch, shown);
	int32_t before = 0, code = 0;
	bool decimal = false;

	while (rest.len && draft->count < TITLE_MOST) {
		int32_t folded;

		before = code == '.' ? before : code;
		draft->point[draft->count] = code == '.' && is_digit(before);
		code = utf8_next(&rest);
		folded = key_fold_code(code);
		if (folded < 0)
			continue;
		draft->point[draft->count] &= is_digit(code);
		decimal |= draft->point[draft->count];
		draft->unit[draft->count++] = unit_of(folded);
	}
	return decimal;
}

/* Shorter names than these stand in other words, too. */
enum { SHORTEST_INSIDE = 4 };

static bool stands_apart(const struct title_draft *draft, size_t at, size_t count)
{
	return at == 0 || count >= SHORTEST_INSIDE ||
	       (draft->unit[at - 1] == u'以' && at + count < draft->count && draft->unit[at + count] == u'为');
}

/* Wherever it stands, but for all of the title. */
static void take_off(struct title_draft *draft, struct str name)
{
	uint16_t unit[TITLE_MOST];
	size_t count = 0;

	while (name.len && count < TITLE_MOST)
		unit[count++] = unit_of(utf8_next(&name));
	for (size_t at = 0; count && at + count <= draft->count && count < draft->count;) {
		if (memcmp(draft->unit + at, unit, count * sizeof(*unit)) != 0 || !stands_apart(draft, at, count)) {
			at++;
			continue;
		}
		draft->count = (uint16_t)(draft->count - count);
		memmove(draft->unit + at, draft->unit + at + count, (draft->count - at) * sizeof(*unit));
	}
}

/* A title that begins with the first letters of the applicant's name, though not with a name that is known. */
enum { SHORTEST_BEGINNING = 2, SHORTEST_TITLE = 4 };

static void take_off_beginning(struct title_draft *draft, struct str core)
{
	size_t count = 0;

	while (core.len && count < draft->count && unit_of(utf8_next(&core)) == draft->unit[count])
		count++;
	if (count < SHORTEST_BEGINNING || count + SHORTEST_TITLE > draft->count)
		return;
	draft->count = (uint16_t)(draft->count - count);
	memmove(draft->unit, draft->unit + count, draft->count * sizeof(draft->unit[0]));
}

/* An organization's name ends so; in front of a title it is the applicant's, however it is spelt there. */
enum { LONGEST_NAME = 30 };

static void take_off_company(struct title_draft *draft)
{
	for (size_t at = 2; at + SHORTEST_TITLE < draft->count && at < LONGEST_NAME; at++) {
		if (draft->unit[at] != u'司' || draft->unit[at - 1] != u'公')
			continue;
		draft->count = (uint16_t)(draft->count - (at + 1));
		memmove(draft->unit, draft->unit + at + 1, draft->count * sizeof(draft->unit[0]));
		return;
	}
}

/* Provinces and cities in front of a title say where, not what. Counties are left: they tell sites apart. */
static void take_off_region(struct title_draft *draft)
{
	char head[LONGEST_NAME * 4];
	struct firm_region within = { 0 };
	struct str text = { head, 0 };
	size_t cut = 0, len, units = 0;

	for (size_t i = 0; i < draft->count && i < LONGEST_NAME; i++)
		text.len += utf8_write(head + text.len, draft->unit[i]);
	while ((len = firm_region_take(str_after(text, cut), FIRM_REGION_BEGINS, &within)) > 0 && !within.county)
		cut += len;
	for (size_t i = 0; i < cut; i++)
		units += ((unsigned char)head[i] & 0xC0) != 0x80;
	if (units == 0 || units + SHORTEST_TITLE > draft->count)
		return;
	draft->count = (uint16_t)(draft->count - units);
	memmove(draft->unit, draft->unit + units, draft->count * sizeof(draft->unit[0]));
}

static const uint16_t *kept(struct arena *arena, const uint16_t *unit, uint16_t count)
{
	uint16_t *copy = ARENA_ARRAY(arena, uint16_t, count);

	memcpy(copy, unit, count * sizeof(*copy));
	return copy;
}

/* --- content ---------------------------------------------------------------------- */

static uint16_t make_content(const struct title_words *known, const struct title_draft *draft, uint16_t *content)
{
	uint16_t count = 0;

	for (size_t at = 0; at < draft->count && count < TITLE_MOST;) {
		const struct title_word *word;

		if (draft->cut[at]) {
			at++;
			continue;
		}
		word = word_at(known, draft->unit + at, draft->count - at);
		if (!word) {
			content[count++] = draft->unit[at++];
			continue;
		}
		for (uint8_t i = 0; i < word->same_len && count < TITLE_MOST; i++)
			content[count++] = word->same[i];
		at += word->len;
	}
	return count;
}

struct title title_parse(const struct title_words *known, struct arena *arena, struct str shown, struct strs own)
{
	struct arena scratch = { 0 };
	struct title_draft draft = { .count = 0 };
	uint16_t content[TITLE_MOST];
	struct title title = { 0 };
	struct title_sign *sign;
	uint16_t full;

	title.decimal = draft_from(&draft, &scratch, shown);
	full = draft.count;
	for (uint32_t i = 0; i < own.count; i++)
		take_off(&draft, own.item[i]);
	if (draft.count == full && own.count)
		take_off_beginning(&draft, own.item[own.count > 1]);
	take_off_company(&draft);
	title.named = draft.count < full;
	take_off_region(&draft);
	title_sign_find(&draft);
	title.whole = kept(arena, draft.unit, draft.count);
	title.whole_count = draft.count;
	title.content_count = make_content(known, &draft, content);
	title.content = kept(arena, content, title.content_count);
	if (title.content_count == 0) {
		title.content = title.whole;
		title.content_count = title.whole_count;
	}
	sign = ARENA_ARRAY(arena, struct title_sign, draft.sign_count);
	memcpy(sign, draft.sign, draft.sign_count * sizeof(*sign));
	title.sign = sign;
	title.sign_count = draft.sign_count;
	arena_release(&scratch);
	return title;
}
