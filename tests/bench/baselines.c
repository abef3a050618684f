/*
 * Three plain ways to find duplicates, for `make bench-dups` to hold the program against. A program of its own: it
 * shares no code with huizong.
 *
 *     baselines nfkc|bigrams|levenshtein <rows
 *
 * A row is a line "title<TAB>applicant", in NFKC already; prints "i j" for each pair found, rows counted from 0.
 *
 *   nfkc         both texts are equal
 *   bigrams      the sorted set of two neighbouring letters or digits is equal, of both texts (OpenRefine's
 *                n-gram fingerprint with n = 2)
 *   levenshtein  1 - edits / longer text >= .85, of title and applicant as one text. Rows are compared that share
 *                six characters at the beginning or the end of the title, or five at the beginning of the
 *                applicant; pairs that share none of these are missed: each with each would take hours.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 400, KEYS = 3 };

struct text {
	uint32_t *unit; /* code points */
	uint16_t count;
};

struct row {
	struct text title, applicant, both;
	uint64_t key[KEYS];
};

struct rows {
	struct row *item;
	uint32_t count;
};

static void *must(void *memory)
{
	if (!memory) {
		fputs("baselines: no memory\n", stderr);
		exit(2);
	}
	return memory;
}

static uint32_t next_point(const unsigned char **at, const unsigned char *end)
{
	uint32_t c = *(*at)++;
	int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;

	if (more)
		c &= 0x3Fu >> more;
	for (; more > 0 && *at < end; more--)
		c = c << 6 | (*(*at)++ & 0x3Fu);
	return c;
}

static struct text read_text(const char *from, const char *end)
{
	const unsigned char *at = (const unsigned char *)from;
	struct text text = { must(calloc(TEXT_MOST, sizeof(uint32_t))), 0 };

	while (at < (const unsigned char *)end && text.count < TEXT_MOST)
		text.unit[text.count++] = next_point(&at, (const unsigned char *)end);
	text.unit = must(realloc(text.unit, (text.count + 1u) * sizeof(uint32_t)));
	return text;
}

static struct rows read_rows(void)
{
	struct rows rows = { 0 };
	char *line = NULL;
	size_t room = 0;
	uint32_t most = 0;

	for (ssize_t len; (len = getline(&line, &room, stdin)) > 0; rows.count++) {
		char *end = line + len - (line[len - 1] == '\n');
		char *tab = memchr(line, '\t', (size_t)(end - line));

		if (!tab)
			tab = end;
		if (rows.count == most)
			rows.item = must(realloc(rows.item, (most = most ? most * 2 : 1024) * sizeof(*rows.item)));
		rows.item[rows.count].title = read_text(line, tab);
		rows.item[rows.count].applicant = read_text(tab < end ? tab + 1 : end, end);
		rows.item[rows.count].both = read_text(line, end);
	}
	free(line);
	return rows;
}

static void free_rows(struct rows *rows)
{
	for (uint32_t i = 0; i < rows->count; i++) {
		free(rows->item[i].title.unit);
		free(rows->item[i].applicant.unit);
		free(rows->item[i].both.unit);
	}
	free(rows->item);
}

static uint64_t hash(uint64_t seed, const void *data, size_t bytes)
{
	const unsigned char *at = data;
	uint64_t h = seed ^ 0xCBF29CE484222325u;

	for (size_t i = 0; i < bytes; i++)
		h = (h ^ at[i]) * 0x100000001B3u;
	return h;
}

/* --- keys ---------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t seed, const struct text *text)
{
	return hash(seed, text->unit, text->count * sizeof(uint32_t));
}

static void key_nfkc(struct row *row)
{
	row->key[0] = hash_text(hash_text(1, &row->title), &row->applicant);
}

static int by_pair(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static bool is_letter(uint32_t c)
{
	return c >= 0x80 ? !(c >= 0x2000 && c < 0x2070) && !(c >= 0x3000 && c < 0x3040) && c != 0xB7
			 : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static uint64_t hash_bigrams(uint64_t seed, const struct text *text)
{
	uint64_t pair[TEXT_MOST];
	uint32_t letter[TEXT_MOST];
	size_t letters = 0, count = 0, kept = 0;

	for (uint16_t i = 0; i < text->count; i++)
		if (is_letter(text->unit[i]))
			letter[letters++] = text->unit[i] < 0x80 ? text->unit[i] | 0x20 : text->unit[i];
	for (size_t i = 0; i + 1 < letters; i++)
		pair[count++] = (uint64_t)letter[i] << 32 | letter[i + 1];
	if (count)
		qsort(pair, count, sizeof(*pair), by_pair);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || pair[kept - 1] != pair[i])
			pair[kept++] = pair[i];
	return hash(seed, pair, kept * sizeof(*pair));
}

static void key_bigrams(struct row *row)
{
	row->key[0] = hash_bigrams(hash_bigrams(1, &row->title), &row->applicant);
}

static uint64_t hash_part(uint64_t seed, const struct text *text, uint16_t most, bool at_end)
{
	uint16_t count = text->count < most ? text->count : most;

	return hash(seed, text->unit + (at_end ? text->count - count : 0), count * sizeof(uint32_t));
}

static void key_parts(struct row *row)
{
	row->key[0] = hash_part(1, &row->title, 6, false);
	row->key[1] = hash_part(2, &row->title, 6, true);
	row->key[2] = hash_part(3, &row->applicant, 5, false);
}

/* --- likeness ------------------------------------------------------------------------------ */

/* 1 - edits / longer >= .85, in whole numbers. */
static uint16_t edits_allowed(uint16_t longer)
{
	return (uint16_t)(longer * 15 / 100);
}

/* What two texts begin and end with alike costs nothing; of the rest only what is near the diagonal can matter. */
static bool is_within(const struct text *x, const struct text *y)
{
	const struct text *a = x->count > y->count ? x : y, *b = a == x ? y : x; /* a is the longer */
	uint16_t line[2][TEXT_MOST + 2], *last = line[0], *now = line[1];
	uint16_t most = edits_allowed(a->count), from = 0, end = a->count, b_end = b->count;

	if (a->count > b->count + most)
		return false;
	while (from < b_end && a->unit[from] == b->unit[from])
		from++;
	while (b_end > from && a->unit[end - 1] == b->unit[b_end - 1]) {
		end--;
		b_end--;
	}
	for (uint16_t j = from; j <= b_end + 1; j++)
		last[j] = (uint16_t)(j - from);
	for (uint16_t i = (uint16_t)(from + 1); i <= end; i++) {
		uint16_t low = i > from + most ? (uint16_t)(i - most) : (uint16_t)(from + 1);
		uint16_t high = i + most < b_end ? (uint16_t)(i + most) : b_end;
		uint16_t least = now[low - 1] = (uint16_t)(low == from + 1 ? i - from : most + 1), *spare = last;

		for (uint16_t j = low; j <= high; j++) {
			uint16_t change = (uint16_t)(last[j - 1] + (a->unit[i - 1] != b->unit[j - 1]));
			uint16_t in_out = (uint16_t)((last[j] < now[j - 1] ? last[j] : now[j - 1]) + 1);

			now[j] = change < in_out ? change : in_out;
			least = now[j] < least ? now[j] : least;
		}
		now[high + 1] = (uint16_t)(most + 1);
		if (least > most)
			return false;
		last = now;
		now = spare;
	}
	return last[b_end] <= most;
}

static bool is_alike(const struct row *a, const struct row *b)
{
	return is_within(&a->both, &b->both);
}

/* Equal keys are equal texts, but for a chance of one in 2^64. */
static bool is_equal(const struct row *a, const struct row *b)
{
	return a->key[0] == b->key[0];
}

/* --- blocks -------------------------------------------------------------------------------- */

struct method {
	const char *name;
	uint32_t keys;
	void (*key)(struct row *);
	bool (*is_pair)(const struct row *, const struct row *);
};

struct place {
	uint64_t key;
	uint32_t row;
};

static int by_key(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* A pair that shares several keys is taken at the first of them. */
static bool was_met(const struct row *a, const struct row *b, uint32_t key)
{
	for (uint32_t k = 0; k < key; k++)
		if (a->key[k] == b->key[k])
			return true;
	return false;
}

static void say_block(const struct method *method, const struct rows *rows, uint32_t key, const struct place *place,
		      uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct row *a = &rows->item[place[i].row];

		for (uint32_t j = i + 1; j < count; j++) {
			const struct row *b = &rows->item[place[j].row];

			if (!was_met(a, b, key) && method->is_pair(a, b))
				printf("%u %u\n", place[i].row, place[j].row);
		}
	}
}

static void say_pairs(const struct method *method, const struct rows *rows)
{
	struct place *place = must(malloc((rows->count + 1u) * sizeof(*place)));

	for (uint32_t key = 0; key < method->keys; key++) {
		for (uint32_t i = 0; i < rows->count; i++)
			place[i] = (struct place){ rows->item[i].key[key], i };
		qsort(place, rows->count, sizeof(*place), by_key);
		for (uint32_t from = 0, to; from < rows->count; from = to) {
			for (to = from + 1; to < rows->count && place[to].key == place[from].key; to++)
				;
			say_block(method, rows, key, place + from, to - from);
		}
	}
	free(place);
}

int main(int count, char **word)
{
	static const struct method methods[] = {
		{ "nfkc", 1, key_nfkc, is_equal },
		{ "bigrams", 1, key_bigrams, is_equal },
		{ "levenshtein", KEYS, key_parts, is_alike },
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		struct rows rows;

		if (count != 2 || strcmp(word[1], methods[i].name) != 0)
			continue;
		rows = read_rows();
		for (uint32_t row = 0; row < rows.count; row++)
			methods[i].key(&rows.item[row]);
		say_pairs(&methods[i], &rows);
		free_rows(&rows);
		return ferror(stdout) || fflush(stdout) != 0 ? 2 : 0;
	}
	fputs("usage: baselines nfkc|bigrams|levenshtein <rows\n", stderr);
	return 2;
}
