#include "text/title_sign.h"

#include <stdlib.h>

/* A run of ASCII letters and digits in a draft. */
struct run {
	uint16_t from, to;
	uint16_t digits; /* how many of it are */
};

static uint16_t unit_at(const struct title_draft *draft, size_t at)
{
	return at < draft->count ? draft->unit[at] : 0;
}

static bool is_digit(uint16_t unit)
{
	return unit >= '0' && unit <= '9';
}

static bool is_alphanumeric(uint16_t unit)
{
	return is_digit(unit) || (unit >= 'a' && unit <= 'z');
}

/* Letters that are taken for digits beside digits, by people and by what reads pictures. */
static uint16_t digit_meant(uint16_t unit)
{
	static const char looks[] = "o0l1s5b8";

	for (size_t i = 0; looks[i]; i += 2)
		if (unit == (uint16_t)looks[i])
			return (uint16_t)looks[i + 1];
	return unit;
}

static void add_sign(struct title_draft *draft, enum title_sign_kind kind, uint32_t value)
{
	for (size_t i = 0; i < draft->sign_count; i++)
		if (draft->sign[i].kind == kind && draft->sign[i].value == value)
			return;
	if (draft->sign_count < TITLE_SIGNS)
		draft->sign[draft->sign_count++] = (struct title_sign){ kind, value };
}

static void cut(struct title_draft *draft, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < draft->count; i++)
		draft->cut[i] = true;
}

/* --- words behind a number -------------------------------------------------------- */

enum { WORD_MOST = 4 };

struct word {
	uint16_t unit[WORD_MOST];
	enum title_sign_kind kind;
	bool cut; /* nothing but the signature's */
};

/* Longest first where one begins another. */
static const struct word behind_number[] = {
	{ { u'期', u'工', u'程' }, TITLE_PHASE, true },
	{ { u'期' }, TITLE_PHASE, true },
	{ { u'阶', u'段' }, TITLE_PHASE, true },
	{ { u'年', u'度' }, TITLE_YEAR, true },
	{ { u'年' }, TITLE_YEAR, true },
	{ { u'号', u'线' }, TITLE_LINE, false },
	{ { u'号' }, TITLE_LINE, false },
	{ { u'批' }, TITLE_PHASE, true },
	{ { u'标', u'段' }, TITLE_LINE, true },
};
static const struct word behind_letter[] = {
	{ { u'区' }, TITLE_ZONE, true },	{ { u'座' }, TITLE_ZONE, true }, { { u'栋' }, TITLE_ZONE, true },
	{ { u'线' }, TITLE_ZONE, true },	{ { u'厂' }, TITLE_ZONE, true }, { { u'地', u'块' }, TITLE_ZONE, true },
	{ { u'标', u'段' }, TITLE_ZONE, true }, { { u'包' }, TITLE_ZONE, true },
};

static size_t word_at(const struct title_draft *draft, size_t at, const struct word *word)
{
	size_t len = 0;

	while (len < WORD_MOST && word->unit[len])
		if (unit_at(draft, at + len) != word->unit[len])
			return 0;
		else
			len++;
	return len;
}

static const struct word *find_word(const struct title_draft *draft, size_t at, const struct word *table, size_t count,
				    size_t *len)
{
	for (size_t i = 0; i < count; i++) {
		*len = word_at(draft, at, &table[i]);
		if (*len)
			return &table[i];
	}
	return NULL;
}

/* --- numbers ---------------------------------------------------------------------- */

static uint32_t hash_units(const uint16_t *unit, size_t count, uint32_t hash)
{
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ digit_meant(unit[i])) * 16777619u;
	return hash;
}

static uint32_t number_of(const struct title_draft *draft, size_t from, size_t to)
{
	uint64_t number = 0;

	for (size_t i = from; i < to; i++)
		number = number * 10 + (uint64_t)(digit_meant(draft->unit[i]) - '0');
	return (uint32_t)number;
}

static bool is_year(uint32_t number, size_t digits)
{
	return digits == 4 && number >= 1980 && number < 2100;
}

static bool is_measure(uint16_t unit)
{
	static const uint16_t measures[] = u"万亿千百吨台套条件支个平立米公亩只辆架座";

	for (size_t i = 0; measures[i]; i++)
		if (measures[i] == unit)
			return true;
	return false;
}

/* 20万吨: the number with the two characters behind it; 年产 says that it is a quantity, too. */
static void take_quantity(struct title_draft *draft, size_t from, size_t to)
{
	enum title_sign_kind kind = is_measure(unit_at(draft, to)) ? TITLE_QUANTITY : TITLE_NUMBER;

	if (from >= 2 && draft->unit[from - 2] == u'年' && draft->unit[from - 1] == u'产')
		kind = TITLE_QUANTITY;
	add_sign(draft, kind, number_of(draft, from, to));
	cut(draft, from, to);
}

static void take_number(struct title_draft *draft, size_t from, size_t to)
{
	uint32_t number = number_of(draft, from, to);
	size_t len;
	const struct word *word = find_word(draft, to, behind_number, ARRAY_COUNT(behind_number), &len);

	if (word && (word->kind != TITLE_YEAR || is_year(number, to - from))) {
		add_sign(draft, word->kind, number);
		cut(draft, from, word->cut ? to + len : to);
	} else if (is_year(number, to - from) && to == draft->count) {
		add_sign(draft, TITLE_YEAR, number);
		cut(draft, from, to);
	} else {
		take_quantity(draft, from, to);
	}
}

/* --- letters ---------------------------------------------------------------------- */

/* Ⅱ has become ii. 0 where the letters are no such number. */
static uint32_t roman(const uint16_t *unit, size_t count)
{
	static const char *const numbers[] = { "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix" };

	for (uint32_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		size_t at = 0;

		while (at < count && numbers[i][at] && (uint16_t)numbers[i][at] == unit[at])
			at++;
		if (at == count && !numbers[i][at])
			return i + 1;
	}
	return 0;
}

static bool is_quantity_unit(const uint16_t *unit, size_t count)
{
	static const char *const units[] = {
		"gwh", "mwh", "kwh", "gw", "mw", "kw", "kv", "kva", "t", "kg", "mm", "nm"
	};

	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		size_t at = 0;

		while (at < count && units[i][at] && (uint16_t)units[i][at] == unit[at])
			at++;
		if (at == count && !units[i][at])
			return true;
	}
	return false;
}

/* A区 is a zone, 研发Ⅱ a phase; other letters are words. */
static void take_letters(struct title_draft *draft, const struct run *run)
{
	size_t count = (size_t)run->to - run->from, len;
	uint32_t number = roman(draft->unit + run->from, count);
	const struct word *zone = find_word(draft, run->to, behind_letter, ARRAY_COUNT(behind_letter), &len);
	bool phase = unit_at(draft, run->to) == u'期';

	if (count == 1 && zone) {
		add_sign(draft, zone->kind, draft->unit[run->from]);
		cut(draft, run->from, run->to + len);
	} else if (number && (phase || run->to == draft->count)) {
		add_sign(draft, TITLE_PHASE, number);
		cut(draft, run->from, run->to + phase);
	}
}

static size_t leading_digits(const struct title_draft *draft, const struct run *run)
{
	size_t at = run->from;

	while (at < run->to && is_digit(digit_meant(draft->unit[at])))
		at++;
	return at - run->from;
}

/* bcd120 is a model; fewer letters and digits, or digits in front, name a technique: 5g, 3d, ai2, 5gai. */
enum { SHORTEST_MODEL = 4, MODEL_DIGITS = 2 };

static bool is_model(const struct title_draft *draft, const struct run *run)
{
	return unit_at(draft, run->to) == u'型' || (run->to - run->from >= SHORTEST_MODEL &&
						    run->digits >= MODEL_DIGITS && !is_digit(draft->unit[run->from]));
}

static void take_mixed(struct title_draft *draft, const struct run *run)
{
	size_t count = (size_t)run->to - run->from, digits = leading_digits(draft, run);

	if (digits == count) {
		take_number(draft, run->from, run->to);
	} else if (digits && is_quantity_unit(draft->unit + run->from + digits, count - digits)) {
		add_sign(draft, TITLE_QUANTITY, number_of(draft, run->from, run->from + digits));
		cut(draft, run->from, run->from + digits);
	} else if (is_model(draft, run)) {
		add_sign(draft, TITLE_MODEL, hash_units(draft->unit + run->from, count, 2166136261u));
		cut(draft, run->from, (size_t)run->to + (unit_at(draft, run->to) == u'型'));
	}
}

static size_t take_run(struct title_draft *draft, size_t at)
{
	struct run run = { (uint16_t)at, (uint16_t)at, 0 };

	while (is_alphanumeric(unit_at(draft, run.to))) {
		run.digits += is_digit(draft->unit[run.to]);
		run.to++;
	}
	if (run.digits ||
	    (is_digit(digit_meant(unit_at(draft, at))) && run.to == at + 1 && is_measure(unit_at(draft, run.to))))
		take_mixed(draft, &run);
	else
		take_letters(draft, &run);
	return run.to;
}

/* --- Chinese numbers -------------------------------------------------------------- */

/* 一 to 九 and 首 (the first); 0 where it is none. */
static uint32_t chinese_digit(uint16_t unit)
{
	static const uint16_t digits[] = u"首一二三四五六七八九";

	for (uint32_t i = 0; digits[i]; i++)
		if (digits[i] == unit)
			return i ? i : 1;
	return 0;
}

/* One to ninety-nine, as far as phases go: 二, 十二, 二十一. Behind it in *to. */
static uint32_t chinese_number(const struct title_draft *draft, size_t at, size_t *to)
{
	uint32_t tens = chinese_digit(unit_at(draft, at)), ones;

	*to = at + (tens > 0);
	if (unit_at(draft, *to) != u'十')
		return tens;
	ones = chinese_digit(unit_at(draft, ++*to));
	*to += ones > 0;
	return (tens ? tens : 1) * 10 + ones;
}

/* 一期, 第二批, 三号线. A number that counts nothing of these is a word (一体化). */
static size_t take_chinese(struct title_draft *draft, size_t at)
{
	bool ordinal = unit_at(draft, at) == u'第';
	size_t to, len;
	uint32_t number = chinese_number(draft, at + ordinal, &to);
	const struct word *word;

	if (!number)
		return at + 1;
	word = find_word(draft, to, behind_number, ARRAY_COUNT(behind_number), &len);
	if (word && word->kind != TITLE_YEAR) {
		add_sign(draft, word->kind, number);
		cut(draft, at, word->cut ? to + len : to);
	} else if (ordinal) {
		add_sign(draft, TITLE_LINE, number);
	}
	return to;
}

static int by_kind(const void *left, const void *right)
{
	const struct title_sign *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

void title_sign_find(struct title_draft *draft)
{
	for (size_t at = 0; at < draft->count;) {
		uint16_t unit = draft->unit[at];

		if (is_alphanumeric(unit))
			at = take_run(draft, at);
		else if (unit == u'第' || unit == u'十' || chinese_digit(unit))
			at = take_chinese(draft, at);
		else
			at++;
	}
	qsort(draft->sign, draft->sign_count, sizeof(draft->sign[0]), by_kind);
}

/* --- two of them ------------------------------------------------------------------ */

static uint16_t end_of_kind(const struct title *title, uint16_t at)
{
	uint16_t end = at;

	while (end < title->sign_count && title->sign[end].kind == title->sign[at].kind)
		end++;
	return end;
}

static uint16_t count_shared(const struct title_sign *a, uint16_t a_count, const struct title_sign *b, uint16_t b_count)
{
	uint16_t shared = 0;

	for (uint16_t i = 0; i < a_count; i++)
		for (uint16_t j = 0; j < b_count; j++)
			if (a[i].value == b[j].value)
				shared++;
	return shared;
}

/* Of one kind: each holding what the other does not is a contradiction. */
static enum title_signs compare_kind(const struct title_sign *a, uint16_t a_count, const struct title_sign *b,
				     uint16_t b_count)
{
	uint16_t shared = count_shared(a, a_count, b, b_count);

	if (shared < a_count && shared < b_count)
		return TITLE_SIGNS_CONTRADICT;
	return shared < a_count || shared < b_count ? TITLE_SIGNS_MISSING : TITLE_SIGNS_EQUAL;
}

/*
 * Who files a second phase says so, and who files the only or the first one often does not: a second one
 * beside none is another project, a first one beside none may be the same.
 */
static enum title_signs alone(const struct title_sign *sign)
{
	bool first = sign->kind == TITLE_ZONE ? sign->value == 'a' : sign->value == 1;
	bool counted = sign->kind == TITLE_PHASE || sign->kind == TITLE_LINE || sign->kind == TITLE_ZONE;

	if (!counted)
		return TITLE_SIGNS_MISSING;
	return first ? TITLE_SIGNS_FIRST : TITLE_SIGNS_CONTRADICT;
}

enum title_signs title_sign_compare(const struct title *a, const struct title *b)
{
	enum title_signs found = TITLE_SIGNS_EQUAL;
	uint16_t i = 0, j = 0;

	while (i < a->sign_count || j < b->sign_count) {
		uint32_t kind_a = i < a->sign_count ? a->sign[i].kind : UINT32_MAX;
		uint32_t kind_b = j < b->sign_count ? b->sign[j].kind : UINT32_MAX;
		uint16_t end_a = kind_a <= kind_b ? end_of_kind(a, i) : i;
		uint16_t end_b = kind_b <= kind_a ? end_of_kind(b, j) : j;
		enum title_signs here;

		if (kind_a != kind_b)
			here = alone(kind_a < kind_b ? &a->sign[i] : &b->sign[j]);
		else
			here = compare_kind(a->sign + i, (uint16_t)(end_a - i), b->sign + j, (uint16_t)(end_b - j));
		if (here > found)
			found = here;
		i = end_a;
		j = end_b;
	}
	return found;
}
