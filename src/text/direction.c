#include "text/direction.h"

#include "text/key.h"
#include "text/points.h"

struct direction_key {
	const int32_t *code;
	size_t len;
	uint32_t order; /* among the names as given: the first of equal ones counts */
	uint32_t category, item;
};

/* Text as keys compare it: letters and digits, each with its point. */
struct folded {
	size_t count;
	int32_t *code;
	size_t *point;
};

static struct folded fold(struct arena *arena, const struct points *p)
{
	struct folded folded = { 0, ARENA_ARRAY(arena, int32_t, p->count), ARENA_ARRAY(arena, size_t, p->count) };

	for (size_t i = 0; i < p->count; i++) {
		int32_t code = key_fold_code(p->at[i].code);

		if (code < 0)
			continue;
		folded.code[folded.count] = code;
		folded.point[folded.count++] = i;
	}
	return folded;
}

/* By first character, then the longest, then the order given. */
static int compare_keys(const void *left, const void *right)
{
	const struct direction_key *a = left, *b = right;

	if (a->code[0] != b->code[0])
		return a->code[0] < b->code[0] ? -1 : 1;
	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static bool only_digits(const struct folded *name)
{
	for (size_t i = 0; i < name->count; i++)
		if (!points_is_digit(name->code[i]))
			return false;
	return true;
}

static uint32_t first_key(const struct direction_names *names, int32_t code)
{
	uint32_t low = 0, high = names->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (names->key[middle].code[0] < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct direction_key *name_at(const struct direction_names *names, const struct folded *text, size_t at)
{
	for (uint32_t i = first_key(names, text->code[at]); i < names->count; i++) {
		const struct direction_key *key = &names->key[i];

		if (key->code[0] != text->code[at])
			return NULL;
		if (key->len <= text->count - at &&
		    memcmp(key->code, text->code + at, key->len * sizeof(*key->code)) == 0)
			return key;
	}
	return NULL;
}

/* Says nothing by itself between, before or behind names. */
static const struct str fillers[] = {
	STR_INIT("方向"), STR_INIT("类"),   STR_INIT("类别"), STR_INIT("领域"), STR_INIT("申报"), STR_INIT("等"),
	STR_INIT("和"),	  STR_INIT("及"),   STR_INIT("与"),   STR_INIT("以及"), STR_INIT("或"),	  STR_INIT("第"),
	STR_INIT("项"),	  STR_INIT("项目"), STR_INIT("年"),   STR_INIT("年度"), STR_INIT("试点"), STR_INIT("示范"),
	STR_INIT("建设"), STR_INIT("平台"), STR_INIT("附件"), STR_INIT("专项"), STR_INIT("个"),	  STR_INIT("为"),
};
static const struct str numerals[] = {
	STR_INIT("一"), STR_INIT("二"), STR_INIT("三"), STR_INIT("四"), STR_INIT("五"), STR_INIT("六"),
	STR_INIT("七"), STR_INIT("八"), STR_INIT("九"), STR_INIT("十"), STR_INIT("两"),
};

enum piece { PIECE_FILLER, PIECE_NUMBER, PIECE_WORDS };

/* A letter alone is a list's, too: A. B. */
static bool is_lone_letter(const struct points *p, size_t from, size_t to)
{
	return to == from + 1 && p->at[from].code < 0x80 && points_is_letter(p->at[from].code);
}

static enum piece kind_of_piece(const struct points *p, size_t from, size_t to)
{
	enum piece kind = PIECE_FILLER;

	if (is_lone_letter(p, from, to))
		return PIECE_NUMBER;
	while (from < to) {
		size_t filler = points_any_word(p, from, fillers, ARRAY_COUNT(fillers));
		bool numeral = points_is_digit(p->at[from].code) ||
			       points_any_word(p, from, numerals, ARRAY_COUNT(numerals)) > 0;

		if (!filler && !numeral && key_fold_code(p->at[from].code) >= 0)
			return PIECE_WORDS;
		if (numeral)
			kind = PIECE_NUMBER;
		from += filler ? filler : 1;
	}
	return kind;
}

struct span {
	size_t from, to; /* points; empty where equal */
};

struct scan {
	struct arena *arena;
	struct points p;
	struct direction *item;
	uint32_t count, room;
	uint32_t *known; /* entries that name a category: no more than there are names */
	uint32_t known_count;
	size_t last_from;	 /* point where the last entry begins */
	struct span piece;	 /* text that names nothing, so far */
	struct span number;	 /* a list number, if a name follows */
	uint32_t piece_depth;	 /* open brackets inside the piece */
	uint32_t explains_depth; /* open brackets behind a name: what they hold explains it */
	size_t last_close;	 /* the last closing bracket of the text */
	bool behind_name;
	bool ticked; /* some box of the text is ticked: empty ones name nothing then */
};

static struct direction *add(struct scan *s, uint32_t category, uint32_t item, struct span span)
{
	if (s->count == s->room) {
		uint32_t room = s->room ? s->room * 2 : 4;
		struct direction *grown = ARENA_ARRAY(s->arena, struct direction, room);

		if (s->count)
			memcpy(grown, s->item, s->count * sizeof(*grown));
		s->item = grown;
		s->room = room;
	}
	s->last_from = span.from;
	s->item[s->count] = (struct direction){ category, item,
						arena_copy(s->arena, points_written(&s->p, span.from, span.to)) };
	return &s->item[s->count++];
}

static void flush_number(struct scan *s, bool name_follows)
{
	if (s->number.to > s->number.from && !name_follows)
		add(s, DIRECTION_UNKNOWN, 0, s->number);
	s->number = (struct span){ 0, 0 };
}

static void flush_piece(struct scan *s)
{
	struct span piece = s->piece;
	enum piece kind = kind_of_piece(&s->p, piece.from, piece.to);

	s->piece = (struct span){ 0, 0 };
	s->piece_depth = 0;
	if (piece.from == piece.to || kind == PIECE_FILLER)
		return;
	flush_number(s, false);
	if (kind == PIECE_NUMBER)
		s->number = piece;
	else
		add(s, DIRECTION_UNKNOWN, 0, piece);
}

/* An entry of the category that names no item yet, or this very item; NULL where the name is new. */
static struct direction *entry_of(struct scan *s, const struct direction_key *key)
{
	for (uint32_t i = 0; i < s->known_count; i++) {
		struct direction *entry = &s->item[s->known[i]];

		if (entry->category == key->category &&
		    (key->item == 0 || entry->item == 0 || entry->item == key->item))
			return entry;
	}
	return NULL;
}

static void add_name(struct scan *s, const struct direction_key *key, struct span span)
{
	struct direction *entry = entry_of(s, key);

	if (!entry) {
		s->known[s->known_count++] = s->count;
		add(s, key->category, key->item, span);
		return;
	}
	if (key->item == 0 || entry->item == key->item)
		return;
	entry->item = key->item;
	if (entry == &s->item[s->count - 1])
		entry->written = arena_copy(s->arena, points_written(&s->p, s->last_from, span.to));
}

static bool is_separator(int32_t code)
{
	static const char ascii[] = ",;/|\\+&:\n";

	return (code > 0 && code < 0x80 && strchr(ascii, code)) || code == 0x3001 /* 、 */ || code == 0x3002 /* 。 */;
}

/* One point that belongs to no name. */
static void scan_point(struct scan *s, size_t at)
{
	int32_t code = s->p.at[at].code;
	bool closes_later = at<s->last_close, in_piece = s->piece.to> s->piece.from;

	if (s->explains_depth) {
		s->explains_depth += code == '(' && closes_later;
		s->explains_depth -= code == ')';
	} else if (code == '(' && closes_later && in_piece) {
		s->piece_depth++;
		s->piece.to = at + 1;
	} else if (code == '(' && closes_later && s->behind_name) {
		s->explains_depth = 1;
	} else if (s->piece_depth) {
		s->piece_depth -= code == ')';
		s->piece.to = at + 1;
	} else if (is_separator(code) || code == '(' || code == ')') {
		flush_piece(s);
		s->behind_name = s->behind_name && (code == '\n' || code == ')');
	} else if (key_fold_code(code) >= 0) {
		if (!in_piece)
			s->piece.from = at;
		s->piece.to = at + 1;
	}
}

static bool is_empty_box(int32_t code)
{
	return code == 0x25A1 || code == 0x2610;
}

static bool is_ticked_box(int32_t code)
{
	return code == 0x2611 || code == 0x2612 || code == 0x25A0 || code == 0x221A ||
	       (code >= 0x2713 && code <= 0x2716);
}

/* □ right before a name, in a text where another one has its tick. */
static bool is_unticked(const struct scan *s, size_t at)
{
	while (at > 0 && points_is_blank(s->p.at[at - 1].code))
		at--;
	return s->ticked && at > 0 && is_empty_box(s->p.at[at - 1].code);
}

static void look_ahead(struct scan *s)
{
	for (size_t i = 0; i < s->p.count; i++) {
		if (s->p.at[i].code == ')')
			s->last_close = i;
		s->ticked = s->ticked || is_ticked_box(s->p.at[i].code);
	}
}

static void scan_name(struct scan *s, const struct direction_key *key, struct span span)
{
	flush_piece(s);
	flush_number(s, true);
	if (!is_unticked(s, span.from))
		add_name(s, key, span);
	s->behind_name = true;
}

static struct direction_list parse(struct arena *arena, const struct direction_names *names, struct str shown)
{
	struct scan s = { .arena = arena,
			  .p = points_of(arena, shown),
			  .known = ARENA_ARRAY(arena, uint32_t, names->count) };
	struct folded text = fold(arena, &s.p);
	size_t point = 0;

	look_ahead(&s);
	for (size_t i = 0; i < text.count;) {
		const struct direction_key *key = name_at(names, &text, i);
		size_t len = key ? key->len : 1, from = text.point[i], to = text.point[i + len - 1] + 1;

		while (point < from)
			scan_point(&s, point++);
		if (key)
			scan_name(&s, key, (struct span){ from, to });
		else
			scan_point(&s, from);
		point = to;
		i += len;
	}
	while (point < s.p.count)
		scan_point(&s, point++);
	flush_piece(&s);
	flush_number(&s, false);
	return (struct direction_list){ s.count, s.item };
}

static int compare_whole(const void *left, const void *right)
{
	const struct direction *a = left, *b = right;

	return str_cmp(a->written, b->written);
}

/* The names of which the grammar makes one entry that says all of them. */
static void find_whole(struct direction_names *names, struct arena *arena, uint32_t count,
		       const struct direction_name *name)
{
	names->whole = ARENA_ARRAY(arena, struct direction, count);
	for (uint32_t i = 0; i < count; i++) {
		struct direction_list list = parse(arena, names, name[i].name);

		if (list.count == 1 && list.item[0].category != DIRECTION_UNKNOWN &&
		    str_eq(list.item[0].written, name[i].name))
			names->whole[names->whole_count++] = list.item[0];
	}
	if (names->whole_count)
		qsort(names->whole, names->whole_count, sizeof(*names->whole), compare_whole);
}

struct direction_names direction_names_make(struct arena *arena, uint32_t count, const struct direction_name *name)
{
	struct direction_names names = { .key = ARENA_ARRAY(arena, struct direction_key, count) };

	for (uint32_t i = 0; i < count; i++) {
		struct points points = points_of(arena, name[i].name);
		struct folded folded = fold(arena, &points);

		/* A bare number names nothing, and neither does nothing. */
		if (only_digits(&folded))
			continue;
		names.key[names.count++] = (struct direction_key){ folded.code, folded.count, i, name[i].category,
								   name[i].item };
	}
	if (names.count)
		qsort(names.key, names.count, sizeof(*names.key), compare_keys);
	find_whole(&names, arena, count, name);
	return names;
}

struct direction_list direction_parse(struct arena *arena, const struct direction_names *names, struct str shown)
{
	struct direction asked = { .written = shown };
	const struct direction *whole = names->whole_count ? bsearch(&asked, names->whole, names->whole_count,
								     sizeof(asked), compare_whole)
							   : NULL;

	return whole ? (struct direction_list){ 1, whole } : parse(arena, names, shown);
}
