/* UTF-8 by code points. Surrogates, overlong forms and values over U+10FFFF are no UTF-8. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

/* Cut the first code point off `rest` (not empty). -1 where its first byte begins none; that byte is then cut off. */
int32_t utf8_next(struct str *rest);
/* The first code point of s without cutting, the last one; -1 for the empty text. */
int32_t utf8_first(struct str s);
int32_t utf8_last(struct str s);
bool utf8_valid(struct str s);
/* How many bytes at its beginning are valid. */
size_t utf8_span(struct str s);
/* Append a code point; a surrogate or one out of range becomes U+FFFD. */
void utf8_put(struct buf *buf, int32_t code);

/* The same into memory with room for four bytes; how many it took. */
size_t utf8_write(char *to, int32_t code);

#endif
