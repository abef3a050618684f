#include "profile/nearest.h"

#include "base/utf8.h"

struct word {
	uint32_t len;
	int32_t code[NEAREST_LONGEST];
};

static int32_t lower(int32_t code)
{
	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

static bool take_apart(struct str text, struct word *out)
{
	out->len = 0;
	while (text.len) {
		if (out->len == NEAREST_LONGEST)
			return false;
		out->code[out->len++] = lower(utf8_next(&text));
	}
	return true;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Three rows of the table are enough: a swap of neighbours looks two back. */
static uint32_t distance(const struct word *a, const struct word *b)
{
	uint32_t row[3][NEAREST_LONGEST + 1];

	for (uint32_t j = 0; j <= b->len; j++)
		row[0][j] = j;
	for (uint32_t i = 1; i <= a->len; i++) {
		uint32_t *now = row[i % 3];
		const uint32_t *last = row[(i + 2) % 3];
		const uint32_t *before = row[(i + 1) % 3];

		now[0] = i;
		for (uint32_t j = 1; j <= b->len; j++) {
			bool same = a->code[i - 1] == b->code[j - 1];

			now[j] = smaller(smaller(last[j], now[j - 1]) + 1, last[j - 1] + !same);
			if (i > 1 && j > 1 && a->code[i - 1] == b->code[j - 2] && a->code[i - 2] == b->code[j - 1])
				now[j] = smaller(now[j], before[j - 2] + 1);
		}
	}
	return row[a->len % 3][b->len];
}

uint32_t nearest_distance(struct str a, struct str b)
{
	struct word left, right;

	if (!take_apart(a, &left) || !take_apart(b, &right))
		return UINT32_MAX;
	return distance(&left, &right);
}

uint32_t nearest_word(struct str word, uint32_t count, const struct str *known)
{
	uint32_t best = count, best_distance = UINT32_MAX;
	struct word meant, other;

	if (!take_apart(word, &meant))
		return count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t steps, longer;

		if (!take_apart(known[i], &other))
			continue;
		longer = meant.len > other.len ? meant.len : other.len;
		steps = distance(&meant, &other);
		if (steps < best_distance && steps < longer && 2 * steps <= longer) {
			best = i;
			best_distance = steps;
		}
	}
	return best;
}
