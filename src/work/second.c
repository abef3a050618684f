#include "work/second.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "work/second_process.h"
#include "work/second_wire.h"

/*
 * So long may it take without a byte, twice the CPU time that it may use (second_process.h):
 * where it works it ends before that on a machine that is only half ours.
 */
enum { PATIENCE = 2 };
enum { AT_ONCE = 64 * 1024 };

struct second {
	struct second_kit *kit; /* NULL until it is needed */
	bool fixed;		/* it cannot be started again, nor ended but by closing its pipes */
	pid_t process;		/* -1: there is none, or none any more */
	int fd;
	struct worker_second asker;
	struct dispute_source source;

	/* The file at hand. */
	bool asked; /* its answer is under way */
	bool whole; /* and has come to its end */
	bool has;   /* *at is what it reads next */
	struct second_cell at;
	struct second_in in;
};

void second_warm(struct second *second)
{
	if (!second->kit)
		second->kit = second_process_prepare();
}

static void begin(struct second *second, bool many)
{
	second_warm(second);
	if (second->kit)
		second->process = second_process_start(second->kit, many, &second->fd);
}

/*
 * Nothing can be concluded from what it may still say. A process that is closed off
 * can end nothing: this one ends with it.
 */
static void end(struct second *second)
{
	second->asked = second->has = false;
	if (second->process == -1)
		return;
	if (!second->fixed) {
		close(second->fd);
		kill(second->process, SIGKILL);
	}
	while (!second->fixed && waitpid(second->process, NULL, 0) < 0 && errno == EINTR)
		;
	second->process = -1;
}

static void be_patient(const struct second *second, size_t len)
{
	const struct timeval patience = { .tv_sec = (time_t)PATIENCE * second_process_seconds(len) };

	setsockopt(second->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(second->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

static bool send_all(struct second *second, const void *data, size_t len)
{
	const char *from = data;

	while (len) {
		ssize_t sent = send(second->fd, from, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false; /* it died, or did not take it in time */
		from += sent;
		len -= (size_t)sent;
	}
	return true;
}

static bool receive(struct second *second)
{
	unsigned char bytes[AT_ONCE];
	ssize_t got;

	do
		got = read(second->fd, bytes, sizeof(bytes));
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	second_wire_in_add(&second->in, (struct bytes){ bytes, (size_t)got });
	return true;
}

/* The next cell it reads. False where there is none any more, for whichever reason. */
static bool advance(struct second *second)
{
	enum second_next next;

	second->has = false;
	while ((next = second_wire_in_next(&second->in, &second->at)) == SECOND_MORE)
		if (!receive(second)) {
			next = SECOND_NONSENSE;
			break;
		}
	second->has = next == SECOND_CELL;
	if (next == SECOND_WHOLE || next == SECOND_GONE)
		second->asked = false;
	else if (next == SECOND_NONSENSE)
		end(second);
	second->whole = next == SECOND_WHOLE;
	return second->has;
}

static int compare(const struct second_cell *at, uint32_t sheet, uint32_t row, uint32_t col)
{
	if (at->sheet != sheet)
		return at->sheet < sheet ? -1 : 1;
	if (at->row != row)
		return at->row < row ? -1 : 1;
	return (at->cell.col > col) - (at->cell.col < col);
}

static bool look_up(void *user, uint32_t sheet, uint32_t row, uint32_t col, struct cell *theirs)
{
	struct second *second = user;

	while (second->asked && (!second->has || compare(&second->at, sheet, row, col) < 0))
		if (!advance(second))
			return false;
	if (!second->has || compare(&second->at, sheet, row, col) != 0)
		return false;
	*theirs = second->at.cell;
	return true;
}

static bool is_whole(void *user)
{
	struct second *second = user;

	while (second->asked && advance(second))
		;
	return second->whole;
}

static const struct dispute_source *ask(void *user, struct bytes file)
{
	struct second *second = user;
	uint64_t len = file.len;

	is_whole(second); /* what is left of the last answer stands before this one */
	second->whole = second->has = false;
	second_wire_in_clear(&second->in);
	if (!second->fixed && second->process == -1)
		begin(second, true);
	second->asked = second->process != -1 && len <= SECOND_FILE_LIMIT;
	if (second->asked)
		be_patient(second, file.len);
	if (second->asked && (!send_all(second, &len, sizeof(len)) || !send_all(second, file.data, file.len)))
		end(second);
	return &second->source;
}

const struct worker_second *second_asked(struct second *second)
{
	return &second->asker;
}

struct second *second_new(void)
{
	struct second *second = calloc(1, sizeof(*second));

	if (!second)
		cleanup_no_memory();
	second->process = -1;
	second->asker = (struct worker_second){ second, ask };
	second->source = (struct dispute_source){ second, look_up, is_whole };
	return second;
}

void second_start(struct second *second, bool many)
{
	begin(second, many);
	second->fixed = true;
}

void second_close_off(struct second *second, int fd)
{
	if (second->process != -1 && second->fd != fd) {
		if (dup2(second->fd, fd) == fd) {
			close(second->fd);
			second->fd = fd;
		} else {
			end(second);
		}
	}
	second->fixed = true;
}

void second_free(struct second *second)
{
	if (!second)
		return;
	if (second->fixed && second->process != -1)
		close(second->fd);
	end(second);
	second_process_release(second->kit);
	second_wire_in_release(&second->in);
	free(second);
}
