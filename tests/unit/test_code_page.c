/* Text of code pages: which they are, by Microsoft's numbers, and what becomes of bytes that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/code_page.h"

static const struct {
	const char *name;
	uint32_t number;
	struct str bytes;
	const char *page, *text;
	bool bad;
} rows[] = {
	{ "Chinese", 936, STR_INIT("\xD6\xD0\xB9\xFA"), "CP936", "中国", false },
	{ "the euro sign that GB18030 has elsewhere", 936,
	  STR_INIT("\xD6\xD0\x80"
		   "1\x80"),
	  "CP936", "中€1€", false },
	{ "half a character, in the middle and at the end", 936, STR_INIT("\xD6 a\xD6"), "CP936", "� a�", true },
	{ "of Taiwan", 950, STR_INIT("\xA4\xA4\xA4\xE5"), "CP950", "中文", false },
	{ "of Western Europe", 1252, STR_INIT("\xE9\x80"), "CP1252", "é€", false },
	{ "none is named", 0, STR_INIT("\xD6\xD0\x80"), "CP936", "中€", false },
	{ "by another number", 32769, STR_INIT("\xE9"), "CP1252", "é", false },
	{ "of the Macintosh", 10000, STR_INIT("\x8E"), "CP10000", "é", false },
	{ "by another number", 32768, STR_INIT("\x8E"), "CP10000", "é", false },
	{ "of Vietnam, where an accent may follow", 1258, STR_INIT("Vi\xEAt \xD2"), "CP1258", "Viêt ̉", false },
	{ "Cyrillic", 1251, STR_INIT("\xCF"), "CP1251", "П", false },
	{ "Japanese", 932, STR_INIT("\x93\xFA"), "CP932", "日", false },
	{ "Korean", 949, STR_INIT("\xC7\xD1"), "CP949", "한", false },
	{ "16 bits", 1200, STR_INIT("a\0-N"), "UTF-16LE", "a中", false },
	{ "16 bits, one byte too many", 1200, STR_INIT("a\0b"), "UTF-16LE", "a�", true },
	{ "nobody knows it: ASCII is ASCII", 4660, STR_INIT("abc"), "ASCII", "abc", false },
	{ "nobody knows it: the rest is told", 4660, STR_INIT("a\xD6\xD0"), "ASCII", "a��", true },
	{ "nothing", 936, STR_INIT(""), "CP936", "", false },
};

static void decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct code_page page = { 0 };
		struct buf out = { 0 };
		bool bad = false;

		code_page_choose(&page, rows[i].number);
		assert_true(code_page_decode(&page, str_bytes(rows[i].bytes), &out, &bad));
		if (!str_eq(buf_str(&out), str_from(rows[i].text)) || bad != rows[i].bad)
			fail_msg("%s: \"%.*s\"", rows[i].name, STR_ARG(buf_str(&out)));
		assert_true(str_eq(code_page_name(&page), str_from(rows[i].page)));
		buf_release(&out);
		code_page_release(&page);
	}
}

/* What is opened before a file is read: for Unicode nothing. */
static void prepared(void **state)
{
	static const struct {
		struct str file;
		size_t count;
	} files[] = {
		{ STR_INIT("\x09\x08..\x42\0\x02\0\xB0\x04..."), 0 }, /* Excel 97 */
		{ STR_INIT("\x09\x08..\x42\0\x02\0\xA8\x03..."), 1 },
		{ STR_INIT("\x09\x08 names none"), 1 },
		{ STR_INIT("\x42\0\x02\0"), 1 },
		{ STR_INIT("\x42\0\x02\0\xA8\x03\x42\0\x02\0\xA8\x03"), 1 }, /* each once */
		{ STR_INIT("\x42\0\x02\0\xE2\x04\x42\0\x02\0\xE3\x04\x42\0\x02\0\xE5\x04\x42\0\x02\0\xE6\x04\x42\0"
			   "\x02\0\xE7\x04"),
		  4 }, /* and no more than these */
		{ STR_INIT(""), 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
		struct charset_kit kit = { 0 };

		code_page_prepare(&kit, str_bytes(files[i].file));
		assert_int_equal(kit.count, files[i].count);
		charset_forget(&kit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoded),
		cmocka_unit_test(prepared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
