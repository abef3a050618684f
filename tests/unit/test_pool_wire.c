/* The pipe between a worker and the pool: what goes in whole comes out whole, however it is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "work/pool_wire.h"

struct pipe {
	struct pool_out out;
	struct pool_in in;
	int fd;
};

static void open_pipe(struct pipe *pipe)
{
	int end[2];

	assert_int_equal(pipe2(end, O_CLOEXEC | O_NONBLOCK), 0);
	pipe->fd = end[0];
	pipe->out.fd = end[1];
	pipe->out.len = 0;
	pipe->in = (struct pool_in){ 0 };
}

static void close_pipe(struct pipe *pipe)
{
	close(pipe->fd);
	close(pipe->out.fd);
	buf_release(&pipe->in.bytes);
}

/* A message of so many bytes behind its length, the first of which is its kind. */
static struct bytes message_of(struct buf *text, enum message_kind kind, uint32_t len)
{
	buf_clear(text);
	for (int i = 0; i < 4; i++)
		buf_add_char(text, (char)(len >> 8 * i));
	memset(buf_reserve(text, len), 'x', len);
	text->data[4] = (char)kind;
	text->len += len;
	return str_bytes(buf_str(text));
}

static uint64_t arrived(struct pipe *pipe)
{
	assert_true(pool_wire_in_read(&pipe->in, pipe->fd));
	return pipe->in.received;
}

static void small_ones_wait_for_a_milestone(void **state)
{
	struct pipe pipe;
	struct buf text = { 0 };
	struct bytes message;

	(void)state;
	open_pipe(&pipe);
	assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, 6)));
	assert_int_equal(arrived(&pipe), 0);
	assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_MEMBER, 8)));
	assert_int_equal(arrived(&pipe), 10 + 12);
	assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, 1)));
	assert_true(pool_wire_out_end(&pipe.out) && pool_wire_out_end(&pipe.out));
	assert_int_equal(arrived(&pipe), 10 + 12 + 5);
	assert_true(pool_wire_in_next(&pipe.in, 100, &message) && message.len == 10);
	assert_true(pool_wire_in_next(&pipe.in, 100, &message) && message.len == 12);
	assert_false(pool_wire_in_is_empty(&pipe.in));
	assert_true(pool_wire_in_next(&pipe.in, 100, &message) && message.len == 5);
	assert_true(pool_wire_in_is_empty(&pipe.in));
	assert_false(pool_wire_in_next(&pipe.in, 100, &message));
	close_pipe(&pipe);
	buf_release(&text);
}

/* A piece's length from both sides: up to it they wait together, beyond it those before go first. */
static void a_piece_holds_so_much(void **state)
{
	static const struct {
		uint32_t first, second;
		uint64_t arrived;
	} cases[] = {
		{ 100, POOL_PIECE - 108, 0 },
		{ 100, POOL_PIECE - 107, 104 },
		{ POOL_PIECE - 4, 1, POOL_PIECE },
		{ POOL_PIECE - 3, 1, POOL_PIECE + 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct pipe pipe;
		struct buf text = { 0 };

		open_pipe(&pipe);
		fcntl(pipe.fd, F_SETPIPE_SZ, 4 * POOL_PIECE);
		assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, cases[i].first)));
		assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, cases[i].second)));
		while (arrived(&pipe) < cases[i].arrived)
			;
		assert_int_equal(arrived(&pipe), cases[i].arrived);
		assert_true(pool_wire_out_end(&pipe.out));
		while (arrived(&pipe) < 8 + cases[i].first + cases[i].second)
			;
		close_pipe(&pipe);
		buf_release(&text);
	}
}

/* Byte by byte: a message is there with its last byte, and not before. */
static void cut_anywhere(void **state)
{
	struct pipe pipe;
	struct buf text = { 0 };
	struct bytes whole = message_of(&text, MESSAGE_RECORD, 20), message;

	(void)state;
	open_pipe(&pipe);
	for (size_t turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < whole.len; i++) {
			assert_false(pool_wire_in_next(&pipe.in, 20, &message));
			pool_wire_in_drop(&pipe.in);
			assert_int_equal(write(pipe.out.fd, whole.data + i, 1), 1);
			assert_true(pool_wire_in_read(&pipe.in, pipe.fd));
		}
		assert_true(pool_wire_in_next(&pipe.in, 20, &message));
		assert_int_equal(message.len, whole.len);
		assert_memory_equal(message.data, whole.data, whole.len);
	}
	assert_int_equal(pipe.in.received, 3 * whole.len);
	close_pipe(&pipe);
	buf_release(&text);
}

/* The longest that is believed, and one byte more: that is known by its length alone, and nothing follows it. */
static void the_longest(void **state)
{
	(void)state;
	for (uint32_t over = 0; over < 2; over++) {
		struct pipe pipe;
		struct buf text = { 0 };
		struct bytes whole = message_of(&text, MESSAGE_RECORD, 50 + over), message;

		open_pipe(&pipe);
		assert_int_equal(write(pipe.out.fd, whole.data, 4), 4);
		assert_true(pool_wire_in_read(&pipe.in, pipe.fd));
		assert_false(pool_wire_in_next(&pipe.in, 50, &message));
		assert_int_equal(pipe.in.excessive, over);
		assert_int_equal(write(pipe.out.fd, whole.data + 4, whole.len - 4), whole.len - 4);
		assert_true(pool_wire_in_read(&pipe.in, pipe.fd));
		assert_int_equal(pool_wire_in_next(&pipe.in, 50, &message), !over);
		pool_wire_in_clear(&pipe.in);
		assert_true(pool_wire_in_is_empty(&pipe.in) && !pipe.in.excessive && pipe.in.received == 0);
		close_pipe(&pipe);
		buf_release(&text);
	}
}

static void ends(void **state)
{
	struct pipe pipe;
	struct buf text = { 0 };

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	open_pipe(&pipe);
	assert_true(pool_wire_in_read(&pipe.in, pipe.fd)); /* nothing yet */
	close(pipe.out.fd);
	assert_false(pool_wire_in_read(&pipe.in, pipe.fd));
	close(pipe.fd);
	buf_release(&pipe.in.bytes);
	open_pipe(&pipe);
	close(pipe.fd);
	assert_true(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, 1)));
	assert_false(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_END, 1)));
	assert_false(pool_wire_out_put(&pipe.out, message_of(&text, MESSAGE_RECORD, POOL_PIECE)));
	close(pipe.out.fd);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_ones_wait_for_a_milestone),
		cmocka_unit_test(a_piece_holds_so_much),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(the_longest),
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
