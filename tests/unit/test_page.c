/* The page for browsers: anybody's text is text, its policy names what is in it, and its limits hold from both sides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "output/page.h"
#include "output/page_room.h"
#include "run_fixture.h"

static bool put_piece(void *user, struct str piece)
{
	buf_add(user, piece);
	return true;
}

static void write_page(struct buf *out, const struct run *run, enum lang lang)
{
	assert_true(page_write(run, lang, &fixture_places, &(struct report_sink){ out, put_piece }));
}

static size_t count_of(struct str text, const char *what)
{
	struct str of = str_from(what);
	size_t count = 0;

	for (size_t at = str_find(text, of, 0); at < text.len; at = str_find(text, of, at + of.len))
		count++;
	return count;
}

#define UNSEEN(code) "<span class=\"unseen\">U+" code "</span>"

static void anybodys_text_is_text(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		const char *shown, *attribute;
	} cases[] = {
		{ "plain", STR_INIT("平台 1"), "平台 1", "平台 1" },
		{ "a script", STR_INIT("</script><script>x()"), "&lt;/script&gt;&lt;script&gt;x()",
		  "&lt;/script&gt;&lt;script&gt;x()" },
		{ "quotes", STR_INIT("\" onclick='x' &amp;"), "&quot; onclick=&#39;x&#39; &amp;amp;",
		  "&quot; onclick=&#39;x&#39; &amp;amp;" },
		{ "ends of lines and tabs stay", STR_INIT("a\nb\tc"), "a\nb\tc", "a\nb\tc" },
		{ "NUL", STR_INIT("a\0b"), "a" UNSEEN("0000") "b", "aU+0000b" },
		{ "controls", STR_INIT("\x1b[31m\xC2\x85"), UNSEEN("001B") "[31m" UNSEEN("0085"), "U+001B[31mU+0085" },
		{ "a turn of direction", STR_INIT("\xE2\x80\xAEgpj"), UNSEEN("202E") "gpj", "U+202Egpj" },
		{ "an isolate", STR_INIT("\xE2\x81\xA6"), UNSEEN("2066"), "U+2066" },
		{ "a line separator", STR_INIT("\xE2\x80\xA8"), UNSEEN("2028"), "U+2028" },
		{ "no width", STR_INIT("a\xE2\x80\x8B\xEF\xBB\xBF"), "a" UNSEEN("200B") UNSEEN("FEFF"),
		  "aU+200BU+FEFF" },
		{ "tags that nobody sees", STR_INIT("\xF3\xA0\x81\x81"), UNSEEN("E0041"), "U+E0041" },
		{ "no character", STR_INIT("\xEF\xBF\xBE\xEF\xB7\x90"), UNSEEN("FFFE") UNSEEN("FDD0"), "U+FFFEU+FDD0" },
		{ "private use is somebody's letter", STR_INIT("\xEE\x80\x80"), "\xEE\x80\x80", "\xEE\x80\x80" },
		{ "bytes that are no text", STR_INIT("a\xFF"), "a\xEF\xBF\xBD", "a\xEF\xBF\xBD" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct page_room room = { 0 };
		char wanted[200];

		page_room_text(&room, cases[i].text);
		if (!str_eq(buf_str(&room.out), str_from(cases[i].shown)))
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(buf_str(&room.out)));
		buf_clear(&room.out);
		page_room_attribute(&room, "x", cases[i].text);
		snprintf(wanted, sizeof(wanted), " x=\"%s\"", cases[i].attribute);
		if (!str_eq(buf_str(&room.out), str_from(wanted)))
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(buf_str(&room.out)));
		buf_release(&room.out);
	}
}

static struct str between(struct str text, const char *open, const char *close)
{
	size_t from = str_find(text, str_from(open), 0) + strlen(open);

	return str_part(text, from, str_find(text, str_from(close), from));
}

static void assert_allowed(struct str policy, const char *directive, struct str content)
{
	char digits[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)], wanted[200];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;

	assert_true(content.len > 1000);
	sha256_init(&hash);
	sha256_update(&hash, content.len, (const uint8_t *)content.data);
	sha256_digest(&hash, sizeof(digest), digest);
	base64_encode_raw(digits, sizeof(digest), digest);
	snprintf(wanted, sizeof(wanted), "%s 'sha256-%.*s'", directive, (int)sizeof(digits), digits);
	if (!str_has(policy, str_from(wanted)))
		fail_msg("%.*s has no %s", STR_ARG(policy), wanted);
}

static void the_policy_allows_what_is_in_the_page_and_no_more(void **state)
{
	static const enum lang langs[] = { LANG_ZH, LANG_EN };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(langs); i++) {
		struct buf out = { 0 };
		struct run run;
		struct str page, policy;

		run_fixture(&run);
		write_page(&out, &run, langs[i]);
		page = buf_str(&out);
		policy = between(page, "Content-Security-Policy\" content=\"", "\"");
		assert_true(str_starts(policy, STR("default-src 'none'; ")));
		assert_allowed(policy, "style-src", between(page, "<style>", "</style>"));
		assert_allowed(policy, "script-src", between(page, "<script>", "</script>"));
		assert_int_equal(count_of(page, "<script"), 1);
		assert_int_equal(count_of(page, "<style"), 1);
		/* The fixture's applicant, wherever it stands. */
		assert_true(str_has(page, STR("广州&lt;script&gt;alert(1)&lt;/script&gt;有限公司")));
		assert_true(str_has(page, STR("汕头市/a &quot;b&quot; &lt;c&gt;.xlsx")));
		run_fixture_release(&run);
		buf_release(&out);
	}
}

static void add_findings(struct run *run, uint32_t count)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	run->findings.findings.count = 0;
	for (uint32_t i = 0; i < count; i++)
		diag_add(&sink, SAY_ROW_HIDDEN, (struct where){ 1, 1, i + 2, 0 }, 0, NULL);
	diag_add(&sink, SAY_ROW_STRUCK, (struct where){ 1, 1, 2, 0 }, 0, NULL);
}

/* 2000 findings of a rule; what comes behind it is shown whatever its number. */
static void findings_of_a_rule_have_a_limit(void **state)
{
	static const struct {
		uint32_t made, shown;
		const char *rest;
	} cases[] = { { 2000, 2001, NULL }, { 2001, 2001, "另有 1 条没有显示" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };
		struct run run;

		run_fixture(&run);
		add_findings(&run, cases[i].made);
		write_page(&out, &run, LANG_ZH);
		assert_int_equal(count_of(buf_str(&out), "<tr class=\"f "), cases[i].shown);
		assert_int_equal(count_of(buf_str(&out), "class=\"rest\""), cases[i].rest != NULL);
		assert_true(!cases[i].rest || str_has(buf_str(&out), str_from(cases[i].rest)));
		run_fixture_release(&run);
		buf_release(&out);
	}
}

/* 500 pairs; those that a person ruled apart are none. */
static void pairs_have_a_limit(void **state)
{
	static const struct {
		uint32_t made, apart, shown;
		const char *rest;
	} cases[] = { { 500, 0, 500, NULL }, { 501, 0, 500, "另有 1 条没有显示" }, { 501, 1, 500, NULL } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };
		struct run run;

		run_fixture(&run);
		while (run.pairs.count < cases[i].made) {
			struct pair again = run.pairs.item[0];

			*LIST_ADD(&run.pairs) = again;
		}
		for (uint32_t k = 0; k < cases[i].apart; k++)
			run.pairs.item[k].ruling = RULING_DIFFERENT;
		write_page(&out, &run, LANG_ZH);
		assert_int_equal(count_of(buf_str(&out), "<article class=\"pair "), cases[i].shown);
		assert_int_equal(count_of(buf_str(&out), "class=\"rest\""), cases[i].rest != NULL);
		assert_true(!cases[i].rest || str_has(buf_str(&out), str_from(cases[i].rest)));
		run_fixture_release(&run);
		buf_release(&out);
	}
}

/* A sentence that names a great many cells is folded: 900 bytes are not, and one more are. */
static void a_long_sentence_is_folded(void **state)
{
	(void)state;
	for (uint32_t more = 0; more < 2; more++) {
		struct buf out = { 0 }, text = { 0 };
		struct run run;

		run_fixture(&run);
		say_sentence(&text, LANG_ZH, SAY_ROW_IGNORED, 1, &DIAG_TEXT(STR("")), NULL);
		while (text.len < 900 + more)
			buf_add_char(&text, 'x');
		struct str argument = str_after(buf_str(&text), str_find(buf_str(&text), STR("x"), 0));
		struct diag_sink sink = diag_list_sink(&run.findings);

		diag_add(&sink, SAY_ROW_IGNORED, (struct where){ 1, 1, 2, 0 }, 1, &DIAG_TEXT(argument));
		write_page(&out, &run, LANG_ZH);
		assert_int_equal(count_of(buf_str(&out), "class=\"long\""), more);
		run_fixture_release(&run);
		buf_release(&out);
		buf_release(&text);
	}
}

static bool refuse(void *user, struct str piece)
{
	(void)piece;
	++*(uint32_t *)user;
	return false;
}

static void a_sink_that_takes_no_more_is_asked_once(void **state)
{
	uint32_t asked = 0;
	struct run run;

	(void)state;
	run_fixture(&run);
	add_findings(&run, 1999); /* so many that a second piece would follow */
	assert_false(page_write(&run, LANG_ZH, &fixture_places, &(struct report_sink){ &asked, refuse }));
	assert_int_equal(asked, 1);
	run_fixture_release(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anybodys_text_is_text),
		cmocka_unit_test(the_policy_allows_what_is_in_the_page_and_no_more),
		cmocka_unit_test(findings_of_a_rule_have_a_limit),
		cmocka_unit_test(pairs_have_a_limit),
		cmocka_unit_test(a_long_sentence_is_folded),
		cmocka_unit_test(a_sink_that_takes_no_more_is_asked_once),
	};

	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
