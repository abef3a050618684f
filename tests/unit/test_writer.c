/* The process that writes the workbook, and what becomes of the run where it misbehaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/verify.h"
#include "app/writer.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "run_fixture.h"

/* What the other process does in the middle of its work; this one asks for places, too. */
struct trick {
	pid_t here;
	void (*play)(void);
};

static void place_or_play(void *user, struct where where, struct where before, struct buf *out)
{
	const struct trick *trick = user;

	if (trick->play && getpid() != trick->here)
		trick->play();
	fixture_place(NULL, where, before, out);
}

struct written {
	struct run run;
	struct arena arena;
	struct workbook_plan plan;
	struct writer_end end;
	struct trick trick;
	char folder[64], path[96];
};

static const struct writer_limits brief = { .stall_ms = 400, .cpu_ms = 300, .cells_a_second = 1000000 };

static void prepare(struct written *w)
{
	FILE *f;

	*w = (struct written){ .trick = { getpid(), NULL } };
	snprintf(w->folder, sizeof(w->folder), "/tmp/huizong-test-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof(w->path), "%s/a.xlsx", w->folder);
	f = fopen(w->path, "wb");
	assert_non_null(f);
	fclose(f);
	run_fixture(&w->run);
}

static void write_it(struct written *w, void (*play)(void), const struct writer_limits *limits)
{
	const struct say_places places = { &w->trick, place_or_play };
	const struct workbook_order order = { WORKBOOK_SUMMARY, &w->run, LANG_ZH, &places, NULL };
	struct writer writer;

	w->trick.play = play;
	assert_true(writer_begin(&writer, 1, &(struct writer_task){ &order, w->path }));
	workbook_plan(&order, &w->arena, &w->plan);
	writer_wait(&writer, w->plan.cells.count, limits, &w->end);
}

static void release(struct written *w)
{
	unlink(w->path);
	assert_int_equal(rmdir(w->folder), 0); /* neither the folder of temporaries nor any of them is left */
	workbook_plan_release(&w->plan);
	run_fixture_release(&w->run);
	arena_release(&w->arena);
}

static void what_was_planned_here_is_what_was_written_there(void **state)
{
	struct written w;
	struct file_content content;
	struct str why;

	(void)state;
	prepare(&w);
	write_it(&w, NULL, &writer_limits);
	assert_int_equal(w.end.fate, WRITER_DONE);
	assert_true(w.plan.cells.count > 100);
	assert_true(file_load(w.path, false, &content));
	assert_true(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	w.plan.cells.item[w.plan.cells.count / 2].text = STR("another");
	assert_false(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	file_unload(&content);
	release(&w);
}

static void a_head_that_would_not_stay_in_view_is_noticed(void **state)
{
	struct written w;
	struct file_content content;
	struct str why;

	(void)state;
	prepare(&w);
	write_it(&w, NULL, &writer_limits);
	assert_true(w.plan.panes > 0);
	w.plan.panes++;
	assert_true(file_load(w.path, false, &content));
	assert_false(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	file_unload(&content);
	release(&w);
}

static void die(void)
{
	raise(SIGKILL);
}

static void crash(void)
{
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void stop(void)
{
	raise(SIGSTOP);
}

static void spin(void)
{
	for (;;)
		getpid();
}

static void lack_memory(void)
{
	cleanup_no_memory();
}

static void complain(void)
{
	static const char line[] = "[ERROR][x.c:1]: Memory allocation failed.\n";

	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		raise(SIGKILL);
}

static void leave(void)
{
	_exit(7);
}

static void a_chart_that_is_not_there_is_noticed(void **state)
{
	static const struct profile_category categories[] = { { .name = STR_INIT("平台") },
							      { .name = STR_INIT("贯标") } };
	struct profile profile = fixture_profile;
	struct written w;
	struct file_content content;
	struct str why;

	(void)state;
	prepare(&w);
	profile.category_count = ARRAY_COUNT(categories);
	profile.category = categories;
	w.run.profile = &profile;
	write_it(&w, NULL, &writer_limits);
	assert_int_equal(w.end.fate, WRITER_DONE);
	assert_int_equal(w.plan.charts, 1);
	assert_true(file_load(w.path, false, &content));
	assert_true(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	w.plan.charts++;
	assert_false(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	w.plan.charts = 0;
	assert_false(verify_workbook(content.bytes, &w.plan, &w.arena, &why));
	file_unload(&content);
	release(&w);
}

static void whatever_becomes_of_it_is_told_in_time(void **state)
{
	static const struct {
		const char *name;
		void (*play)(void);
		enum writer_fate fate;
		int signal;
		const char *why;
	} cases[] = {
		{ "killed", die, WRITER_DIED, SIGKILL, "" },
		{ "crashed", crash, WRITER_DIED, SIGSEGV, "" },
		{ "stopped", stop, WRITER_STALLED, 0, "" },
		{ "never done", spin, WRITER_STALLED, 0, "" },
		{ "out of memory", lack_memory, WRITER_MEMORY, 0, "" },
		{ "a complaint alone", complain, WRITER_FAILED, 0, "[ERROR][x.c:1]: Memory allocation failed." },
		{ "ended otherwise", leave, WRITER_FAILED, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct written w;
		time_t began = time(NULL);

		prepare(&w);
		write_it(&w, cases[i].play, cases[i].play == stop || cases[i].play == spin ? &brief : &writer_limits);
		if (w.end.fate != cases[i].fate || w.end.signal != cases[i].signal ||
		    strcmp(w.end.why, cases[i].why) != 0 || time(NULL) - began > 30)
			fail_msg("%s: fate %d, signal %d, \"%s\"", cases[i].name, (int)w.end.fate, w.end.signal,
				 w.end.why);
		release(&w);
	}
}

static void a_file_that_cannot_be_written_has_the_library_s_reason(void **state)
{
	struct written w;

	(void)state;
	prepare(&w);
	assert_int_equal(unlink(w.path), 0);
	assert_int_equal(mkdir(w.path, 0700), 0);
	write_it(&w, NULL, &writer_limits);
	assert_int_equal(w.end.fate, WRITER_FAILED);
	assert_true(strlen(w.end.why) > 0);
	assert_int_equal(rmdir(w.path), 0);
	release(&w);
}

/* Three in one process: the second of them cannot be written, or dies. */
static void of_several_the_one_that_failed_is_told(void **state)
{
	static const struct {
		const char *name, *second;
		void (*play)(void); /* while the second is written */
		enum writer_fate fate;
		size_t task;
	} cases[] = {
		{ "all are written", "b.xlsx", NULL, WRITER_DONE, 3 },
		{ "the second has no folder", "none/b.xlsx", NULL, WRITER_FAILED, 1 },
		{ "the second dies", "b.xlsx", die, WRITER_DIED, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct written w;
		struct trick second = { getpid(), cases[i].play };
		const struct say_places places = { &second, place_or_play };
		char path[2][128];
		struct writer writer;

		prepare(&w);
		const struct workbook_order order = { WORKBOOK_SUMMARY, &w.run, LANG_ZH, &fixture_places, NULL };
		const struct workbook_order other = { WORKBOOK_SUMMARY, &w.run, LANG_ZH, &places, NULL };
		const struct writer_task tasks[] = { { &order, w.path }, { &other, path[0] }, { &order, path[1] } };

		snprintf(path[0], sizeof(path[0]), "%s/%s", w.folder, cases[i].second);
		snprintf(path[1], sizeof(path[1]), "%s/c.xlsx", w.folder);
		assert_true(writer_begin(&writer, ARRAY_COUNT(tasks), tasks));
		writer_wait(&writer, 1, &writer_limits, &w.end);
		if (w.end.fate != cases[i].fate || w.end.task != cases[i].task)
			fail_msg("%s: fate %d of %zu", cases[i].name, (int)w.end.fate, w.end.task);
		assert_int_equal(access(path[1], F_OK) == 0, cases[i].fate == WRITER_DONE);
		unlink(path[0]);
		unlink(path[1]);
		release(&w);
	}
}

static void without_a_folder_for_temporaries_nothing_begins(void **state)
{
	struct written w;
	const struct workbook_order order = { WORKBOOK_SUMMARY, &w.run, LANG_ZH, &fixture_places, NULL };
	struct writer writer;

	(void)state;
	prepare(&w);
	assert_false(writer_begin(&writer, 1, &(struct writer_task){ &order, "/proc/none/a.xlsx" }));
	assert_int_equal(errno, ENOENT);
	release(&w);
}

static void a_folder_goes_with_the_files_in_it(void **state)
{
	char folder[] = "/tmp/huizong-test-XXXXXX", path[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_true(cleanup_add(folder));
	for (int i = 0; i < 300; i++) { /* more than one answer of the system holds */
		int fd;

		snprintf(path, sizeof(path), "%s/a-temporary-of-a-library-%d", folder, i);
		fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
		assert_true(fd >= 0);
		close(fd);
	}
	cleanup_run();
	assert_int_not_equal(access(folder, F_OK), 0);
}

/* As it is told to end: the process that makes temporaries ends first, and all of them are gone. */
static void whoever_is_told_to_end_ends_its_writer_too(void **state)
{
	struct written w;
	const struct say_places places = { &w.trick, place_or_play };
	const struct workbook_order order = { WORKBOOK_SUMMARY, &w.run, LANG_ZH, &places, NULL };
	struct writer writer;
	int status;
	pid_t run;

	(void)state;
	prepare(&w);
	w.trick.play = stop;
	run = fork();
	if (run == 0) {
		cleanup_begin();
		w.trick.here = getpid();
		if (!cleanup_add(w.path) || !writer_begin(&writer, 1, &(struct writer_task){ &order, w.path }))
			_exit(9);
		raise(SIGTERM);
		_exit(9);
	}
	assert_int_equal(waitpid(run, &status, 0), run);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_int_not_equal(access(w.path, F_OK), 0);
	release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_planned_here_is_what_was_written_there),
		cmocka_unit_test(a_head_that_would_not_stay_in_view_is_noticed),
		cmocka_unit_test(a_chart_that_is_not_there_is_noticed),
		cmocka_unit_test(whatever_becomes_of_it_is_told_in_time),
		cmocka_unit_test(a_file_that_cannot_be_written_has_the_library_s_reason),
		cmocka_unit_test(of_several_the_one_that_failed_is_told),
		cmocka_unit_test(without_a_folder_for_temporaries_nothing_begins),
		cmocka_unit_test(a_folder_goes_with_the_files_in_it),
		cmocka_unit_test(whoever_is_told_to_end_ends_its_writer_too),
	};

	return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
