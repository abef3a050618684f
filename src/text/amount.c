#include "text/amount.h"

#include <math.h>

#include "text/points.h"
#include "text/value.h"

/* Longer text is no amount. */
enum { LONGEST_AMOUNT = 128 };

/* One reading of a text, from left to right. */
struct reading {
	struct points p;
	size_t at;
};

static void skip_blanks(struct reading *r)
{
	while (points_is_blank(points_code(&r->p, r->at)))
		r->at++;
}

static bool take_any(struct reading *r, const struct str *words, size_t count)
{
	size_t word = points_any_word(&r->p, r->at, words, count);

	r->at += word;
	return word > 0;
}

#define TAKE_ANY(r, words) take_any((r), (words), ARRAY_COUNT(words))

/* --- numbers in ideographs ------------------------------------------------ */

static const struct numeral {
	struct str word;
	double value;
} digits[] = {
	{ STR_INIT("零"), 0 }, { STR_INIT("〇"), 0 }, { STR_INIT("一"), 1 }, { STR_INIT("壹"), 1 },
	{ STR_INIT("二"), 2 }, { STR_INIT("贰"), 2 }, { STR_INIT("两"), 2 }, { STR_INIT("三"), 3 },
	{ STR_INIT("叁"), 3 }, { STR_INIT("四"), 4 }, { STR_INIT("肆"), 4 }, { STR_INIT("五"), 5 },
	{ STR_INIT("伍"), 5 }, { STR_INIT("六"), 6 }, { STR_INIT("陆"), 6 }, { STR_INIT("七"), 7 },
	{ STR_INIT("柒"), 7 }, { STR_INIT("八"), 8 }, { STR_INIT("捌"), 8 }, { STR_INIT("九"), 9 },
	{ STR_INIT("玖"), 9 },
};

/* Within a group of four digits; 万 and 亿 stand behind such groups. */
static const struct numeral small_scales[] = {
	{ STR_INIT("十"), 10 },	 { STR_INIT("拾"), 10 },   { STR_INIT("百"), 100 },
	{ STR_INIT("佰"), 100 }, { STR_INIT("千"), 1000 }, { STR_INIT("仟"), 1000 },
};

static const struct numeral scales[] = {
	{ STR_INIT("十"), 10 },	 { STR_INIT("百"), 100 }, { STR_INIT("千"), 1000 },
	{ STR_INIT("万"), 1e4 }, { STR_INIT("亿"), 1e8 },
};

/* The value of the word that stands here, which is passed over; -1 where none does. */
static double take_numeral(struct reading *r, const struct numeral *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t word = points_word(&r->p, r->at, table[i].word);

		if (word) {
			r->at += word;
			return table[i].value;
		}
	}
	return -1;
}

#define TAKE_NUMERAL(r, table) take_numeral((r), (table), ARRAY_COUNT(table))

/* Behind 点, digit by digit. */
static double take_decimals(struct reading *r)
{
	double value = 0, place = 1, digit;

	while ((digit = TAKE_NUMERAL(r, digits)) >= 0) {
		place /= 10;
		value += digit * place;
	}
	return value;
}

/* 一千零五十, 十二, 一点五: below 10,000. False where nothing of the kind stands here. */
static bool take_group(struct reading *r, double *number)
{
	static const struct str point[] = { STR_INIT("点") };
	double below = 10000;
	size_t from = r->at;

	*number = 0;
	while (below > 1) {
		double digit = TAKE_NUMERAL(r, digits), scale = TAKE_NUMERAL(r, small_scales);

		if (digit < 0 && scale < 0)
			break;
		if (scale < 0 && digit <= 0)
			continue; /* the zero of 一千零五 */
		if (digit < 0 && scale > 10)
			return false; /* 十二, but no 百二 */
		scale = scale < 0 ? 1 : scale;
		if (scale >= below)
			return false;
		*number += (digit < 0 ? 1 : digit) * scale;
		below = scale;
	}
	if (r->at > from && TAKE_ANY(r, point))
		*number += take_decimals(r);
	return r->at > from;
}

/* --- amounts -------------------------------------------------------------- */

/* 万, 百万, 万亿; 1 where none stands here. */
static double take_scale(struct reading *r)
{
	double scale = 1, word;

	skip_blanks(r);
	while ((word = TAKE_NUMERAL(r, scales)) > 0)
		scale *= word;
	return scale;
}

static bool take_number(struct reading *r, bool may_have_sign, double *number)
{
	int32_t code = points_code(&r->p, r->at);

	if (points_is_digit(code) || code == '.' || (may_have_sign && (code == '-' || code == '+' || code == 0x2212)))
		return value_plain(&r->p, &r->at, number);
	return take_group(r, number);
}

/* 1亿2000万: parts of falling scale. */
static bool take_parts(struct reading *r, struct amount *out)
{
	double last = 0, number;

	*out = (struct amount){ 0 };
	while (take_number(r, last <= 0, &number)) {
		double scale = take_scale(r);

		if (last > 0 && scale >= last)
			return false;
		out->number += number * scale;
		out->in_yuan |= scale > 1;
		last = scale;
		if (scale <= 1)
			break;
	}
	return last > 0;
}

/* 5角, 3分 behind 元. */
static void take_coins(struct reading *r, struct amount *out)
{
	static const struct numeral coins[] = { { STR_INIT("角"), 0.1 }, { STR_INIT("分"), 0.01 } };
	double number, coin;

	for (size_t i = 0; i < ARRAY_COUNT(coins); i++) {
		size_t before = r->at;

		coin = take_number(r, false, &number) ? TAKE_NUMERAL(r, coins) : -1;
		if (coin < 0) {
			r->at = before;
			return;
		}
		out->number += number * coin;
	}
}

static void take_yuan(struct reading *r, struct amount *out)
{
	static const struct str yuan[] = { STR_INIT("元"), STR_INIT("圆"), STR_INIT("元人民币") };
	static const struct str whole[] = { STR_INIT("整"), STR_INIT("正") };
	static const struct str money[] = { STR_INIT("人民币"), STR_INIT("rmb"), STR_INIT("cny") };

	skip_blanks(r);
	if (TAKE_ANY(r, yuan)) {
		out->in_yuan = true;
		take_coins(r, out);
		TAKE_ANY(r, whole);
	}
	skip_blanks(r);
	TAKE_ANY(r, money);
	skip_blanks(r);
}

bool amount_read(struct arena *scratch, struct str shown, struct amount *out)
{
	static const struct str currency[] = { STR_INIT("¥"), STR_INIT("人民币"), STR_INIT("rmb"), STR_INIT("cny") };
	static const struct str colon[] = { STR_INIT(":") };
	struct reading r = { .at = 0 };

	if (shown.len > LONGEST_AMOUNT)
		return false;
	r.p = points_of(scratch, shown);
	skip_blanks(&r);
	if (TAKE_ANY(&r, currency))
		TAKE_ANY(&r, colon);
	skip_blanks(&r);
	if (!take_parts(&r, out))
		return false;
	take_yuan(&r, out);
	return r.at == r.p.count && isfinite(out->number);
}

/* --- units ---------------------------------------------------------------- */

static bool is_letter(const struct points *p, size_t index)
{
	return index < p->count && points_is_letter(points_code(p, index));
}

/* The unit that stands here: 万元, or 元 between signs (多元化 has none). */
static double unit_at(struct reading *r, size_t from)
{
	static const struct str yuan[] = { STR_INIT("元"), STR_INIT("圆") };
	double scale;

	r->at = from;
	scale = take_scale(r);
	if (!TAKE_ANY(r, yuan))
		return 0;
	if (scale > 1)
		return scale;
	return (from == 0 || !is_letter(&r->p, from - 1)) && !is_letter(&r->p, r->at) ? 1 : 0;
}

double amount_unit(struct arena *scratch, struct str label)
{
	struct reading r = { .p = points_of(scratch, label) };

	for (size_t at = 0; at < r.p.count; at++) {
		double unit = unit_at(&r, at);

		if (unit > 0)
			return unit;
	}
	return 0;
}

double amount_unit_above(struct arena *scratch, struct str title)
{
	static const struct str sign[] = { STR_INIT("单位:"), STR_INIT("单位") };
	struct reading r = { .p = points_of(scratch, title) };

	for (size_t at = 0; at < r.p.count; at++) {
		double unit;

		r.at = at;
		if (!TAKE_ANY(&r, sign))
			continue;
		skip_blanks(&r);
		unit = unit_at(&r, r.at);
		if (unit > 0)
			return unit;
	}
	return 0;
}
