/*
 * How a second opinion travels through a pipe: cells one behind the other, cut into
 * frames. A frame is written at once and no larger than what a pipe takes as a
 * whole, so that whoever dies leaves no half of one, and another can say so behind
 * it. What comes in is believed no more than the file it was made of.
 */
#ifndef WORK_SECOND_WIRE_H
#define WORK_SECOND_WIRE_H

#include "base/buf.h"
#include "model/table.h"

/* PIPE_BUF of Linux: writes up to it are whole. */
enum { SECOND_FRAME = 4096 };

struct second_cell {
	uint32_t sheet, row;
	struct cell cell; /* a text or a number */
};

/* --- writing ----------------------------------------------------------------- */

struct second_out {
	int fd;
	size_t len; /* of the frame under way, its head included; 0: none */
	unsigned char frame[SECOND_FRAME];
};

/* False where nobody reads any more. */
MUST_CHECK bool second_wire_out_put(struct second_out *out, uint32_t sheet, uint32_t row, const struct cell *cell);
/* The last frame: was the file read to its end? Cells that wait go before it. */
MUST_CHECK bool second_wire_out_end(struct second_out *out, bool whole);

/* --- reading ----------------------------------------------------------------- */

enum second_next {
	SECOND_CELL, /* here is one; its text is valid until the next call */
	SECOND_MORE, /* more bytes are needed */
	SECOND_WHOLE,
	SECOND_GONE, /* it refused the file, or died */
	SECOND_NONSENSE
};

/* Zeroed it is ready for an answer. */
struct second_in {
	struct buf raw; /* as it came */
	size_t raw_at;
	struct buf cells; /* without the frames */
	size_t cells_at;
	struct second_cell last; /* places rise */
};

void second_wire_in_release(struct second_in *in);
/* Ready for the next answer. */
void second_wire_in_clear(struct second_in *in);
/* Bytes from the pipe. */
void second_wire_in_add(struct second_in *in, struct bytes bytes);
enum second_next second_wire_in_next(struct second_in *in, struct second_cell *cell);

#endif
