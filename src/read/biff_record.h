/*
 * The records of an .xls stream ([MS-XLS] 2.1.4): a 16-bit id, a 16-bit length,
 * a body. A record too long for one goes on in CONTINUE records behind it. Bodies
 * are views of the stream; nothing beyond its end is ever touched.
 */
#ifndef READ_BIFF_RECORD_H
#define READ_BIFF_RECORD_H

#include "base/little.h"
#include "base/str.h"

/* The versions of the format that differ in what is read here: Excel 2, 3, 4, 5 and 95, 97 and on. */
enum biff_version { BIFF_2 = 2, BIFF_3, BIFF_4, BIFF_5, BIFF_8 = 8 };

enum biff_id { BIFF_EOF = 0x0A, BIFF_CONTINUE = 0x3C };

/* Bytes of the id and the length. */
enum { BIFF_HEADER = 4 };

struct biff_record {
	uint32_t id, len;
	const unsigned char *body;
};

double biff_record_double(const unsigned char *at);

/* Read the record at *at and go behind it. False at the end of the stream, or where it cuts the record. */
MUST_CHECK bool biff_record_next(struct bytes stream, size_t *at, struct biff_record *record);

/* What a substream says of itself in its first record. */
struct biff_bof {
	enum biff_version version;
	enum { BIFF_GLOBALS, BIFF_WORKSHEET, BIFF_OTHER } kind; /* other: a chart, a module, macros */
};

bool biff_record_is_bof(uint32_t id);
/* False where it is no BOF, or one of no version that is known. */
MUST_CHECK bool biff_record_bof(const struct biff_record *record, struct biff_bof *bof);

/* A place within a record and the CONTINUE records behind it. */
struct biff_cursor {
	struct bytes stream;
	size_t next; /* behind the record at hand */
	const unsigned char *at;
	size_t left; /* bytes of the record at hand */
};

/* `next`: what biff_record_next left behind the record. */
void biff_record_cursor(struct biff_cursor *cursor, struct bytes stream, const struct biff_record *record, size_t next);

#endif
