#include "text/key.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "text/points.h"
#include "text/variant.h"

/*
 * NFKC leaves the CJK radicals supplement alone (but for two of it), though
 * PDF exports are full of it. From Unicode's EquivalentUnifiedIdeograph; 0
 * where there is none.
 */
enum { RADICALS_FIRST = 0x2E80 };
static const int32_t radicals[] = {
	0x0000, 0x5382,	 0x4E5B, 0x4E5A,  0x4E59,  0x4EBB, 0x5182,  0x20628, 0x5200, 0x5202,  0x535C, 0x353E, 0x5C0F,
	0x5C0F, 0x5140,	 0x5C23, 0x5C22,  0x21BC2, 0x5DF3, 0x5E7A,  0x5F51,  0x5F50, 0x5FC4,  0x5FC3, 0x624C, 0x6535,
	0x0000, 0x65E1,	 0x65E5, 0x6708,  0x6B7A,  0x6BCD, 0x6C11,  0x6C35,  0x6C3A, 0x706C,  0x722B, 0x722B, 0x4E2C,
	0x725B, 0x72AD,	 0x738B, 0x24D14, 0x76EE,  0x793A, 0x793B,  0x25AD7, 0x7CF9, 0x7E9F,  0x7F53, 0x7F52, 0x34C1,
	0x5197, 0x2626B, 0x7F8A, 0x2634C, 0x2634B, 0x8002, 0x8080,  0x807F,  0x8089, 0x26951, 0x8279, 0x8279, 0x8279,
	0x864E, 0x8864,	 0x8980, 0x897F,  0x89C1,  0x89D2, 0x278B2, 0x8BA0,  0x8D1D, 0x27FB7, 0x8F66, 0x8FB6, 0x8FB6,
	0x8FB6, 0x9091,	 0x9485, 0x9577,  0x9578,  0x957F, 0x95E8,  0x28E0F, 0x961D, 0x96E8,  0x9752, 0x97E6, 0x9875,
	0x98CE, 0x98DE,	 0x98DF, 0x2967F, 0x98E0,  0x9963, 0x29810, 0x9A6C,  0x9AA8, 0x9B3C,  0x9C7C, 0x9E1F, 0x5364,
	0x9EA6, 0x9EC4,	 0x9EFE, 0x6589,  0x9F50,  0x6B6F, 0x9F7F,  0x7ADC,  0x9F99, 0x9F9C,  0x4E80, 0x9F9F,
};

/*
 * Marks that follow one another are put in order by moving each to its place:
 * quadratic in a run of a million. No writing has more than a few; Unicode's
 * stream-safe text has at most 30.
 */
enum { LONGEST_RUN_OF_MARKS = 32 };

/* Up to where the text can be normalized at one go. */
static size_t stream_safe(struct str text)
{
	struct str rest = text;
	unsigned run = 0;

	while (rest.len) {
		int32_t code = utf8_next(&rest);

		if (code < 0x300 || utf8proc_get_property(code)->combining_class == 0)
			run = 0;
		else if (++run == LONGEST_RUN_OF_MARKS)
			break;
	}
	return text.len - rest.len;
}

static void add_normalized(struct buf *out, struct str text, utf8proc_option_t options)
{
	while (text.len) {
		size_t safe = stream_safe(text);
		utf8proc_uint8_t *mapped = NULL;
		utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)safe,
						    &mapped, UTF8PROC_STABLE | UTF8PROC_COMPOSE | options);

		if (len < 0)
			cleanup_no_memory();
		buf_add(out, (struct str){ (const char *)mapped, (size_t)len });
		free(mapped);
		text = str_after(text, safe);
	}
}

static int32_t keep_lossless(int32_t code)
{
	return points_is_blank(code) || points_is_control(code) ? -1 : code;
}

/* Selectors of a glyph, which are marks by their category, say nothing about the word. */
static bool is_selector(int32_t code)
{
	return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF) || code == 0x034F;
}

static int32_t keep_folded(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);
	size_t radical = (size_t)code - RADICALS_FIRST;

	if (code >= RADICALS_FIRST && radical < ARRAY_COUNT(radicals) && radicals[radical])
		return variant_fold(radicals[radical]);
	if (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO)
		return code;
	return points_is_letter(code) && !is_selector(code) ? variant_fold(code) : -1;
}

int32_t key_fold_code(int32_t code)
{
	code = keep_folded(code);
	return code < 0 ? code : utf8proc_tolower(code);
}

/* What `keep` leaves of the text; bytes that are no UTF-8 become U+FFFD, so that all behind this is valid. */
static void add_kept(struct buf *out, struct str text, int32_t (*keep)(int32_t))
{
	while (text.len) {
		int32_t code = utf8_next(&text);

		code = code < 0 ? 0xFFFD : keep ? keep(code) : code;
		if (code >= 0)
			utf8_put(out, code);
	}
}

static struct str take(struct arena *arena, struct buf *buf)
{
	struct str text = arena_copy(arena, buf_str(buf));

	buf_release(buf);
	return text;
}

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x80)
			return false;
	return true;
}

static struct str ascii_key(struct arena *arena, struct str text, bool fold)
{
	char *key = ARENA_ARRAY(arena, char, text.len);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool letter = points_is_letter(c) || points_is_digit(c);

		if (fold ? !letter : c <= ' ' || c == 0x7F)
			continue;
		key[len++] = fold ? str_lower(c) : c;
	}
	return (struct str){ key, len };
}

/*
 * Normalized, thinned out and normalized again: a blank or a joiner that goes
 * away may leave a letter and its mark side by side, and a key of a key must be
 * the key.
 */
static struct str make_key(struct arena *arena, struct str text, int32_t (*keep)(int32_t), utf8proc_option_t options)
{
	struct buf valid = { 0 }, first = { 0 }, thin = { 0 }, last = { 0 };

	add_kept(&valid, text, NULL);
	add_normalized(&first, buf_str(&valid), options);
	add_kept(&thin, buf_str(&first), keep);
	add_normalized(&last, buf_str(&thin), options);
	buf_release(&valid);
	buf_release(&first);
	buf_release(&thin);
	return take(arena, &last);
}

/*
 * Characters that NFKC changes one by one and joins with no other, as nearly all names hold: their key is made
 * at one go. False at the first other one.
 */
static bool plain_key(struct arena *arena, struct str text, bool fold, struct str *key)
{
	char *to = ARENA_ARRAY(arena, char, text.len);
	size_t len = 0;

	while (text.len) {
		int32_t code = points_plain(utf8_next(&text));

		if (code < 0)
			return false;
		if (fold)
			code = key_fold_code(code);
		if (code > ' ')
			len += utf8_write(to + len, code);
	}
	*key = (struct str){ to, len };
	return true;
}

struct str key_lossless(struct arena *arena, struct str text)
{
	struct str key;

	if (is_ascii(text))
		return ascii_key(arena, text, false);
	if (plain_key(arena, text, false, &key))
		return key;
	return make_key(arena, text, keep_lossless, UTF8PROC_COMPAT);
}

struct str key_fold(struct arena *arena, struct str text)
{
	struct str key;

	if (is_ascii(text))
		return ascii_key(arena, text, true);
	if (plain_key(arena, text, true, &key))
		return key;
	return make_key(arena, text, keep_folded, UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
}

/* What is joined with the next character stays a letter: the first one that is kept is answer enough. */
bool key_is_empty(struct str text)
{
	struct arena scratch = { 0 };
	bool empty;

	for (struct str rest = text; rest.len;) {
		int32_t code = points_plain(utf8_next(&rest));

		if (code >= 0 && key_fold_code(code) >= 0)
			return false;
	}
	empty = key_fold(&scratch, text).len == 0;
	arena_release(&scratch);
	return empty;
}
