#include "read/html_names.h"

#include <libxml/HTMLparser.h>

#include "base/cleanup.h"

/* More sheets than that no workbook of an office has; a comment may repeat them without end. VALUE: about as much of a
 * name is kept. */
enum { NAMES = 1000, VALUE = 1024, COMMENT = 1024 * 1024 };

struct str html_names_attribute(const unsigned char **attribute, const char *name)
{
	for (; attribute && *attribute; attribute += 2)
		if (strcmp((const char *)attribute[0], name) == 0)
			return attribute[1] ? str_from((const char *)attribute[1]) : STR("");
	return (struct str){ NULL, 0 };
}

static struct html_name *last(struct html_names *names)
{
	return &names->list.item[names->list.count - 1];
}

void html_names_start(struct html_names *names, struct str element, const unsigned char **attribute)
{
	if (str_eq(element, STR("x:excelworksheet"))) {
		names->listing = names->list.count < NAMES;
		names->full |= !names->listing;
		if (names->listing)
			*LIST_ADD(&names->list) = (struct html_name){ 0 };
	} else if (names->listing && str_eq(element, STR("x:worksheetsource"))) {
		last(names)->source = arena_copy(names->arena, html_names_attribute(attribute, "href"));
	}
	names->taking = names->listing;
	buf_clear(&names->value);
}

void html_names_text(struct html_names *names, struct str text)
{
	if (names->taking && names->value.len < VALUE)
		buf_add(&names->value, str_part(text, 0, VALUE));
}

void html_names_end(struct html_names *names, struct str element)
{
	struct str value = str_trim(buf_str(&names->value));

	if (names->taking && str_eq(element, STR("x:name")))
		last(names)->name = arena_copy(names->arena, value);
	if (names->taking && str_eq(element, STR("x:visible")))
		last(names)->hidden = str_eq(value, STR("SheetHidden")) || str_eq(value, STR("SheetVeryHidden"));
	if (str_eq(element, STR("x:excelworksheet")))
		names->listing = false;
	names->taking = false;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attribute)
{
	html_names_start(user, str_from((const char *)name), attribute);
}

static void on_end(void *user, const xmlChar *name)
{
	html_names_end(user, str_from((const char *)name));
}

static void on_text(void *user, const xmlChar *text, int len)
{
	html_names_text(user, (struct str){ (const char *)text, (size_t)len });
}

bool html_names_comment(struct html_names *names, struct str comment)
{
	htmlSAXHandler handler = { .startElement = on_start, .endElement = on_end, .characters = on_text };
	htmlParserCtxtPtr parser;
	size_t begin = str_find(comment, STR("<xml"), 0);

	if (!str_has(comment, STR("ExcelWorksheet>")) || begin == comment.len)
		return true;
	comment = str_after(comment, begin);
	if (comment.len > COMMENT)
		return false;
	parser = htmlCreatePushParserCtxt(&handler, names, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!parser)
		cleanup_no_memory();
	htmlCtxtUseOptions(parser,
			   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	htmlParseChunk(parser, comment.data, (int)comment.len, 0);
	htmlParseChunk(parser, NULL, 0, 1);
	htmlFreeParserCtxt(parser);
	names->listing = names->taking = false;
	return !names->full;
}

void html_names_release(struct html_names *names)
{
	free(names->list.item);
	buf_release(&names->value);
	*names = (struct html_names){ 0 };
}
