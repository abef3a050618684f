#include "decode/decoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/mapping.h"
#include "base/utf8.h"

/* PIECE: of decoded text. KEPT: as much of a mapped file stays in memory. */
enum { PIECE = 64 * 1024, KEPT = 1024 * 1024 };

#define REPLACEMENT "\xEF\xBF\xBD"

bool decoding_open(struct decoding *stream, const struct charset *charset, size_t mark, struct bytes text)
{
	size_t skipped = mark < text.len ? mark : text.len;
	bool wide = charset->wide.unit > 0;

	*stream = (struct decoding){ .charset = charset,
				     .rest = { text.data + skipped, text.len - skipped },
				     .kept = text.data };
	if (!wide && charset->converter) {
		stream->converter = charset_decoder(charset);
		if (!stream->converter)
			return false;
	}
	if (wide || stream->converter) {
		stream->out = malloc(PIECE);
		if (!stream->out)
			cleanup_no_memory();
	}
	return true;
}

/* What was handed on is read no more: pieces are views, so only now. */
static void give_back(struct decoding *stream)
{
	mapping_pass((struct bytes){ stream->kept, (size_t)(stream->rest.data - stream->kept) });
	stream->kept = stream->rest.data;
}

void decoding_close(struct decoding *stream)
{
	if (stream->converter)
		iconv_close(stream->converter);
	free(stream->out);
	if (stream->kept)
		give_back(stream);
	*stream = (struct decoding){ 0 };
}

static void skip(struct decoding *stream, size_t count)
{
	size_t n = count < stream->rest.len ? count : stream->rest.len;

	stream->rest.data += n;
	stream->rest.len -= n;
}

/* A character cut short counts once: its first byte and what of it follows. */
static size_t broken_utf8(struct bytes rest)
{
	size_t whole = rest.data[0] >= 0xF0 ? 4 : rest.data[0] >= 0xE0 ? 3 : rest.data[0] >= 0xC0 ? 2 : 1;
	size_t len = 1;

	while (len < whole && len < rest.len && (rest.data[len] & 0xC0) == 0x80)
		len++;
	return len;
}

/* Views of the file itself. A character that the window cuts waits for the next one. */
static void next_as_is(struct decoding *stream, struct decoding_piece *piece)
{
	struct str window = { (const char *)stream->rest.data, stream->rest.len < PIECE ? stream->rest.len : PIECE };
	size_t span = utf8_span(window);
	bool cut = window.len < stream->rest.len && window.len - span < 4;

	*piece = (struct decoding_piece){ .text = str_part(window, 0, span) };
	skip(stream, span);
	if (span == 0 && !cut) {
		piece->text = STR(REPLACEMENT);
		piece->bad = true;
		skip(stream, broken_utf8(stream->rest));
	}
}

/* Bytes that make no text: U+FFFD stands for `count` of them at the end of the piece. */
static void end_bad(struct decoding *stream, struct decoding_piece *piece, size_t len, size_t count)
{
	memcpy(stream->out + len, REPLACEMENT, sizeof(REPLACEMENT) - 1);
	piece->text = (struct str){ stream->out, len + sizeof(REPLACEMENT) - 1 };
	piece->bad = true;
	skip(stream, count);
}

/*
 * iconv stops at full output, at bad bytes and at a character cut off by the end. What it
 * holds back in case of an accent to come (CP1258, BIG5-HKSCS) stands before those.
 */
static void next_converted(struct decoding *stream, struct decoding_piece *piece)
{
	enum { HELD = 8 };
	char *in = (char *)(uintptr_t)stream->rest.data, *out = stream->out;
	size_t in_left = stream->rest.len, out_left = PIECE - HELD - (sizeof(REPLACEMENT) - 1);
	bool bad = iconv(stream->converter, &in, &in_left, &out, &out_left) == (size_t)-1 && errno != E2BIG;

	if (bad || in_left == 0) {
		out_left += HELD;
		iconv(stream->converter, NULL, NULL, &out, &out_left);
	}
	skip(stream, stream->rest.len - in_left);
	*piece = (struct decoding_piece){ .text = { stream->out, (size_t)(out - stream->out) } };
	if (bad)
		end_bad(stream, piece, piece->text.len, 1);
}

static void next_wide(struct decoding *stream, struct decoding_piece *piece)
{
	const struct wide *wide = &stream->charset->wide;
	size_t at = 0, len = 0, used = 0;
	int32_t code = 0;

	while (at < stream->rest.len && len < PIECE - 2 * (sizeof(REPLACEMENT) - 1)) {
		code = wide_next(wide, (struct bytes){ stream->rest.data + at, stream->rest.len - at }, &used);
		if (code < 0)
			break;
		len += utf8_write(stream->out + len, code);
		at += used;
	}
	skip(stream, at);
	*piece = (struct decoding_piece){ .text = { stream->out, len } };
	if (code >= 0 || (len && used < wide->unit))
		return; /* what is cut is a piece of its own */
	piece->cut = used < wide->unit;
	end_bad(stream, piece, len, used);
}

bool decoding_next(struct decoding *stream, struct decoding_piece *piece)
{
	if (stream->rest.len == 0)
		return false;
	if ((size_t)(stream->rest.data - stream->kept) >= KEPT)
		give_back(stream);
	if (stream->converter)
		next_converted(stream, piece);
	else if (stream->charset->wide.unit)
		next_wide(stream, piece);
	else
		next_as_is(stream, piece);
	return true;
}
