/* What a text says that it is in, and what is made of it. */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "decode/decoding.h"
#include "decode/encoding.h"

#define KOREAN "\xC7\xD1\xB1\xB9\xBE\xEE \xC0\xCC\xB8\xA7" /* 한국어 이름 */
#define RUSSIAN "\xD0\xEE\xF1\xF1\xE8\xFF"		   /* Россия in windows-1251 */

static struct buf decode(struct str raw, const struct encoding_choice *choice)
{
	struct decoding stream;
	struct decoding_piece piece;
	struct buf text = { 0 };

	assert_true(decoding_open(&stream, choice->charset, choice->mark, str_bytes(raw)));
	while (decoding_next(&stream, &piece))
		buf_add(&text, piece.text);
	decoding_close(&stream);
	return text;
}

static const struct {
	const char *label;
	struct str bytes;
	const char *encoding, *text;
} honoured[] = {
	{ "windows-1251", STR_INIT(RUSSIAN), "CP1251", "Россия" },
	{ "Windows-1251", STR_INIT(RUSSIAN), "CP1251", "Россия" },
	{ " cp1251 ", STR_INIT(RUSSIAN), "CP1251", "Россия" },
	{ "x-cp1251", STR_INIT(RUSSIAN), "CP1251", "Россия" },
	{ "koi8-r", STR_INIT("\xF2\xCF\xD3\xD3\xC9\xD1"), "KOI8-R", "Россия" },
	{ "koi8-u", STR_INIT("\xEB\xC9\xA7\xD7"), "KOI8-U", "Київ" },
	{ "iso-8859-5", STR_INIT("\xC0\xDE\xE1\xE1\xD8\xEF"), "ISO-8859-5", "Россия" },
	{ "cyrillic", STR_INIT("\xC0\xDE\xE1\xE1\xD8\xEF"), "ISO-8859-5", "Россия" },
	{ "ibm866", STR_INIT("\x90\xAE\xE1\xE1\xA8\xEF"), "CP866", "Россия" },
	{ "cp-866", STR_INIT("\x90\xAE\xE1\xE1\xA8\xEF"), "CP866", "Россия" },
	{ "x-mac-cyrillic", STR_INIT("\x90\xEE\xF1\xF1\xE8\xDF"), "CP10007", "Россия" },
	{ "macintosh", STR_INIT("caf\x8E"), "CP10000", "café" },
	{ "EUC-KR", STR_INIT(KOREAN), "CP949", "한국어 이름" },
	{ "ks_c_5601-1987", STR_INIT(KOREAN), "CP949", "한국어 이름" },
	{ "windows-949", STR_INIT(KOREAN), "CP949", "한국어 이름" },
	{ "shift_jis", STR_INIT("\x93\xFA\x96{"), "CP932", "日本" },
	{ "x-sjis", STR_INIT("\x93\xFA\x96{"), "CP932", "日本" },
	{ "windows-31j", STR_INIT("\x93\xFA\x96{"), "CP932", "日本" },
	{ "euc-jp", STR_INIT("\xC6\xFC\xCB\xDC"), "EUC-JP", "日本" },
	{ "windows-1250", STR_INIT("\xA3\xF3\x64\x9F"), "CP1250", "Łódź" },
	{ "iso-8859-2", STR_INIT("\xA3\xF3\x64\xBC"), "ISO-8859-2", "Łódź" },
	{ "iso_8859-2:1987", STR_INIT("\xA3\xF3\x64\xBC"), "ISO-8859-2", "Łódź" },
	{ "latin2", STR_INIT("\xA3\xF3\x64\xBC"), "ISO-8859-2", "Łódź" },
	{ "iso-8859-15", STR_INIT("12 \xA4"), "ISO-8859-15", "12 €" },
	{ "iso88597", STR_INIT("\xC5\xEB\xEB\xDC\xE4\xE1"), "ISO-8859-7", "Ελλάδα" },
	{ "windows-1253", STR_INIT("\xC5\xEB\xEB\xDC\xE4\xE1"), "CP1253", "Ελλάδα" },
	{ "iso-8859-9", STR_INIT("\xDDstanbul"), "CP1254", "İstanbul" },
	{ "iso-8859-8-i", STR_INIT("\xF9\xEC\xE5\xED"), "ISO-8859-8", "שלום" },
	{ "windows-1256", STR_INIT("\xE3\xCF\xED\xE4\xC9"), "CP1256", "مدينة" },
	{ "iso-8859-11", STR_INIT("\xE4\xB7\xC2"), "CP874", "ไทย" },
	{ "tis-620", STR_INIT("\xE4\xB7\xC2"), "CP874", "ไทย" },
	{ "windows-1258", STR_INIT("Vi\xEAt"), "CP1258", "Viêt" },
	{ "iso-8859-1",
	  STR_INIT("\x93"
		   "\xC0 la carte\x94"),
	  "CP1252", "“À la carte”" },
	{ "gb2312", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
	{ "cp936", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
	{ "GBK", STR_INIT("\x80 1 \xBA\xBA\xD7\xD6"), "CP936", "€ 1 汉字" },
	{ "cp950", STR_INIT("\xA4\xA4\xA4\xE5"), "BIG5", "中文" },
	{ "big5-hkscs", STR_INIT("\xA4\xA4\xA4\xE5"), "BIG5-HKSCS", "中文" },
	{ "utf-16", STR_INIT("中文"), "UTF-8", "中文" },
	{ "gb2312", STR_INIT("中文"), "UTF-8", "中文" },
	{ "EUC-KR", STR_INIT("only ASCII"), "UTF-8", "only ASCII" },
	{ "nobody-knows", STR_INIT("only ASCII"), "UTF-8", "only ASCII" },
	{ "", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
	/* bytes that are none leave the usual rule, in which only one encoding fits */
	{ "utf-8", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
	{ "utf-16", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
	/* the system holds the last character back in case of an accent */
	{ "windows-1258", STR_INIT("Vi\xEAt \xE9"), "CP1258", "Viêt é" },
	{ "big5-hkscs", STR_INIT("\x88\x66"), "BIG5-HKSCS", "Ê" },
	{ "big5-hkscs", STR_INIT("\x88\x62"), "BIG5-HKSCS", "Ê̄" },
	/* a few that are none in a text that is what it says */
	{ "EUC-KR", STR_INIT(KOREAN " \xFF " KOREAN), "CP949", "한국어 이름 \xEF\xBF\xBD 한국어 이름" },
};

static void fits(struct str label, struct str raw, const char *encoding, const char *text, struct str refused)
{
	struct encoding_choice choice = { 0 };
	struct buf decoded;

	assert_int_equal(encoding_choose_declared(str_bytes(raw), label, 0, NULL, &choice), ENCODING_TOLD);
	decoded = decode(raw, &choice);
	if (!str_eq(buf_str(&decoded), str_from(text)) || !str_eq(choice.name, str_from(encoding)) ||
	    !str_eq(choice.refused, refused))
		fail_msg("%.*s: \"%.*s\" in %.*s, refused \"%.*s\"", STR_ARG(label), STR_ARG(buf_str(&decoded)),
			 STR_ARG(choice.name), STR_ARG(choice.refused));
	buf_release(&decoded);
}

static void what_fits_is_believed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(honoured); i++)
		fits(str_from(honoured[i].label), honoured[i].bytes, honoured[i].encoding, honoured[i].text, STR(""));
}

static void what_does_not_is_told(void **state)
{
	static const struct {
		const char *label;
		struct str bytes;
		const char *encoding, *text;
	} refused[] = {
		{ "nobody-knows", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
		{ "windows-9999", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
		{ "iso-8859-12", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
		{ "windows-99999999999999999999", STR_INIT("\xBA\xBA\xD7\xD6"), "GB18030", "汉字" },
		{ "euc-jp", STR_INIT("\x81\x40\x82\x41\x83\x42\x84\x43"), "GB18030", "丂侫傿凜" },
		{ "iso-8859-2", STR_INIT("\x84\x43\x8A\x44"), "GB18030", "凜奃" },
		{ "iso-8859-1", STR_INIT("\xB9\xE3\xD6\xDD\xCA\xD0"), "GB18030", "广州市" },
		{ "hz-gb-2312", STR_INIT("~{<:Ky2;~}"), "UTF-8", "~{<:Ky2;~}" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(refused); i++)
		fits(str_from(refused[i].label), refused[i].bytes, refused[i].encoding, refused[i].text,
		     str_from(refused[i].label));
}

/* Two bytes that are a character of UTF-8, and two of what is declared. */
static void few_that_are_utf8_by_chance(void **state)
{
	struct encoding_choice choice = { 0 };
	struct str raw = STR("\xC2\xB7");

	(void)state;
	assert_int_equal(encoding_choose_declared(str_bytes(raw), STR("gb2312"), 0, NULL, &choice), ENCODING_TOLD);
	assert_true(str_eq(choice.name, STR("UTF-8")));
	assert_true(str_eq(choice.other, STR("GB18030")));
	choice = (struct encoding_choice){ 0 };
	assert_int_equal(encoding_choose_declared(str_bytes(raw), STR("utf-8"), 0, NULL, &choice), ENCODING_TOLD);
	assert_int_equal(choice.other.len, 0);
}

/* Known words tell that it lies. */
static void known_words_belie_it(void **state)
{
	static const struct str word[] = { STR_INIT("项目名称") };
	struct str raw = STR("\xCF\xEE\xC4\xBF\xC3\xFB\xB3\xC6");
	struct encoding_choice choice = { 0 };

	(void)state;
	assert_int_equal(encoding_choose_declared(str_bytes(raw), STR("windows-1251"), 1, word, &choice),
			 ENCODING_TOLD);
	assert_true(str_eq(choice.name, STR("GB18030")));
	assert_true(str_eq(choice.refused, STR("windows-1251")));
}

static void table_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < CHARSETS; i++) {
		const struct charset *charset = &charset_table[i];
		void *decoder;

		assert_true(charset->name.len > 0);
		assert_ptr_equal(charset_by_number(charset->number), charset);
		assert_non_null(charset_by_label(charset->name));
		if (!charset->converter)
			continue;
		decoder = charset_decoder(charset);
		if (!decoder)
			fail_msg("%s", charset->converter);
		iconv_close(decoder);
	}
}

static void held(void **state)
{
	static const struct {
		struct str text;
		size_t count;
	} cases[] = {
		{ STR_INIT("<meta charset=windows-1251>"), 1 },
		{ STR_INIT("<META content=\"text/html; CharSet = 'EUC-KR'\">"), 1 },
		{ STR_INIT("<?xml version='1.0' encoding=\"shift_jis\"?>"), 1 },
		{ STR_INIT("<meta charset=koi8-r><meta charset=koi8-r><meta charset=koi8-u>"), 2 },
		{ STR_INIT("<meta charset=utf-8>"), 0 },
		{ STR_INIT("charset"), 0 },
		{ STR_INIT("encoding="), 0 },
		{ STR_INIT(""), 0 },
	};
	struct charset_kit all = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct charset_kit kit = { 0 };

		charset_hold_declared(&kit, str_bytes(cases[i].text));
		if (kit.count != cases[i].count)
			fail_msg("%.*s: %zu", STR_ARG(cases[i].text), kit.count);
		charset_forget(&kit);
		assert_int_equal(kit.count, 0);
	}
	charset_hold_all(&all);
	assert_int_equal(all.count, CHARSETS - 4); /* UTF-8, and three that are wide, need none */
	charset_forget(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_believed),
		cmocka_unit_test(what_does_not_is_told),
		cmocka_unit_test(few_that_are_utf8_by_chance),
		cmocka_unit_test(known_words_belie_it),
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
