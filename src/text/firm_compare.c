#include "text/firm.h"
#include "text/firm_words.h"

/* Beyond this a slip is no slip; letters that are compared one by one. */
enum { MOST_SLIPS = 2, LONGEST_COMPARED = 128, FAR = MOST_SLIPS + 1 };

/* Letters of a firm's name, code points. */
struct letters {
	const uint32_t *code;
	size_t count;
};

static struct firm_match match(enum firm_level level, enum firm_why why, double similarity)
{
	return (struct firm_match){ level, why, similarity };
}

static struct letters core_of(const struct firm *firm)
{
	return (struct letters){ firm->code + firm->place, (size_t)(firm->codes - firm->place) };
}

static struct letters all_of(const struct firm *firm)
{
	return (struct letters){ firm->code, firm->codes };
}

static size_t more(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t fewer(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Without what both begin and end with; how many letters they begin with. */
static size_t trim(struct letters *a, struct letters *b)
{
	size_t head = 0;

	while (a->count && b->count && a->code[0] == b->code[0]) {
		*a = (struct letters){ a->code + 1, a->count - 1 };
		*b = (struct letters){ b->code + 1, b->count - 1 };
		head++;
	}
	while (a->count && b->count && a->code[a->count - 1] == b->code[b->count - 1]) {
		a->count--;
		b->count--;
	}
	return head;
}

static bool is_swapped(struct letters a, struct letters b, size_t i, size_t j)
{
	return i > 1 && j > 1 && a.code[i - 1] == b.code[j - 2] && a.code[i - 2] == b.code[j - 1];
}

static uint8_t least(uint8_t a, uint8_t b, uint8_t c)
{
	uint8_t d = a < b ? a : b;

	return d < c ? d : c;
}

/* Letters wrong, missing, too many or swapped with their neighbour, between trimmed texts; FAR where beyond counting.
 */
static size_t table_distance(struct letters a, struct letters b)
{
	uint8_t row[3][LONGEST_COMPARED + 1], previous = 0;

	for (size_t j = 0; j <= b.count; j++)
		row[0][j] = (uint8_t)j;
	for (size_t i = 1; i <= a.count; i++) {
		uint8_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3], best = FAR;

		now[0] = (uint8_t)i;
		for (size_t j = 1; j <= b.count; j++) {
			uint8_t wrong = (uint8_t)(last[j - 1] + (a.code[i - 1] != b.code[j - 1]));

			now[j] = least((uint8_t)(last[j] + 1), (uint8_t)(now[j - 1] + 1), wrong);
			if (is_swapped(a, b, i, j))
				now[j] = least(now[j], (uint8_t)(before[j - 2] + 1), now[j]);
			best = now[j] < best ? now[j] : best;
		}
		/* Two rows: swapped letters skip one. */
		if (best >= FAR && previous >= FAR)
			return FAR;
		previous = best;
	}
	return row[a.count % 3][b.count] < FAR ? row[a.count % 3][b.count] : FAR;
}

static size_t distance(struct letters a, struct letters b)
{
	size_t longer, shorter;

	trim(&a, &b);
	longer = more(a.count, b.count);
	shorter = fewer(a.count, b.count);
	if (longer - shorter > MOST_SLIPS || longer > LONGEST_COMPARED)
		return FAR;
	if (shorter == 0 || longer == 1)
		return longer;
	return table_distance(a, b);
}

static double similarity(size_t slips, size_t longer)
{
	return longer ? 1.0 - (double)slips / (double)longer : 1.0;
}

static size_t letters_in(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	return count;
}

static struct firm_region region_of(const struct firm *firm)
{
	return (struct firm_region){ .province = firm->province, .city = firm->city, .county = firm->county };
}

static bool regions_contradict(const struct firm *a, const struct firm *b)
{
	struct firm_region left = region_of(a), right = region_of(b);

	return firm_region_contradicts(&left, &right);
}

static bool same_region(const struct firm *a, const struct firm *b)
{
	return a->province == b->province && a->city == b->city && a->county == b->county;
}

static bool is_formless(const struct firm *firm)
{
	return firm->kind == FIRM_COMPANY && firm->form_kind == FIRM_FORM_NONE;
}

static bool is_trader(const struct firm *firm)
{
	return firm->form_kind == FIRM_FORM_TRADER || firm->form_kind == FIRM_FORM_PARTNERSHIP;
}

static struct firm_match same_core(const struct firm *a, const struct firm *b)
{
	if (regions_contradict(a, b))
		return match(FIRM_SISTER, FIRM_OTHER_REGION, 1);
	if (a->is_branch != b->is_branch)
		return match(FIRM_LIKELY, FIRM_BRANCH, 1);
	if (!str_eq(a->branch, b->branch))
		return match(FIRM_SISTER, FIRM_OTHER_BRANCH, 1);
	if (is_formless(a) != is_formless(b))
		return same_region(a, b) && a->trade.len && b->trade.len ? match(FIRM_LIKELY, FIRM_CUT_SHORT, 1)
									 : match(FIRM_SHORT, FIRM_SHORT_NAME, 1);
	if (is_trader(a) != is_trader(b))
		return match(FIRM_LIKELY, FIRM_FORM_DIFFERS, 1);
	return match(FIRM_SAME, same_region(a, b) ? FIRM_FORM_DIFFERS : FIRM_REGION_MISSING, 1);
}

/* 配件机械 and 机械配件. */
static bool same_letters(struct letters a, struct letters b)
{
	uint64_t left = 0, right = 0;

	if (a.count != b.count)
		return false;
	for (size_t i = 0; i < a.count; i++) {
		left += a.code[i] * (uint64_t)a.code[i];
		right += b.code[i] * (uint64_t)b.code[i];
	}
	return left == right;
}

static bool is_part(struct str part, struct str whole)
{
	return part.len && part.len < whole.len && str_has(whole, part);
}

/* What many trades end in says nothing of theirs. */
static bool is_general(struct str word)
{
	static const struct str general[] = {
		STR_INIT("科技"), STR_INIT("技术"), STR_INIT("制品"), STR_INIT("设备"), STR_INIT("工程"),
		STR_INIT("材料"), STR_INIT("服务"), STR_INIT("发展"), STR_INIT("贸易"), STR_INIT("工业"),
		STR_INIT("实业"), STR_INIT("制造"), STR_INIT("管理"), STR_INIT("配件"), STR_INIT("开发"),
		STR_INIT("投资"), STR_INIT("产业"), STR_INIT("用品"),
	};

	for (size_t i = 0; i < ARRAY_COUNT(general); i++)
		if (str_eq(general[i], word))
			return true;
	return false;
}

/* 空调设备 and 空调配件, 石料玩具 and 塑胶玩具: two letters in front or behind that name the same trade. */
static bool share_trade(struct str a, struct str b)
{
	enum { WORD = 6 }; /* bytes of two ideographs */
	struct str head = str_part(a, 0, WORD), tail;

	if (a.len < WORD || b.len < WORD)
		return false;
	tail = str_after(a, a.len - WORD);
	return (str_starts(b, head) && !is_general(head)) || (str_ends(b, tail) && !is_general(tail));
}

/* The same 字号, another text of trade. */
static struct firm_match same_brand(const struct firm *a, const struct firm *b)
{
	struct letters left = core_of(a), right = core_of(b);
	size_t slips = distance(left, right);
	double alike = similarity(slips < FAR ? slips : (left.count + right.count) / 2, more(left.count, right.count));

	if (alike < 0)
		alike = 0;
	if (regions_contradict(a, b))
		return match(FIRM_DIFFERENT, FIRM_UNLIKE, alike);
	if (a->trade.len == 0 || b->trade.len == 0)
		return is_formless(a) == is_formless(b) && letters_in(a->brand) > 4
			       ? match(FIRM_LIKELY, FIRM_WIDER_TRADE, alike)
			       : match(FIRM_SHORT, FIRM_SHORT_NAME, alike);
	if (is_part(a->trade, b->trade) || is_part(b->trade, a->trade))
		return is_formless(a) != is_formless(b) ? match(FIRM_SHORT, FIRM_SHORT_NAME, alike)
							: match(FIRM_LIKELY, FIRM_WIDER_TRADE, alike);
	if (slips == 1)
		return match(FIRM_LIKELY, FIRM_ONE_LETTER, alike);
	if (share_trade(a->trade, b->trade))
		return match(FIRM_LIKELY, FIRM_WIDER_TRADE, alike);
	if (same_letters(left, right))
		return match(FIRM_LIKELY, FIRM_TWO_LETTERS, alike);
	return match(FIRM_DIFFERENT, FIRM_OTHER_TRADE, alike);
}

/* Too many letters that only one of them has: neither a slip nor a short name. */
static bool is_far(const struct firm *a, const struct firm *b)
{
	uint64_t only_a = a->letters & ~b->letters, only_b = b->letters & ~a->letters;

	return only_a && only_b && __builtin_popcountll(only_a | only_b) > 2 * MOST_SLIPS;
}

/* An institution's name has no other part that could agree: 广州大学 is not 广州医科大学. */
static size_t allowed_slips(const struct firm *a, const struct firm *b, size_t longer)
{
	if (a->kind == FIRM_INSTITUTION && b->kind == FIRM_INSTITUTION && (longer < 8 || a->codes != b->codes))
		return longer < 4 ? 0 : 1;
	return longer < 3 ? 0 : longer < 6 ? 1 : MOST_SLIPS;
}

static bool is_direction(uint32_t code)
{
	return code == 0x4E1C /* 东 */ || code == 0x5357 /* 南 */ || code == 0x897F /* 西 */ ||
	       code == 0x5317 /* 北 */ || code == 0x4E2D /* 中 */;
}

/* 华南 and 华东, 城南 and 城北: no slip of the pen. */
static bool turns(struct letters a, struct letters b)
{
	trim(&a, &b);
	return a.count == 1 && b.count == 1 && is_direction(a.code[0]) && is_direction(b.code[0]);
}

static enum firm_why slip_name(const struct firm *a, const struct firm *b, size_t slips)
{
	if (slips > 1)
		return FIRM_TWO_LETTERS;
	if (a->kind == b->kind && a->kind == FIRM_COMPANY && str_eq(a->trade, b->trade) && letters_in(a->brand) <= 3 &&
	    letters_in(b->brand) <= 3)
		return FIRM_NEAR_BRAND;
	return FIRM_ONE_LETTER;
}

/* Likely where few enough letters are wrong; FIRM_DIFFERENT where not. */
/* Two letters are all of a short 字号, or nearly: 鼎霖 and 卓天 of one trade are two firms. */
static bool is_other_brand(const struct firm *a, const struct firm *b, size_t slips)
{
	return slips > 1 && a->kind == FIRM_COMPANY && b->kind == FIRM_COMPANY && a->trade.len &&
	       str_eq(a->trade, b->trade) && letters_in(a->brand) <= 3 && letters_in(b->brand) <= 3;
}

static struct firm_match by_slips(const struct firm *a, const struct firm *b)
{
	struct letters left = core_of(a), right = core_of(b);
	size_t longer = more(left.count, right.count), slips = distance(left, right);

	/* A region that is misspelt stands in the core: 厂州永丰照明. */
	if (slips > 1 && (a->place == 0) != (b->place == 0)) {
		size_t whole = distance(all_of(a), all_of(b));

		longer = whole < slips ? more(a->codes, b->codes) : longer;
		slips = fewer(whole, slips);
	}
	if (slips <= allowed_slips(a, b, longer) && !regions_contradict(a, b) && !turns(left, right) &&
	    !is_other_brand(a, b, slips))
		return match(FIRM_LIKELY, slip_name(a, b, slips), similarity(slips, longer));
	return match(FIRM_DIFFERENT, FIRM_UNLIKE, slips < FAR ? similarity(slips, longer) : 0);
}

static bool begins(struct letters whole, struct letters part)
{
	return part.count <= whole.count && memcmp(part.code, whole.code, part.count * sizeof(*part.code)) == 0;
}

/* What a place smaller than a county, or one that the table does not know, ends in. */
static bool ends_place(uint32_t code)
{
	static const uint32_t ends[] = {
		0x9547 /* 镇 */, 0x4E61 /* 乡 */, 0x6751 /* 村 */, 0x5C6F /* 屯 */, 0x533A /* 区 */, 0x5E02 /* 市 */,
		0x53BF /* 县 */, 0x8857 /* 街 */, 0x9053 /* 道 */, 0x529E /* 办 */, 0x7701 /* 省 */,
	};

	for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
		if (ends[i] == code)
			return true;
	return false;
}

/* 上口镇华通百叶窗帘 and 华通百叶窗帘: a place that is not in the table stands before the one. */
static bool is_placed(struct letters whole, struct letters part)
{
	size_t place = whole.count - part.count;

	if (part.count < 3 || whole.count <= part.count || !ends_place(whole.code[place - 1]))
		return false;
	return memcmp(whole.code + place, part.code, part.count * sizeof(*part.code)) == 0;
}

/* The letters of the one in their order in the other, from its first letter on. */
static bool is_drawn_from(struct letters whole, struct letters part)
{
	size_t taken = 0;

	if (part.count == 0 || whole.count == 0 || part.code[0] != whole.code[0])
		return false;
	for (size_t i = 0; i < whole.count && taken < part.count; i++)
		taken += whole.code[i] == part.code[taken];
	return taken == part.count;
}

/* Two universities are two, however much their names have in common. */
static bool ends_alike(struct str a, struct str b)
{
	struct str left = str_after(a, a.len - firm_words_institution(a)),
		   right = str_after(b, b.len - firm_words_institution(b));

	return left.len && str_eq(left, right);
}

/* 佛山医院 of 佛山人民医院. */
static bool is_hospital_for(struct str whole, struct str part)
{
	struct str place = str_part(part, 0, part.len - STR("医院").len);

	return str_ends(part, STR("医院")) && whole.len == place.len + STR("人民医院").len &&
	       str_starts(whole, place) && str_ends(whole, STR("人民医院"));
}

/* 华南理工 of 华南理工大学, 广东职院; 中国石化 of 中国石油化工. Both begin alike, and the short one has no form. */
static bool is_short_for(const struct firm *whole, const struct firm *part)
{
	struct letters longer = all_of(whole), shorter = all_of(part);

	if (shorter.count >= longer.count || shorter.count < 3)
		return false;
	if (is_hospital_for(whole->core, part->core))
		return true;
	if (whole->kind == FIRM_INSTITUTION)
		return is_drawn_from(longer, shorter) && !ends_alike(whole->core, part->core);
	return part->kind == FIRM_COMPANY && is_formless(part) && shorter.count >= 4 &&
	       is_drawn_from(core_of(whole), core_of(part));
}

enum { LONG_KEY = 8 * 3 }; /* bytes of eight ideographs */

/* A slip where the name is cut into its parts, so that the parts differ: 达骏曼（广东东）水产. */
static bool is_key_slip(const struct firm *a, const struct firm *b)
{
	struct str x = a->key, y = b->key;
	size_t first = 0;

	if (fewer(x.len, y.len) < LONG_KEY || more(x.len, y.len) - fewer(x.len, y.len) > 3)
		return false;
	while (first < x.len && first < y.len && x.data[first] == y.data[first])
		first++;
	while (x.len > first && y.len > first && x.data[x.len - 1] == y.data[y.len - 1]) {
		x.len--;
		y.len--;
	}
	return more(x.len, y.len) - first <= 3;
}

static struct firm_match otherwise(const struct firm *a, const struct firm *b)
{
	struct firm_match slips;
	struct letters left = core_of(a), right = core_of(b);
	double part = (double)fewer(left.count, right.count) / (double)more(more(left.count, right.count), 1);

	if (a->numbers != b->numbers)
		return match(FIRM_DIFFERENT, FIRM_OTHER_NUMBER, part);
	if (a->kind == FIRM_INSTITUTION && b->kind == FIRM_INSTITUTION && a->rest_hash == b->rest_hash)
		return a->province && b->province ? match(FIRM_SISTER, FIRM_OTHER_REGION, part)
						  : match(FIRM_SHORT, FIRM_SHORT_NAME, part);
	if (is_short_for(a, b) || is_short_for(b, a))
		return match(FIRM_SHORT, FIRM_SHORT_NAME, part);
	slips = by_slips(a, b);
	if (slips.level != FIRM_DIFFERENT || regions_contradict(a, b))
		return slips;
	if ((is_formless(a) && left.count > 2 && begins(right, left)) ||
	    (is_formless(b) && right.count > 2 && begins(left, right)))
		return match(FIRM_LIKELY, FIRM_CUT_SHORT, part);
	if (is_placed(left, right) || is_placed(right, left))
		return match(FIRM_LIKELY, FIRM_REGION_MISSING, part);
	if (is_key_slip(a, b) && !is_other_brand(a, b, 2))
		return match(FIRM_LIKELY, FIRM_ONE_LETTER, part);
	return slips;
}

struct firm_match firm_compare(const struct firm *a, const struct firm *b)
{
	if (a->key_hash == b->key_hash && str_eq(a->key, b->key))
		return match(FIRM_SAME, FIRM_IDENTICAL, 1);
	if (a->core.len == 0 || b->core.len == 0)
		return match(FIRM_DIFFERENT, FIRM_UNLIKE, 0);
	if (a->core_hash == b->core_hash && str_eq(a->core, b->core))
		return same_core(a, b);
	if (a->brand_hash == b->brand_hash && a->kind == b->kind && a->kind == FIRM_COMPANY &&
	    str_eq(a->brand, b->brand))
		return same_brand(a, b);
	if (is_far(a, b))
		return match(FIRM_DIFFERENT, FIRM_UNLIKE, 0);
	return otherwise(a, b);
}
