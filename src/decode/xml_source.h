/*
 * Where XML comes from: a part of a package, or a file that is XML itself, in
 * the encoding that it names or, where its bytes belie the name, in the one that
 * they are told to be in.
 */
#ifndef DECODE_XML_SOURCE_H
#define DECODE_XML_SOURCE_H

#include "decode/decoding.h"
#include "decode/encoding.h"
#include "decode/zip.h"

struct xml_source {
	struct zip_package *package; /* NULL: the file itself */
	size_t part;
	struct bytes file;
	struct encoding_choice encoding; /* of the file; no charset where expat itself is to tell */
};

struct xml_source xml_source_part(struct zip_package *package, size_t part);
/* The hints are as for encoding_choose. SAY_WHY_DECODE where the text is in no known encoding. */
enum say xml_source_file(struct xml_source *source, struct bytes file, uint32_t hint_count, const struct str *hint);

/* Its bytes, piece by piece: decoded to UTF-8 where encoding.charset is set. */
struct xml_pull {
	const struct xml_source *source;
	struct zip_part part;
	struct decoding stream;
	struct decoding_piece piece; /* what is left of it */
	struct bytes rest;
};
enum say xml_source_open(struct xml_pull *pull, const struct xml_source *source);
/* *got is 0 at the end, and a part is then known to be whole. */
enum say xml_source_next(struct xml_pull *pull, void *chunk, size_t room, size_t *got);
void xml_source_close(struct xml_pull *pull);

/*
 * Read all of it and say whether it could mention the needle: to know that
 * nothing is there costs a tenth of parsing. Text in UTF-16 always could.
 */
enum say xml_source_scan(const struct xml_source *source, struct str needle, bool *found);

#endif
