/*
 * Most cells are plain, and short cuts take them: they must give what the long way gives. A
 * format character behind the text (U+200B), which shows nothing and counts nowhere, bars
 * the short cut; so both ways are asked about texts drawn by lot from pieces that matter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/clean.h"
#include "text/contact_plain.h"
#include "text/direction.h"
#include "text/key.h"

enum { ROUNDS = 200000, MOST_PIECES = 7 };

#define BAR "\xE2\x80\x8B"

static uint32_t draw(uint32_t *lot, uint32_t below)
{
	*lot = *lot * 1103515245 + 12345;
	return (*lot >> 8) % below;
}

/* Pieces side by side, and the same with the bar behind. */
static void make(struct buf *text, struct buf *barred, uint32_t *lot, const char *const *piece, size_t count)
{
	size_t pieces = 1 + draw(lot, MOST_PIECES);

	buf_clear(text);
	buf_clear(barred);
	for (size_t i = 0; i < pieces; i++)
		buf_add(text, str_from(piece[draw(lot, (uint32_t)count)]));
	buf_add(barred, buf_str(text));
	buf_add(barred, STR(BAR));
}

static bool same_items(const struct contact_list *a, const struct contact_list *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (a->item[i].kind != b->item[i].kind || !str_eq(a->item[i].value, b->item[i].value) ||
		    !str_eq(a->item[i].written, b->item[i].written))
			return false;
	return true;
}

static void contacts(void **state)
{
	static const char *const pieces[] = {
		"13800138000",
		"19912345678",
		"1380013800",
		"12345678901",
		"86",
		"0",
		"1",
		"12345",
		"123456",
		" ",
		"  ",
		"、",
		"，",
		",",
		";",
		"；",
		"/",
		"\n",
		"+",
		".",
		"-",
		"_",
		"zhang",
		"Li",
		"qq",
		"tel",
		"e-mail",
		"mail",
		"wx",
		"x",
		"ext",
		"o",
		"l1o",
		"1e5",
		"e",
		"@",
		"@163.com",
		"@QQ.com",
		"@b.cn",
		"@gd.gov.cn",
		"@a-b.cn",
		"@b.c1",
		"@1.c",
		"@b..cn",
		".cn",
		"com",
		"a@b.cn",
		"13800138000 zhang@b.cn",
		"、li.si12@qq.com",
	};
	struct arena arena = { 0 };
	struct buf text = { 0 }, barred = { 0 };
	uint32_t lot = 1, plain = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct contact_list quick, slow;
		struct str shown;

		make(&text, &barred, &lot, pieces, ARRAY_COUNT(pieces));
		shown = clean_shown(&arena, buf_str(&text));
		buf_clear(&barred);
		buf_add(&barred, shown);
		buf_add(&barred, STR(BAR));
		slow = contact_parse(&arena, buf_str(&barred));
		plain += contact_plain(&arena, shown, &quick);
		quick = contact_parse(&arena, shown);
		if (!same_items(&quick, &slow))
			fail_msg("[%.*s]", STR_ARG(shown));
		arena_reset(&arena);
	}
	/* Else nothing was compared. */
	assert_true(plain > ROUNDS / 200);
	buf_release(&text);
	buf_release(&barred);
	arena_release(&arena);
}

static const char *const words[] = {
	"工业",
	"互联网",
	"平台",
	"龍",
	"Ⅷ",
	"ａｂ",
	"ＡＢＣ",
	"１２",
	"（",
	"）",
	"(",
	"，",
	"、",
	"。",
	"《",
	"》",
	"【",
	"　",
	" ",
	"\n",
	"\t",
	"\x01",
	"é",
	"e\xCC\x81",
	"が",
	"か\xE3\x82\x99",
	"…",
	"—",
	"“",
	"⑴",
	"㎡",
	"\xEF\xBB\xBF",
	"\xE2\x80\x8D",
	"\xFF",
	"\xE4\xB8",
	"\xEF\xBF\xBD",
	"𠮷",
	"\xE2\xBC\x80",
	"\xE2\xBA\x81",
	"A",
	"b1",
	"\x7F",
	"\xC2\x85",
	"\xC2\xA0",
	"ｶﾞ",
	"￥",
	"～",
};

static void keys(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 }, barred = { 0 };
	uint32_t lot = 2;

	(void)state;
	for (int i = 0; i < ROUNDS / 4; i++) {
		make(&text, &barred, &lot, words, ARRAY_COUNT(words));
		if (!str_eq(key_lossless(&arena, buf_str(&text)), key_lossless(&arena, buf_str(&barred))))
			fail_msg("[%.*s]", STR_ARG(buf_str(&text)));
		arena_reset(&arena);
	}
	buf_release(&text);
	buf_release(&barred);
	arena_release(&arena);
}

/* Here it is the byte-order mark that is cut out. */
static void clean_texts(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 }, barred = { 0 };
	uint32_t lot = 3;

	(void)state;
	for (int i = 0; i < ROUNDS / 4; i++) {
		make(&text, &barred, &lot, words, ARRAY_COUNT(words));
		barred.len = text.len;
		buf_add(&barred, STR("\xEF\xBB\xBF"));
		if (!str_eq(clean_view(&arena, buf_str(&text)), clean_shown(&arena, buf_str(&barred))))
			fail_msg("[%.*s]", STR_ARG(buf_str(&text)));
		arena_reset(&arena);
	}
	buf_release(&text);
	buf_release(&barred);
	arena_release(&arena);
}

static void directions(void **state)
{
	static const struct direction_name names[] = {
		{ STR_INIT("特色专业型工业互联网平台"), 0, 0 },
		{ STR_INIT("工业互联网平台"), 1, 0 },
		{ STR_INIT("平台"), 2, 0 },
		{ STR_INIT("5G+工业互联网"), 3, 1 },
		{ STR_INIT("两化融合、智能制造"), 3, 2 },
		{ STR_INIT("智能制造（平台）"), 3, 3 },
		{ STR_INIT("智能制造"), 3, 4 },
		{ STR_INIT("1"), 4, 0 },
	};
	struct arena arena = { 0 };
	struct direction_names known = direction_names_make(&arena, ARRAY_COUNT(names), names);

	(void)state;
	assert_true(known.whole_count >= 5);
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		struct direction_list quick = direction_parse(&arena, &known, names[i].name);
		struct direction_list slow = direction_parse(&arena, &known,
							     arena_join(&arena, names[i].name, STR(BAR)));

		assert_int_equal(quick.count, slow.count);
		for (uint32_t j = 0; j < quick.count; j++) {
			assert_int_equal(quick.item[j].category, slow.item[j].category);
			assert_int_equal(quick.item[j].item, slow.item[j].item);
			assert_true(str_eq(quick.item[j].written, slow.item[j].written));
		}
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contacts),
		cmocka_unit_test(keys),
		cmocka_unit_test(clean_texts),
		cmocka_unit_test(directions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
