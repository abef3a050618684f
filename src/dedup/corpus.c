#include "dedup/corpus.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/numbers.h"
#include "dedup/gram_table.h"
#include "text/key.h"

struct making {
	struct corpus *corpus;
	struct title_words words;
	struct arena scratch; /* of the record at hand */
	struct numbers cores, brands, identities, mobiles, emails, people;
	struct gram_table grams, whole;
};

/* So many entries are made at a time, in an arena of their own. */
enum { PART = 4096 };

static size_t parts_of(uint32_t count)
{
	return (count + PART - 1) / PART;
}

static uint32_t end_of(size_t part, uint32_t count)
{
	return (part + 1) * PART < count ? (uint32_t)((part + 1) * PART) : count;
}

/* --- parties ---------------------------------------------------------------------- */

static void take_parties(struct entry *entry, const struct applicants *applicants)
{
	uint32_t first = applicants->first[entry->record], end = applicants->first[entry->record + 1];

	for (uint32_t i = first; i < end && entry->party_count < CORPUS_MEMBERS; i++)
		entry->party[entry->party_count++] = applicants->member[i];
}

static void make_party(struct making *making, struct party *party, const struct firm *firm)
{
	struct str identity = firm_identity(&making->scratch, firm);

	party->firm = firm;
	party->core = numbers_of(&making->cores, NULL, firm->core);
	party->brand = numbers_of(&making->brands, NULL, firm->brand);
	party->identity = numbers_of(&making->identities, &making->corpus->arena, identity);
	arena_reset(&making->scratch);
}

static void make_parties(struct making *making)
{
	struct corpus *corpus = making->corpus;
	const struct applicants *applicants = corpus->run->applicants;

	corpus->party_count = applicants->count;
	corpus->party = ARENA_ARRAY(&corpus->arena, struct party, corpus->party_count);
	for (uint32_t i = 0; i < corpus->party_count; i++)
		make_party(making, &corpus->party[i], &applicants->item[i].firm);
}

/* What a title may call the applicant: all of its name, the name less its form, its trade name; longest first. */
static struct strs own_names(struct str room[3], const struct firm *firm)
{
	uint32_t count = 0;

	if (firm->key.len)
		room[count++] = firm->key;
	if (firm->core.len && firm->core.len < firm->key.len)
		room[count++] = firm->core;
	if (firm->kind == FIRM_COMPANY && firm->brand.len && firm->brand.len < firm->core.len)
		room[count++] = firm->brand;
	return (struct strs){ count, room };
}

/* --- entries ---------------------------------------------------------------------- */

uint64_t corpus_hash(const uint16_t *unit, size_t count)
{
	return str_hash((struct str){ (const char *)unit, count * sizeof(*unit) });
}

/* The same for the same units in any order. */
static uint64_t hash_bag(const uint16_t *unit, size_t count)
{
	uint64_t sum = count;

	for (size_t i = 0; i < count; i++) {
		uint64_t x = (unit[i] + 1) * 0x9E3779B97F4A7C15u;

		x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9u;
		sum += x ^ x >> 32;
	}
	return sum * 0x94D049BB133111EBu;
}

static struct str lower(struct arena *arena, struct str text)
{
	char *copy = ARENA_ARRAY(arena, char, text.len);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = str_lower(text.data[i]);
	return (struct str){ copy, text.len };
}

static void take_contacts(struct making *making, struct entry *entry, const struct record *record)
{
	struct arena *arena = &making->corpus->arena;

	for (uint32_t i = 0; i < record->mobile_count && i < CORPUS_CONTACTS; i++)
		entry->mobile[i] = numbers_of(&making->mobiles, NULL, record->mobile[i]);
	for (uint32_t i = 0; i < record->email_count && i < CORPUS_CONTACTS; i++)
		entry->email[i] = numbers_of(&making->emails, arena, lower(&making->scratch, record->email[i]));
	entry->person = numbers_of(&making->people, arena, key_lossless(&making->scratch, record->person));
}

static void count_grams(struct gram_table *table, const uint16_t *unit, uint16_t count)
{
	for (uint16_t i = 1; i < count; i++)
		gram_table_put(table, gram_of(unit[i - 1], unit[i]))->count++;
}

static void parse_title(const struct making *making, struct arena *arena, struct entry *entry)
{
	const struct corpus *corpus = making->corpus;
	const struct title *title = &entry->title;
	struct str room[3];
	struct strs own = { 0 };

	if (entry->party_count)
		own = own_names(room, corpus->party[entry->party[0]].firm);
	entry->title = title_parse(&making->words, arena, corpus->run->records.item[entry->record].project, own);
	entry->whole = corpus_hash(title->whole, title->whole_count);
	entry->bag = hash_bag(title->whole, title->whole_count);
	entry->content = hash_bag(title->content, title->content_count);
}

static void parse_titles(void *user, size_t part)
{
	struct making *making = user;
	struct corpus *corpus = making->corpus;

	for (uint32_t i = (uint32_t)part * PART; i < end_of(part, corpus->entry_count); i++)
		parse_title(making, &corpus->entry_arena[part], &corpus->entry[i]);
}

static void take_record(struct making *making, struct entry *entry, uint32_t index)
{
	const struct record *record = &making->corpus->run->records.item[index];

	entry->record = index;
	take_parties(entry, making->corpus->run->applicants);
	take_contacts(making, entry, record);
	arena_reset(&making->scratch);
}

/* --- how much a pair of characters says --------------------------------------------- */

/* The rarest first; among equals by their characters, so that no order of rows matters. */
static int by_rarity(const void *left, const void *right)
{
	const struct gram_slot *a = *(struct gram_slot *const *)left, *b = *(struct gram_slot *const *)right;

	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	return (a->gram > b->gram) - (a->gram < b->gram);
}

/*
 * In a few rows every word looks rare. So many rows are thought to stand beside them, in
 * which a word stands once in so many.
 */
static const double ROWS_BESIDE = 2000.0, STANDS_BESIDE = 1.0;

static void number_grams(struct making *making)
{
	struct corpus *corpus = making->corpus;
	struct gram_slot **order = ARENA_ARRAY(&corpus->arena, struct gram_slot *, making->grams.count);
	float *weight = ARENA_ARRAY(&corpus->arena, float, making->grams.count);
	uint32_t *entries = ARENA_ARRAY(&corpus->arena, uint32_t, making->grams.count), count = 0;

	for (size_t i = 0; i < making->grams.room; i++)
		if (making->grams.slot[i].count)
			order[count++] = &making->grams.slot[i];
	qsort(order, count, sizeof(*order), by_rarity);
	for (uint32_t i = 0; i < count; i++) {
		order[i]->number = i;
		entries[i] = order[i]->count;
		weight[i] = (float)log((corpus->entry_count + ROWS_BESIDE) / (order[i]->count + STANDS_BESIDE));
	}
	corpus->gram_total = count;
	corpus->gram_weight = weight;
	corpus->gram_entries = entries;
}

/* A title's: few, and often nearly in order. */
static void sort_few(uint32_t *number, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		uint32_t one = number[i], at = i;

		for (; at > 0 && number[at - 1] > one; at--)
			number[at] = number[at - 1];
		number[at] = one;
	}
}

static void take_grams(const struct making *making, struct arena *arena, struct entry *entry)
{
	const struct title *title = &entry->title;
	uint32_t gram[TITLE_MOST] = { 0 }, kept = 0;
	uint32_t *copy;

	for (uint16_t i = 1; i < title->content_count; i++)
		gram[i - 1] =
			gram_table_find(&making->grams, gram_of(title->content[i - 1], title->content[i]))->number;
	if (title->content_count > 1)
		sort_few(gram, title->content_count - 1u);
	for (uint16_t i = 1; i < title->content_count; i++)
		if (kept == 0 || gram[kept - 1] != gram[i - 1])
			gram[kept++] = gram[i - 1];
	copy = ARENA_ARRAY(arena, uint32_t, kept);
	memcpy(copy, gram, kept * sizeof(*gram));
	entry->gram = copy;
	entry->gram_count = (uint8_t)kept;
	for (uint32_t i = 0; i < kept; i++)
		entry->weight += making->corpus->gram_weight[gram[i]];
}

/* --- what several trade names share --------------------------------------------------- */

struct use {
	uint64_t what;
	uint32_t brand, entry;
};

static int by_use(const void *left, const void *right)
{
	const struct use *a = left, *b = right;

	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	return (a->brand > b->brand) - (a->brand < b->brand);
}

static uint32_t brand_of(const struct making *making, const struct entry *entry)
{
	return entry->party_count ? making->corpus->party[entry->party[0]].brand : 0;
}

/* `what` of each entry, `brands` for the number of different ones that have it. */
static void count_titles(struct making *making)
{
	struct corpus *corpus = making->corpus;
	struct arena scratch = { 0 };
	struct use *use = ARENA_ARRAY(&scratch, struct use, corpus->entry_count);

	for (uint32_t i = 0; i < corpus->entry_count; i++)
		use[i] = (struct use){ corpus->entry[i].content, brand_of(making, &corpus->entry[i]), i };
	qsort(use, corpus->entry_count, sizeof(*use), by_use);
	for (uint32_t from = 0, to; from < corpus->entry_count; from = to) {
		uint32_t brands = 0;

		for (to = from; to < corpus->entry_count && use[to].what == use[from].what; to++)
			brands += to == from || use[to].brand != use[to - 1].brand;
		for (uint32_t i = from; i < to; i++)
			corpus->entry[use[i].entry].spread = brands;
	}
	arena_release(&scratch);
}

static const uint32_t *count_brands(struct making *making, size_t contacts, size_t member)
{
	struct corpus *corpus = making->corpus;
	uint32_t *brands = ARENA_ARRAY(&corpus->arena, uint32_t, contacts + 1);
	struct arena scratch = { 0 };
	struct use *use = ARENA_ARRAY(&scratch, struct use, (size_t)corpus->entry_count * CORPUS_CONTACTS);
	size_t count = 0;

	for (uint32_t i = 0; i < corpus->entry_count; i++) {
		const uint32_t *contact = (const uint32_t *)((const char *)&corpus->entry[i] + member);

		for (size_t j = 0; j < CORPUS_CONTACTS; j++)
			if (contact[j])
				use[count++] = (struct use){ contact[j], brand_of(making, &corpus->entry[i]), i };
	}
	if (count)
		qsort(use, count, sizeof(*use), by_use);
	for (size_t i = 0; i < count; i++)
		brands[use[i].what] += i == 0 || use[i].what != use[i - 1].what || use[i].brand != use[i - 1].brand;
	arena_release(&scratch);
	return brands;
}

static const struct str *texts_by_number(struct arena *arena, const struct corpus *corpus, size_t count)
{
	struct str *text = ARENA_ARRAY(arena, struct str, count + 1);

	for (uint32_t i = 0; i < corpus->entry_count; i++) {
		const struct entry *entry = &corpus->entry[i];

		for (size_t j = 0; j < CORPUS_CONTACTS; j++)
			if (entry->mobile[j])
				text[entry->mobile[j]] = corpus->run->records.item[entry->record].mobile[j];
	}
	return text;
}

/* --- all ---------------------------------------------------------------------------- */

static void release_making(struct making *making)
{
	numbers_release(&making->cores);
	numbers_release(&making->brands);
	numbers_release(&making->identities);
	numbers_release(&making->mobiles);
	numbers_release(&making->emails);
	numbers_release(&making->people);
	gram_table_release(&making->grams);
	arena_release(&making->scratch);
}

static void gather_grams(void *user, size_t part)
{
	struct making *making = user;
	struct corpus *corpus = making->corpus;

	for (uint32_t i = (uint32_t)part * PART; i < end_of(part, corpus->entry_count); i++)
		take_grams(making, &corpus->entry_arena[part], &corpus->entry[i]);
}

static void make_titles(struct making *making, unsigned hands)
{
	struct corpus *corpus = making->corpus;
	size_t parts = parts_of(corpus->entry_count);

	corpus->entry_arena = ARENA_ARRAY(&corpus->arena, struct arena, parts);
	crew_run(&(struct crew){ making, parse_titles }, parts, hands);
	for (uint32_t i = 0; i < corpus->entry_count; i++) {
		const struct title *title = &corpus->entry[i].title;

		count_grams(&making->grams, title->content, title->content_count);
		count_grams(&making->whole, title->whole, title->whole_count);
	}
	number_grams(making);
	crew_run(&(struct crew){ making, gather_grams }, parts, hands);
}

void corpus_make(struct corpus *corpus, const struct run *run, const bool *left_out, unsigned hands)
{
	struct making making = { .corpus = corpus };

	*corpus = (struct corpus){ .run = run };
	making.words = title_words_make(&corpus->arena);
	corpus->entry = ARENA_ARRAY(&corpus->arena, struct entry, run->records.count);
	for (uint32_t i = 0; i < run->records.count; i++)
		if (!left_out || !left_out[run->order[i]])
			take_record(&making, &corpus->entry[corpus->entry_count++], run->order[i]);
	make_parties(&making);
	make_titles(&making, hands);
	count_titles(&making);
	corpus->mobile_brands = count_brands(&making, making.mobiles.count, offsetof(struct entry, mobile));
	corpus->email_brands = count_brands(&making, making.emails.count, offsetof(struct entry, email));
	corpus->mobile = texts_by_number(&corpus->arena, corpus, making.mobiles.count);
	corpus->whole = ARENA_NEW(&corpus->arena, struct gram_table);
	*corpus->whole = making.whole;
	release_making(&making);
}

void corpus_release(struct corpus *corpus)
{
	for (size_t i = 0; i < parts_of(corpus->entry_count); i++)
		arena_release(&corpus->entry_arena[i]);
	if (corpus->whole)
		gram_table_release(corpus->whole);
	arena_release(&corpus->arena);
}

uint32_t corpus_titles_with(const struct corpus *corpus, uint16_t first, uint16_t second)
{
	const struct gram_slot *slot = gram_table_find(corpus->whole, gram_of(first, second));

	return slot ? slot->count : 0;
}
