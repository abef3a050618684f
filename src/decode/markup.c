#include "decode/markup.h"

#include "base/attr.h"
#include "decode/xml.h"

/*
 * A flat OpenDocument file names its kind behind three dozen namespaces. What may stand before them all,
 * a notice of rights or a log, may be as long as the longest comment that is read.
 */
enum { LOOK = 16 * 1024, PROLOG = XML_TOKEN };

/* Letters in lower case, without NULs, so that UTF-16 is looked at in the same way. */
static struct str fold(struct bytes file, size_t from, char folded[LOOK])
{
	size_t len = 0;

	for (size_t i = from; i < file.len && len < LOOK; i++) {
		char c = (char)file.data[i];

		if (c != '\0')
			folded[len++] = str_lower(c);
	}
	return (struct str){ folded, len };
}

static bool is_mark_or_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (unsigned char)c >= 0xBB;
}

/* Where the first < stands, behind a mark and blanks; the end where something else does. */
static size_t find_markup(struct bytes text)
{
	size_t at = 0;

	while (at < text.len && (text.data[at] == 0 || is_mark_or_blank((char)text.data[at])))
		at++;
	return at < text.len && text.data[at] == '<' ? at : text.len;
}

/* --- what stands before the root element ------------------------------------------ */

/* How < is written tells how all is: alone, or beside the zeros of a wider unit. */
static struct wide wide_of(struct bytes text, size_t at)
{
	static const unsigned char zeros[3] = { 0 };
	struct wide wide = { 1, at % 2 == 1 };

	for (size_t unit = 4; unit > 1 && wide.unit == 1; unit /= 2) {
		size_t first = wide.big ? at - (unit - 1) : at;

		if (first <= at && text.len - first >= unit &&
		    memcmp(text.data + first + !wide.big, zeros, unit - 1) == 0)
			wide.unit = unit;
	}
	return wide;
}

struct token {
	char bytes[4 * 4];
	size_t len;
};

/* At most four characters of ASCII, as the text writes them. */
static struct token widen(const struct wide *wide, const char *ascii)
{
	struct token token = { .len = strlen(ascii) * wide->unit };

	for (size_t i = 0; ascii[i]; i++)
		token.bytes[i * wide->unit + (wide->big ? wide->unit - 1 : 0)] = ascii[i];
	return token;
}

static bool stands_at(const struct wide *wide, struct str text, size_t at, const char *ascii)
{
	struct token token = widen(wide, ascii);

	return str_starts(str_after(text, at), (struct str){ token.bytes, token.len });
}

/* Behind the next one; halves of two letters are none. */
static size_t behind(const struct wide *wide, struct str text, size_t from, const char *ascii)
{
	struct token token = widen(wide, ascii);
	size_t at = str_find(text, (struct str){ token.bytes, token.len }, from);

	while (at < text.len && (at - from) % wide->unit)
		at = str_find(text, (struct str){ token.bytes, token.len }, at + 1);
	return at < text.len ? at + token.len : text.len;
}

static bool is_blank_at(const struct wide *wide, struct str text, size_t at)
{
	static const char zeros[3] = { 0 };
	size_t low = wide->big ? wide->unit - 1 : 0;

	return text.len - at >= wide->unit && memchr(" \t\r\n", text.data[at + low], 4) != NULL &&
	       memcmp(text.data + at + (wide->big ? 0 : 1), zeros, wide->unit - 1) == 0;
}

static size_t behind_blanks(const struct wide *wide, struct str text, size_t at)
{
	while (is_blank_at(wide, text, at))
		at += wide->unit;
	return at;
}

/* Behind declaration, comments and instructions; the end of the text where there is none. */
static size_t find_root(struct bytes bytes, size_t first)
{
	const struct wide wide = wide_of(bytes, first);
	struct str text = { (const char *)bytes.data, bytes.len };
	size_t at = wide.big ? first - (wide.unit - 1) : first;

	for (;;) {
		if (stands_at(&wide, text, at, "<!--"))
			at = behind(&wide, text, at + 4 * wide.unit, "-->");
		else if (stands_at(&wide, text, at, "<?"))
			at = behind(&wide, text, at + 2 * wide.unit, "?>");
		else
			return at;
		at = behind_blanks(&wide, text, at);
	}
}

/* --- which -------------------------------------------------------------------------- */

bool markup_names(struct bytes file, struct str word)
{
	char folded[LOOK];
	struct bytes text = { file.data, file.len < PROLOG ? file.len : PROLOG };
	size_t first = find_markup(text), root;

	if (first == text.len)
		return false;
	if (str_has(fold(file, 0, folded), word))
		return true;
	root = find_root(text, first);
	/* Nearer than that, it was looked at with all its names. */
	return root > LOOK / 2 && root < text.len && str_has(fold(file, root, folded), word);
}
