/* Encodings told by content, decoded piece by piece. Inputs are made by iconv or written as bytes. */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "decode/decoding.h"
#include "decode/encoding.h"

static const struct str hints[] = { STR_INIT("项目名称"), STR_INIT("申报单位"), STR_INIT("項目名稱") };

static struct buf encode(const char *text, const char *encoding)
{
	struct buf out = { 0 };
	char *in = (char *)(uintptr_t)text, *to = buf_reserve(&out, 4 * strlen(text) + 8);
	size_t in_left = strlen(text), room = 4 * strlen(text) + 8;
	iconv_t converter = iconv_open(encoding, "UTF-8");

	assert_true(converter != (iconv_t)-1);
	assert_int_equal(iconv(converter, &in, &in_left, &to, &room), 0);
	out.len = (size_t)(to - out.data);
	iconv_close(converter);
	return out;
}

struct result {
	bool chosen;
	struct encoding_choice choice;
	struct buf text;
	int bad;
};

static struct result decode(struct str raw, uint32_t hint_count)
{
	struct result r = { 0 };
	struct decoding stream;
	struct decoding_piece piece;

	r.chosen = encoding_choose(str_bytes(raw), hint_count, hints, &r.choice) == ENCODING_TOLD;
	if (!r.chosen)
		return r;
	assert_true(decoding_open(&stream, r.choice.charset, r.choice.mark, str_bytes(raw)));
	while (decoding_next(&stream, &piece)) {
		buf_add(&r.text, piece.text);
		r.bad += piece.bad;
	}
	decoding_close(&stream);
	return r;
}

static void expect(const char *name, struct str raw, uint32_t hint_count, const char *encoding, const char *text,
		   int bad)
{
	struct result r = decode(raw, hint_count);

	if (!r.chosen)
		fail_msg("%s: no encoding", name);
	if (!str_eq(r.choice.name, str_from(encoding)))
		fail_msg("%s: taken as %.*s", name, STR_ARG(r.choice.name));
	if (!str_eq(buf_str(&r.text), str_from(text)))
		fail_msg("%s: decoded as \"%.*s\"", name, STR_ARG(buf_str(&r.text)));
	if (r.bad != bad)
		fail_msg("%s: %d bad", name, r.bad);
	buf_release(&r.text);
}

static void every_encoding_is_told(void **state)
{
	static const struct {
		const char *name, *text, *encoding, *expected;
	} cases[] = {
		{ "ASCII", "a,b\r\n1,2\r\n", "UTF-8", "UTF-8" },
		{ "UTF-8", "项目名称,申报单位\n", "UTF-8", "UTF-8" },
		{ "GB18030", "序号,项目名称,申报单位\r\n1,工业互联网平台,广州某某有限公司\r\n", "GB18030", "GB18030" },
		{ "four-byte GB18030", "姓名,𠮷田䶮㐂,项目\r\n", "GB18030", "GB18030" },
		{ "Big5", "項目名稱,申報單位\r\n工業互聯網平臺,臺灣某某有限公司\r\n", "BIG5", "BIG5" },
		{ "UTF-16LE without a mark", "姓名,项目\r\n张三,平台\r\n", "UTF-16LE", "UTF-16LE" },
		{ "UTF-16BE without a mark", "姓名,项目\r\n张三,平台\r\n", "UTF-16BE", "UTF-16BE" },
		{ "UTF-16BE, tabs only", "姓名\t项目", "UTF-16BE", "UTF-16BE" },
		{ "UTF-16LE, no separator", "AB", "UTF-16LE", "UTF-16LE" },
		{ "UTF-16 with a surrogate pair", "𠮷,1\n", "UTF-16LE", "UTF-16LE" },
		{ "the euro sign of CP936", "金额,€ 12\r\n项目名称,平台\r\n", "CP936", "CP936" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf raw = encode(cases[i].text, cases[i].encoding);

		expect(cases[i].name, buf_str(&raw), 0, cases[i].expected, cases[i].text, 0);
		buf_release(&raw);
	}
}

static void marks_are_taken_off(void **state)
{
	(void)state;
	expect("UTF-8", STR("\xEF\xBB\xBF\xE6\xB1\x87,1"), 0, "UTF-8", "汇,1", 0);
	expect("UTF-16LE", STR("\xFF\xFE\x47\x6C\x2C\x00"), 0, "UTF-16LE", "汇,", 0);
	expect("UTF-16BE", STR("\xFE\xFF\x6C\x47\x00\x2C"), 0, "UTF-16BE", "汇,", 0);
	expect("GB18030", STR("\x84\x31\x95\x33\xBB\xE3"), 0, "GB18030", "汇", 0);
	expect("UTF-32LE", STR("\xFF\xFE\0\0\x47\x6C\0\0"), 0, "UTF-32LE", "汇", 0);
	expect("a mark alone", STR("\xEF\xBB\xBF"), 0, "UTF-8", "", 0);
}

static void bad_bytes_are_marked(void **state)
{
	(void)state;
	expect("in UTF-8", STR("汇总,\xFF,表"), 0, "UTF-8", "汇总,\xEF\xBF\xBD,表", 1);
	expect("in GB18030", STR("\xBB\xE3\xD7\xDC\xFF,\xB1\xED,\xBB\xE3\xB1\xED,\xB1\xED"), 0, "GB18030",
	       "汇总\xEF\xBF\xBD,表,汇表,表", 1);
	expect("a lone surrogate", STR("a\0,\0\x00\xD8,\0b\0"), 0, "UTF-16LE", "a,\xEF\xBF\xBD,b", 1);
	expect("half a unit at the end", STR("a\0,\0b"), 0, "UTF-16LE", "a,\xEF\xBF\xBD", 1);
	expect("a character cut off", STR("表,\xE8\xA1"), 0, "UTF-8", "表,\xEF\xBF\xBD", 1);
}

static void known_words_save_damaged_utf8(void **state)
{
	/* Every run of three-byte characters is even, so that GB18030 can read all of it. */
	struct str cut = STR("项目名称,申报单位,表\xE8\xA1");
	struct str even = STR("项目名称,申报单位,汇总\xE8\xA1");

	(void)state;
	expect("odd", cut, 3, "UTF-8", "项目名称,申报单位,表\xEF\xBF\xBD", 1);
	expect("even", even, 3, "UTF-8", "项目名称,申报单位,汇总\xEF\xBF\xBD", 1);
}

/* A row pasted from another file: the rest stays readable, and the bytes that are none are marked. */
static void one_row_in_another_encoding(void **state)
{
	static const char *const head =
		"项目名称,申报单位,联系人\n工业互联网平台,广州某某有限公司,张三\n智慧园区,某某公司,李四\n";
	static const char *const odd = "云平台建设项目,佛山市某某科技有限公司,王五\n";
	static const struct {
		const char *most, *row;
		uint32_t hints;
	} cases[] = { { "UTF-8", "GB18030", 3 }, { "UTF-8", "GB18030", 0 }, { "GB18030", "UTF-8", 3 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf raw = encode(head, cases[i].most), row = encode(odd, cases[i].row);
		struct result r;

		buf_add(&raw, buf_str(&row));
		r = decode(buf_str(&raw), cases[i].hints);
		assert_true(r.chosen);
		if (!str_eq(r.choice.name, str_from(cases[i].most)) || !str_starts(buf_str(&r.text), str_from(head)))
			fail_msg("%zu: %.*s", i, STR_ARG(r.choice.name));
		assert_true(r.bad > 0);
		buf_release(&raw);
		buf_release(&row);
		buf_release(&r.text);
	}
}

static void stray_nuls_make_no_utf16(void **state)
{
	struct result r = decode((struct str){ "a,b,c\0\r\n1,2,3\r\n4,5,6\r\n", 22 }, 0);

	(void)state;
	assert_true(r.chosen);
	assert_true(str_eq(r.choice.name, STR("UTF-8")));
	buf_release(&r.text);
}

/* Latin-1 prose: bytes that make no sense in any of ours, and too many of them. */
static void other_encodings_are_refused(void **state)
{
	struct encoding_choice choice;
	struct str raw = STR("\xE9t\xE9,\xE0 la,\xFC,\xE8,\xE9t\xE9,\xE0 la,\xFC,\xE8,\xE9t\xE9,\xE0 la,\xFC,\xE8\n");

	(void)state;
	assert_int_equal(encoding_choose(str_bytes(raw), 0, NULL, &choice), ENCODING_UNKNOWN);
}

static void equal_fits_are_told(void **state)
{
	/* All lead bytes lie where either encoding has its commonest characters. */
	struct buf raw = encode("报表,单表", "GB18030"), plain = encode("项目,工业互联网,张三", "GB18030");
	struct result tie = decode(buf_str(&raw), 0), clear = decode(buf_str(&plain), 0);
	struct buf named = encode("报表,项目名称", "GB18030");
	struct result settled = decode(buf_str(&named), 3);

	(void)state;
	assert_true(str_eq(tie.choice.name, STR("GB18030")));
	assert_true(str_eq(tie.choice.other, STR("BIG5")));
	assert_int_equal(clear.choice.other.len, 0);
	assert_true(str_eq(settled.choice.name, STR("GB18030")));
	assert_int_equal(settled.choice.other.len, 0);
	buf_release(&raw);
	buf_release(&plain);
	buf_release(&named);
	buf_release(&tie.text);
	buf_release(&clear.text);
	buf_release(&settled.text);
}

/* The two bytes of 联通 are valid UTF-8 by chance. A known word in the other reading raises the doubt. */
static void short_text_valid_by_chance(void **state)
{
	static const struct str word[] = { STR_INIT("联通") };
	struct str raw = STR("\xC1\xAA\xCD\xA8"), chance = STR("\xC1\xAA");
	struct encoding_choice choice;

	(void)state;
	/* C1 is an overlong form, so strict UTF-8 refuses it. */
	assert_int_equal(encoding_choose(str_bytes(raw), 1, word, &choice), ENCODING_TOLD);
	assert_true(str_eq(choice.name, STR("GB18030")));
	assert_int_equal(encoding_choose(str_bytes(chance), 1, word, &choice), ENCODING_TOLD);
	assert_true(str_eq(choice.name, STR("GB18030")));
	{
		static const struct str fax[] = { STR_INIT("通") };

		raw = STR("\xCD\xA8");
		assert_int_equal(encoding_choose(str_bytes(raw), 1, fax, &choice), ENCODING_TOLD);
		assert_true(str_eq(choice.name, STR("UTF-8")));
		assert_true(str_eq(choice.other, STR("GB18030")));
	}
}

static void long_text_comes_in_pieces(void **state)
{
	struct buf text = { 0 }, raw = { 0 };
	struct buf line = encode("汇总表𠮷,", "GB18030");
	struct result r;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		buf_add(&text, STR("汇总表𠮷,"));
		buf_add(&raw, buf_str(&line));
	}
	r = decode(buf_str(&raw), 0);
	assert_true(r.chosen && r.bad == 0);
	assert_true(str_eq(buf_str(&r.text), buf_str(&text)));
	buf_release(&r.text);
	r = decode(buf_str(&text), 0);
	assert_true(r.chosen && r.bad == 0);
	assert_true(str_eq(buf_str(&r.text), buf_str(&text)));
	buf_release(&r.text);
	buf_release(&text);
	buf_release(&raw);
	buf_release(&line);
}

static void text_and_data(void **state)
{
	static const struct {
		const char *name;
		struct str bytes;
		bool text;
	} cases[] = {
		{ "CSV", STR_INIT("a,b\r\n"), true },
		{ "GBK", STR_INIT("\xBB\xE3\xD7\xDC,\xB1\xED"), true },
		{ "UTF-16 without a mark", STR_INIT("a\0,\0\x47\x6C\r\0\n\0b\0,\0c\0"), true },
		{ "empty", STR_INIT(""), false },
		{ "small numbers", STR_INIT("\1\0\2\0\3\0\4\0\5\0\6\0\0\0\0\0\1\0\2\0"), false },
		{ "control bytes", STR_INIT("ab\1\2\3\4\5\6\x0E\x0F\x10\x11"), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (encoding_is_text(str_bytes(cases[i].bytes)) != cases[i].text)
			fail_msg("%s", cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_encoding_is_told),
		cmocka_unit_test(marks_are_taken_off),
		cmocka_unit_test(bad_bytes_are_marked),
		cmocka_unit_test(known_words_save_damaged_utf8),
		cmocka_unit_test(stray_nuls_make_no_utf16),
		cmocka_unit_test(one_row_in_another_encoding),
		cmocka_unit_test(other_encodings_are_refused),
		cmocka_unit_test(equal_fits_are_told),
		cmocka_unit_test(short_text_valid_by_chance),
		cmocka_unit_test(long_text_comes_in_pieces),
		cmocka_unit_test(text_and_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
