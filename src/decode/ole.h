/*
 * OLE2 compound files (.xls, .doc, encrypted .xlsx), as far as it takes to know
 * which streams there are and where their bytes lie. Nothing that the file says
 * of itself is believed: every sector is checked against its length, and no
 * chain is followed longer than the file has sectors.
 */
#ifndef DECODE_OLE_H
#define DECODE_OLE_H

#include "base/list.h"
#include "base/str.h"

struct ole {
	struct bytes file;
	uint32_t sector_size;
	uint32_t mini_fat;
	LIST_OF(uint32_t) directory; /* its sectors, all of them within the file */
	LIST_OF(uint32_t) fat;	     /* the sectors that hold the table of sectors */
};

/* One stream: where its pieces lie in the file, each of piece_size bytes but for the last. */
struct ole_stream {
	uint64_t size;
	uint32_t piece_size;
	LIST_OF(uint64_t) piece;
};

/* Does it begin as one? */
bool ole_is(struct bytes file);

/* False where it is none, or damaged beyond use. The bytes are borrowed. */
MUST_CHECK bool ole_open(struct ole *ole, struct bytes file);
void ole_release(struct ole *ole);

/*
 * Streams of the container itself: those of documents that are embedded in it do not count. The
 * empty name stands for the root: where that is missing, so is the directory.
 */
bool ole_has(const struct ole *ole, struct str name);
/* The stream of that name (ASCII, in any case); one that is cut short ends where the file does. */
MUST_CHECK bool ole_find(struct ole_stream *stream, const struct ole *ole, struct str name);
void ole_stream_release(struct ole_stream *stream);
/* Copy all of it to `to`, which has room for its size. */
void ole_stream_copy(const struct ole_stream *stream, const struct ole *ole, unsigned char *to);
/* Where byte `at` of the stream lies in the file. False behind its end. */
bool ole_stream_at(const struct ole_stream *stream, uint64_t at, uint64_t *place);

#endif
