#include "read/mht.h"

/*
 * PARTS: a workbook of many sheets has a part for each and one for each picture.
 * HEADER: how far the head of a message is looked through to tell what it is.
 * NESTED: multipart within multipart.
 */
enum { PARTS = 4096, HEADER = 16 * 1024, NESTED = 4 };

/* The fields of a part's head that matter; borrowed. */
struct head {
	struct str type, charset, boundary, coding, location;
	bool mime;
	struct str body; /* behind it */
};

static struct str take_line(struct str *rest)
{
	size_t end = str_find(*rest, STR("\n"), 0);
	struct str line = str_part(*rest, 0, end);

	*rest = str_after(*rest, end + 1);
	if (str_ends(line, STR("\r")))
		line.len--;
	return line;
}

/* Lines that begin with a blank continue the one before. The view spans them, line ends included. */
static struct str take_field(struct str *rest)
{
	struct str field = take_line(rest);

	while (field.len && rest->len && (rest->data[0] == ' ' || rest->data[0] == '\t')) {
		struct str more = take_line(rest);

		field.len = (size_t)(more.data + more.len - field.data);
	}
	return field;
}

static bool has_name(struct str field, struct str name)
{
	return str_eq_nocase(str_part(field, 0, name.len), name) && field.len > name.len && field.data[name.len] == ':';
}

static struct str value_of(struct str field, struct str name)
{
	return str_trim(str_after(field, name.len + 1));
}

static bool is_end_of_value(char c)
{
	return c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* boundary="----=_NextPart"; without quotes it ends at the next semicolon. */
static struct str parameter(struct str value, struct str name)
{
	struct str rest = value, piece;

	str_split(&rest, ';', &piece);
	while (rest.len) {
		size_t end = 0;

		rest = str_trim(rest);
		if (!str_eq_nocase(str_part(rest, 0, name.len), name) || rest.len <= name.len ||
		    rest.data[name.len] != '=') {
			rest = str_after(rest, str_find(rest, STR(";"), 0) + 1);
			continue;
		}
		rest = str_after(rest, name.len + 1);
		if (str_starts(rest, STR("\"")))
			return str_part(rest, 1, str_find(rest, STR("\""), 1));
		while (end < rest.len && !is_end_of_value(rest.data[end]))
			end++;
		return str_part(rest, 0, end);
	}
	return STR("");
}

static void take_type(struct head *head, struct str value)
{
	head->type = str_trim(str_part(value, 0, str_find(value, STR(";"), 0)));
	head->charset = parameter(value, STR("charset"));
	head->boundary = parameter(value, STR("boundary"));
}

static bool is_field(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.data[i] == ':')
			return i > 0;
		if ((unsigned char)line.data[i] <= ' ' || (unsigned char)line.data[i] >= 0x7F)
			return false;
	}
	return false;
}

/* False where a line is no field: this is no head then. */
static bool read_head(struct str text, struct head *head)
{
	static const struct str type = STR_INIT("Content-Type"), coding = STR_INIT("Content-Transfer-Encoding"),
				location = STR_INIT("Content-Location"), mime = STR_INIT("MIME-Version");

	*head = (struct head){ .type = STR("text/plain") };
	while (text.len) {
		struct str field = take_field(&text);

		if (field.len == 0)
			break;
		if (!is_field(field))
			return false;
		if (has_name(field, type))
			take_type(head, value_of(field, type));
		else if (has_name(field, coding))
			head->coding = value_of(field, coding);
		else if (has_name(field, location))
			head->location = value_of(field, location);
		head->mime |= has_name(field, mime);
	}
	head->body = text;
	return true;
}

static struct str as_text(struct bytes file)
{
	struct str text = { (const char *)file.data, file.len };

	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_after(text, 3);
	while (text.len && (text.data[0] == '\r' || text.data[0] == '\n'))
		text = str_after(text, 1);
	return text;
}

/* An e-mail with enclosures (multipart/mixed) is none: they would be passed over. */
bool mht_is(struct bytes file)
{
	struct head head;

	return read_head(str_part(as_text(file), 0, HEADER), &head) && head.mime &&
	       (str_eq_nocase(head.type, STR("multipart/related")) || str_eq_nocase(head.type, STR("text/html")));
}

static int hex_of(char c)
{
	char lower = str_lower(c);

	if (c >= '0' && c <= '9')
		return c - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* RFC 2045, 6.7: what is no escape stays as it is. */
static size_t unquote(struct str text, unsigned char *to)
{
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_after(text, i + 1);

		if (text.data[i] != '=') {
			to[len++] = (unsigned char)text.data[i];
		} else if (str_starts(rest, STR("\r\n"))) {
			i += 2;
		} else if (str_starts(rest, STR("\n"))) {
			i += 1;
		} else if (rest.len >= 2 && hex_of(rest.data[0]) >= 0 && hex_of(rest.data[1]) >= 0) {
			to[len++] = (unsigned char)(hex_of(rest.data[0]) * 16 + hex_of(rest.data[1]));
			i += 2;
		} else {
			to[len++] = '=';
		}
	}
	return len;
}

static int base64_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Line ends, and whatever else is none of the alphabet, are passed over, as RFC 2045 asks. */
static size_t unbase64(struct str text, unsigned char *to)
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t len = 0;

	for (size_t i = 0; i < text.len && text.data[i] != '='; i++) {
		int six = base64_of(text.data[i]);

		if (six < 0)
			continue;
		bits = bits << 6 | (uint32_t)six;
		count += 6;
		if (count >= 8) {
			count -= 8;
			to[len++] = (unsigned char)(bits >> count);
		}
	}
	return len;
}

static struct bytes decode(struct arena *arena, const struct head *head)
{
	bool quoted = str_eq_nocase(head->coding, STR("quoted-printable"));
	unsigned char *to;

	if (!quoted && !str_eq_nocase(head->coding, STR("base64")))
		return str_bytes(head->body);
	to = ARENA_ARRAY(arena, unsigned char, head->body.len + 1);
	return (struct bytes){ to, quoted ? unquote(head->body, to) : unbase64(head->body, to) };
}

static enum mht_kind kind_of(struct str type)
{
	if (str_eq_nocase(type, STR("text/html")) || str_eq_nocase(type, STR("application/xhtml+xml")))
		return MHT_HTML;
	return str_eq_nocase(type, STR("text/css")) ? MHT_CSS : MHT_OTHER;
}

/* Where the next line that is the boundary begins, at or after `from`. */
static size_t find_boundary(struct str text, struct str boundary, size_t from)
{
	for (size_t at = from;; at++) {
		at = str_find(text, boundary, at);
		if (at == text.len)
			return at;
		if (at >= 2 && text.data[at - 1] == '-' && text.data[at - 2] == '-' &&
		    (at == 2 || text.data[at - 3] == '\n'))
			return at - 2;
	}
}

static bool add_parts(struct mht_parts *parts, struct str message, unsigned depth);

static bool add_multipart(struct mht_parts *parts, struct str text, struct str boundary, unsigned depth)
{
	size_t at = find_boundary(text, boundary, 0);

	while (at < text.len) {
		struct str rest = str_after(text, at + 2 + boundary.len);
		size_t next;

		if (str_starts(rest, STR("--")))
			return true;
		take_line(&rest);
		at = text.len - rest.len;
		next = find_boundary(text, boundary, at);
		if (!add_parts(parts, str_part(text, at, next), depth))
			return false;
		at = next;
	}
	return true;
}

static bool add_parts(struct mht_parts *parts, struct str message, unsigned depth)
{
	struct mht_part *part;
	struct head head;

	if (!read_head(message, &head))
		return true;
	if (head.boundary.len && depth == NESTED)
		return false;
	if (head.boundary.len)
		return add_multipart(parts, head.body, head.boundary, depth + 1);
	if (parts->list.count == PARTS)
		return false;
	part = LIST_ADD(&parts->list);
	part->kind = kind_of(head.type);
	part->charset = head.charset;
	part->location = head.location;
	if (part->kind != MHT_OTHER)
		part->body = decode(parts->arena, &head);
	return true;
}

bool mht_read(struct mht_parts *parts, struct bytes file)
{
	return add_parts(parts, as_text(file), 0);
}

void mht_release(struct mht_parts *parts)
{
	free(parts->list.item);
	*parts = (struct mht_parts){ 0 };
}
