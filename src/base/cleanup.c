#include "base/cleanup.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"

enum { SLOTS = 8, PATH_ROOM = 4096, STATUS_NOT_DONE = 2 };

/* A slot counts while its flag is set; the path is complete before that. */
static struct slot {
	volatile sig_atomic_t used;
	char path[PATH_ROOM];
} slots[SLOTS];

bool cleanup_add(const char *path)
{
	size_t length = strlen(path);

	if (length >= PATH_ROOM)
		return false;
	for (int i = 0; i < SLOTS; i++) {
		if (slots[i].used)
			continue;
		memcpy(slots[i].path, path, length + 1);
		slots[i].used = 1;
		return true;
	}
	return false;
}

void cleanup_forget(const char *path)
{
	for (int i = 0; i < SLOTS; i++)
		if (slots[i].used && strcmp(slots[i].path, path) == 0)
			slots[i].used = 0;
}

void cleanup_run(void)
{
	for (int i = 0; i < SLOTS; i++) {
		if (!slots[i].used)
			continue;
		unlink(slots[i].path);
		slots[i].used = 0;
	}
}

static void end_early(int signal_number)
{
	(void)signal_number;
	cleanup_run();
	_exit(STATUS_NOT_DONE);
}

void cleanup_on_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = end_early };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++)
		sigaction(signals[i], &action, NULL);
	/* A reader that goes away is an error of write(), not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	/* So is a file that outgrows its limit. */
	signal(SIGXFSZ, SIG_IGN);
}

_Noreturn void cleanup_no_memory(void)
{
	static const char line[] = "huizong: 内存不足，未完成，原有文件未改动 (out of memory; nothing was replaced)\n";

	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(STATUS_NOT_DONE);
	cleanup_run();
	_exit(STATUS_NOT_DONE);
}
