/* Any text through the functions on a cell's text: what they give is UTF-8, and what is shown stays as it is when
 * cleaned again. */
#include "promise.h"
#include "text/amount.h"
#include "text/clean.h"
#include "text/contact.h"
#include "text/direction.h"
#include "text/firm.h"
#include "text/key.h"
#include "text/kind.h"
#include "text/moment.h"
#include "text/place.h"
#include "text/title.h"
#include "text/unit.h"
#include "text/value.h"
#include "text/width.h"

static const struct direction_name names[] = {
	{ STR_INIT("特色专业型工业互联网平台"), 0, 0 },
	{ STR_INIT("两化融合管理体系贯标"), 1, 0 },
	{ STR_INIT("中德智能制造合作"), 2, 12 },
};
static const struct place_name places[] = { { STR_INIT("广州市"), 0 }, { STR_INIT("中山市"), 1 } };

static void contacts(struct arena *arena, struct str shown)
{
	struct contact_list list = contact_parse(arena, shown);

	for (uint32_t i = 0; i < list.count; i++)
		PROMISE(utf8_valid(list.item[i].value) && utf8_valid(list.item[i].written));
}

static void directions(struct arena *arena, struct str shown)
{
	struct direction_names known = direction_names_make(arena, ARRAY_COUNT(names), names);
	struct direction_list list = direction_parse(arena, &known, shown);

	for (uint32_t i = 0; i < list.count; i++)
		PROMISE(utf8_valid(list.item[i].written) && list.item[i].written.len);
}

/* A consortium's members are parts of its name. */
static void units(struct arena *arena, struct str shown)
{
	struct unit_members members = unit_split(arena, shown);

	PROMISE(members.count >= 1);
	for (uint32_t i = 0; i < members.count; i++)
		PROMISE(str_has(shown, members.name[i]));
	(void)unit_is_branch(arena, shown);
}

static void firm_parts(const struct firm *firm)
{
	PROMISE(utf8_valid(firm->core) && utf8_valid(firm->brand) && utf8_valid(firm->trade) &&
		utf8_valid(firm->branch));
	PROMISE((firm->core.len == 0) == (firm->key.len == 0));
	PROMISE(firm->brand.len + firm->trade.len == firm->core.len);
	PROMISE(firm->place <= firm->codes);
}

/* Two names compare alike in either order, and a name is its own. */
static void firms(struct arena *arena, struct str shown)
{
	size_t half = utf8_span(str_part(shown, 0, shown.len / 2));
	struct firm whole = firm_parse(arena, shown), left = firm_parse(arena, str_part(shown, 0, half)),
		    right = firm_parse(arena, str_after(shown, half));
	struct firm_match one = firm_compare(&left, &right), other = firm_compare(&right, &left);

	firm_parts(&whole);
	firm_parts(&left);
	firm_parts(&right);
	PROMISE(str_eq(whole.key, key_fold(arena, shown)));
	PROMISE(firm_compare(&whole, &whole).level == FIRM_SAME);
	PROMISE(one.level == other.level && one.why == other.why && one.similarity >= 0 && one.similarity <= 1);
	one = firm_compare(&whole, &left);
	other = firm_compare(&left, &whole);
	PROMISE(one.level == other.level && one.why == other.why);
	PROMISE(utf8_valid(firm_identity(arena, &whole)));
}

/* A title contradicts none that it is, and two compare alike in either order; what it holds is bounded. */
static void titles(struct arena *arena, struct str shown)
{
	struct title_words known = title_words_make(arena);
	size_t half = utf8_span(str_part(shown, 0, shown.len / 2));
	struct str own = key_fold(arena, str_part(shown, 0, half));
	struct title whole = title_parse(&known, arena, shown, (struct strs){ 0 });
	struct title rest = title_parse(&known, arena, shown, (struct strs){ 1, &own });

	PROMISE(whole.whole_count <= TITLE_MOST && whole.content_count <= TITLE_MOST);
	PROMISE(whole.sign_count <= TITLE_SIGNS && rest.whole_count <= TITLE_MOST);
	PROMISE(title_sign_compare(&whole, &whole) == TITLE_SIGNS_EQUAL);
	PROMISE(title_sign_compare(&whole, &rest) == title_sign_compare(&rest, &whole));
}

/* A key of a key is that key, else equal texts could have two. */
static void keys(struct arena *arena, struct str shown)
{
	struct str lossless = key_lossless(arena, shown), folded = key_fold(arena, shown);

	PROMISE(str_eq(key_lossless(arena, lossless), lossless));
	PROMISE(str_eq(key_fold(arena, folded), folded));
	PROMISE(str_eq(key_fold(arena, lossless), folded));
}

static void values(struct arena *arena, struct str shown)
{
	struct amount amount;
	double number;
	int year, month, day;
	uint32_t region;
	struct place_names known = place_names_make(arena, ARRAY_COUNT(places), places);

	PROMISE(!value_number(arena, shown, &number) || isfinite(number));
	PROMISE(!amount_read(arena, shown, &amount) || isfinite(amount.number));
	PROMISE(amount_unit(arena, shown) >= 0 && amount_unit_above(arena, shown) >= 0);
	PROMISE(!value_date(arena, shown, &year, &month, &day) || (month >= 1 && month <= 12 && day >= 1 && day <= 31));
	PROMISE(!place_find(&known, arena, shown, &region) || region <= 1);
	(void)value_credit_code(arena, shown);
	PROMISE(width_lines(shown, 8) >= 1);
}

/* What is read of a text is written in one form, which says the same, to the millisecond. */
static void moments(struct arena *arena, struct str shown)
{
	struct moment moment, again;
	struct buf out = { 0 };
	int64_t ms;

	PROMISE(!moment_parse_time(arena, shown, &ms) || (ms >= 0 && ms <= MOMENT_DAY));
	if (!moment_parse(arena, shown, &moment))
		return;
	moment_text(&out, moment);
	PROMISE(moment_parse(arena, buf_str(&out), &again));
	PROMISE(again.ms == moment.ms && (again.has_time == moment.has_time || moment.ms % MOMENT_DAY == 0));
	buf_release(&out);
}

/* A name of a kind is a part of the text, and of that kind by itself; the text's own letters are a pattern, too. */
static void kinds(struct arena *arena, struct str shown)
{
	const struct kind_name name[] = { { STR("中国*集团有限公司"), 0 }, { STR("*公司"), 1 }, { shown, 2 } };
	struct kind_names known = kind_names_make(arena, kind_is_vague(arena, shown) ? 2 : 3, name);
	struct str found;
	uint32_t owner, again;

	(void)kind_is_pattern(shown);
	if (!kind_find(&known, arena, shown, &found, &owner))
		return;
	PROMISE(owner <= 2 && utf8_valid(found) && found.len && str_has(shown, found));
	PROMISE(kind_fits(&known, arena, found, &again) && again == owner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str shown = clean_shown(&arena, (struct str){ (const char *)data, size });

	PROMISE(utf8_valid(shown));
	PROMISE(str_eq(clean_shown(&arena, shown), shown));
	keys(&arena, shown);
	contacts(&arena, shown);
	directions(&arena, shown);
	units(&arena, shown);
	firms(&arena, shown);
	titles(&arena, shown);
	values(&arena, shown);
	moments(&arena, shown);
	kinds(&arena, shown);
	arena_release(&arena);
	return 0;
}
