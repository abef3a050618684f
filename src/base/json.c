#include "base/json.h"

#include <yajl/yajl_gen.h>

#include "base/cleanup.h"
#include "base/utf8.h"

struct json {
	yajl_gen generator;
	struct buf *out;
	struct buf mended; /* text that was no UTF-8 */
	char last;	   /* character written; the buffer may have been emptied since */
};

static void append(void *user, const char *text, size_t len)
{
	struct json *json = user;

	buf_add(json->out, (struct str){ text, len });
	if (len)
		json->last = text[len - 1];
}

struct json *json_new(struct buf *out, bool indent)
{
	struct json *json = calloc(1, sizeof(*json));

	if (!json)
		cleanup_no_memory();
	json->out = out;
	json->generator = yajl_gen_alloc(NULL);
	if (!json->generator)
		cleanup_no_memory();
	yajl_gen_config(json->generator, yajl_gen_print_callback, append, json);
	yajl_gen_config(json->generator, yajl_gen_beautify, indent ? 1 : 0);
	yajl_gen_config(json->generator, yajl_gen_indent_string, "  ");
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	yajl_gen_free(json->generator);
	buf_release(&json->mended);
	free(json);
}

void json_next(struct json *json)
{
	yajl_gen_reset(json->generator, NULL);
	if (json->last && json->last != '\n')
		append(json, "\n", 1);
}

/* A call out of order is a mistake of ours: better no report than a wrong one. */
static void expect_ok(yajl_gen_status status)
{
	if (status != yajl_gen_status_ok)
		abort();
}

void json_object(struct json *json)
{
	expect_ok(yajl_gen_map_open(json->generator));
}

void json_object_end(struct json *json)
{
	expect_ok(yajl_gen_map_close(json->generator));
}

void json_array(struct json *json)
{
	expect_ok(yajl_gen_array_open(json->generator));
}

void json_array_end(struct json *json)
{
	expect_ok(yajl_gen_array_close(json->generator));
}

static void put_string(struct json *json, struct str text)
{
	expect_ok(yajl_gen_string(json->generator, (const unsigned char *)text.data, text.len));
}

void json_key(struct json *json, const char *key)
{
	put_string(json, str_from(key));
}

static struct str mend(struct json *json, struct str text)
{
	buf_clear(&json->mended);
	while (text.len)
		utf8_put(&json->mended, utf8_next(&text));
	return buf_str(&json->mended);
}

void json_text(struct json *json, struct str text)
{
	if (!text.data)
		text = STR("");
	put_string(json, utf8_valid(text) ? text : mend(json, text));
}

void json_text_or_null(struct json *json, struct str text)
{
	if (text.len)
		json_text(json, text);
	else
		json_null(json);
}

void json_count(struct json *json, uint64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%llu", (unsigned long long)number);

	expect_ok(yajl_gen_number(json->generator, text, (size_t)len));
}

/* JSON's grammar is narrower than what files hold: 007, +5 and .5 are no numbers there. */
static bool is_number(struct str s)
{
	size_t at = s.len && s.data[0] == '-';
	size_t whole = str_digits(s, at), part;

	if (whole == 0 || (whole > 1 && s.data[at] == '0'))
		return false;
	at += whole;
	if (at < s.len && s.data[at] == '.') {
		part = str_digits(s, at + 1);
		if (part == 0)
			return false;
		at += 1 + part;
	}
	return at == s.len;
}

void json_number(struct json *json, struct str decimal)
{
	if (is_number(decimal))
		expect_ok(yajl_gen_number(json->generator, decimal.data, decimal.len));
	else
		json_text(json, decimal);
}

void json_bool(struct json *json, bool value)
{
	expect_ok(yajl_gen_bool(json->generator, value));
}

void json_null(struct json *json)
{
	expect_ok(yajl_gen_null(json->generator));
}
