#include "output/diff.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* So many comparisons take a tenth of a millisecond: names of 300 characters that have no end in common. */
enum { COMPARISONS_MAX = 300 * 300 };

/* A common stretch shorter than this, between two differences, is chance. */
enum { ISLAND_MIN = 2 };

/* A text cut into characters. */
struct letters {
	uint32_t count;
	struct str *item;
	bool *differs;
};

static struct letters letters_of(struct arena *arena, struct str text)
{
	struct letters letters = { 0, ARENA_ARRAY(arena, struct str, text.len), ARENA_ARRAY(arena, bool, text.len) };
	utf8proc_int32_t state = 0;
	int32_t before = -1;

	while (text.len) {
		struct str rest = text;
		int32_t code = utf8_next(&rest);
		size_t len = text.len - rest.len;

		if (before >= 0 && code >= 0 && !utf8proc_grapheme_break_stateful(before, code, &state))
			letters.item[letters.count - 1].len += len;
		else
			letters.item[letters.count++] = str_part(text, 0, len);
		before = code;
		text = rest;
	}
	return letters;
}

static void mark(struct letters *letters, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		letters->differs[i] = true;
}

/* The part of both that lies between what they have in common at their ends. */
struct middle {
	struct letters *a, *b;
	uint32_t from, a_to, b_to;
};

static struct middle middle_of(struct letters *a, struct letters *b)
{
	struct middle m = { a, b, 0, a->count, b->count };

	while (m.from < m.a_to && m.from < m.b_to && str_eq(a->item[m.from], b->item[m.from]))
		m.from++;
	while (m.a_to > m.from && m.b_to > m.from && str_eq(a->item[m.a_to - 1], b->item[m.b_to - 1])) {
		m.a_to--;
		m.b_to--;
	}
	return m;
}

/* Length of the longest common subsequence from each place on: row by row, the last row and column are 0. */
static uint16_t *common_lengths(struct arena *arena, const struct middle *m, uint32_t width)
{
	uint32_t rows = m->a_to - m->from, cols = m->b_to - m->from;
	uint16_t *length = ARENA_ARRAY(arena, uint16_t, (size_t)(rows + 1) * width);

	for (uint32_t i = rows; i-- > 0;)
		for (uint32_t j = cols; j-- > 0;) {
			uint16_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];

			if (str_eq(m->a->item[m->from + i], m->b->item[m->from + j]))
				length[i * width + j] = (uint16_t)(length[(i + 1) * width + j + 1] + 1);
			else
				length[i * width + j] = down > right ? down : right;
		}
	return length;
}

/* Walk along the common letters; a run of them that is too short goes to the differences around it. */
static void mark_middle(struct arena *arena, const struct middle *m)
{
	uint32_t rows = m->a_to - m->from, cols = m->b_to - m->from, width = cols + 1;
	const uint16_t *length = common_lengths(arena, m, width);
	uint32_t i = 0, j = 0;

	while (i < rows && j < cols) {
		uint32_t same = 0;

		while (i + same < rows && j + same < cols &&
		       str_eq(m->a->item[m->from + i + same], m->b->item[m->from + j + same]))
			same++;
		if (same) {
			if (same < ISLAND_MIN) {
				mark(m->a, m->from + i, m->from + i + same);
				mark(m->b, m->from + j, m->from + j + same);
			}
			i += same;
			j += same;
		} else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
			mark(m->a, m->from + i, m->from + i + 1);
			i++;
		} else {
			mark(m->b, m->from + j, m->from + j + 1);
			j++;
		}
	}
	mark(m->a, m->from + i, m->a_to);
	mark(m->b, m->from + j, m->b_to);
}

static struct diff pieces_of(struct arena *arena, struct str text, const struct letters *letters)
{
	struct diff_piece *piece = ARENA_ARRAY(arena, struct diff_piece, letters->count);
	struct diff diff = { 0, piece };
	size_t at = 0;

	for (uint32_t i = 0; i < letters->count; i++) {
		if (i == 0 || letters->differs[i] != letters->differs[i - 1])
			piece[diff.count++] = (struct diff_piece){ { text.data + at, 0 }, letters->differs[i] };
		piece[diff.count - 1].text.len += letters->item[i].len;
		at += letters->item[i].len;
	}
	return diff;
}

void diff_texts(struct arena *arena, struct str a, struct str b, struct diff *of_a, struct diff *of_b)
{
	struct arena scratch = { 0 };
	struct letters left = letters_of(&scratch, a), right = letters_of(&scratch, b);
	struct middle m = middle_of(&left, &right);

	if ((uint64_t)(m.a_to - m.from) * (m.b_to - m.from) <= COMPARISONS_MAX) {
		mark_middle(&scratch, &m);
	} else {
		mark(&left, m.from, m.a_to);
		mark(&right, m.from, m.b_to);
	}
	*of_a = pieces_of(arena, a, &left);
	*of_b = pieces_of(arena, b, &right);
	arena_release(&scratch);
}
