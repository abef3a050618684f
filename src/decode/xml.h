/*
 * XML as it is streamed: expat over a part of a zip archive, or over a file. Elements come by
 * their local names, so that prefixed and strict workbooks look like any other.
 * A DOCTYPE, with all that entities could do, is refused where it begins.
 */
#ifndef DECODE_XML_H
#define DECODE_XML_H

#include "decode/xml_source.h"

/* Far more than any workbook has; expat itself would go on until memory ends. */
enum { XML_DEPTH = 256, XML_ATTRIBUTES = 256 };
/*
 * A tag, an attribute or a comment is held whole until its end: the longest that people
 * have is a picture within a style. Text between two tags is what a cell holds, of which
 * Excel knows 32,767 characters; readers of .xlsx hold all runs of a cell to the same.
 */
enum { XML_TOKEN = 8 * 1024 * 1024, XML_TEXT = 16 * 1024 * 1024 };

struct xml;

/* What is pushed while reading. `attribute` is name, value, name, value … NULL. */
struct xml_handler {
	void *user;
	void (*start)(void *user, struct xml *xml, struct str name, const char **attribute);
	void (*end)(void *user, struct xml *xml, struct str name);
	void (*text)(void *user, struct str text); /* in pieces; may be NULL */
	/*
	 * The name of an entity within text that XML does not know, as "nbsp" of &nbsp;.
	 * NULL: a file that has one is damaged. Within attributes they are dropped.
	 */
	void (*entity)(void *user, struct str name);
};

/* Push the whole. The reason why not, a handler's own among them. */
enum say xml_read_source(const struct xml_source *source, const struct xml_handler *handler);
/* The same for a part. */
enum say xml_read(struct zip_package *package, size_t index, const struct xml_handler *handler);
/* The same of text in memory. */
enum say xml_read_memory(struct str text, const struct xml_handler *handler);

/* From within a handler: no more of this part; SAY_NOTHING where that is no failure. */
void xml_stop(struct xml *xml, enum say why);

/* The value of an attribute without prefix; data is NULL where there is none. */
struct str xml_attribute(const char **attribute, const char *name);
/* The same for one with a prefix, whichever: r:id. */
struct str xml_attribute_prefixed(const char **attribute, const char *local_name);
/* An xsd:boolean: "1" or "true"; `missing` where the attribute is not there. */
bool xml_attribute_is_true(const char **attribute, const char *name, bool missing);
/* A count in decimal digits, up to `most`. False where it is anything else. */
bool xml_number(struct str text, uint32_t most, uint32_t *number);

#endif
