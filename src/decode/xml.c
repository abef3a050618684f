#include "decode/xml.h"

#include <expat.h>

enum { CHUNK = 64 * 1024 };

struct xml {
	const struct xml_handler *handler;
	XML_Parser parser;
	uint32_t depth;
	size_t text; /* bytes since the last tag */
	bool stopped;
	enum say why;
};

void xml_stop(struct xml *xml, enum say why)
{
	if (xml->stopped)
		return;
	xml->stopped = true;
	xml->why = why;
	XML_StopParser(xml->parser, XML_FALSE);
}

/* One walk over the name: this runs for every tag. */
static struct str local_name(const char *name)
{
	const char *end = name;

	for (; *end; end++)
		if (*end == ':')
			name = end + 1;
	return (struct str){ name, (size_t)(end - name) };
}

/* Expat may still hand over what it had begun when it was stopped. */
static void XMLCALL start(void *user, const char *name, const char **attribute)
{
	struct xml *xml = user;

	if (xml->stopped)
		return;
	xml->text = 0;
	if (++xml->depth > XML_DEPTH || XML_GetSpecifiedAttributeCount(xml->parser) > 2 * XML_ATTRIBUTES)
		xml_stop(xml, SAY_WHY_TOO_LARGE);
	else
		xml->handler->start(xml->handler->user, xml, local_name(name), attribute);
}

static void XMLCALL end(void *user, const char *name)
{
	struct xml *xml = user;

	if (xml->stopped)
		return;
	xml->depth--;
	xml->text = 0;
	xml->handler->end(xml->handler->user, xml, local_name(name));
}

static void XMLCALL text(void *user, const char *data, int len)
{
	struct xml *xml = user;

	xml->text += (size_t)len;
	if (xml->text > XML_TEXT)
		xml_stop(xml, SAY_WHY_TOO_LARGE);
	if (!xml->stopped)
		xml->handler->text(xml->handler->user, (struct str){ data, (size_t)len });
}

static void XMLCALL entity(void *user, const char *name, int is_parameter)
{
	struct xml *xml = user;

	if (!xml->stopped && !is_parameter)
		xml->handler->entity(xml->handler->user, str_from(name));
}

static void XMLCALL doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	xml_stop(user, SAY_WHY_DOCTYPE);
}

/* What expat keeps since it has no end yet; it does not say so where it has moved its buffer meanwhile. */
static uint64_t held(const struct xml *xml, uint64_t fed, uint64_t *done)
{
	XML_Index index = XML_GetCurrentByteIndex(xml->parser);

	if (index > 0)
		*done = (uint64_t)index;
	return fed - *done;
}

/* Read straight into expat's own buffer. */
static enum say feed(struct xml *xml, struct xml_pull *pull)
{
	uint64_t fed = 0, done = 0;
	size_t got;

	do {
		void *chunk = XML_GetBuffer(xml->parser, CHUNK);
		enum say why = chunk ? xml_source_next(pull, chunk, CHUNK, &got) : SAY_WHY_XML;

		if (why)
			return why;
		if (XML_ParseBuffer(xml->parser, (int)got, got == 0) != XML_STATUS_OK)
			return xml->stopped ? xml->why : SAY_WHY_XML;
		fed += got;
		if (held(xml, fed, &done) > XML_TOKEN + CHUNK)
			return SAY_WHY_TOO_LARGE;
	} while (got > 0);
	return SAY_NOTHING;
}

enum say xml_read_source(const struct xml_source *source, const struct xml_handler *handler)
{
	struct xml xml = { .handler = handler };
	struct xml_pull pull;
	enum say why = xml_source_open(&pull, source);

	if (why)
		goto done;
	why = SAY_WHY_XML;
	xml.parser = XML_ParserCreate(source->encoding.charset ? "UTF-8" : NULL);
	if (!xml.parser)
		goto done;
	XML_SetUserData(xml.parser, &xml);
	XML_SetElementHandler(xml.parser, start, end);
	if (handler->text)
		XML_SetCharacterDataHandler(xml.parser, text);
	XML_SetStartDoctypeDeclHandler(xml.parser, doctype);
	if (handler->entity) {
		/* As if names could be declared elsewhere, where nobody looks: unknown ones are then no error. */
		XML_UseForeignDTD(xml.parser, XML_TRUE);
		XML_SetSkippedEntityHandler(xml.parser, entity);
	}
	why = feed(&xml, &pull);
done:
	if (xml.parser)
		XML_ParserFree(xml.parser);
	xml_source_close(&pull);
	return why;
}

enum say xml_read(struct zip_package *package, size_t index, const struct xml_handler *handler)
{
	struct xml_source source = xml_source_part(package, index);

	return xml_read_source(&source, handler);
}

enum say xml_read_memory(struct str text, const struct xml_handler *handler)
{
	struct xml_source source = { .file = str_bytes(text) };

	return xml_read_source(&source, handler);
}

struct str xml_attribute(const char **attribute, const char *name)
{
	for (; *attribute; attribute += 2)
		if (strcmp(attribute[0], name) == 0)
			return str_from(attribute[1]);
	return (struct str){ NULL, 0 };
}

struct str xml_attribute_prefixed(const char **attribute, const char *name)
{
	for (; *attribute; attribute += 2) {
		const char *colon = strchr(attribute[0], ':');

		if (colon && strcmp(colon + 1, name) == 0)
			return str_from(attribute[1]);
	}
	return (struct str){ NULL, 0 };
}

bool xml_attribute_is_true(const char **attribute, const char *name, bool missing)
{
	struct str value = xml_attribute(attribute, name);

	return value.data ? str_eq(value, STR("1")) || str_eq(value, STR("true")) : missing;
}

bool xml_number(struct str digits, uint32_t most, uint32_t *number)
{
	uint64_t value = 0;

	digits = str_trim(digits);
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(digits.data[i] - '0');
		if (value > most)
			return false;
	}
	*number = (uint32_t)value;
	return digits.len > 0;
}
