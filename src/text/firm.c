#include "text/firm.h"

#include "base/utf8.h"
#include "text/firm_draft.h"
#include "text/firm_words.h"
#include "text/unit.h"

enum { CHINESE = 3 }; /* bytes of an ideograph */

_Static_assert((int)FIRM_DRAFT_LONGEST <= (int)FIRM_WORDS_LONGEST, "words of trade are looked for in all of a name");

/* A name while it is cut, and the region that was found in it. */
struct draft {
	struct firm_draft name;
	struct firm_region region;
	struct str place; /* the region as written at the name's beginning */
};

static void keep_branch(struct firm *firm, struct arena *arena, struct str name)
{
	firm->is_branch = true;
	firm->branch = arena_copy(arena, name);
}

/* 集团, 普通合伙, 盖章, a branch; behind the whole name whatever it is. */
static bool is_said_aside(struct firm *firm, struct arena *arena, const struct draft *d, uint32_t i)
{
	struct str note = firm_draft_note(&d->name, i);
	size_t branch = unit_branch_word(note);

	if (str_eq(note, STR("中国")))
		return true;
	if (str_eq(note, STR("集团")) || str_eq(note, STR("控股集团"))) {
		firm->grouped = true;
		return true;
	}
	if (branch) {
		keep_branch(firm, arena, str_part(note, 0, note.len - branch));
		return true;
	}
	return str_has(note, STR("合伙")) || str_has(note, STR("独资")) || str_has(note, STR("个体")) ||
	       unit_is_role(note);
}

static void cut_asides(struct firm *firm, struct arena *arena, struct draft *d)
{
	for (uint32_t i = d->name.notes; i-- > 0;)
		if (d->name.len > d->name.note[i].to - d->name.note[i].from && is_said_aside(firm, arena, d, i))
			firm_draft_cut(&d->name, d->name.note[i].from, d->name.note[i].to);
}

/* Where the name of the firm itself ends that this is a branch of; 0 where that cannot be told. */
static size_t parent_end(struct str text)
{
	static const struct str ends[] = { STR_INIT("公司"),   STR_INIT("集团"), STR_INIT("银行"), STR_INIT("科学院"),
					   STR_INIT("研究院"), STR_INIT("厂"),	 STR_INIT("医院"), STR_INIT("大学") };

	for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
		size_t at = str_find(text, ends[i], 0);

		if (at && at < text.len)
			return at + ends[i].len;
	}
	return 0;
}

/* 中国电信广州分公司: a region in front of 分公司, of two letters or more. */
static size_t region_before_end(struct str text)
{
	for (size_t at = CHINESE; at + CHINESE < text.len; at += CHINESE) {
		struct firm_region region = { 0 };
		struct str rest = str_after(text, at);
		size_t taken = firm_region_take(rest, FIRM_REGION_BEGINS, &region);

		if (taken == rest.len)
			return at;
	}
	return 0;
}

static void cut_branch(struct firm *firm, struct arena *arena, struct draft *d)
{
	size_t word = unit_branch_word(firm_draft_text(&d->name)), end;
	struct str rest;

	if (word == 0 || word >= d->name.len)
		return;
	rest = str_part(firm_draft_text(&d->name), 0, d->name.len - word);
	end = parent_end(rest);
	if (end == 0)
		end = region_before_end(rest);
	if (end == 0)
		end = rest.len;
	keep_branch(firm, arena, str_after(rest, end));
	firm_draft_cut(&d->name, end, d->name.len);
}

/* 广州白云山医药: one letter would be left for a 字号, so 白云 belongs to it. */
static bool is_torn(struct str rest)
{
	struct firm_trade trade = firm_words_trade(rest);

	return !trade.all && trade.from > 0 && trade.from <= CHINESE;
}

/* Regions that follow one another, the wider first; how many bytes they take of the text. */
static size_t take_regions(struct str text, size_t least_rest, struct firm_region *region)
{
	size_t taken = 0, more = 1;

	while (more) {
		struct firm_region narrower = *region;
		struct str rest;

		more = firm_region_take(str_after(text, taken), FIRM_REGION_BEGINS, &narrower);
		rest = str_after(text, taken + more);
		if (rest.len < least_rest || (taken && more == narrower.name.len && is_torn(rest)))
			break;
		taken += more;
		if (more)
			*region = narrower;
	}
	return taken;
}

/* A note behind the form is no part of the name; what stands before it ends the name. */
static void cut_last_note(struct draft *d)
{
	while (d->name.notes && d->name.note[d->name.notes - 1].to == d->name.len &&
	       d->name.note[d->name.notes - 1].from > 0) {
		struct firm_note note = d->name.note[d->name.notes - 1];
		struct firm_form form = firm_words_form(str_part(firm_draft_text(&d->name), 0, note.from),
							d->name.edge);
		struct firm_region region = { 0 };

		if (form.len == 0 || form.kind == FIRM_FORM_NONE)
			return;
		if (take_regions(firm_draft_note(&d->name, d->name.notes - 1), 0, &region) == note.to - note.from)
			d->region = region;
		firm_draft_cut(&d->name, note.from, note.to);
	}
}

/* 中国石油大学, 中国石油大学（华东）. */
static bool is_institution(const struct draft *d)
{
	size_t end = d->name.len;

	if (d->name.notes && d->name.note[d->name.notes - 1].to == end)
		end = d->name.note[d->name.notes - 1].from;
	return firm_words_institution(firm_draft_text(&d->name)) ||
	       firm_words_institution(str_part(firm_draft_text(&d->name), 0, end));
}

/*
 * Of 甲有限公司乙厂 the last is the applicant, a unit of the first; 甲有限公司张三 is the firm and whoever filled in
 * the form.
 */
static void cut_inner_form(struct firm *firm, struct arena *arena, struct draft *d)
{
	static const struct str inner[] = { STR_INIT("有限公司"), STR_INIT("有限责任公司") };
	struct str text = firm_draft_text(&d->name);

	for (size_t i = 0; i < ARRAY_COUNT(inner); i++) {
		size_t at = str_find(text, inner[i], 0), end = at + inner[i].len;

		if (at == 0 || end >= text.len)
			continue;
		if (firm_words_institution(str_after(text, end)))
			keep_branch(firm, arena, str_after(text, end));
		else if (firm_words_form(str_after(text, end), d->name.edge + end).len)
			end = 0;
		if (end)
			firm_draft_cut(&d->name, end, d->name.len);
		else
			firm_draft_cut(&d->name, 0, at + inner[i].len);
		return;
	}
}

static void cut_group(struct firm *firm, struct draft *d)
{
	if (d->name.len > STR("集团").len && str_ends(firm_draft_text(&d->name), STR("集团"))) {
		firm->grouped = true;
		firm_draft_cut(&d->name, d->name.len - STR("集团").len, d->name.len);
	}
}

static void cut_form(struct firm *firm, struct arena *arena, struct draft *d)
{
	struct firm_form form;

	cut_last_note(d);
	cut_inner_form(firm, arena, d);
	form = firm_words_form(firm_draft_text(&d->name), d->name.edge);
	firm->form = form.form;
	firm->form_kind = (uint8_t)form.kind;
	if (form.kind == FIRM_FORM_NONE && is_institution(d))
		firm->kind = FIRM_INSTITUTION;
	firm_draft_cut(&d->name, d->name.len - form.len, d->name.len);
	cut_group(firm, d);
}

/* 华信（广州）科技: a note that is nothing but regions. */
static void cut_noted_region(struct draft *d)
{
	for (uint32_t i = d->name.notes; i-- > 0;) {
		struct firm_region region = { 0 };
		struct str note = firm_draft_note(&d->name, i);

		if (note.len < d->name.len && take_regions(note, 0, &region) == note.len) {
			d->region = region;
			firm_draft_cut(&d->name, d->name.note[i].from, d->name.note[i].to);
		}
	}
}

/* 开发区 and the like, behind a region: of the region, not of the 字号. */
static size_t zone(struct str text)
{
	static const struct str zones[] = {
		STR_INIT("高新技术产业开发区"),
		STR_INIT("经济技术开发区"),
		STR_INIT("高新技术开发区"),
		STR_INIT("旅游度假区"),
		STR_INIT("工业园区"),
		STR_INIT("经济开发区"),
		STR_INIT("开发区"),
		STR_INIT("高新区"),
		STR_INIT("度假区"),
		STR_INIT("经开区"),
		STR_INIT("保税区"),
	};

	for (size_t i = 0; i < ARRAY_COUNT(zones); i++)
		if (str_starts(text, zones[i]))
			return zones[i].len;
	return 0;
}

/* Where two regions are named the narrower counts; of two that contradict the one in brackets. */
static bool merge_region(struct draft *d, const struct firm_region *front)
{
	if (firm_region_contradicts(&d->region, front))
		return false;
	if (d->region.province == 0 || front->county || (front->city && !d->region.county))
		if (!(d->region.city && !front->city))
			d->region = *front;
	return true;
}

/* 广州药业, 广州市药业: nothing is left for a 字号 but the place. */
static bool is_trade_only(struct str text)
{
	return firm_words_trade(text).all;
}

static void cut_region(struct draft *d)
{
	struct firm_region front = { 0 };
	size_t taken = take_regions(firm_draft_text(&d->name), 2 * CHINESE, &front), more;

	if (taken && !merge_region(d, &front))
		taken = 0;
	more = taken ? zone(str_after(firm_draft_text(&d->name), taken)) : 0;
	if (d->name.len - taken - more >= 2 * CHINESE)
		taken += more;
	d->place = str_part(firm_draft_text(&d->name), 0, taken);
}

/* 华信广州科技, whose brackets were lost: behind two letters, before words of trade only. */
static void cut_inner_region(struct draft *d)
{
	struct str text = firm_draft_text(&d->name);
	size_t behind = (unsigned char)text.data[0] < 0x80 ? 2 : 2 * CHINESE;

	for (size_t at = behind; at + 2 * CHINESE <= text.len; at++) {
		struct firm_region region = { 0 };
		struct str rest = str_after(text, at);
		size_t taken = firm_region_take(rest, FIRM_REGION_INSIDE, &region);

		if (taken == 0 || (taken == rest.len && at < 4 * CHINESE))
			continue;
		if (taken < rest.len && !is_trade_only(str_after(rest, taken)))
			continue;
		d->region = region;
		firm_draft_cut(&d->name, at, at + taken);
		return;
	}
}

static uint64_t hash_of(struct str text)
{
	return text.len ? str_hash(text) : 0;
}

static uint64_t letter_bit(uint32_t code)
{
	return (uint64_t)1 << ((code * 0x9E3779B1U) >> 26);
}

static void spell(struct firm *firm, struct arena *arena, struct str place, struct str rest)
{
	struct str part[] = { place, rest };
	uint32_t *code = ARENA_ARRAY(arena, uint32_t, place.len + rest.len);
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_COUNT(part); i++) {
		while (part[i].len)
			code[count++] = (uint32_t)utf8_next(&part[i]);
		if (i == 0)
			firm->place = (uint16_t)count;
	}
	firm->code = code;
	firm->codes = (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

/* 1 to 9 of a Chinese or an ASCII numeral, 10 of 十, 0 of any other letter. */
static uint64_t numeral(uint32_t code)
{
	static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					     0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };

	if (code >= '0' && code <= '9')
		return code == '0' ? 11 : code - '0';
	for (uint32_t i = 0; i < ARRAY_COUNT(numerals); i++)
		if (numerals[i] == code)
			return i + 1;
	return 0;
}

static bool counts_what_follows(uint32_t code)
{
	static const uint32_t counted[] = {
		0x53F7 /* 号 */, 0x4E2D /* 中 */, 0x5C0F /* 小 */, 0x5C40 /* 局 */, 0x5382 /* 厂 */,
		0x51B6 /* 冶 */, 0x5EFA /* 建 */, 0x5904 /* 处 */, 0x961F /* 队 */, 0x6240 /* 所 */,
		0x9662 /* 院 */, 0x671F /* 期 */, 0x5206 /* 分 */, 0x7AD9 /* 站 */,
	};

	for (size_t i = 0; i < ARRAY_COUNT(counted); i++)
		if (counted[i] == code)
			return true;
	return false;
}

/* Numerals behind 第, before 号, 中, 局 and the like, and all in digits. 三一 and 五粮液 count nothing. */
static uint64_t numbers_of(const struct firm *firm)
{
	uint64_t numbers = 0;

	for (uint32_t i = firm->place; i < firm->codes;) {
		uint32_t from = i;
		uint64_t value = 0;
		bool digits = false;

		for (; i < firm->codes && numeral(firm->code[i]); i++) {
			value = value * 12 + numeral(firm->code[i]);
			digits = digits || firm->code[i] < 0x80;
		}
		if (i > from && (digits || (from > 0 && firm->code[from - 1] == 0x7B2C /* 第 */) ||
				 (i < firm->codes && counts_what_follows(firm->code[i]))))
			numbers = (numbers + value) * 0x9E3779B97F4A7C15U;
		i += i == from;
	}
	return numbers;
}

static void sign(struct firm *firm)
{
	firm->key_hash = hash_of(firm->key);
	firm->core_hash = hash_of(firm->core);
	firm->brand_hash = hash_of(firm->brand);
	firm->numbers = numbers_of(firm);
	for (uint32_t i = firm->place; i < firm->codes; i++)
		firm->letters |= letter_bit(firm->code[i]);
}

static void name_region(struct firm *firm, const struct draft *d)
{
	firm->province = d->region.province;
	firm->city = d->region.city;
	firm->county = d->region.county;
}

static void divide_core(struct firm *firm, size_t brand)
{
	firm->brand = str_part(firm->core, 0, brand);
	firm->trade = str_after(firm->core, brand);
}

/* 中国石化 is a 字号, 中国 is none. */
static size_t national(struct str rest, const struct firm_trade *trade)
{
	static const struct str nations[] = { STR_INIT("中国"), STR_INIT("中华"), STR_INIT("国家"), STR_INIT("全国") };

	for (size_t i = 0; i < ARRAY_COUNT(nations); i++)
		if (str_eq(str_part(rest, 0, trade->from), nations[i]))
			return trade->word;
	return 0;
}

/* 顺德光电 is of Shunde, or of wherever and has that 字号: a county that was written short proves nothing then. */
static void doubt_region(struct draft *d)
{
	if (str_eq(d->place, d->region.name))
		d->region = (struct firm_region){ 0 };
	else if (str_ends(d->place, d->region.name))
		d->region.county = 0;
}

/* The core is what is left, or the place and what is left where that is words of trade only. */
static void finish_company(struct firm *firm, struct arena *arena, struct draft *d)
{
	struct str place = d->place, rest = str_after(firm_draft_text(&d->name), place.len);
	struct firm_trade trade = firm_words_trade(rest);
	bool placed = trade.all && d->region.province;

	firm->core = placed ? arena_join(arena, d->region.name, rest) : arena_copy(arena, rest);
	divide_core(firm, placed ? d->region.name.len : trade.from + national(rest, &trade));
	spell(firm, arena, placed ? STR("") : place, firm->core);
	if (placed && d->region.county)
		doubt_region(d);
	name_region(firm, d);
}

/* 广东省广州市第一人民医院 is 广州第一人民医院; 中山大学 lies where it likes. */
static void finish_institution(struct firm *firm, struct arena *arena, struct draft *d)
{
	struct str text = firm_draft_text(&d->name), rest;
	struct firm_region region = { 0 };
	size_t taken = take_regions(text, CHINESE, &region);

	rest = str_after(text, taken);
	firm->core = arena_join(arena, region.name, rest);
	divide_core(firm, firm->core.len);
	spell(firm, arena, region.name, rest);
	firm->place = 0;
	firm->rest_hash = taken ? hash_of(rest) : hash_of(text);
	d->region = region;
	if (!str_starts(rest, STR("大学")) && !str_starts(rest, STR("学院")))
		name_region(firm, d);
}

static void finish_whole(struct firm *firm, struct arena *arena)
{
	firm->core = firm->key;
	divide_core(firm, firm->core.len);
	spell(firm, arena, STR(""), firm->core);
}

struct firm firm_parse(struct arena *arena, struct str shown)
{
	struct firm firm = { 0 };
	struct draft d;

	d.region = (struct firm_region){ 0 };
	d.place = STR("");
	firm.key = firm_draft_name(&d.name, arena, shown);
	if (d.name.too_long || d.name.len == 0) {
		finish_whole(&firm, arena);
	} else {
		cut_asides(&firm, arena, &d);
		cut_branch(&firm, arena, &d);
		cut_form(&firm, arena, &d);
		if (firm.kind == FIRM_INSTITUTION) {
			finish_institution(&firm, arena, &d);
		} else {
			cut_noted_region(&d);
			cut_region(&d);
			if (d.region.province == 0)
				cut_inner_region(&d);
			cut_group(&firm, &d);
			finish_company(&firm, arena, &d);
		}
	}
	sign(&firm);
	return firm;
}

struct str firm_identity(struct arena *arena, const struct firm *firm)
{
	return arena_printf(arena, "%.*s|%u.%u.%u|%.*s", STR_ARG(firm->core), firm->province, firm->city, firm->county,
			    STR_ARG(firm->branch));
}
