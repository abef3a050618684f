/* JSON as it is written: valid whatever it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <yajl/yajl_gen.h>

#include "base/json.h"

static void assert_out(const struct buf *out, const char *expected)
{
	struct str got = buf_str(out);

	if (!str_eq(got, str_from(expected)))
		fail_msg("got\n%.*s\nexpected\n%s", STR_ARG(got), expected);
}

static void members_in_the_order_of_calls(void **state)
{
	struct buf out = { 0 };
	struct json *json = json_new(&out, false);

	(void)state;
	json_object(json);
	json_key(json, "b");
	json_count(json, UINT64_MAX);
	json_key(json, "a");
	json_array(json);
	json_bool(json, true);
	json_null(json);
	json_number(json, STR("-0.5"));
	json_array_end(json);
	json_key(json, "empty");
	json_text_or_null(json, STR(""));
	json_key(json, "none");
	json_text(json, (struct str){ 0 });
	json_object_end(json);
	assert_out(&out, "{\"b\":18446744073709551615,\"a\":[true,null,-0.5],\"empty\":null,\"none\":\"\"}");
	json_free(json);
	buf_release(&out);
}

static void indented_for_people(void **state)
{
	struct buf out = { 0 };
	struct json *json = json_new(&out, true);

	(void)state;
	json_object(json);
	json_key(json, "a");
	json_array(json);
	json_count(json, 1);
	json_array_end(json);
	json_object_end(json);
	assert_out(&out, "{\n  \"a\": [\n    1\n  ]\n}\n");
	json_free(json);
	buf_release(&out);
}

static void a_document_a_line(void **state)
{
	struct buf out = { 0 };
	struct json *json = json_new(&out, false);

	(void)state;
	for (uint64_t i = 0; i < 2; i++) {
		json_next(json); /* nothing stands before the first */
		json_object(json);
		json_key(json, "n");
		json_count(json, i);
		json_object_end(json);
	}
	assert_out(&out, "{\"n\":0}\n{\"n\":1}");
	buf_clear(&out); /* as when it was written out in between */
	json_next(json);
	json_null(json);
	json_next(json);
	assert_out(&out, "\nnull\n");
	json_free(json);
	buf_release(&out);
}

static void texts_stay_valid(void **state)
{
	static const struct {
		const char *name, *text, *json;
	} cases[] = {
		{ "Chinese as it is", "汇总", "\"汇总\"" },
		{ "quotes and backslashes", "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "control characters", "a\n\x01", "\"a\\n\\u0001\"" },
		{ "a byte that is no UTF-8", "a\xffz", "\"a\xef\xbf\xbdz\"" },
		{ "a surrogate in UTF-8", "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "C1 controls and DEL", "\xc2\x80\xc2\x9f\xc2\xa0\x7f", "\"\\u0080\\u009F\xc2\xa0\\u007F\"" },
		{ "writing turned around", "12345\u202Eabc\u2066", "\"12345\\u202Eabc\\u2066\"" },
		{ "the ends of what turns it", "\u2027\u2028\u202E\u202F\u2065\u2066\u2069\u206A",
		  "\"\u2027\\u2028\\u202E\u202F\u2065\\u2066\\u2069\u206A\"" },
		{ "quotation marks of Chinese", "“1234567”", "\"“1234567”\"" },
		{ "four bytes", "\xf0\xa0\xae\xb7", "\"\xf0\xa0\xae\xb7\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };
		struct json *json = json_new(&out, false);

		json_text(json, str_from(cases[i].text));
		assert_out(&out, cases[i].json);
		json_free(json);
		buf_release(&out);
	}
}

static void only_numbers_are_numbers(void **state)
{
	static const struct {
		const char *decimal, *json;
	} cases[] = {
		{ "13800138000", "13800138000" },
		{ "0", "0" },
		{ "-1.50", "-1.50" },
		{ "007", "\"007\"" },
		{ "+5", "\"+5\"" },
		{ ".5", "\".5\"" },
		{ "1.", "\"1.\"" },
		{ "", "\"\"" },
		{ "nan", "\"nan\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };
		struct json *json = json_new(&out, false);

		json_number(json, str_from(cases[i].decimal));
		assert_out(&out, cases[i].json);
		json_free(json);
		buf_release(&out);
	}
}

/* Of a document: what stands where is drawn by lot, and said to both writers. */
struct pair {
	struct json *ours;
	yajl_gen theirs;
	uint32_t lot;
};

static uint32_t draw(struct pair *pair, uint32_t below)
{
	pair->lot = pair->lot * 1103515245 + 12345;
	return (pair->lot >> 16) % below;
}

static void say_text(struct pair *pair)
{
	char text[12];
	size_t len = draw(pair, sizeof(text));

	for (size_t i = 0; i < len; i++)
		text[i] = (char)draw(pair, 0x7F);
	json_text(pair->ours, (struct str){ text, len });
	yajl_gen_string(pair->theirs, (const unsigned char *)text, len);
}

static void say_value(struct pair *pair, int depth)
{
	uint32_t kind = draw(pair, depth < 5 ? 4 : 2), count = draw(pair, 4);

	if (kind == 0) {
		json_null(pair->ours);
		yajl_gen_null(pair->theirs);
	} else if (kind == 1) {
		say_text(pair);
	} else if (kind == 2) {
		json_array(pair->ours);
		yajl_gen_array_open(pair->theirs);
		for (uint32_t i = 0; i < count; i++)
			say_value(pair, depth + 1);
		json_array_end(pair->ours);
		yajl_gen_array_close(pair->theirs);
	} else {
		json_object(pair->ours);
		yajl_gen_map_open(pair->theirs);
		for (uint32_t i = 0; i < count; i++) {
			json_key(pair->ours, "键");
			yajl_gen_string(pair->theirs, (const unsigned char *)"键", strlen("键"));
			say_value(pair, depth + 1);
		}
		json_object_end(pair->ours);
		yajl_gen_map_close(pair->theirs);
	}
}

static void as_another_writer_has_it(void **state)
{
	(void)state;
	for (uint32_t seed = 0; seed < 2000; seed++) {
		struct buf out = { 0 };
		struct pair pair = { json_new(&out, seed % 2), yajl_gen_alloc(NULL), seed };
		const unsigned char *expected;
		size_t len;

		yajl_gen_config(pair.theirs, yajl_gen_beautify, (int)(seed % 2));
		yajl_gen_config(pair.theirs, yajl_gen_indent_string, "  ");
		say_value(&pair, 0);
		yajl_gen_get_buf(pair.theirs, &expected, &len);
		if (!str_eq(buf_str(&out), (struct str){ (const char *)expected, len }))
			fail_msg("seed %u: got\n%.*s\nexpected\n%.*s", seed, STR_ARG(buf_str(&out)), (int)len,
				 expected);
		yajl_gen_free(pair.theirs);
		json_free(pair.ours);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_in_the_order_of_calls),
		cmocka_unit_test(indented_for_people),
		cmocka_unit_test(a_document_a_line),
		cmocka_unit_test(as_another_writer_has_it),
		cmocka_unit_test(texts_stay_valid),
		cmocka_unit_test(only_numbers_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
