#include "dedup/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/radix.h"
#include "base/utf8.h"

/*
 * A key is 40 bits of a hash over 24 of the entry: sorted, the rows of a block stand side
 * by side. Two keys that meet by chance cost a comparison and nothing else.
 */
enum { ENTRY_BITS = 24, KEY_BITS = 16 };

#define ENTRY_MASK (((uint64_t)1 << ENTRY_BITS) - 1)

/* Each row with each in blocks up to here; larger ones are keyed again, then windowed. */
enum { BLOCK_MOST = 60, WINDOW = 20 };
/* Rare words of a title that are keys. */
enum { RARE_WORDS = 4, WORD_PAIRS = 3 };
enum { HEAD_UNITS = 8, HEAD_LEAST = 6 };

/* Keys of titles are made twice, with either letter: a round at a time takes half of the memory. */
enum { ROUND_FIRST, ROUND_SECOND, ROUNDS };

struct finder {
	const struct corpus *corpus;
	struct blocks *blocks;
	uint32_t from; /* entries from it on are the other side; 0 where there is but one */
	enum block_key key;
	unsigned round;
	LIST_OF(uint64_t) keys;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
	uint64_t x = (a + 0x9E3779B97F4A7C15u) ^ (b * 0xBF58476D1CE4E5B9u);

	x ^= x >> 30;
	x *= 0x94D049BB133111EBu;
	x ^= x >> 31;
	return x * 0x9E3779B97F4A7C15u;
}

static void add_key(struct finder *finder, uint32_t entry, uint64_t hash)
{
	*LIST_ADD(&finder->keys) = (hash & ~ENTRY_MASK) | entry;
}

static void add_pair(struct finder *finder, uint64_t a, uint64_t b)
{
	uint64_t low = a < b ? a : b, high = a < b ? b : a;

	if (low != high)
		*LIST_ADD(&finder->blocks->pair) = low << (ENTRY_BITS + KEY_BITS) | high << KEY_BITS | finder->key;
}

/* --- blocks ---------------------------------------------------------------------------- */

static uint64_t entry_of(uint64_t key)
{
	return key & ENTRY_MASK;
}

/* How many keys of a block, in their order, are of the first side: all where there is but one. */
static size_t first_side(const struct finder *finder, const uint64_t *key, size_t count)
{
	size_t from = 0, to = finder->from ? count : 0;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (entry_of(key[middle]) < finder->from)
			from = middle + 1;
		else
			to = middle;
	}
	return finder->from ? from : count;
}

static uint64_t pairs_of(const struct finder *finder, const uint64_t *key, size_t count)
{
	uint64_t first = first_side(finder, key, count);

	return finder->from ? first * (count - first) : first * (first - 1) / 2;
}

static bool is_small(const struct finder *finder, const uint64_t *key, size_t count)
{
	return pairs_of(finder, key, count) <= BLOCK_MOST * (BLOCK_MOST - 1) / 2;
}

static bool are_two_sides(const struct finder *finder, uint64_t a, uint64_t b)
{
	return !finder->from || (entry_of(a) < finder->from) != (entry_of(b) < finder->from);
}

static void pair_all(struct finder *finder, const uint64_t *key, size_t count)
{
	size_t first = first_side(finder, key, count);

	for (size_t i = 0; i < first; i++)
		for (size_t j = finder->from ? first : i + 1; j < count; j++)
			add_pair(finder, entry_of(key[i]), entry_of(key[j]));
}

/* In the order of what the rows say, so that where a row stood does not matter. */
static int by_content(const void *left, const void *right, void *user)
{
	const struct corpus *corpus = user;
	const struct entry *a = &corpus->entry[entry_of(*(const uint64_t *)left)];
	const struct entry *b = &corpus->entry[entry_of(*(const uint64_t *)right)];
	uint32_t count = a->title.whole_count < b->title.whole_count ? a->title.whole_count : b->title.whole_count;
	int order = memcmp(a->title.whole, b->title.whole, count * sizeof(*a->title.whole));

	if (order == 0 && a->title.whole_count != b->title.whole_count)
		order = a->title.whole_count < b->title.whole_count ? -1 : 1;
	if (order == 0)
		order = str_cmp(corpus->run->records.item[a->record].applicant_lossless,
				corpus->run->records.item[b->record].applicant_lossless);
	return order ? order : (a > b) - (a < b);
}

static void pair_window(struct finder *finder, uint64_t *key, size_t count)
{
	uint64_t pairs = pairs_of(finder, key, count), done = 0;

	qsort_r(key, count, sizeof(*key), by_content, (void *)(uintptr_t)finder->corpus);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count && j <= i + WINDOW; j++)
			if (are_two_sides(finder, key[i], key[j])) {
				add_pair(finder, entry_of(key[i]), entry_of(key[j]));
				done++;
			}
	finder->blocks->cut_blocks++;
	finder->blocks->cut_pairs += pairs - done;
}

/* Blocks of equal hashes in keys that are sorted. */
static void walk(struct finder *finder, uint64_t *key, size_t count, void (*take)(struct finder *, uint64_t *, size_t))
{
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && (key[to] ^ key[from]) <= ENTRY_MASK; to++)
			;
		if (pairs_of(finder, key + from, to - from))
			take(finder, key + from, to - from);
	}
}

static void take_second(struct finder *finder, uint64_t *key, size_t count)
{
	if (is_small(finder, key, count))
		pair_all(finder, key, count);
	else
		pair_window(finder, key, count);
}

/* The keys of a large block, joined with who applies and whose contact it is. */
static size_t second_keys(const struct finder *finder, const uint64_t *key, size_t count, uint64_t *to)
{
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		const struct entry *entry = &finder->corpus->entry[entry_of(key[i])];
		const struct party *party = entry->party_count ? &finder->corpus->party[entry->party[0]] : NULL;
		uint64_t seconds[] = { party ? party->core : 0, party ? party->brand : 0, entry->mobile[0],
				       entry->email[0] };

		for (uint64_t j = 0; j < ARRAY_COUNT(seconds); j++)
			if (seconds[j])
				to[made++] = (mix(mix(key[i] & ~ENTRY_MASK, j + 1), seconds[j]) & ~ENTRY_MASK) |
					     entry_of(key[i]);
	}
	return made;
}

static void take_first(struct finder *finder, uint64_t *key, size_t count)
{
	uint64_t *second;
	size_t made;

	if (is_small(finder, key, count)) {
		pair_all(finder, key, count);
		return;
	}
	second = malloc(count * 4 * sizeof(*second));
	if (!second)
		cleanup_no_memory();
	made = second_keys(finder, key, count, second);
	radix_sort(second, made, ENTRY_BITS);
	walk(finder, second, made, take_second);
	free(second);
}

/* --- keys ---------------------------------------------------------------------------------- */

static const struct party *party_of(const struct finder *finder, const struct entry *entry, uint8_t at)
{
	return &finder->corpus->party[entry->party[at]];
}

static void title_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	if (entry->title.whole_count)
		add_key(finder, at, mix(BLOCK_TITLE, entry->whole));
}

static void content_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	if (entry->title.content_count)
		add_key(finder, at, mix(BLOCK_CONTENT, entry->content));
}

/* Words that no other title has bring nobody together. */
static uint8_t rare_words(const struct finder *finder, const struct entry *entry, uint32_t *word, uint8_t most)
{
	uint8_t count = 0;

	for (uint8_t i = 0; i < entry->gram_count && count < most; i++)
		if (finder->corpus->gram_entries[entry->gram[i]] > 1)
			word[count++] = entry->gram[i];
	return count;
}

static void applicant_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	for (uint8_t i = 0; i < entry->party_count; i++)
		if (party_of(finder, entry, i)->core)
			add_key(finder, at, mix(BLOCK_APPLICANT, party_of(finder, entry, i)->core));
}

static void joined_keys(struct finder *finder, uint32_t at, const struct entry *entry, uint64_t with)
{
	uint32_t word[RARE_WORDS];
	uint8_t count = rare_words(finder, entry, word, RARE_WORDS);

	for (uint8_t i = 0; i < count; i++)
		add_key(finder, at, mix(with, word[i]));
}

static void brand_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	for (uint8_t i = 0; i < entry->party_count; i++)
		if (party_of(finder, entry, i)->brand)
			joined_keys(finder, at, entry, mix(BLOCK_BRAND, party_of(finder, entry, i)->brand));
}

static void contact_keys(struct finder *finder, uint32_t at, const struct entry *entry, const uint32_t *contact,
			 const uint32_t *brands)
{
	for (size_t i = 0; i < CORPUS_CONTACTS; i++) {
		uint64_t key = mix(finder->key, contact[i]);

		if (contact[i] && brands[contact[i]] < CORPUS_AGENT)
			add_key(finder, at, key);
		else if (contact[i])
			joined_keys(finder, at, entry, key);
	}
}

static void mobile_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	contact_keys(finder, at, entry, entry->mobile, finder->corpus->mobile_brands);
}

static void email_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	contact_keys(finder, at, entry, entry->email, finder->corpus->email_brands);
}

static struct str first_letter(struct str text)
{
	struct str rest = text;

	if (rest.len)
		utf8_next(&rest);
	return str_part(text, 0, text.len - rest.len);
}

/*
 * Titles alone bring too many together. The city beside them is enough, with one letter of the trade name: the first,
 * and, should that be misspelt, the second.
 */
static void lettered_keys(struct finder *finder, uint32_t at, const struct entry *entry, uint64_t key)
{
	const struct firm *firm;
	struct str letter;

	if (entry->party_count == 0)
		return;
	firm = party_of(finder, entry, 0)->firm;
	letter = first_letter(firm->core);
	if (finder->round == ROUND_SECOND)
		letter = first_letter(str_after(firm->core, letter.len));
	add_key(finder, at, mix(mix(key + finder->round, firm->city), str_hash(letter)));
}

static void word_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	uint32_t word[WORD_PAIRS];
	uint8_t count = rare_words(finder, entry, word, WORD_PAIRS);

	for (uint8_t i = 0; i < count; i++)
		for (uint8_t j = (uint8_t)(i + 1); j < count; j++)
			lettered_keys(finder, at, entry, mix(mix(BLOCK_WORDS, word[i]), word[j]));
}

static void head_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	uint16_t count = entry->title.whole_count < HEAD_UNITS ? entry->title.whole_count : HEAD_UNITS;

	if (count >= HEAD_LEAST)
		lettered_keys(finder, at, entry, mix(BLOCK_HEAD, corpus_hash(entry->title.whole, count)));
}

static void tail_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	uint16_t count = entry->title.whole_count < HEAD_UNITS ? entry->title.whole_count : HEAD_UNITS;

	if (count >= HEAD_LEAST)
		lettered_keys(
			finder, at, entry,
			mix(BLOCK_TAIL, corpus_hash(entry->title.whole + entry->title.whole_count - count, count)));
}

/* A longer name is cut: what differs behind is no slip of a name that people write. */
enum { SLIP_BYTES = 120 };

static uint64_t hash_without(struct str name, size_t from, size_t to)
{
	char left[SLIP_BYTES];

	memcpy(left, name.data, from);
	memcpy(left + from, name.data + to, name.len - to);
	return str_hash((struct str){ left, name.len - (to - from) });
}

/* The name with one character left out, each in turn, and the whole one. */
static void slip_keys(struct finder *finder, uint32_t at, const struct entry *entry)
{
	uint64_t title = mix(BLOCK_SLIP, entry->content);
	struct str core;

	if (entry->party_count == 0 || entry->spread < CORPUS_VERY_COMMON)
		return;
	core = str_part(party_of(finder, entry, 0)->firm->core, 0, SLIP_BYTES);
	add_key(finder, at, mix(title, str_hash(core)));
	for (size_t from = 0, to; from < core.len; from = to) {
		for (to = from + 1; to < core.len && ((unsigned char)core.data[to] & 0xC0) == 0x80; to++)
			;
		add_key(finder, at, mix(title, hash_without(core, from, to)));
	}
}

static void (*const makers[BLOCK_KEYS])(struct finder *, uint32_t, const struct entry *) = {
	[BLOCK_TITLE] = title_keys, [BLOCK_CONTENT] = content_keys, [BLOCK_APPLICANT] = applicant_keys,
	[BLOCK_BRAND] = brand_keys, [BLOCK_MOBILE] = mobile_keys,   [BLOCK_EMAIL] = email_keys,
	[BLOCK_WORDS] = word_keys,  [BLOCK_HEAD] = head_keys,	    [BLOCK_TAIL] = tail_keys,
	[BLOCK_SLIP] = slip_keys,
};

static void find_by(struct finder *finder, enum block_key key, unsigned round)
{
	finder->key = key;
	finder->round = round;
	finder->keys.count = 0;
	for (uint32_t i = 0; i < finder->corpus->entry_count; i++)
		makers[key](finder, i, &finder->corpus->entry[i]);
	radix_sort(finder->keys.item, finder->keys.count, ENTRY_BITS);
	walk(finder, finder->keys.item, finder->keys.count, take_first);
}

/* Each pair once, by the first key that found it: keys are their lowest bits. */
static void make_unique(struct blocks *blocks)
{
	size_t kept = 0;

	radix_sort(blocks->pair.item, blocks->pair.count, 0);
	for (size_t i = 0; i < blocks->pair.count; i++)
		if (kept == 0 || blocks->pair.item[kept - 1] >> KEY_BITS != blocks->pair.item[i] >> KEY_BITS)
			blocks->pair.item[kept++] = blocks->pair.item[i];
	blocks->pair.count = kept;
}

void blocks_find(struct blocks *blocks, const struct corpus *corpus, uint32_t from)
{
	struct finder finder = { .corpus = corpus, .blocks = blocks, .from = from };

	*blocks = (struct blocks){ 0 };
	for (enum block_key key = 0; key < BLOCK_KEYS; key++) {
		unsigned rounds = key >= BLOCK_WORDS && key <= BLOCK_TAIL ? ROUNDS : 1;

		for (unsigned round = 0; round < rounds; round++)
			find_by(&finder, key, round);
		make_unique(blocks);
	}
	free(finder.keys.item);
}

void blocks_release(struct blocks *blocks)
{
	free(blocks->pair.item);
	*blocks = (struct blocks){ 0 };
}

enum { PART = 1 << 16 };

size_t blocks_parts(const struct blocks *blocks)
{
	return (blocks->pair.count + PART - 1) / PART;
}

size_t blocks_part_end(const struct blocks *blocks, size_t part)
{
	return (part + 1) * PART < blocks->pair.count ? (part + 1) * PART : blocks->pair.count;
}

struct candidate blocks_candidate(const struct blocks *blocks, size_t at)
{
	uint64_t pair = blocks->pair.item[at];

	return (struct candidate){ (uint32_t)(pair >> (ENTRY_BITS + KEY_BITS)),
				   (uint32_t)(pair >> KEY_BITS & ENTRY_MASK),
				   (enum block_key)(pair & ((1 << KEY_BITS) - 1)) };
}
