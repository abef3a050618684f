#include "text/kind.h"

#include "base/utf8.h"
#include "text/points.h"
#include "text/variant.h"

/* Names of recommenders are shorter, files' names too. */
enum { LONGEST = 256, LEAST_LETTERS = 2, WILD = '*' };

struct kind_key {
	struct points points;
	uint32_t owner;
};

/* What stands before or behind a name in a file's name, a folder's or a 推荐单位 line, and is no part of it. */
static const struct str around[] = {
	STR_INIT("汇总表"), STR_INIT("汇总"), STR_INIT("项目"), STR_INIT("推荐"),   STR_INIT("申报"), STR_INIT("上报"),
	STR_INIT("报送"),   STR_INIT("提交"), STR_INIT("呈报"), STR_INIT("填报"),   STR_INIT("材料"), STR_INIT("数据"),
	STR_INIT("名单"),   STR_INIT("清单"), STR_INIT("表"),	STR_INIT("修改"),   STR_INIT("更正"), STR_INIT("更新"),
	STR_INIT("补充"),   STR_INIT("补报"), STR_INIT("最终"), STR_INIT("最新"),   STR_INIT("终稿"), STR_INIT("定稿"),
	STR_INIT("初稿"),   STR_INIT("版"),   STR_INIT("盖章"), STR_INIT("公章"),   STR_INIT("章"),   STR_INIT("附件"),
	STR_INIT("扫描"),   STR_INIT("电子"), STR_INIT("关于"), STR_INIT("试点"),   STR_INIT("示范"), STR_INIT("退回"),
	STR_INIT("单位"),   STR_INIT("公示"), STR_INIT("的"),	STR_INIT("意见函"),
};

static bool is_name_code(int32_t code)
{
	return points_is_letter(code) || points_is_digit(code) || code == '(' || code == ')' || code == 0xB7 ||
	       code == 0x2022 || code == 0x30FB;
}

static struct points fold(struct arena *arena, struct str text)
{
	struct points points = points_of(arena, text);

	if (points.count > LONGEST)
		points.count = LONGEST;
	for (size_t i = 0; i < points.count; i++) {
		int32_t code = variant_fold(points.at[i].code);

		points.at[i].code = code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
	}
	return points;
}

/* Names are set apart to fill a line: 中 国 × × 集 团. */
static struct points without_blanks(struct arena *arena, struct points from)
{
	struct points to = { from.text, 0, ARENA_ARRAY(arena, struct point, from.count) };

	for (size_t i = 0; i < from.count; i++)
		if (!points_is_blank(from.at[i].code))
			to.at[to.count++] = from.at[i];
	return to;
}

bool kind_is_pattern(struct str text)
{
	while (text.len) {
		int32_t code = utf8_next(&text);

		if (code == WILD || code == 0xFF0A)
			return true;
	}
	return false;
}

bool kind_is_vague(struct arena *scratch, struct str pattern)
{
	struct points points = fold(scratch, pattern);
	size_t letters = 0;

	for (size_t i = 0; i < points.count; i++)
		letters += points_is_letter(points.at[i].code);
	return letters < LEAST_LETTERS;
}

struct kind_names kind_names_make(struct arena *arena, uint32_t count, const struct kind_name *name)
{
	struct kind_key *key = ARENA_ARRAY(arena, struct kind_key, count);

	for (uint32_t i = 0; i < count; i++)
		key[i] = (struct kind_key){ without_blanks(arena, fold(arena, name[i].pattern)), name[i].owner };
	return (struct kind_names){ count, key };
}

/*
 * Does the pattern fit the points [from, to)? The last * seen takes one letter more where what
 * follows it does not fit: earlier ones need not be tried again.
 */
static bool fits(const struct points *pattern, const struct points *text, size_t from, size_t to)
{
	size_t p = 0, t = from, star = SIZE_MAX, taken = 0;

	while (t < to) {
		int32_t code = text->at[t].code;

		if (p < pattern->count && pattern->at[p].code == WILD && is_name_code(code)) {
			star = p++;
			taken = ++t;
		} else if (p < pattern->count && pattern->at[p].code == code && code != WILD) {
			p++;
			t++;
		} else if (star != SIZE_MAX && is_name_code(text->at[taken].code)) {
			p = star + 1;
			t = ++taken;
		} else {
			return false;
		}
	}
	return p == pattern->count;
}

static bool any_fits(const struct kind_names *names, const struct points *text, size_t from, size_t to, uint32_t *owner)
{
	for (uint32_t i = 0; from < to && i < names->count; i++)
		if (fits(&names->key[i].points, text, from, to)) {
			*owner = names->key[i].owner;
			return true;
		}
	return false;
}

bool kind_fits(const struct kind_names *names, struct arena *scratch, struct str text, uint32_t *owner)
{
	struct points points = without_blanks(scratch, fold(scratch, text));

	return any_fits(names, &points, 0, points.count, owner);
}

/* A part of the text. */
struct span {
	size_t from, to;
};

static size_t word_before(const struct points *text, struct span span)
{
	size_t len = points_any_word_before(text, span.to, around, ARRAY_COUNT(around));

	return len <= span.to - span.from ? len : 0;
}

/* Cut words of tables and numbers off the end. */
static struct span strip_end(const struct points *text, struct span span)
{
	size_t len;

	while (span.from < span.to &&
	       ((len = word_before(text, span)) != 0 || points_is_digit(text->at[span.to - 1].code)))
		span.to -= len ? len : 1;
	return span;
}

/* （盖章） holds nothing but such words; （集团） is a part of the name. */
static bool strip_note(const struct points *text, struct span *span)
{
	size_t open = span->to;
	struct span inside;

	if (span->to - span->from < 2 || text->at[span->to - 1].code != ')')
		return false;
	while (open > span->from && text->at[open - 1].code != '(')
		open--;
	inside = strip_end(text, (struct span){ open, span->to - 1 });
	if (open == span->from || inside.to > inside.from)
		return false;
	span->to = open - 1;
	return true;
}

static struct span strip(const struct points *text, struct span span)
{
	size_t len;

	do
		span = strip_end(text, span);
	while (strip_note(text, &span));
	while (span.from < span.to && ((len = points_any_word(text, span.from, around, ARRAY_COUNT(around))) != 0 ||
				       points_is_digit(text->at[span.from].code)))
		span.from += len && len <= span.to - span.from ? len : 1;
	return span;
}

struct search {
	const struct kind_names *names;
	const struct points *text;
	struct str *name;
	uint32_t *owner;
};

static bool try_span(const struct search *s, struct span span)
{
	struct span bare = strip(s->text, span);

	if (any_fits(s->names, s->text, bare.from, bare.to, s->owner))
		span = bare;
	else if (!any_fits(s->names, s->text, span.from, span.to, s->owner))
		return false;
	*s->name = points_written(s->text, span.from, span.to);
	return true;
}

static bool is_separator(int32_t code, bool brackets)
{
	return !is_name_code(code) || (brackets && (code == '(' || code == ')'));
}

/* Each part between separators. */
static bool try_parts(const struct search *s, bool brackets)
{
	size_t from = 0;

	for (size_t at = 0; at <= s->text->count; at++) {
		if (at < s->text->count && !is_separator(s->text->at[at].code, brackets))
			continue;
		if (from < at && try_span(s, (struct span){ from, at }))
			return true;
		from = at + 1;
	}
	return false;
}

bool kind_find(const struct kind_names *names, struct arena *scratch, struct str text, struct str *name,
	       uint32_t *owner)
{
	struct points points, joined;
	struct search search = { names, &points, name, owner };

	if (names->count == 0)
		return false;
	points = fold(scratch, text);
	joined = without_blanks(scratch, points);
	search.text = &joined;
	if (try_span(&search, (struct span){ 0, joined.count }))
		return true;
	search.text = &points;
	return try_parts(&search, false) || try_parts(&search, true);
}
