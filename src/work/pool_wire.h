/*
 * Both ends of the pipe between a worker and the pool: whole messages go in, are sent in pieces,
 * and come out whole, whatever was read of them at once.
 */
#ifndef WORK_POOL_WIRE_H
#define WORK_POOL_WIRE_H

#include "base/buf.h"
#include "model/message.h"

/* Bytes that are written and read at once. */
enum { POOL_PIECE = 64 * 1024 };

/* --- the worker's end ---------------------------------------------------------- */

struct pool_out {
	int fd;
	size_t len; /* of what waits */
	unsigned char piece[POOL_PIECE];
};

/*
 * A milestone goes at once, with all that waits: of a worker that dies behind it nothing of
 * that is lost. False where nobody reads any more.
 */
MUST_CHECK bool pool_wire_out_put(struct pool_out *out, struct bytes message);
/* What still waits. */
MUST_CHECK bool pool_wire_out_end(struct pool_out *out);

/* --- the pool's end ------------------------------------------------------------ */

/* Zeroed it is ready; buf_release(&in->bytes) at its end. */
struct pool_in {
	struct buf bytes;
	size_t taken; /* of them */
	uint64_t received;
	bool excessive; /* a length that nobody believes: no message comes any more */
};

void pool_wire_in_clear(struct pool_in *in);
/* Read once. False where no more can come. */
MUST_CHECK bool pool_wire_in_read(struct pool_in *in, int fd);
/*
 * The next whole message, valid until the next read. A length of more than `most` is found
 * before its bytes are waited for.
 */
MUST_CHECK bool pool_wire_in_next(struct pool_in *in, uint32_t most, struct bytes *message);
/* What has been taken makes room for the rest of a message that is not yet whole. */
void pool_wire_in_drop(struct pool_in *in);
/* Is nothing left, not even a part of a message? */
bool pool_wire_in_is_empty(const struct pool_in *in);

#endif
