/* The line that a monitoring is owed: once, on one line, data whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/monitor.h"
#include "base/utf8.h"

struct said {
	char text[8192];
	size_t len;
	int status;
};

/* What a process says whose standard output is a pipe, and its status. */
static void listen(void (*speak)(const void *), const void *user, struct said *said)
{
	int end[2], status;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(end), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(end[1], STDOUT_FILENO);
		speak(user);
		_exit(monitor_exit(2));
	}
	close(end[1]);
	said->len = 0;
	while ((got = read(end[0], said->text + said->len, sizeof(said->text) - 1 - said->len)) > 0)
		said->len += (size_t)got;
	said->text[said->len] = '\0';
	close(end[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	said->status = WEXITSTATUS(status);
}

struct line {
	const char *name;
	enum monitor_status status;
	const char *text, *data, *expected;
};

static void speak_line(const void *user)
{
	const struct line *line = user;

	monitor_begin();
	if (!monitor_say(line->status, str_from(line->text), str_from(line->data)))
		_exit(99);
}

static void test_lines(void **state)
{
	static const struct line cases[] = {
		{ "ok", MONITOR_OK, "a", "b=1;;;0", "HUIZONG OK - a | b=1;;;0\n" },
		{ "warning", MONITOR_WARNING, "a", "b=1", "HUIZONG WARNING - a | b=1\n" },
		{ "critical", MONITOR_CRITICAL, "a", "b=1", "HUIZONG CRITICAL - a | b=1\n" },
		{ "unknown, without data", MONITOR_UNKNOWN, "a", "", "HUIZONG UNKNOWN - a\n" },
		{ "a bar in the text begins no data", MONITOR_OK, "a|b | c", "d=1", "HUIZONG OK - a｜b ｜ c | d=1\n" },
		{ "nor does a line end in it", MONITOR_OK,
		  "a\nb\r\x1b\x7f"
		  "c",
		  "", "HUIZONG OK - a b   c\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct said said;

		print_message("%s\n", cases[i].name);
		listen(speak_line, &cases[i], &said);
		assert_string_equal(said.text, cases[i].expected);
		assert_int_equal(said.status, cases[i].status);
	}
}

static void test_long(void **state)
{
	static const struct {
		const char *name;
		size_t data, least, most;
	} cases[] = {
		{ "no data", 0, 900, 1023 },
		{ "some", 600, 900, 1023 },
		{ "much: the text has its least, the data are whole", 1900, 1900 + 100, 1900 + 200 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		char text[6001], data[2001];
		struct line line = { cases[i].name, MONITOR_OK, text, data, NULL };
		struct said said;

		print_message("%s\n", cases[i].name);
		for (size_t at = 0; at < 6000; at += 3)
			memcpy(text + at, "汇", 3);
		text[6000] = '\0';
		memset(data, 'd', cases[i].data);
		data[cases[i].data] = '\0';
		listen(speak_line, &line, &said);
		assert_in_range(said.len, cases[i].least, cases[i].most);
		assert_true(utf8_valid((struct str){ said.text, said.len }));
		assert_ptr_equal(strchr(said.text, '\n'), said.text + said.len - 1);
		assert_non_null(strstr(said.text, "…"));
		assert_true(said.len > cases[i].data && strcmp(said.text + said.len - 1, "\n") == 0);
		assert_memory_equal(said.text + said.len - 1 - cases[i].data, data, cases[i].data);
	}
}

static void speak_nothing(const void *user)
{
	(void)user;
	monitor_begin();
}

static void speak_twice(const void *user)
{
	(void)user;
	monitor_begin();
	(void)monitor_say(MONITOR_WARNING, STR("first"), STR(""));
	(void)monitor_say(MONITOR_OK, STR("second"), STR(""));
	monitor_cry("third");
}

static void speak_unasked(const void *user)
{
	(void)user;
	if (!monitor_say(MONITOR_OK, STR("a"), STR("")))
		_exit(99);
}

static void speak_elsewhere(const void *user)
{
	(void)user;
	monitor_begin();
	monitor_end();
	monitor_cry("a");
}

static void speak_to_nobody(const void *user)
{
	(void)user;
	monitor_begin();
	close(STDOUT_FILENO);
	if (monitor_say(MONITOR_OK, STR("a"), STR("")))
		_exit(99);
}

static void test_owed(void **state)
{
	static const struct {
		const char *name;
		void (*speak)(const void *);
		const char *expected;
		int status;
	} cases[] = {
		{ "what nobody said is said at the end", speak_nothing, "HUIZONG UNKNOWN - 未完成 (not done)\n", 3 },
		{ "once, and the status is that of the line", speak_twice, "HUIZONG WARNING - first\n", 1 },
		{ "nobody asked: the status is the ordinary one", speak_unasked, "", 2 },
		{ "not by a child", speak_elsewhere, "", 2 },
		{ "where it cannot be written it is unknown", speak_to_nobody, "", 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct said said;

		print_message("%s\n", cases[i].name);
		listen(cases[i].speak, NULL, &said);
		assert_string_equal(said.text, cases[i].expected);
		assert_int_equal(said.status, cases[i].status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_owed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
