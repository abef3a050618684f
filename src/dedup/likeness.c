#include "dedup/likeness.h"

#include <string.h>

#include "base/utf8.h"

/* --- what differs --------------------------------------------------------------------- */

/* Units of a title less what both begin and end with. */
struct middle {
	const uint16_t *a, *b;
	uint16_t a_count, b_count, before; /* `before`: units that both begin with */
};

static struct middle middle_of(const struct title *a, const struct title *b)
{
	struct middle m = { a->whole, b->whole, a->whole_count, b->whole_count, 0 };

	while (m.a_count && m.b_count && *m.a == *m.b) {
		m.a++;
		m.b++;
		m.before++;
		m.a_count--;
		m.b_count--;
	}
	while (m.a_count && m.b_count && m.a[m.a_count - 1] == m.b[m.b_count - 1]) {
		m.a_count--;
		m.b_count--;
	}
	return m;
}

/* Edits (one unit in, out, other, or two swapped) between the middles; `most` + 1 where there are more. */
static uint16_t edits_of(const struct middle *m, uint16_t most)
{
	uint16_t line[3][TITLE_MOST + 1], *before = line[0], *last = line[1], *now = line[2];

	if (m->a_count > m->b_count + most || m->b_count > m->a_count + most)
		return (uint16_t)(most + 1);
	for (uint16_t j = 0; j <= m->b_count; j++)
		last[j] = j;
	for (uint16_t i = 1; i <= m->a_count; i++) {
		uint16_t least = now[0] = i, *spare = before;

		for (uint16_t j = 1; j <= m->b_count; j++) {
			uint16_t change = (uint16_t)(last[j - 1] + (m->a[i - 1] != m->b[j - 1]));
			uint16_t in_out = (uint16_t)((last[j] < now[j - 1] ? last[j] : now[j - 1]) + 1);

			now[j] = change < in_out ? change : in_out;
			if (i > 1 && j > 1 && m->a[i - 1] == m->b[j - 2] && m->a[i - 2] == m->b[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = (uint16_t)(before[j - 2] + 1);
			least = now[j] < least ? now[j] : least;
		}
		if (least > most)
			return (uint16_t)(most + 1);
		before = last;
		last = now;
		now = spare;
	}
	return last[m->b_count] > most ? (uint16_t)(most + 1) : last[m->b_count];
}

/* --- what neither shares ---------------------------------------------------------------- */

/* Which units of each content are covered by runs that both have. */
struct cover {
	bool a[TITLE_MOST], b[TITLE_MOST];
};

struct tile {
	uint16_t a, b, len;
};

static uint16_t run_at(const struct title *a, const struct title *b, const struct cover *cover, uint16_t i, uint16_t j)
{
	uint16_t len = 0;

	while (i + len < a->content_count && j + len < b->content_count && !cover->a[i + len] && !cover->b[j + len] &&
	       a->content[i + len] == b->content[j + len])
		len++;
	return len;
}

static struct tile longest_tile(const struct title *a, const struct title *b, const struct cover *cover)
{
	struct tile best = { 0 };

	for (uint16_t i = 0; i + best.len < a->content_count; i++) {
		if (cover->a[i])
			continue;
		for (uint16_t j = 0; j + best.len < b->content_count; j++) {
			uint16_t len;

			if (a->content[i] != b->content[j])
				continue;
			len = run_at(a, b, cover, i, j);
			if (len > best.len)
				best = (struct tile){ i, j, len };
		}
	}
	return best;
}

struct rest {
	uint16_t a, b;	       /* units that the other does not have */
	uint16_t a_run, b_run; /* the longest stretch of them */
	uint16_t shared;
};

static uint16_t longest_bare(const bool *covered, uint16_t count)
{
	uint16_t longest = 0, run = 0;

	for (uint16_t i = 0; i < count; i++) {
		run = covered[i] ? 0 : (uint16_t)(run + 1);
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Greedy: the longest common run first, in any order, down to single units. */
static struct rest rest_of(const struct title *a, const struct title *b)
{
	struct cover cover = { 0 };
	struct rest rest = { .a = a->content_count, .b = b->content_count };

	for (;;) {
		struct tile tile = longest_tile(a, b, &cover);

		if (tile.len == 0)
			break;
		memset(cover.a + tile.a, true, tile.len);
		memset(cover.b + tile.b, true, tile.len);
		rest.a = (uint16_t)(rest.a - tile.len);
		rest.b = (uint16_t)(rest.b - tile.len);
		rest.shared = (uint16_t)(rest.shared + tile.len);
	}
	rest.a_run = longest_bare(cover.a, a->content_count);
	rest.b_run = longest_bare(cover.b, b->content_count);
	return rest;
}

/* --- words ------------------------------------------------------------------------------ */

static float shared_weight(const struct corpus *corpus, const struct entry *a, const struct entry *b)
{
	float weight = 0;
	uint8_t i = 0, j = 0;

	while (i < a->gram_count && j < b->gram_count) {
		uint32_t x = a->gram[i], y = b->gram[j];

		if (x == y)
			weight += corpus->gram_weight[x];
		i = (uint8_t)(i + (x <= y));
		j = (uint8_t)(j + (y <= x));
	}
	return weight;
}

/*
 * A slip of the hand makes words that nobody else writes; another object makes words that
 * others write, too. So many titles say that a word is one.
 */
enum { KNOWN_LEAST = 4 };

/* A slip that many make is still rare beside the word it was meant for. */
enum { RARER_MOST = 20 };

/* How many titles have these words, inside themselves; of a single character, with its neighbours. */
static uint32_t titles_with(const struct corpus *corpus, const uint16_t *unit, uint16_t count, uint16_t from,
			    uint16_t to)
{
	uint32_t least = UINT32_MAX;

	if (to - from <= 1) {
		from = from ? (uint16_t)(from - 1) : 0;
		to = to < count ? (uint16_t)(to + 1) : count;
	}
	for (uint16_t i = from; i + 1 < to; i++) {
		uint32_t titles = corpus_titles_with(corpus, unit[i], unit[i + 1]);

		least = titles < least ? titles : least;
	}
	return least;
}

/* Letters, and characters that people count or point with: one in place of another is no slip. */
static bool is_counted(uint16_t a, uint16_t b)
{
	static const uint16_t *const sets[] = { u"甲乙丙丁戊己庚辛壬癸",
						u"一二三四五六七八九十",
						u"东西南北中",
						u"上下",
						u"左右",
						u"前后",
						u"大小",
						u"新旧" };

	if (a < 0x80 && b < 0x80)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
		bool has_a = false, has_b = false;

		for (size_t j = 0; sets[i][j]; j++) {
			has_a |= sets[i][j] == a;
			has_b |= sets[i][j] == b;
		}
		if (has_a && has_b)
			return true;
	}
	return false;
}

/* Many write the one, hardly anybody the other. */
static bool is_slip_of(uint32_t many, uint32_t few, uint32_t known)
{
	return many >= known && (few < known || many / few >= RARER_MOST);
}

/* How many titles have what differs, in either. */
struct use {
	uint32_t a, b, known; /* `known`: so many make a word */
};

static struct use use_of(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			 const struct middle *m)
{
	const struct title *x = &a->title, *y = &b->title;
	uint16_t from = m->before;

	return (struct use){ titles_with(corpus, x->whole, x->whole_count, from, (uint16_t)(from + m->a_count)),
			     titles_with(corpus, y->whole, y->whole_count, from, (uint16_t)(from + m->b_count)),
			     KNOWN_LEAST + corpus->entry_count / 200000 };
}

/* The corpus shows it: what one title has is written by many, the other's by hardly any. */
static bool is_seen_slip(const struct use *use)
{
	return is_slip_of(use->a, use->b, use->known) || is_slip_of(use->b, use->a, use->known);
}

/*
 * One stretch was exchanged for another: words on both sides. A single character is a slip unless both words are
 * known; a longer stretch is other content unless it is seen to be a slip.
 */
static bool is_replaced(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			const struct middle *m, uint16_t edits)
{
	uint16_t stretch = m->a_count > m->b_count ? m->a_count : m->b_count;
	struct use use;

	/* Where half of the stretch is the same, the slips stand apart. */
	if (m->a_count == 0 || m->b_count == 0 || edits * 2 <= stretch)
		return false;
	if (stretch == 1 && is_counted(*m->a, *m->b))
		return true;
	use = use_of(corpus, a, b, m);
	return !is_seen_slip(&use) && (stretch > 1 || (use.a >= use.known && use.b >= use.known));
}

static bool is_shown_slip(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			  const struct middle *m)
{
	struct use use = use_of(corpus, a, b, m);

	return is_seen_slip(&use);
}

/* --- all together ----------------------------------------------------------------------- */

static uint16_t shorter(const struct title *a, const struct title *b)
{
	return a->whole_count < b->whole_count ? a->whole_count : b->whole_count;
}

static uint16_t longer(const struct title *a, const struct title *b)
{
	return a->whole_count > b->whole_count ? a->whole_count : b->whole_count;
}

/* So many slips in a title of this length; in a short one more where the corpus shows that they are. */
static uint16_t slips_allowed(uint16_t count)
{
	return count < 6 ? 0 : count < 9 ? 1 : count < 14 ? 2 : count < 22 ? 3 : 4;
}

static uint16_t slips_allowed_seen(uint16_t count)
{
	return count < 4 ? 0 : count < 7 ? 1 : count < 14 ? 2 : slips_allowed(count);
}

/* The beginning of a title that is long enough to be its; behind an applicant's name less will do. */
enum { CUT_LEAST = 5, CUT_LEAST_NAMED = 2 };

static bool is_cut(const struct title *a, const struct title *b, const struct middle *m)
{
	uint16_t least = a->named && b->named ? CUT_LEAST_NAMED : CUT_LEAST;

	return (m->a_count == 0 || m->b_count == 0) && m->before == shorter(a, b) && m->before >= least;
}

/* Edits between all of a and the beginning of b that is nearest to it; `most` + 1 where there are more. */
static uint16_t edits_to_prefix(const struct title *a, const struct title *b, uint16_t most)
{
	uint16_t line[3][TITLE_MOST + 2], *before = line[0], *last = line[1], *now = line[2], least = 0;

	for (uint16_t j = 0; j <= most + 1; j++)
		last[j] = j;
	for (uint16_t i = 1; i <= a->whole_count; i++) {
		uint16_t low = i > most ? (uint16_t)(i - most) : 1;
		uint16_t high = i + most < b->whole_count ? (uint16_t)(i + most) : b->whole_count, *spare = before;

		least = now[low - 1] = (uint16_t)(low == 1 ? i : most + 1);
		for (uint16_t j = low; j <= high; j++) {
			uint16_t change = (uint16_t)(last[j - 1] + (a->whole[i - 1] != b->whole[j - 1]));
			uint16_t in_out = (uint16_t)((last[j] < now[j - 1] ? last[j] : now[j - 1]) + 1);

			now[j] = change < in_out ? change : in_out;
			if (i > 1 && j > low && a->whole[i - 1] == b->whole[j - 2] &&
			    a->whole[i - 2] == b->whole[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = (uint16_t)(before[j - 2] + 1);
			least = now[j] < least ? now[j] : least;
		}
		now[high + 1] = (uint16_t)(most + 1);
		if (least > most)
			return (uint16_t)(most + 1);
		before = last;
		last = now;
		now = spare;
	}
	return least;
}

/* So long a beginning may hold one slip, or two. */
enum { CUT_LEAST_SLIP = 8, CUT_LEAST_SLIPS = 12 };

static bool is_cut_with_slips(const struct title *x, const struct title *y)
{
	const struct title *a = x->whole_count < y->whole_count ? x : y, *b = a == x ? y : x;
	uint16_t most = a->whole_count < CUT_LEAST_SLIP ? 0 : a->whole_count < CUT_LEAST_SLIPS ? 1 : 2;

	return most && b->whole_count > a->whole_count + most && edits_to_prefix(a, b, most) <= most;
}

static double dice(const struct entry *a, const struct entry *b, float shared)
{
	float sum = a->weight + b->weight;

	return sum > 0 ? (double)(2 * shared / sum) : 0;
}

/* Shares of a title that are words of both. */
static const double REWORDED = 0.80, ALIKE = 0.60;
/* What each has and the other has not, in units side by side, before it is other content. */
enum { REPLACED_LEAST = 2, PART_REST = 1, SHARED_LEAST = 4 };

/* A character that two words have in common by chance does not make them one. */
static bool is_other_content(const struct rest *rest)
{
	uint16_t longest = rest->a_run > rest->b_run ? rest->a_run : rest->b_run;

	return rest->a >= REPLACED_LEAST && rest->b >= REPLACED_LEAST &&
	       ((rest->a_run >= REPLACED_LEAST && rest->b_run >= REPLACED_LEAST) || longest > REPLACED_LEAST);
}

static void judge_words(const struct entry *a, const struct entry *b, struct likeness *found)
{
	struct rest rest = rest_of(&a->title, &b->title);
	uint16_t less = rest.a < rest.b ? rest.a : rest.b;
	double share = 2.0 * rest.shared / (a->title.content_count + b->title.content_count);

	if (share > found->similarity)
		found->similarity = share;
	if (found->similarity < ALIKE || rest.shared < SHARED_LEAST)
		return;
	if (is_other_content(&rest))
		found->level = LIKE_REPLACED;
	else if (found->similarity >= REWORDED)
		found->level = LIKE_REWORDED;
	else if (less <= PART_REST)
		found->level = LIKE_PART;
	else
		found->level = LIKE_ALIKE;
}

static struct str units_text(const uint16_t *unit, uint16_t count, char *text)
{
	size_t len = 0;

	for (uint16_t i = 0; i < count; i++)
		len += utf8_write(text + len, unit[i]);
	return (struct str){ text, len };
}

static bool is_named(const struct corpus *corpus, const struct entry *entry, struct str words)
{
	for (uint8_t i = 0; i < entry->party_count; i++)
		if (str_has(corpus->party[entry->party[i]].firm->key, words))
			return true;
	return false;
}

/* One title begins with words of an applicant's name, in a spelling that its own row does not have. */
static bool is_name_in_front(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			     const struct middle *m)
{
	uint16_t more = m->a_count ? m->a_count : m->b_count;
	char text[TITLE_MOST * 4];
	struct str words;

	if (m->before || (m->a_count && m->b_count) || more < 2)
		return false;
	words = units_text(m->a_count ? m->a : m->b, more, text);
	return is_named(corpus, a, words) || is_named(corpus, b, words);
}

/* What stands around the stretch is as long as it, or longer: one frame for two contents. */
static bool is_exchanged(const struct entry *a, const struct entry *b, const struct middle *m)
{
	uint16_t stretch = m->a_count > m->b_count ? m->a_count : m->b_count;

	return m->a_count && m->b_count && shorter(&a->title, &b->title) - m->a_count >= stretch;
}

static bool judge_letters(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			  struct likeness *found)
{
	struct middle m = middle_of(&a->title, &b->title);
	uint16_t count = shorter(&a->title, &b->title), allowed = slips_allowed_seen(count);
	uint16_t edits = edits_of(&m, allowed);

	found->exchanged = is_exchanged(a, b, &m);
	if (is_name_in_front(corpus, a, b, &m)) {
		found->similarity = 1;
		found->level = LIKE_WORDS;
		return true;
	}
	if (edits <= allowed && (edits <= slips_allowed(count) || is_shown_slip(corpus, a, b, &m))) {
		found->similarity = 1.0 - (double)edits / longer(&a->title, &b->title);
		found->level = is_replaced(corpus, a, b, &m, edits) ? LIKE_REPLACED : LIKE_TYPO;
		return true;
	}
	if (is_cut(&a->title, &b->title, &m) ||
	    (found->signs < TITLE_SIGNS_MISSING && is_cut_with_slips(&a->title, &b->title))) {
		found->similarity = (double)shorter(&a->title, &b->title) / longer(&a->title, &b->title);
		found->level = LIKE_CUT;
		return true;
	}
	return false;
}

struct likeness likeness_of(const struct corpus *corpus, const struct entry *a, const struct entry *b)
{
	struct likeness found = { LIKE_OTHER, title_sign_compare(&a->title, &b->title), 0, 0, false };

	found.shared = shared_weight(corpus, a, b);
	if (a->whole == b->whole) {
		found.level = LIKE_EQUAL;
		found.similarity = 1;
	} else if (a->content == b->content || a->bag == b->bag) {
		found.level = LIKE_WORDS;
		found.similarity = 1;
	} else if (!judge_letters(corpus, a, b, &found)) {
		found.similarity = dice(a, b, found.shared);
		judge_words(a, b, &found);
	}
	return found;
}
