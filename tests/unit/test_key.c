#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/key.h"

static void lossless_keys(void **state)
{
	static const struct {
		const char *name;
		struct str text, key;
	} cases[] = {
		{ "nothing", STR_INIT(""), STR_INIT("") },
		{ "case stays", STR_INIT("Abc"), STR_INIT("Abc") },
		{ "punctuation stays", STR_INIT("a-b（1）"), STR_INIT("a-b(1)") },
		{ "full width", STR_INIT("ＡＢ１２（）"), STR_INIT("AB12()") },
		{ "blanks of every kind", STR_INIT(" 甲 　\u00A0\u2003乙\n\t\r丙"), STR_INIT("甲乙丙") },
		{ "blanks of ASCII text", STR_INIT(" a b\tc\nd\x7F"), STR_INIT("abcd") },
		{ "zero width and marks of order", STR_INIT("甲\u200B\u200D\u202A乙\uFEFF\u00AD"), STR_INIT("甲乙") },
		{ "controls", STR_INIT("甲\x01\xC2\x85乙"), STR_INIT("甲乙") },
		{ "Kangxi radicals", STR_INIT("⽇⼈"), STR_INIT("日人") },
		{ "circled numbers", STR_INIT("①⑩"), STR_INIT("110") },
		{ "compatibility ideographs", STR_INIT("\uF9DC"), STR_INIT("隆") },
		{ "half-width katakana composes", STR_INIT("\uFF76\uFF9E"), STR_INIT("ガ") },
		{ "letter and mark compose", STR_INIT("e\u0301"), STR_INIT("é") },
		{ "also over a joiner that goes", STR_INIT("e\u200D\u0301"), STR_INIT("é") },
		{ "traditional is another script", STR_INIT("廣州"), STR_INIT("廣州") },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str key = key_lossless(&arena, cases[i].text);

		if (!str_eq(key, cases[i].key))
			fail_msg("%s: [%.*s]", cases[i].name, STR_ARG(key));
	}
	arena_release(&arena);
}

static void folded_keys(void **state)
{
	static const struct {
		const char *name;
		struct str text, key;
	} cases[] = {
		{ "nothing", STR_INIT(""), STR_INIT("") },
		{ "case", STR_INIT("AbC Straße"), STR_INIT("abcstrasse") },
		{ "ASCII case and punctuation", STR_INIT("5G+AI (IoT)"), STR_INIT("5gaiiot") },
		{ "punctuation", STR_INIT("“甲”·（乙）——丙、丁。"), STR_INIT("甲乙丙丁") },
		{ "symbols", STR_INIT("甲+乙★□✓"), STR_INIT("甲乙") },
		{ "numbers of every kind", STR_INIT("１²③Ⅳ"), STR_INIT("123iv") },
		{ "a radical of the supplement", STR_INIT("\u2EA0营"), STR_INIT("民营") },
		{ "the last radicals", STR_INIT("\u2EF0\u2EF3\u2E9F"), STR_INIT("龙龟母") },
		{ "a radical beyond the BMP", STR_INIT("\u2E87"), STR_INIT("\U00020628") },
		{ "radicals without an ideograph go", STR_INIT("甲\u2E80\u2E9A乙"), STR_INIT("甲乙") },
		{ "traditional is simplified", STR_INIT("兩化融合管理體系貫標"), STR_INIT("两化融合管理体系贯标") },
		{ "also a radical", STR_INIT("\u2EA0營\u2EF0"), STR_INIT("民营龙") },
		{ "selectors of glyphs go", STR_INIT("葛\U000E0100城\uFE0F"), STR_INIT("葛城") },
		{ "private use stays: old code pages give names so", STR_INIT("王\uE863"), STR_INIT("王\uE863") },
		{ "marks stay", STR_INIT("कि"), STR_INIT("कि") },
		{ "no UTF-8", STR_INIT("甲\xFF乙"), STR_INIT("甲乙") },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str key = key_fold(&arena, cases[i].text);

		if (!str_eq(key, cases[i].key))
			fail_msg("%s: [%.*s]", cases[i].name, STR_ARG(key));
		assert_true(str_eq(key_fold(&arena, key), key));
	}
	arena_release(&arena);
}

/* Every code point of the first plane and a sample of the others, alone. */
static void a_key_of_a_key_is_the_key(void **state)
{
	struct arena arena = { 0 };
	struct buf buf = { 0 };

	(void)state;
	for (int32_t code = 1; code <= 0x10FFFF; code += code < 0x10000 ? 1 : 97) {
		struct str once, folded;

		buf_clear(&buf);
		utf8_put(&buf, code);
		once = key_lossless(&arena, buf_str(&buf));
		folded = key_fold(&arena, buf_str(&buf));
		if (!str_eq(key_lossless(&arena, once), once) || !str_eq(key_fold(&arena, folded), folded) ||
		    !str_eq(key_fold(&arena, once), folded))
			fail_msg("U+%04X", (unsigned)code);
		arena_reset(&arena);
	}
	buf_release(&buf);
	arena_release(&arena);
}

/* A field of NormalizationTest.txt: code points in hexadecimal. */
static void put_codes(struct buf *buf, struct str field)
{
	struct str word;

	buf_clear(buf);
	while (str_split(&field, ' ', &word)) {
		int32_t code = 0;

		for (size_t i = 0; i < word.len; i++) {
			char c = word.data[i];

			code = code * 16 + (c <= '9' ? c - '0' : c - 'A' + 10);
		}
		utf8_put(buf, code);
	}
}

/* Columns: source; NFC; NFD; NFKC; NFKD. All have one key, that of the NFKC. */
static void check_line(struct arena *arena, struct str line)
{
	struct buf text[5] = { { 0 } };
	struct str field, rest = line;

	for (size_t i = 0; i < 5 && str_split(&rest, ';', &field); i++)
		put_codes(&text[i], field);
	for (size_t i = 0; i < 5; i++)
		if (!str_eq(key_lossless(arena, buf_str(&text[i])), key_lossless(arena, buf_str(&text[3]))))
			fail_msg("%.*s", STR_ARG(line));
	for (size_t i = 0; i < 5; i++)
		buf_release(&text[i]);
}

static void unicode_normalization_test(void **state)
{
	const char *path = getenv("NORMALIZATION_TEST");
	FILE *file = path ? fopen(path, "r") : NULL;
	struct arena arena = { 0 };
	char line[4096];
	unsigned checked = 0;

	(void)state;
	if (!file) {
		print_message("skipped: NORMALIZATION_TEST names no NormalizationTest.txt\n");
		skip();
	}
	while (fgets(line, sizeof(line), file))
		if (line[0] != '#' && line[0] != '@') {
			check_line(&arena, str_from(line));
			arena_reset(&arena);
			checked++;
		}
	fclose(file);
	arena_release(&arena);
	assert_true(checked > 10000);
}

/* A million marks out of order would take hours to sort naively. */
static void a_megabyte_takes_well_under_a_second(void **state)
{
	static const char *const parts[] = { "\u0301\u0316", "广州", "a\u0301", "\uFDFA", "\u3000", "x " };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		struct buf buf = { 0 };
		clock_t before;

		while (buf.len < 1024 * 1024)
			buf_add(&buf, str_from(parts[i]));
		before = clock();
		key_lossless(&arena, buf_str(&buf));
		key_fold(&arena, buf_str(&buf));
		/* Several times the time without sanitizers. */
		assert_true(clock() - before < 4 * CLOCKS_PER_SEC);
		buf_release(&buf);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

/*
 * Keys of plain characters are made at one go, all others by normalizing: ｱ sends a text the long way. No
 * character that may stand alone may make a difference.
 */
static void both_ways_to_a_key_agree(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (int32_t code = 1; code < 0x10000; code++) {
		struct buf text = { 0 }, both = { 0 };
		struct str key;

		if (code >= 0xD800 && code < 0xE000)
			continue;
		utf8_put(&text, code);
		buf_add(&text, STR("一"));
		key = key_fold(&arena, buf_str(&text));
		assert_int_equal(key_is_empty((struct str){ text.data, text.len - 3 }),
				 key_fold(&arena, (struct str){ text.data, text.len - 3 }).len == 0);
		buf_add(&both, key);
		buf_add(&both, STR("ア"));
		buf_add(&text, STR("ｱ"));
		if (!str_eq(key_fold(&arena, buf_str(&text)), buf_str(&both)))
			fail_msg("U+%04X", (unsigned)code);
		buf_release(&text);
		buf_release(&both);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lossless_keys),
		cmocka_unit_test(both_ways_to_a_key_agree),
		cmocka_unit_test(folded_keys),
		cmocka_unit_test(a_key_of_a_key_is_the_key),
		cmocka_unit_test(unicode_normalization_test),
		cmocka_unit_test(a_megabyte_takes_well_under_a_second),
	};

	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
