#include "base/monitor.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum {
	LINE_ROOM = 1000, /* old programs between the two (NRPE 2) pass 1,023 bytes on */
	TEXT_LEAST = 160, /* the data are whole all the same */
	DATA_ROOM = 2000,
	MARKS = sizeof("HUIZONG CRITICAL -  | \n")
};

/* Whether it was asked for, and not said yet; what it said. */
static volatile sig_atomic_t wanted, owed, told = MONITOR_UNKNOWN;

void monitor_begin(void)
{
	wanted = owed = 1;
}

void monitor_end(void)
{
	wanted = owed = 0;
}

static bool write_all(const char *data, size_t length)
{
	while (length) {
		ssize_t done = write(STDOUT_FILENO, data, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		data += done;
		length -= (size_t)done;
	}
	return true;
}

/* Nobody ends the program between the line and the mark that it was said. */
static bool say_once(enum monitor_status status, const char *line, size_t length)
{
	sigset_t all, before;
	bool ok = true;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (owed) {
		owed = 0;
		ok = write_all(line, length);
		told = ok ? (int)status : (int)MONITOR_UNKNOWN;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}

static size_t add(char *room, size_t at, const char *text, size_t length)
{
	memcpy(room + at, text, length);
	return at + length;
}

/* The first byte and those that continue it: no more of UTF-8 need be known to cut none in two. */
static size_t point_length(struct str text)
{
	size_t length = 1;

	while (length < text.len && ((unsigned char)text.data[length] & 0xC0) == 0x80)
		length++;
	return length;
}

/* A bar begins the data: in a text it stands as wide as ideographs are. */
static size_t add_text(char *room, size_t at, struct str text, size_t limit)
{
	static const char bar[] = "｜", more[] = "…";
	size_t end = at + limit - sizeof(more);

	while (text.len) {
		const char *point = text.data;
		size_t length = point_length(text);

		text = str_after(text, length);
		if (length == 1 && *point == '|') {
			point = bar;
			length = sizeof(bar) - 1;
		} else if (length == 1 && ((unsigned char)*point < 0x20 || *point == 0x7F)) {
			point = " ";
		}
		if (at + length > end)
			return add(room, at, more, sizeof(more) - 1);
		at = add(room, at, point, length);
	}
	return at;
}

static size_t begin_line(char *room, enum monitor_status status)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	size_t at = add(room, 0, "HUIZONG ", 8);

	at = add(room, at, words[status], strlen(words[status]));
	return add(room, at, " - ", 3);
}

bool monitor_say(enum monitor_status status, struct str text, struct str data)
{
	char room[LINE_ROOM + DATA_ROOM];
	size_t limit = data.len + TEXT_LEAST < LINE_ROOM ? LINE_ROOM - data.len : TEXT_LEAST;
	size_t at = add_text(room, begin_line(room, status), text, limit - MARKS);

	assert(data.len <= DATA_ROOM);
	if (data.len) {
		at = add(room, at, " | ", 3);
		at = add(room, at, data.data, data.len);
	}
	room[at++] = '\n';
	return say_once(status, room, at);
}

void monitor_cry(const char *text)
{
	monitor_say(MONITOR_UNKNOWN, (struct str){ text, strlen(text) }, (struct str){ 0 });
}

int monitor_exit(int status)
{
	monitor_cry("未完成 (not done)");
	return wanted ? told : status;
}
