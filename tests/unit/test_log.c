/* Lines on standard error: what each bears where people read, in a file and in the journal. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static void test_marks(void **state)
{
	static const struct {
		const char *name;
		enum log_form form;
		enum log_level level;
		const char *text, *expected;
	} cases[] = {
		{ "plain", LOG_PLAIN, LEVEL_ERROR, "a", "a\n" },
		{ "plain lines", LOG_PLAIN, LEVEL_ERROR, "a\nb", "a\nb\n" },
		{ "a plain line that is empty keeps things apart", LOG_PLAIN, LEVEL_INFO, "", "\n" },
		{ "one between others, too", LOG_PLAIN, LEVEL_INFO, "a\n\nb", "a\n\nb\n" },
		{ "an end that is there is not made twice", LOG_PLAIN, LEVEL_INFO, "a\n", "a\n" },
		{ "journal, error", LOG_JOURNAL, LEVEL_ERROR, "a", "<3>a\n" },
		{ "journal, warning", LOG_JOURNAL, LEVEL_WARNING, "a", "<4>a\n" },
		{ "journal, notice", LOG_JOURNAL, LEVEL_NOTICE, "a", "<5>a\n" },
		{ "journal, info", LOG_JOURNAL, LEVEL_INFO, "a", "<6>a\n" },
		{ "journal, debug", LOG_JOURNAL, LEVEL_DEBUG, "a", "<7>a\n" },
		{ "journal, each line its own", LOG_JOURNAL, LEVEL_WARNING, "a\nb", "<4>a\n<4>b\n" },
		{ "journal, no empty lines", LOG_JOURNAL, LEVEL_WARNING, "\na\n\nb\n", "<4>a\n<4>b\n" },
		{ "journal, nothing", LOG_JOURNAL, LEVEL_WARNING, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };

		print_message("%s\n", cases[i].name);
		log_mark_choose(cases[i].form);
		log_add(&out, cases[i].level, str_from(cases[i].text));
		buf_add_char(&out, '\0');
		assert_string_equal(out.data, cases[i].expected);
		buf_release(&out);
	}
	log_mark_choose(LOG_PLAIN);
}

/* "2020-12-18T02:00:07+08:00 warning a": read back by the C library it is the time that it is. */
static void check_time(const char *zone, const char *offset)
{
	struct buf out = { 0 };
	struct tm read = { 0 };
	time_t now = time(NULL);
	const char *rest;

	setenv("TZ", zone, 1);
	tzset();
	log_mark_begin();
	log_mark_choose(LOG_LEVELS);
	log_add(&out, LEVEL_WARNING, STR("a"));
	buf_add_char(&out, '\0');
	rest = strptime(out.data, "%Y-%m-%dT%H:%M:%S", &read);
	assert_non_null(rest);
	assert_memory_equal(rest, offset, 6);
	assert_string_equal(rest + 6, " warning a\n");
	read.tm_isdst = -1;
	assert_in_range(mktime(&read), now, now + 5);
	buf_release(&out);
	log_mark_choose(LOG_PLAIN);
}

static void test_time(void **state)
{
	(void)state;
	check_time("UTC0", "+00:00");
	check_time("CST-8", "+08:00");
	check_time("NST3:30", "-03:30");
	check_time("FAR-14", "+14:00");
}

/* The journal is known by what standard error is, not by a variable alone: that one is inherited. */
static void test_journal(void **state)
{
	struct stat st;
	char name[64];

	(void)state;
	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	snprintf(name, sizeof(name), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", name, 1);
	log_mark_choose(LOG_AUTO);
	assert_false(log_mark_is_plain());
	log_mark_choose(LOG_PLAIN);
	assert_true(log_mark_is_plain());
	snprintf(name, sizeof(name), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino + 1);
	setenv("JOURNAL_STREAM", name, 1);
	log_mark_choose(LOG_AUTO);
	assert_true(log_mark_is_plain());
	unsetenv("JOURNAL_STREAM");
	log_mark_choose(LOG_AUTO);
	assert_true(log_mark_is_plain());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
