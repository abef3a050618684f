#include "base/log_mark.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"

enum { STREAM_ROOM = 64, CRY_ROOM = 512, DAY = 86400 };

static struct {
	enum log_form form;
	long offset; /* of local time, in seconds */
} log_state = { LOG_PLAIN, 0 };

/* systemd.exec(5): the device and the inode of the stream, "8:4096". Whoever sends ours elsewhere leaves the variable
 * behind. */
static bool is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char name[STREAM_ROOM];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st) != 0)
		return false;
	snprintf(name, sizeof(name), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(stream, name) == 0;
}

void log_mark_begin(void)
{
	time_t now = time(NULL);
	struct tm local;

	if (localtime_r(&now, &local))
		log_state.offset = local.tm_gmtoff;
	log_mark_choose(LOG_AUTO);
}

void log_mark_choose(enum log_form form)
{
	if (form == LOG_AUTO)
		form = is_journal() ? LOG_JOURNAL : LOG_PLAIN;
	log_state.form = form;
}

bool log_mark_is_plain(void)
{
	return log_state.form == LOG_PLAIN;
}

bool log_mark_names_levels(void)
{
	return log_state.form == LOG_LEVELS;
}

/* --- marks ---------------------------------------------------------------------------------------- */

static size_t put_text(char *room, const char *text)
{
	size_t length = strlen(text);

	memcpy(room, text, length);
	return length;
}

static size_t put_number(char *room, long number, int digits)
{
	for (int i = digits; i-- > 0; number /= 10)
		room[i] = (char)('0' + number % 10);
	return (size_t)digits;
}

static size_t put_clock(char *room, long seconds, bool with_seconds)
{
	size_t at = put_number(room, seconds / 3600, 2);

	room[at++] = ':';
	at += put_number(room + at, seconds / 60 % 60, 2);
	if (!with_seconds)
		return at;
	room[at++] = ':';
	return at + put_number(room + at, seconds % 60, 2);
}

/* By hand, since a signal handler may not ask the C library. */
static size_t put_time(char *room, long offset)
{
	struct timespec now = { 0 };
	int year, month, day;
	long local;
	size_t at = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	local = (long)now.tv_sec + offset;
	calendar_of_days(local / DAY, &year, &month, &day);
	at += put_number(room + at, year, 4);
	room[at++] = '-';
	at += put_number(room + at, month, 2);
	room[at++] = '-';
	at += put_number(room + at, day, 2);
	room[at++] = 'T';
	at += put_clock(room + at, local % DAY, true);
	room[at++] = offset < 0 ? '-' : '+';
	return at + put_clock(room + at, labs(offset), false);
}

size_t log_mark_put(char *room, enum log_level level)
{
	static const char *const words[] = {
		[LEVEL_ERROR] = " error ", [LEVEL_WARNING] = " warning ", [LEVEL_NOTICE] = " notice ",
		[LEVEL_INFO] = " info ",   [LEVEL_DEBUG] = " debug ",
	};
	size_t at;

	switch (log_state.form) {
	case LOG_JOURNAL:
		room[0] = '<';
		room[1] = (char)('0' + (int)level);
		room[2] = '>';
		return 3;
	case LOG_LEVELS:
		at = put_time(room, log_state.offset);
		return at + put_text(room + at, words[level]);
	case LOG_AUTO:
	case LOG_PLAIN:
		break;
	}
	return 0;
}

/* In one piece: another process may write to the same log. */
void log_mark_cry(const char *text)
{
	char room[CRY_ROOM];
	size_t at = log_mark_put(room, LEVEL_ERROR), length = strlen(text);

	at += put_text(room + at, "huizong: ");
	if (length > sizeof(room) - at - 1)
		length = sizeof(room) - at - 1;
	memcpy(room + at, text, length);
	room[at + length] = '\n';
	if (write(STDERR_FILENO, room, at + length + 1) < 0)
		return;
}
