/* Many files of one folder: all are in their places or none is, and nothing else is left there. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/stage.h"
#include "folder_fixture.h"

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static bool holds(const char *path, const char *text)
{
	struct file_content content;
	bool same;

	if (!file_load(path, false, &content))
		return false;
	same = str_eq((struct str){ (const char *)content.bytes.data, content.bytes.len }, str_from(text));
	file_unload(&content);
	return same;
}

/* The names in the folder, hidden ones too, in their order: "a b". */
static void assert_lists(const char *folder, const char *names)
{
	char command[128], line[256] = "";
	FILE *pipe;
	size_t len;

	snprintf(command, sizeof(command), "ls -A '%s' | LC_ALL=C sort | tr '\n' ' '", folder);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	len = fread(line, 1, sizeof(line) - 1, pipe);
	pclose(pipe);
	line[len ? len - 1 : 0] = '\0';
	assert_string_equal(line, names);
}

enum { NEW, CHANGED, GONE, ABSENT, DRAFTS };

/* Of four names two stand there, one of which is to go, and one more is to go that is not there at all. */
static void prepare(struct stage *stage, struct file_draft *draft)
{
	assert_int_equal(mkdir("out", 0700), 0);
	put("out/changed", "old");
	put("out/gone", "old");
	assert_true(stage_begin(stage, "out"));
	assert_true(stage_draft(stage, "new", &draft[NEW]) && file_draft_write(&draft[NEW], STR("1")));
	assert_true(stage_draft(stage, "changed", &draft[CHANGED]) && file_draft_write(&draft[CHANGED], STR("2")));
	assert_true(stage_removal(stage, "gone", &draft[GONE]));
	assert_true(stage_removal(stage, "absent", &draft[ABSENT]));
	assert_true(file_draft_sync(&draft[NEW]) && file_draft_sync(&draft[CHANGED]));
}

static void finish(struct stage *stage, struct file_draft *draft)
{
	for (int i = 0; i < DRAFTS; i++)
		file_draft_end(&draft[i]);
	stage_end(stage);
}

static void all_are_in_their_places(void **state)
{
	struct stage stage;
	struct file_draft draft[DRAFTS];
	const char *failed;

	(void)state;
	prepare(&stage, draft);
	assert_true(holds("out/changed", "old") && holds("out/gone", "old"));
	assert_int_not_equal(access("out/new", F_OK), 0);
	assert_true(file_draft_publish((struct file_draft *[]){ &draft[0], &draft[1], &draft[2], &draft[3] }, DRAFTS,
				       &failed));
	finish(&stage, draft);
	assert_lists("out", "changed new");
	assert_true(holds("out/changed", "2") && holds("out/new", "1"));
}

static void or_none_is(void **state)
{
	struct stage stage;
	struct file_draft draft[DRAFTS], last;
	const char *failed;

	(void)state;
	prepare(&stage, draft);
	assert_true(file_draft_begin(&last, "last") && file_draft_sync(&last));
	assert_int_equal(unlink(last.temporary), 0);
	assert_false(file_draft_publish((struct file_draft *[]){ &draft[0], &draft[1], &draft[2], &draft[3], &last },
					DRAFTS + 1, &failed));
	assert_string_equal(failed, "last");
	file_draft_end(&last);
	finish(&stage, draft);
	assert_lists("out", "changed gone");
	assert_true(holds("out/changed", "old") && holds("out/gone", "old"));
}

static void nothing_shows_of_a_run_that_gives_up(void **state)
{
	struct stage stage;
	struct file_draft draft[DRAFTS];

	(void)state;
	prepare(&stage, draft);
	finish(&stage, draft);
	assert_lists("out", "changed gone");
}

static void a_folder_is_made_and_goes_unless_it_is_kept(void **state)
{
	struct stage stage;

	(void)state;
	assert_true(stage_begin(&stage, "made"));
	assert_int_equal(access("made", F_OK), 0);
	stage_end(&stage);
	assert_int_not_equal(access("made", F_OK), 0);
	assert_true(stage_begin(&stage, "made"));
	stage_keep(&stage);
	stage_end(&stage);
	assert_lists("made", "");
}

static void what_is_no_folder_or_has_none_is_refused(void **state)
{
	struct stage stage;

	(void)state;
	put("file", "1");
	assert_false(stage_begin(&stage, "file"));
	assert_int_equal(errno, ENOTDIR);
	assert_false(stage_begin(&stage, "none/made"));
	assert_int_equal(errno, ENOENT);
	assert_lists(".", "file");
}

static void a_link_or_a_folder_in_a_place_is_refused(void **state)
{
	struct stage stage;
	struct file_draft draft;

	(void)state;
	assert_int_equal(mkdir("out", 0700), 0);
	put("file", "1");
	assert_int_equal(symlink("../file", "out/link"), 0);
	assert_int_equal(mkdir("out/folder", 0700), 0);
	assert_true(stage_begin(&stage, "out"));
	assert_false(stage_draft(&stage, "link", &draft));
	assert_int_equal(errno, ELOOP);
	assert_false(stage_draft(&stage, "folder", &draft));
	assert_int_equal(errno, EISDIR);
	stage_end(&stage);
	assert_lists("out", "folder link");
}

/* A folder that was made, and into which somebody put a file meanwhile, stays with it. */
static void a_signal_leaves_no_more_than_there_was(void **state)
{
	struct stage stage;
	struct file_draft draft;
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		cleanup_begin();
		if (!stage_begin(&stage, "made") || !stage_draft(&stage, "new", &draft))
			_exit(9);
		raise(SIGTERM);
		_exit(9);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_int_not_equal(access("made", F_OK), 0);
	child = fork();
	if (child == 0) {
		cleanup_begin();
		if (!stage_begin(&stage, "made") || !stage_draft(&stage, "new", &draft))
			_exit(9);
		put("made/theirs", "1");
		raise(SIGTERM);
		_exit(9);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_lists("made", "theirs");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(all_are_in_their_places),
		IN_FOLDER(or_none_is),
		IN_FOLDER(nothing_shows_of_a_run_that_gives_up),
		IN_FOLDER(a_folder_is_made_and_goes_unless_it_is_kept),
		IN_FOLDER(what_is_no_folder_or_has_none_is_refused),
		IN_FOLDER(a_link_or_a_folder_in_a_place_is_refused),
		IN_FOLDER(a_signal_leaves_no_more_than_there_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
