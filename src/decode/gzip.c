#include "decode/gzip.h"

#include <limits.h>
#include <zlib.h>

enum { CHUNK = 64 * 1024, GZIP_WINDOW = 15 + 16 };

/* What may follow the last packed piece: zeros that fill a block of a tape. */
static bool is_padding(struct bytes rest)
{
	for (size_t i = 0; i < rest.len; i++)
		if (rest.data[i])
			return false;
	return true;
}

/* A file of more than 4 GiB is fed in pieces. */
static void feed(z_stream *stream, struct bytes file)
{
	size_t left = (size_t)(file.data + file.len - stream->next_in);

	stream->avail_in = left > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)left;
}

static enum say inflate_all(z_stream *stream, struct bytes file, uint64_t most)
{
	unsigned char chunk[CHUNK];

	for (;;) {
		int status;

		feed(stream, file);
		stream->next_out = chunk;
		stream->avail_out = CHUNK;
		status = inflate(stream, Z_NO_FLUSH);
		if (CHUNK - stream->avail_out > most)
			return SAY_WHY_EXPANDS;
		most -= CHUNK - stream->avail_out;
		if (status == Z_STREAM_END) {
			size_t at = (size_t)(stream->next_in - file.data);

			/* Pieces packed one by one and joined are one file. */
			if (is_padding((struct bytes){ file.data + at, file.len - at }))
				return SAY_NOTHING;
			status = inflateReset(stream);
		}
		if (status != Z_OK)
			return SAY_WHY_ARCHIVE;
	}
}

enum say gzip_check(struct bytes file, uint64_t most)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)file.data };
	enum say why;

	if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
		return SAY_WHY_EXPANDS;
	why = inflate_all(&stream, file, most);
	inflateEnd(&stream);
	return why;
}
