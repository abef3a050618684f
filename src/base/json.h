/*
 * JSON as it is written, and valid whatever it is given: bytes that are no UTF-8
 * become U+FFFD, a call out of order ends the program. Members come out in the
 * order of the calls. (RFC 8259) Controls and what turns the direction of writing
 * are escaped, so that it does no harm where it is looked at on a terminal.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

struct json;

/* indent: for people (two spaces), else all on one line. Text gathers in *out, which the caller owns. */
struct json *json_new(struct buf *out, bool indent);
void json_free(struct json *json);
/* Begin another document in the same buffer, on a line of its own (JSON Lines). */
void json_next(struct json *json);

void json_object(struct json *json); /* { */
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);

/* The key of the next value; a literal. */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct str text);
void json_text_or_null(struct json *json, struct str text); /* empty: null */
void json_count(struct json *json, uint64_t number);
/* A number as its shortest decimal text, which the caller gives. */
void json_number(struct json *json, struct str decimal);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

#endif
