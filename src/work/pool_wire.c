#include "work/pool_wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/little.h"

/* --- the worker's end ---------------------------------------------------------- */

static bool write_all(int fd, const unsigned char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return true;
}

bool pool_wire_out_end(struct pool_out *out)
{
	size_t len = out->len;

	out->len = 0;
	return write_all(out->fd, out->piece, len);
}

bool pool_wire_out_put(struct pool_out *out, struct bytes message)
{
	if (message.len > POOL_PIECE - out->len && !pool_wire_out_end(out))
		return false;
	if (message.len > POOL_PIECE)
		return write_all(out->fd, message.data, message.len);
	memcpy(out->piece + out->len, message.data, message.len);
	out->len += message.len;
	return !message_is_milestone(message) || pool_wire_out_end(out);
}

/* --- the pool's end ------------------------------------------------------------ */

void pool_wire_in_clear(struct pool_in *in)
{
	buf_clear(&in->bytes);
	in->taken = 0;
	in->received = 0;
	in->excessive = false;
}

bool pool_wire_in_read(struct pool_in *in, int fd)
{
	ssize_t got;

	if (pool_wire_in_is_empty(in))
		pool_wire_in_drop(in);
	got = read(fd, buf_reserve(&in->bytes, POOL_PIECE), POOL_PIECE);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN;
	in->bytes.len += (size_t)got;
	in->received += (uint64_t)got;
	return got > 0;
}

bool pool_wire_in_next(struct pool_in *in, uint32_t most, struct bytes *message)
{
	enum { LENGTH = 4 };
	size_t left = in->bytes.len - in->taken;
	const unsigned char *at;
	uint32_t length;

	if (left < LENGTH || in->excessive)
		return false;
	at = (const unsigned char *)in->bytes.data + in->taken;
	length = little_u32(at);
	in->excessive = length > most;
	if (in->excessive || length > left - LENGTH)
		return false;
	*message = (struct bytes){ at, length + LENGTH };
	in->taken += length + LENGTH;
	return true;
}

void pool_wire_in_drop(struct pool_in *in)
{
	if (in->taken == 0)
		return;
	in->bytes.len -= in->taken;
	memmove(in->bytes.data, in->bytes.data + in->taken, in->bytes.len);
	in->taken = 0;
}

bool pool_wire_in_is_empty(const struct pool_in *in)
{
	return in->taken == in->bytes.len;
}
