#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

/* Every code point there and back; surrogates are none. */
static void every_code_point_comes_back(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	for (int32_t code = 0; code <= 0x10FFFF; code++) {
		struct str rest;
		bool surrogate = code >= 0xD800 && code <= 0xDFFF;

		buf_clear(&buf);
		utf8_put(&buf, code);
		rest = buf_str(&buf);
		assert_int_equal(utf8_next(&rest), surrogate ? 0xFFFD : code);
		assert_int_equal(rest.len, 0);
	}
	buf_release(&buf);
}

static const struct {
	const char *name;
	struct str bytes;
	int32_t code;
	size_t left;
} cases[] = {
	{ "a lone continuation", STR_INIT("\x80"), -1, 0 },
	{ "an overlong slash", STR_INIT("\xC0\xAF"), -1, 1 },
	{ "an overlong form of three bytes", STR_INIT("\xE0\x80\xAF"), -1, 2 },
	{ "a surrogate", STR_INIT("\xED\xA0\x80"), -1, 2 },
	{ "cut after the first byte", STR_INIT("\xE4"), -1, 0 },
	{ "cut after the second byte", STR_INIT("\xE4\xB8"), -1, 1 },
	{ "a lead byte before a letter", STR_INIT("\xE4xy"), -1, 2 },
	{ "over U+10FFFF", STR_INIT("\xF4\x90\x80\x80"), -1, 3 },
	{ "four bytes", STR_INIT("\xF0\xA0\x80\x80z"), 0x20000, 1 },
	{ "U+0080, the first of two bytes", STR_INIT("\xC2\x80"), 0x80, 0 },
	{ "U+0800, the first of three", STR_INIT("\xE0\xA0\x80"), 0x800, 0 },
	{ "a NUL is a character", STR_INIT("\0a"), 0, 1 },
};

static void wrong_bytes_are_cut_off_one_by_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str rest = cases[i].bytes;
		int32_t code = utf8_next(&rest);

		if (code != cases[i].code || rest.len != cases[i].left)
			print_error("%s\n", cases[i].name);
		assert_int_equal(code, cases[i].code);
		assert_int_equal(rest.len, cases[i].left);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_comes_back),
		cmocka_unit_test(wrong_bytes_are_cut_off_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
