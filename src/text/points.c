#include "text/points.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/variant.h"

/* The longest compatibility decomposition (U+FDFA) has 18 points. */
enum { LONGEST_DECOMPOSITION = 18, REPLACEMENT = 0xFFFD };

struct points_list {
	struct arena *arena;
	struct point *at;
	size_t count, room;
};

static void add(struct points_list *list, struct point point)
{
	if (list->count == list->room) {
		size_t room = list->room * 2;
		struct point *grown = ARENA_ARRAY(list->arena, struct point, room);

		memcpy(grown, list->at, list->count * sizeof(*grown));
		list->at = grown;
		list->room = room;
	}
	list->at[list->count++] = point;
}

/* Nearly all text: NFKC leaves these as they are, ideographs and 、。〈〉《》「」『』【】 among them. */
static bool is_plain(int32_t code)
{
	return (code >= 0x20 && code < 0x7F) || (code >= 0x4E00 && code <= 0x9FFF) || code == '\n' ||
	       (code >= 0x3001 && code <= 0x3003) || (code >= 0x3008 && code <= 0x3011);
}

/* ASCII in the width of an ideograph. */
static bool is_wide_ascii(int32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E;
}

int32_t points_plain(int32_t code)
{
	if (is_plain(code))
		return code;
	return is_wide_ascii(code) ? code - 0xFF01 + '!' : -1;
}

static void add_normalized(struct points_list *list, struct point point)
{
	utf8proc_int32_t part[LONGEST_DECOMPOSITION];
	int last_class = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(point.code, part, LONGEST_DECOMPOSITION,
							 UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &last_class);

	if (count > 1 && count <= LONGEST_DECOMPOSITION)
		count = utf8proc_normalize_utf32(part, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (count < 1 || count > LONGEST_DECOMPOSITION) {
		add(list, point);
		return;
	}
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		point.code = part[i];
		add(list, point);
	}
}

struct points points_of(struct arena *arena, struct str text)
{
	/* Three bytes an ideograph; text of other kinds makes it grow. */
	size_t room = text.len / 2 + 8;
	struct points_list list = { arena, ARENA_ARRAY(arena, struct point, room), 0, room };
	struct str rest = text;

	while (rest.len) {
		size_t from = text.len - rest.len;
		int32_t code = utf8_next(&rest);
		struct point point = { code < 0 ? REPLACEMENT : code, from, text.len - rest.len };
		int32_t plain = point.code == '\t' ? ' ' : points_plain(point.code);

		if (plain >= 0)
			add(&list, (struct point){ plain, point.from, point.to });
		else if (!points_is_control(point.code))
			add_normalized(&list, point);
	}
	return (struct points){ text, list.count, list.at };
}

int32_t points_code(const struct points *p, size_t index)
{
	return index < p->count ? p->at[index].code : -1;
}

struct str points_written(const struct points *p, size_t from, size_t to)
{
	if (from >= to || to > p->count)
		return STR("");
	return str_part(p->text, p->at[from].from, p->at[to - 1].to);
}

struct str points_text(struct arena *arena, const struct points *p, size_t from, size_t to)
{
	struct buf buf = { 0 };
	struct str copy;

	for (size_t i = from; i < to && i < p->count; i++)
		utf8_put(&buf, p->at[i].code);
	copy = arena_copy(arena, buf_str(&buf));
	buf_release(&buf);
	return copy;
}

static int32_t lower(int32_t code)
{
	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

/* Words are written in lower case and simplified here; people write as they please. */
static bool is_letter_of_word(int32_t code, int32_t word)
{
	code = lower(code);
	return code == word || (code >= 0x80 && variant_fold(code) == word);
}

size_t points_word(const struct points *p, size_t index, struct str word)
{
	size_t taken = 0;

	while (word.len) {
		int32_t code = lower(utf8_next(&word));

		if (index + taken >= p->count || !is_letter_of_word(p->at[index + taken].code, code))
			return 0;
		taken++;
	}
	return taken;
}

/* The first bytes that a word may have to stand at a code: its own, and its simplified form's. */
struct beginning {
	char own[4], folded[4];
	size_t len;
};

static struct beginning beginning_of(int32_t code)
{
	struct beginning b = { .len = utf8_write(b.own, lower(code)) };
	int32_t folded = code >= 0x80 ? variant_fold(lower(code)) : lower(code);

	/* A simplified form has as many bytes: both are ideographs. Else the first bytes will do. */
	if (utf8_write(b.folded, folded) != b.len)
		b.len = 1;
	return b;
}

static bool may_begin(const struct beginning *b, struct str word)
{
	if (b->len == 1)
		return word.len && (str_lower(word.data[0]) == b->own[0] || word.data[0] == b->folded[0]);
	return word.len >= b->len &&
	       (memcmp(word.data, b->own, b->len) == 0 || memcmp(word.data, b->folded, b->len) == 0);
}

size_t points_any_word(const struct points *p, size_t index, const struct str *table, size_t count)
{
	struct beginning b;
	size_t best = 0;

	if (index >= p->count)
		return 0;
	b = beginning_of(p->at[index].code);
	for (size_t i = 0; i < count; i++) {
		size_t taken = may_begin(&b, table[i]) ? points_word(p, index, table[i]) : 0;

		if (taken > best)
			best = taken;
	}
	return best;
}

static size_t length_of(struct str word)
{
	size_t length = 0;

	for (; word.len; length++)
		utf8_next(&word);
	return length;
}

size_t points_any_word_before(const struct points *p, size_t index, const struct str *table, size_t count)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++) {
		size_t length = length_of(table[i]);

		if (length > best && length <= index && points_word(p, index - length, table[i]))
			best = length;
	}
	return best;
}

bool points_is_blank(int32_t code)
{
	return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
	       code == 0x205F || code == 0x3000;
}

bool points_is_control(int32_t code)
{
	utf8proc_category_t category;

	if (code < 0x80)
		return code >= 0 && (code < 0x20 || code == 0x7F);
	category = utf8proc_category(code);
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF;
}

bool points_is_letter(int32_t code)
{
	utf8proc_category_t category;

	if (code >= 0x4E00 && code <= 0x9FFF)
		return true;
	if (code < 0x80)
		return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
	category = utf8proc_category(code);
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) ||
	       category == UTF8PROC_CATEGORY_CO;
}

bool points_is_digit(int32_t code)
{
	return code >= '0' && code <= '9';
}
