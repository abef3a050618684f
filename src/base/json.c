#include "base/json.h"

#include "base/cleanup.h"
#include "base/utf8.h"

/* Nesting of our own documents, with room. */
enum { DEEPEST = 32 };

/* What may come next. */
enum place { AT_DOCUMENT, AT_END, AT_FIRST_KEY, AT_KEY, AT_VALUE, AT_FIRST_ELEMENT, AT_ELEMENT };

struct json {
	struct buf *out;
	bool indent;
	enum place place[DEEPEST];
	size_t depth;
	struct buf mended; /* text that was no UTF-8 */
	char last;	   /* character of the last document; the buffer may have been emptied since */
};

struct json *json_new(struct buf *out, bool indent)
{
	struct json *json = calloc(1, sizeof(*json));

	if (!json)
		cleanup_no_memory();
	json->out = out;
	json->indent = indent;
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	buf_release(&json->mended);
	free(json);
}

static enum place *here(struct json *json)
{
	return &json->place[json->depth];
}

/* A call out of order is a mistake of ours: better no report than a wrong one. */
static void expect(bool in_order)
{
	if (!in_order)
		abort();
}

static void new_line(struct json *json)
{
	if (!json->indent)
		return;
	buf_add_char(json->out, '\n');
	for (size_t i = 0; i < json->depth; i++)
		buf_add(json->out, STR("  "));
}

/* What stands before an element or a key. */
static void begin_member(struct json *json)
{
	if (*here(json) == AT_ELEMENT || *here(json) == AT_KEY)
		buf_add_char(json->out, ',');
	new_line(json);
}

static void begin_value(struct json *json)
{
	expect(*here(json) != AT_KEY && *here(json) != AT_FIRST_KEY && *here(json) != AT_END);
	if (*here(json) == AT_ELEMENT || *here(json) == AT_FIRST_ELEMENT)
		begin_member(json);
}

static void end_value(struct json *json)
{
	static const enum place next[] = {
		[AT_DOCUMENT] = AT_END, [AT_VALUE] = AT_KEY, [AT_FIRST_ELEMENT] = AT_ELEMENT, [AT_ELEMENT] = AT_ELEMENT
	};

	*here(json) = next[*here(json)];
	if (json->indent && *here(json) == AT_END)
		buf_add_char(json->out, '\n');
}

void json_next(struct json *json)
{
	if (json->depth == 0 && *here(json) == AT_END)
		json->last = json->indent ? '\n' : 'x';
	*here(json) = AT_DOCUMENT;
	if (json->last && json->last != '\n')
		buf_add_char(json->out, '\n');
	json->last = '\n';
}

static void open(struct json *json, char bracket, enum place inside)
{
	begin_value(json);
	expect(json->depth + 1 < DEEPEST);
	buf_add_char(json->out, bracket);
	json->depth++;
	*here(json) = inside;
}

static void close(struct json *json, char bracket, enum place empty, enum place filled)
{
	expect(json->depth > 0 && (*here(json) == empty || *here(json) == filled));
	if (json->indent && *here(json) == empty)
		buf_add_char(json->out, '\n');
	json->depth--;
	new_line(json);
	buf_add_char(json->out, bracket);
	end_value(json);
}

void json_object(struct json *json)
{
	open(json, '{', AT_FIRST_KEY);
}

void json_object_end(struct json *json)
{
	close(json, '}', AT_FIRST_KEY, AT_KEY);
}

void json_array(struct json *json)
{
	open(json, '[', AT_FIRST_ELEMENT);
}

void json_array_end(struct json *json)
{
	close(json, ']', AT_FIRST_ELEMENT, AT_ELEMENT);
}

/* Bytes of a character that a terminal would obey: C1 controls, what ends lines or turns their direction. All of it is
 * valid. */
static size_t obeyed_len(const unsigned char *at, size_t len)
{
	if (len >= 2 && at[0] == 0xC2)
		return at[1] <= 0x9F ? 2 : 0;
	if (len < 3 || at[0] != 0xE2)
		return 0;
	return (at[1] == 0x80 && at[2] >= 0xA8 && at[2] <= 0xAE) || (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9)
		       ? 3
		       : 0;
}

/* RFC 8259: the quotation mark, the backslash and all below the blank are escaped. So is what a terminal obeys. */
static size_t escaped_len(struct str text)
{
	unsigned char c = (unsigned char)text.data[0];

	if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
		return 1;
	return obeyed_len((const unsigned char *)text.data, text.len);
}

static void put_escape(struct buf *out, struct str text)
{
	static const char names[] = "\"\"\\\\\nn\rr\tt\bb\ff";
	const char *name = names;
	char c = text.data[0];

	while (*name && *name != c)
		name += 2;
	if (c && *name)
		buf_add(out, (struct str){ (char[]){ '\\', name[1] }, 2 });
	else
		buf_printf(out, "\\u%04X", (unsigned)utf8_first(text));
}

/* May one of eight bytes begin what is escaped? The usual trick with borrowed bits; C2 and E2 differ in one. */
static bool is_suspect(uint64_t word)
{
	static const uint64_t EACH = UINT64_C(0x0101010101010101);
	uint64_t quote = word ^ EACH * '"', slash = word ^ EACH * '\\', del = word ^ EACH * 0x7F;
	uint64_t wide = (word | EACH * 0x20) ^ EACH * 0xE2, low = (word - EACH * 0x20) & ~word;

	return (((quote - EACH) & ~quote) | ((slash - EACH) & ~slash) | ((del - EACH) & ~del) |
		((wide - EACH) & ~wide) | low) &
	       EACH * 0x80;
}

/* Where the next character to be escaped stands, or the end. */
static size_t plain_end(struct str text, size_t at)
{
	uint64_t word;

	while (at < text.len) {
		size_t stop = at + sizeof(word) < text.len ? at + sizeof(word) : text.len;

		if (stop - at == sizeof(word)) {
			memcpy(&word, text.data + at, sizeof(word));
			if (!is_suspect(word))
				at = stop;
		}
		for (; at < stop; at++)
			if (escaped_len(str_after(text, at)))
				return at;
	}
	return at;
}

static void put_string(struct json *json, struct str text)
{
	buf_add_char(json->out, '"');
	for (size_t to; text.len;) {
		to = plain_end(text, 0);
		buf_add(json->out, str_part(text, 0, to));
		text = str_after(text, to);
		if (text.len) {
			put_escape(json->out, text);
			text = str_after(text, escaped_len(text));
		}
	}
	buf_add_char(json->out, '"');
}

/* A literal, in which nothing is escaped. */
void json_key(struct json *json, const char *key)
{
	size_t len = strlen(key);
	char *to;

	expect(*here(json) == AT_KEY || *here(json) == AT_FIRST_KEY);
	begin_member(json);
	to = buf_reserve(json->out, len + 4);
	*to++ = '"';
	memcpy(to, key, len);
	memcpy(to + len, "\": ", 3);
	json->out->len += len + (json->indent ? 4 : 3);
	*here(json) = AT_VALUE;
}

static void put_plain(struct json *json, struct str text)
{
	begin_value(json);
	buf_add(json->out, text);
	end_value(json);
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
	begin_value(json);
	put_string(json, utf8_valid(text) ? text : mend(json, text));
	end_value(json);
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
	begin_value(json);
	buf_add_count(json->out, number);
	end_value(json);
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
		put_plain(json, decimal);
	else
		json_text(json, decimal);
}

void json_bool(struct json *json, bool value)
{
	put_plain(json, value ? STR("true") : STR("false"));
}

void json_null(struct json *json)
{
	put_plain(json, STR("null"));
}
