#include "text/unit.h"

#include "base/utf8.h"
#include "text/points.h"

/* Brackets behind a name are looked through up to here, so that hostile text stays cheap. */
enum { LONGEST_NOTE = 64 };

static const struct str branches[] = {
	STR_INIT("分公司"), STR_INIT("分厂"), STR_INIT("分院"),	    STR_INIT("分部"),	STR_INIT("分所"),
	STR_INIT("分店"),   STR_INIT("分行"), STR_INIT("分支机构"), STR_INIT("办事处"), STR_INIT("代表处"),
};

/* What a name of an organization ends in, and what may stand before 和 or 与 as a whole name. */
static const struct str strong_endings[] = {
	STR_INIT("公司"),   STR_INIT("集团"),	  STR_INIT("厂"),     STR_INIT("大学"),	    STR_INIT("学院"),
	STR_INIT("研究院"), STR_INIT("研究所"),	  STR_INIT("科学院"), STR_INIT("设计院"),   STR_INIT("医院"),
	STR_INIT("协会"),   STR_INIT("学会"),	  STR_INIT("商会"),   STR_INIT("联盟"),	    STR_INIT("合伙企业"),
	STR_INIT("合作社"), STR_INIT("有限合伙"), STR_INIT("办事处"), STR_INIT("研究中心"), STR_INIT("创新中心"),
	STR_INIT("学校"),   STR_INIT("gmbh"),	  STR_INIT("ltd"),    STR_INIT("ltd."),	    STR_INIT("inc"),
	STR_INIT("inc."),
};
static const struct str weak_endings[] = {
	STR_INIT("院"),	    STR_INIT("所"),	STR_INIT("中心"),   STR_INIT("局"),	STR_INIT("社"),
	STR_INIT("中学"),   STR_INIT("基地"),	STR_INIT("委员会"), STR_INIT("实验室"), STR_INIT("银行"),
	STR_INIT("联合会"), STR_INIT("促进会"), STR_INIT("基金会"), STR_INIT("站"),	STR_INIT("馆"),
	STR_INIT("园"),	    STR_INIT("ag"),	STR_INIT("llc"),    STR_INIT("corp"),	STR_INIT("co."),
};

/* Words of the consortium, not of a name. */
static const struct str consortium[] = { STR_INIT("联合体"), STR_INIT("等"), STR_INIT("等单位"), STR_INIT("联合申报") };
static const struct str roles[] = {
	STR_INIT("牵头"), STR_INIT("参与"), STR_INIT("联合"), STR_INIT("成员"),
	STR_INIT("合作"), STR_INIT("主体"), STR_INIT("盖章"), STR_INIT("公章"),
};
static const struct str role_labels[] = {
	STR_INIT("牵头单位:"),	   STR_INIT("牵头:"),		STR_INIT("牵头方:"),	 STR_INIT("联合单位:"),
	STR_INIT("联合申报单位:"), STR_INIT("参与单位:"),	STR_INIT("参与:"),	 STR_INIT("成员单位:"),
	STR_INIT("成员:"),	   STR_INIT("合作单位:"),	STR_INIT("联合体成员:"), STR_INIT("联合体:"),
	STR_INIT("申报单位:"),	   STR_INIT("联合体成员单位:"),
};
static const struct str soft_signs[] = { STR_INIT("和"), STR_INIT("与"), STR_INIT("及"), STR_INIT("以及") };

#define ANY_WORD(points, index, table) points_any_word((points), (index), (table), ARRAY_COUNT(table))
#define ANY_WORD_BEFORE(points, index, table) points_any_word_before((points), (index), (table), ARRAY_COUNT(table))

static size_t back_over_blanks(const struct points *p, size_t from, size_t to)
{
	while (to > from && points_is_blank(p->at[to - 1].code))
		to--;
	return to;
}

/* The bracket that opens the note ending right before `to`; `to` where there is none. */
static size_t note_begin(const struct points *p, size_t from, size_t to)
{
	if (to == from || p->at[to - 1].code != ')')
		return to;
	for (size_t i = to - 1; i > from && to - i < LONGEST_NOTE; i--)
		if (p->at[i - 1].code == '(')
			return i - 1;
	return to;
}

/* Before any notes in brackets: 甲公司（广州）（盖章） ends at 司. */
static size_t name_end(const struct points *p, size_t from, size_t to)
{
	for (size_t end = to;; to = end) {
		end = note_begin(p, from, back_over_blanks(p, from, to));
		if (end == to)
			return to;
	}
}

bool unit_is_branch(struct arena *scratch, struct str shown)
{
	struct points p = points_of(scratch, shown);
	size_t to = back_over_blanks(&p, 0, p.count), end = name_end(&p, 0, to);

	if (ANY_WORD_BEFORE(&p, end, branches))
		return true;
	/* 甲公司（广州分公司） */
	return end < to && ANY_WORD_BEFORE(&p, to - 1, branches);
}

size_t unit_branch_word(struct str folded)
{
	size_t best = 0;

	for (size_t i = 0; i < ARRAY_COUNT(branches); i++)
		if (branches[i].len > best && str_ends(folded, branches[i]))
			best = branches[i].len;
	return best;
}

static bool has_any(struct str text, const struct str *word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, word[i]))
			return true;
	return false;
}

bool unit_is_role(struct str folded)
{
	return has_any(folded, roles, ARRAY_COUNT(roles)) || has_any(folded, consortium, ARRAY_COUNT(consortium));
}

static bool looks_like_unit(const struct points *p, size_t from, size_t to, bool strongly)
{
	size_t end = name_end(p, from, to), ending = ANY_WORD_BEFORE(p, end, strong_endings);

	if (!ending && !strongly)
		ending = ANY_WORD_BEFORE(p, end, weak_endings);
	return ending > 0 && end > from + ending;
}

static bool is_role_note(const struct points *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (ANY_WORD(p, i, roles) || ANY_WORD(p, i, consortium))
			return true;
	return false;
}

/* Without 牵头单位： in front, （牵头） and 联合体 behind. */
static struct str bare_name(const struct points *p, size_t from, size_t to)
{
	bool changed = true;

	while (from < to && points_is_blank(p->at[from].code))
		from++;
	from += ANY_WORD(p, from, role_labels);
	while (changed) {
		size_t before = to, note, word;

		to = back_over_blanks(p, from, to);
		note = note_begin(p, from, to);
		if (note < to && is_role_note(p, note, to))
			to = note;
		word = ANY_WORD_BEFORE(p, to, consortium);
		if (to - from > word)
			to -= word;
		changed = to != before;
	}
	while (from < to && points_is_blank(p->at[from].code))
		from++;
	return points_written(p, from, to);
}

static bool is_hard_sign(int32_t code)
{
	return code == 0x3001 /* 、 */ || code == 0x3002 || (code > 0 && code < 0x80 && strchr(",;/+&|\n", code));
}

/* A place where two names may meet. */
struct cut {
	size_t at, behind;
	bool soft;
};

struct cuts {
	size_t count;
	struct cut *item;
};

static size_t skip_blanks(const struct points *p, size_t at)
{
	while (at < p->count && points_is_blank(p->at[at].code))
		at++;
	return at;
}

/* 甲有限公司 乙大学: a blank between two whole names; 中国×集团 广东有限公司 is one, and so is a firm and its branch.
 */
static bool is_parting_blank(const struct points *p, size_t at)
{
	static const struct str names[] = { STR_INIT("有限公司"), STR_INIT("有限责任公司"), STR_INIT("大学") };
	size_t from, to, word;

	if (!points_is_blank(p->at[at].code) || !ANY_WORD_BEFORE(p, at, names))
		return false;
	for (from = to = skip_blanks(p, at); to < p->count && !points_is_blank(p->at[to].code); to++)
		if (is_hard_sign(p->at[to].code) || p->at[to].code == '(')
			break;
	word = ANY_WORD_BEFORE(p, to, names);
	return word > 0 && word < to - from;
}

struct brackets {
	size_t depth;
	size_t last_close;
	bool members; /* 甲公司（联合单位：乙公司、丙大学）: what they hold are names, too */
};

static bool opens_members(const struct points *p, size_t at, const struct brackets *b)
{
	return b->depth == 0 && !b->members && p->at[at].code == '(' && at < b->last_close &&
	       ANY_WORD(p, skip_blanks(p, at + 1), role_labels);
}

static size_t behind_members(const struct points *p, size_t at)
{
	at = skip_blanks(p, at + 1);
	return at < p->count && is_hard_sign(p->at[at].code) ? at + 1 : at;
}

/* Is this point a place where names meet? */
static bool cut_at(const struct points *p, size_t at, struct brackets *b, struct cut *cut)
{
	size_t soft = ANY_WORD(p, at, soft_signs);
	int32_t code = p->at[at].code;

	*cut = (struct cut){ at, at + (soft ? soft : 1), soft > 0 };
	if (opens_members(p, at, b)) {
		b->members = true;
		return true;
	}
	if (code == ')' && b->depth == 0 && b->members) {
		b->members = false;
		cut->behind = behind_members(p, at);
		return true;
	}
	b->depth += code == '(' && at < b->last_close;
	b->depth -= code == ')' && b->depth > 0;
	return b->depth == 0 && (soft || is_hard_sign(code) || is_parting_blank(p, at));
}

/* All signs outside brackets, and the end of the text as the last. */
static struct cuts find_cuts(struct arena *arena, const struct points *p)
{
	struct cuts cuts = { 0, ARENA_ARRAY(arena, struct cut, p->count + 1) };
	struct brackets brackets = { 0 };
	struct cut cut = { 0 };

	for (size_t i = 0; i < p->count; i++)
		if (p->at[i].code == ')')
			brackets.last_close = i;
	for (size_t i = 0; i<p->count; i = cut.behind> i ? cut.behind : i + 1) {
		if (cut_at(p, i, &brackets, &cut))
			cuts.item[cuts.count++] = cut;
		else
			cut.behind = i + 1;
	}
	/* Names that end in the brackets of members leave nothing behind them. */
	if (cuts.count && cuts.item[cuts.count - 1].behind == p->count &&
	    p->at[cuts.item[cuts.count - 1].at].code == ')')
		return cuts;
	cuts.item[cuts.count++] = (struct cut){ p->count, p->count, false };
	return cuts;
}

/* Whether a name ends right before this cut, the words of the consortium aside. */
static bool name_ends_at(const struct points *p, const struct cut *cut)
{
	size_t to = back_over_blanks(p, 0, cut->at), word = ANY_WORD_BEFORE(p, to, consortium);

	return looks_like_unit(p, 0, to - word, false);
}

/* The last cut before which a name ends: no name begins behind it. */
static size_t last_end(const struct points *p, const struct cuts *cuts)
{
	for (size_t i = cuts->count; i > 0; i--)
		if (name_ends_at(p, &cuts->item[i - 1]))
			return i - 1;
	return 0;
}

/* Nothing in the name can separate two: ideographs but for those that a soft sign begins with, letters, brackets. */
static bool is_one(struct str shown)
{
	static const int32_t signs[] = { 0x4E0E, 0x8207, 0x548C, 0x53CA, 0x4EE5 }; /* 与 與 和 及 以 */

	while (shown.len) {
		int32_t code = utf8_next(&shown);
		bool letter = code < 0x80 && (points_is_letter(code) || points_is_digit(code));

		for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
			if (code == signs[i])
				return false;
		if (!letter && code != 0xFF08 && code != 0xFF09 && (code < 0x4E00 || code > 0x9FFF))
			return false;
	}
	return true;
}

static struct unit_members one_member(struct arena *arena, struct str shown)
{
	struct str *name = ARENA_NEW(arena, struct str);

	*name = arena_copy(arena, shown);
	return (struct unit_members){ 1, name };
}

static struct unit_members split(struct arena *arena, struct str shown)
{
	struct arena scratch = { 0 };
	struct points p = points_of(&scratch, shown);
	struct cuts cuts = find_cuts(&scratch, &p);
	size_t last = cuts.count > 1 ? last_end(&p, &cuts) : 0, from = 0;
	struct str *name = ARENA_ARRAY(arena, struct str, last + 1);
	uint32_t count = 0;

	for (size_t i = 0; i < last; i++) {
		const struct cut *cut = &cuts.item[i];

		if (!looks_like_unit(&p, from, cut->at, cut->soft))
			continue;
		name[count++] = arena_copy(arena, bare_name(&p, from, cut->at));
		from = cut->behind;
	}
	name[count] = arena_copy(arena, count ? bare_name(&p, from, cuts.item[cuts.count - 1].at) : shown);
	arena_release(&scratch);
	return (struct unit_members){ count + 1, name };
}

struct unit_members unit_split(struct arena *arena, struct str shown)
{
	return is_one(shown) ? one_member(arena, shown) : split(arena, shown);
}
