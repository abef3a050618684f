/*
 * Text on its way from an encoding that is known to UTF-8, piece by piece, so that a huge file
 * needs no memory of its size. Bytes that make no text are told, each.
 */
#ifndef DECODE_DECODING_H
#define DECODE_DECODING_H

#include "decode/charset.h"

/* Decoding under way. The text is borrowed until decoding_close. */
struct decoding {
	const struct charset *charset;
	struct bytes rest;
	const unsigned char *kept; /* what lies between it and the rest was handed on */
	void *converter;	   /* NULL for Unicode; UTF-8 is handed on as it is */
	char *out;
};

/*
 * A piece of UTF-8, valid until the next one; bad: its last character is a U+FFFD
 * in place of bytes that make no text. cut: they are what the end of the file left of
 * a unit of UTF-16 or UTF-32.
 */
struct decoding_piece {
	struct str text;
	bool bad, cut;
};

/*
 * `mark`: bytes of the byte-order mark, which are passed over. False where the system lacks the
 * converter, which then nothing may follow but decoding_close.
 */
MUST_CHECK bool decoding_open(struct decoding *stream, const struct charset *charset, size_t mark, struct bytes text);
/* False at the end. */
bool decoding_next(struct decoding *stream, struct decoding_piece *piece);
void decoding_close(struct decoding *stream);

#endif
