/* Decoding to UTF-8 in an encoding that is known: what becomes of marks, bad bytes and the ends of pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "decode/decoding.h"

#define BAD "\xEF\xBF\xBD"

struct decoded {
	struct buf text;
	unsigned pieces, bad, cut;
};

static void decode(struct decoded *d, const struct charset *charset, size_t mark, struct str raw)
{
	struct decoding decoding;
	struct decoding_piece piece;

	*d = (struct decoded){ 0 };
	assert_true(decoding_open(&decoding, charset, mark, str_bytes(raw)));
	while (decoding_next(&decoding, &piece)) {
		assert_true(utf8_valid(piece.text));
		assert_true(!piece.bad || str_ends(piece.text, STR(BAD)));
		buf_add(&d->text, piece.text);
		d->pieces++;
		d->bad += piece.bad;
		d->cut += piece.cut;
	}
	decoding_close(&decoding);
}

static void texts(void **state)
{
	static const struct {
		const char *name;
		size_t charset, mark;
		struct str raw, text;
		unsigned bad, cut;
	} cases[] = {
		{ "UTF-8", CHARSET_UTF8, 0, STR_INIT("汇a"), STR_INIT("汇a"), 0, 0 },
		{ "a mark is passed over", CHARSET_UTF8, 3, STR_INIT("\xEF\xBB\xBF汇"), STR_INIT("汇"), 0, 0 },
		{ "a mark longer than the text", CHARSET_UTF8, 3, STR_INIT("a"), STR_INIT(""), 0, 0 },
		{ "nothing", CHARSET_GB18030, 0, STR_INIT(""), STR_INIT(""), 0, 0 },
		{ "a character cut short counts once", CHARSET_UTF8, 0, STR_INIT("a\xE6\xB1,b"), STR_INIT("a" BAD ",b"),
		  1, 0 },
		{ "each byte that begins nothing", CHARSET_UTF8, 0, STR_INIT("\xFF\xFE"), STR_INIT(BAD BAD), 2, 0 },
		{ "a written U+FFFD is no bad byte", CHARSET_UTF8, 0, STR_INIT(BAD), STR_INIT(BAD), 0, 0 },
		{ "GB18030", CHARSET_GB18030, 0, STR_INIT("\xBB\xE3\xFF\xB1\xED"), STR_INIT("汇" BAD "表"), 1, 0 },
		{ "GB18030 cut off", CHARSET_GB18030, 0, STR_INIT("\xBB\xE3\xB1"), STR_INIT("汇" BAD), 1, 0 },
		{ "a pair of UTF-16", CHARSET_UTF16BE, 0, STR_INIT("\xD8\x42\xDF\xB7"), STR_INIT("𠮷"), 0, 0 },
		{ "half a pair", CHARSET_UTF16BE, 0, STR_INIT("\xD8\x42\0a"), STR_INIT(BAD "a"), 1, 0 },
		{ "half a unit is a piece of its own", CHARSET_UTF16LE, 0, STR_INIT("a\0b"), STR_INIT("a" BAD), 1, 1 },
		{ "UTF-32 beyond Unicode", CHARSET_UTF32LE, 0, STR_INIT("\0\0\x11\0a\0\0\0"), STR_INIT(BAD "a"), 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded d;

		decode(&d, &charset_table[cases[i].charset], cases[i].mark, cases[i].raw);
		if (!str_eq(buf_str(&d.text), cases[i].text) || d.bad != cases[i].bad || d.cut != cases[i].cut)
			fail_msg("%s: \"%.*s\", %u bad, %u cut", cases[i].name, STR_ARG(buf_str(&d.text)), d.bad,
				 d.cut);
		buf_release(&d.text);
	}
}

/* A letter that waits for its accent (CP1258) is kept at the end and before a byte that is none. */
static void held_back(void **state)
{
	struct decoded d;

	(void)state;
	decode(&d, charset_by_number(1258), 0,
	       STR("ba\xD2"
		   "a"));
	assert_true(str_eq(buf_str(&d.text), STR("bảa")));
	buf_release(&d.text);
	decode(&d, charset_by_number(1258), 0, STR("a\xD2\xD2"));
	assert_true(str_ends(buf_str(&d.text), STR("\xCC\x89")));
	assert_int_equal(d.bad, 0);
	buf_release(&d.text);
}

/* However the ends of pieces fall, between characters or within one, they make one text. */
static void pieces(void **state)
{
	static const struct {
		size_t charset;
		struct str raw, text;
	} cases[] = {
		{ CHARSET_UTF8, STR_INIT("汇"), STR_INIT("汇") },
		{ CHARSET_UTF8, STR_INIT("𠮷"), STR_INIT("𠮷") },
		{ CHARSET_GB18030, STR_INIT("\xBB\xE3"), STR_INIT("汇") },
		{ CHARSET_BIG5, STR_INIT("\xB6\xD7"), STR_INIT("匯") },
		{ CHARSET_UTF16LE, STR_INIT("\x42\xD8\xB7\xDF"), STR_INIT("𠮷") },
	};
	enum { COUNT = 100000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (size_t shift = 0; shift < 4; shift++) {
			struct buf raw = { 0 }, text = { 0 };
			bool wide = charset_table[cases[i].charset].wide.unit > 0;
			struct decoded d;

			for (size_t k = 0; k < shift; k++) {
				buf_add(&raw, wide ? STR("x\0") : STR("x"));
				buf_add(&text, STR("x"));
			}
			for (size_t k = 0; k < COUNT; k++) {
				buf_add(&raw, cases[i].raw);
				buf_add(&text, cases[i].text);
			}
			decode(&d, &charset_table[cases[i].charset], 0, buf_str(&raw));
			assert_int_equal(d.bad, 0);
			assert_true(d.pieces > 2);
			assert_true(str_eq(buf_str(&d.text), buf_str(&text)));
			buf_release(&d.text);
			buf_release(&raw);
			buf_release(&text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(held_back),
		cmocka_unit_test(pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
