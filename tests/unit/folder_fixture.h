/* A folder of a test's own, in which it stands while it runs, and which goes with it. Included behind cmocka.h. */
#ifndef TESTS_FOLDER_FIXTURE_H
#define TESTS_FOLDER_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline int enter_folder_below(void **state, const char *parent)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/huizong-test-XXXXXX", parent);
	*state = strdup(path);
	return *state && mkdtemp(*state) && chdir(*state) == 0 ? 0 : -1;
}

static inline int enter_folder(void **state)
{
	return enter_folder_below(state, "/tmp");
}

/* In memory where there is such a place: what is flushed to a disk thousands of times takes its time. */
static inline int enter_folder_in_memory(void **state)
{
	return enter_folder_below(state, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
}

static inline int leave_folder(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	free(*state);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

#endif
