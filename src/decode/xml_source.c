#include "decode/xml_source.h"

enum { CHUNK = 64 * 1024, DECLARATION = 256 };

struct xml_source xml_source_part(struct zip_package *package, size_t part)
{
	return (struct xml_source){ .package = package, .part = part };
}

/* --- which encoding ------------------------------------------------------- */

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Scripts that print XML often print a blank line first, which expat does not allow. */
static struct bytes skip_blanks(struct bytes file)
{
	while (file.len > 0 && is_blank(file.data[0])) {
		file.data++;
		file.len--;
	}
	return file;
}

/* The name in <?xml … encoding="gb2312"?>; empty where there is none. */
static struct str declared_encoding(struct bytes file)
{
	struct str text = str_part((struct str){ (const char *)file.data, file.len }, 0, DECLARATION);
	size_t at, quote;

	if (!str_starts(text, STR("<?xml")))
		return STR("");
	text = str_part(text, 0, str_find(text, STR("?>"), 0));
	at = str_find(text, STR("encoding"), 0) + STR("encoding").len;
	while (at < text.len && (is_blank((unsigned char)text.data[at]) || text.data[at] == '='))
		at++;
	if (at >= text.len || (text.data[at] != '"' && text.data[at] != '\''))
		return STR("");
	quote = str_find(text, str_part(text, at, at + 1), at + 1);
	return str_part(text, at + 1, quote);
}

/* A mark, or a NUL beside the first letter: the bytes say more than a declaration. */
static bool tells_itself(struct bytes file)
{
	static const struct str marks[] = { STR_INIT("\xEF\xBB\xBF"), STR_INIT("\xFF\xFE"), STR_INIT("\xFE\xFF") };
	struct str text = { (const char *)file.data, file.len };

	for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
		if (str_starts(text, marks[i]))
			return true;
	return file.len >= 2 && (file.data[0] == 0 || file.data[1] == 0);
}

enum say xml_source_file(struct xml_source *source, struct bytes file, uint32_t hint_count, const struct str *hint)
{
	struct str label = STR("");

	*source = (struct xml_source){ .file = file };
	if (!tells_itself(file)) {
		source->file = skip_blanks(file);
		label = declared_encoding(source->file);
	}
	switch (encoding_choose_declared(source->file, label, hint_count, hint, &source->encoding)) {
	case ENCODING_TOLD:
		return SAY_NOTHING;
	case ENCODING_NO_CONVERTER:
		return SAY_WHY_CONVERTER;
	case ENCODING_UNKNOWN:
		break;
	}
	return SAY_WHY_DECODE;
}

/* --- reading -------------------------------------------------------------- */

enum say xml_source_open(struct xml_pull *pull, const struct xml_source *source)
{
	*pull = (struct xml_pull){ .source = source, .rest = source->file };
	if (source->package)
		return zip_part_open(&pull->part, source->package, source->part);
	if (source->encoding.charset &&
	    !decoding_open(&pull->stream, source->encoding.charset, source->encoding.mark, source->file))
		return SAY_WHY_CONVERTER;
	return SAY_NOTHING;
}

static size_t take(struct str *from, void *chunk, size_t room)
{
	size_t len = from->len < room ? from->len : room;

	if (len > 0)
		memcpy(chunk, from->data, len);
	*from = str_after(*from, len);
	return len;
}

enum say xml_source_next(struct xml_pull *pull, void *chunk, size_t room, size_t *got)
{
	if (pull->source->package)
		return zip_part_read(&pull->part, chunk, room, got);
	if (pull->source->encoding.charset) {
		while (pull->piece.text.len == 0 && decoding_next(&pull->stream, &pull->piece))
			;
		*got = take(&pull->piece.text, chunk, room);
	} else {
		struct str rest = { (const char *)pull->rest.data, pull->rest.len };

		*got = take(&rest, chunk, room);
		pull->rest = str_bytes(rest);
	}
	return SAY_NOTHING;
}

void xml_source_close(struct xml_pull *pull)
{
	zip_part_close(&pull->part);
	if (!pull->source->package)
		decoding_close(&pull->stream);
}

/* --- looking -------------------------------------------------------------- */

/* Text in UTF-16 is known by the NUL or the mark within its first two bytes. */
static bool may_mention(struct str chunk, struct str needle, bool first)
{
	const char *head = chunk.data;

	if (first && chunk.len >= 2 && (!head[0] || !head[1] || head[0] == '\xFF' || head[0] == '\xFE'))
		return true;
	return str_has(chunk, needle);
}

/* To the end, whatever is found: that checks the whole part. Chunks overlap by the needle. */
static enum say scan(struct xml_pull *pull, struct str needle, bool *found)
{
	char chunk[CHUNK];
	size_t kept = 0, got = 0;
	bool first = true;
	enum say why;

	for (;;) {
		why = xml_source_next(pull, chunk + kept, sizeof(chunk) - kept, &got);
		if (why || got == 0)
			return why;
		*found = *found || may_mention((struct str){ chunk, kept + got }, needle, first);
		first = false;
		got += kept;
		kept = got < needle.len - 1 ? got : needle.len - 1;
		memmove(chunk, chunk + got - kept, kept);
	}
}

enum say xml_source_scan(const struct xml_source *source, struct str needle, bool *found)
{
	struct xml_pull pull;
	enum say why = xml_source_open(&pull, source);

	*found = false;
	if (!why)
		why = scan(&pull, needle, found);
	xml_source_close(&pull);
	return why;
}
