#include "text/firm_words.h"

#include "base/utf8.h"

enum { CHINESE = 3 }; /* bytes of an ideograph */

struct form {
	enum firm_form_kind kind;
	struct str name;
};

static const struct form forms[] = {
#define FORM(kind, name) { FIRM_FORM_##kind, STR_INIT(name) },
#include "text/form.def"
#undef FORM
};

static const struct str institutions[] = {
#define INSTITUTION(name) STR_INIT(name),
#include "text/institution.def"
#undef INSTITUTION
};

static const struct str trades[] = {
#define TRADE(name) STR_INIT(name),
#include "text/trade.def"
#undef TRADE
};

/* What a field limit leaves of a form; one letter less than all of it counts as a slip. */
static const struct form stumps[] = {
	{ FIRM_FORM_COMPANY, STR_INIT("股份有限") }, { FIRM_FORM_COMPANY, STR_INIT("有限责任") },
	{ FIRM_FORM_COMPANY, STR_INIT("股份有") },   { FIRM_FORM_COMPANY, STR_INIT("有限责") },
	{ FIRM_FORM_COMPANY, STR_INIT("股份") },     { FIRM_FORM_COMPANY, STR_INIT("有限") },
	{ FIRM_FORM_TRADER, STR_INIT("加工") },
};
/* The same, behind a word of trade or 集团 only. */
static const struct form shortest[] = {
	{ FIRM_FORM_COMPANY, STR_INIT("有") },
	{ FIRM_FORM_COMPANY, STR_INIT("股") },
};

enum { FORGIVING = 4 * CHINESE };

static bool is_forgiving(const struct form *form)
{
	return form->kind == FIRM_FORM_COMPANY && form->name.len >= FORGIVING;
}

static bool ends_in(struct str text, const struct form *form, const bool *edge)
{
	size_t from = text.len - form->name.len;

	if (text.len <= form->name.len || !str_ends(text, form->name))
		return false;
	/* "flag" is not of "fl AG". */
	return (unsigned char)form->name.data[0] >= 0x80 || edge[from];
}

static struct str last_letters(struct str text, size_t count)
{
	return count * CHINESE < text.len ? str_after(text, text.len - count * CHINESE) : (struct str){ 0 };
}

static bool letter_eq(struct str a, size_t i, struct str b, size_t j)
{
	return memcmp(a.data + i * CHINESE, b.data + j * CHINESE, CHINESE) == 0;
}

/* Of texts made of ideographs: equal but for one letter wrong, missing, too many, or two in the wrong order. */
static bool is_slip(struct str a, struct str b)
{
	size_t la = a.len / CHINESE, lb = b.len / CHINESE, head = 0, tail = 0, rest_a, rest_b;

	while (head < la && head < lb && letter_eq(a, head, b, head))
		head++;
	while (tail < la - head && tail < lb - head && letter_eq(a, la - 1 - tail, b, lb - 1 - tail))
		tail++;
	rest_a = la - head - tail;
	rest_b = lb - head - tail;
	if (rest_a <= 1 && rest_b <= 1)
		return true;
	return rest_a == 2 && rest_b == 2 && letter_eq(a, head, b, head + 1) && letter_eq(a, head + 1, b, head);
}

/* The last letters of the text that are the form but for a slip: how many bytes, 0 for none. */
static size_t nearly(struct str text, struct str form)
{
	size_t letters = form.len / CHINESE;

	for (size_t i = 0; i < 3; i++) {
		struct str end = last_letters(text, letters + (i == 1) - (i == 2));

		if (end.len && utf8_valid(end) && is_slip(end, form))
			return end.len;
	}
	return 0;
}

static struct firm_form found(size_t row, size_t len)
{
	return (struct firm_form){ len, (uint8_t)(row + 1), forms[row].kind };
}

/* 股汾有限公司, 股份有有限公司: what stands before 有限公司 is nearly 股份. */
static size_t damaged_shares(struct str text, struct firm_form form)
{
	struct str rest = str_part(text, 0, text.len - form.len), end = last_letters(rest, 2);

	if (form.form == 0 || !str_eq(forms[form.form - 1].name, STR("有限公司")) || end.len == 0)
		return 0;
	/* Something of the name must be left. */
	if (str_eq(rest, STR("股份有")))
		return 0;
	if (str_ends(rest, STR("股份有")))
		return STR("股份有").len;
	if (str_ends(rest, STR("集团有")))
		return STR("有").len;
	return letter_eq(end, 0, STR("股"), 0) || str_eq(end, STR("份股")) ? end.len : 0;
}

static struct firm_form exact_form(struct str text, const bool *edge, bool forgiving)
{
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
		if (is_forgiving(&forms[i]) == forgiving && ends_in(text, &forms[i], edge))
			return found(i, forms[i].name.len);
	return (struct firm_form){ 0 };
}

static struct firm_form damaged_form(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++) {
		size_t len = is_forgiving(&forms[i]) ? nearly(text, forms[i].name) : 0;

		if (len)
			return found(i, len);
	}
	return (struct firm_form){ 0 };
}

static struct firm_form stump(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(stumps); i++)
		if (text.len > stumps[i].name.len + CHINESE && str_ends(text, stumps[i].name))
			return (struct firm_form){ stumps[i].name.len, 0, stumps[i].kind };
	for (size_t i = 0; i < ARRAY_COUNT(shortest); i++) {
		struct str rest = str_part(text, 0, text.len - CHINESE);

		if (text.len > 4 * CHINESE && str_ends(text, shortest[i].name) &&
		    (str_ends(rest, STR("集团")) || firm_words_trade(rest).from < rest.len))
			return (struct firm_form){ CHINESE, 0, shortest[i].kind };
	}
	return (struct firm_form){ 0 };
}

static bool is_form(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
		if (str_eq(text, forms[i].name))
			return true;
	return false;
}

struct firm_form firm_words_form(struct str text, const bool *edge)
{
	struct firm_form form = { 0 };

	if (is_form(text))
		return form;
	form = exact_form(text, edge, true);
	if (form.len == 0)
		form = damaged_form(text);
	form.len += damaged_shares(text, form);
	if (form.len == 0)
		form = exact_form(text, edge, false);
	return form.len ? form : stump(text);
}

size_t firm_words_institution(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(institutions); i++)
		if (text.len > institutions[i].len && str_ends(text, institutions[i]))
			return institutions[i].len;
	return 0;
}

static size_t first_trade(struct str text)
{
	size_t low = 0, high = ARRAY_COUNT(trades);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(text.data, trades[middle].data, CHINESE) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The longest word of trade here behind which there are only such words; 0 for none. `fits` has a flag a byte. */
static size_t word_at(struct str text, size_t at, const bool *fits)
{
	struct str rest = str_after(text, at);
	size_t best = 0;

	if (rest.len < CHINESE)
		return 0;
	for (size_t i = first_trade(rest); i < ARRAY_COUNT(trades) && memcmp(rest.data, trades[i].data, CHINESE) == 0;
	     i++)
		if (trades[i].len > best && str_starts(rest, trades[i]) && fits[at + trades[i].len])
			best = trades[i].len;
	return best;
}

static bool is_letter_start(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Of the places where words of trade begin the first that leaves a 字号 two letters. */
static size_t behind_brand(struct str text, const bool *fits)
{
	size_t letters = 0, one = text.len;

	for (size_t at = 0; at < text.len; at++) {
		if (!is_letter_start(text.data[at]))
			continue;
		if (fits[at] && letters == 1)
			one = at;
		if (fits[at] && letters >= 2)
			return at;
		letters++;
	}
	return one;
}

struct firm_trade firm_words_trade(struct str text)
{
	bool fits[FIRM_WORDS_LONGEST + 1] = { false };
	struct firm_trade trade = { .from = text.len };

	if (text.len > FIRM_WORDS_LONGEST)
		return trade;
	fits[text.len] = true;
	for (size_t at = text.len; at-- > 0;)
		if (is_letter_start(text.data[at]))
			fits[at] = word_at(text, at, fits) > 0;
	trade.all = text.len && fits[0];
	trade.from = trade.all ? word_at(text, 0, fits) : behind_brand(text, fits);
	trade.word = trade.from < text.len ? word_at(text, trade.from, fits) : 0;
	return trade;
}
