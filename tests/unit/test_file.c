/* Files: what is opened and what is not, and that an old file stays whole. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "folder_fixture.h"

/* Each test works in a folder of its own, which it is in. */
static void put(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void assert_holds(const char *path, const char *text)
{
	struct file_content content;

	assert_true(file_load(path, true, &content));
	assert_false(content.changed);
	assert_int_equal(content.bytes.len, strlen(text));
	assert_memory_equal(content.bytes.data, text, strlen(text));
	file_unload(&content);
}

static void loads_regular_files_only(void **state)
{
	static const struct {
		const char *path;
		bool follow;
		int error;
	} cases[] = {
		{ "none", true, ENOENT },	  { "folder", true, EISDIR },	{ "fifo", true, ENXIO },
		{ "link-to-fifo", true, ENXIO },  { "/dev/zero", true, ENXIO }, { "link", false, ELOOP },
		{ "link-to-fifo", false, ELOOP }, { "huge", true, EFBIG },
	};
	struct file_content content;

	(void)state;
	put("file", "abc", 0600);
	put("huge", "", 0600);
	assert_int_equal(truncate("huge", (off_t)1 << 40), 0);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(symlink("fifo", "link-to-fifo"), 0);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		errno = 0;
		assert_false(file_load(cases[i].path, cases[i].follow, &content));
		if (errno != cases[i].error)
			fail_msg("%s: %s", cases[i].path, strerror(errno));
	}
	assert_holds("file", "abc");
	assert_holds("link", "abc");
}

/* What took the place of a name after the folder was listed must not lead out of it. */
static void no_link_behind_the_input_is_followed(void **state)
{
	static const struct {
		const char *path;
		const char *given;
		int error;
	} cases[] = {
		{ "tree/in/f", "tree", 0 },	     { "tree/in/f", "tree/in/", 0 },
		{ "./tree//in/f", ".", 0 },	     { "way/in/f", "way", 0 },
		{ "tree/to-f", "tree/to-f", 0 },     { "tree/to-f", "tree", ELOOP },
		{ "tree/to-in/f", "tree", ENOTDIR }, { "tree/to-in/f", "tree/to-in", 0 },
		{ "tree/f", "tree", ENOENT },	     { "tree/in/f/x", "tree", ENOTDIR },
	};
	struct file_content content;

	(void)state;
	assert_int_equal(mkdir("tree", 0700), 0);
	assert_int_equal(mkdir("tree/in", 0700), 0);
	put("tree/in/f", "abc", 0600);
	assert_int_equal(symlink("in/f", "tree/to-f"), 0);
	assert_int_equal(symlink("in", "tree/to-in"), 0);
	assert_int_equal(symlink("tree", "way"), 0);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		bool ok = file_load_below(cases[i].path, strlen(cases[i].given), &content);

		if (ok != !cases[i].error || (!ok && errno != cases[i].error))
			fail_msg("%s in %s: %s", cases[i].path, cases[i].given, ok ? "read" : strerror(errno));
		if (ok) {
			assert_int_equal(content.bytes.len, 3);
			assert_false(content.changed);
			file_unload(&content);
		}
	}
}

/* <(…) of a shell: the writer is waited for; of what goes on for ever no more than asked for is taken. */
static void a_stream_may_be_a_pipe(void **state)
{
	struct file_content content;
	char path[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	if (fork() == 0) {
		usleep(20000);
		_exit(write(ends[1], "abc", 3) == 3 && usleep(20000) == 0 && write(ends[1], "def", 3) == 3 ? 0 : 1);
	}
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	assert_true(file_load_stream(path, 100, &content));
	assert_int_equal(content.bytes.len, 6);
	assert_memory_equal(content.bytes.data, "abcdef", 6);
	file_unload(&content);
	close(ends[0]);
	wait(NULL);
	put("regular", "abcdef", 0600);
	assert_true(file_load_stream("regular", 4, &content));
	assert_int_equal(content.bytes.len, 4);
	file_unload(&content);
	assert_false(file_load_stream("/dev/zero", 4, &content));
	assert_int_equal(errno, ENXIO);
}

static void loads_empty_and_large_files(void **state)
{
	struct file_content content;
	off_t large = ((off_t)64 << 20) + 1;

	(void)state;
	put("empty", "", 0600);
	assert_holds("empty", "");
	put("large", "begin", 0600);
	assert_int_equal(truncate("large", large), 0);
	assert_true(file_load("large", false, &content));
	assert_int_equal(content.bytes.len, large);
	assert_memory_equal(content.bytes.data, "begin", 6);
	assert_int_equal(content.bytes.data[large - 1], 0);
	file_unload(&content);
}

/* 4 GiB that nobody wrote: mapped, not read. */
static void loads_up_to_four_gibibytes(void **state)
{
	const off_t most = (off_t)4 << 30;
	struct file_content content;

	(void)state;
	put("huge", "begin", 0600);
	assert_int_equal(truncate("huge", most), 0);
	assert_true(file_load("huge", false, &content));
	assert_int_equal(content.bytes.len, most);
	assert_int_equal(content.bytes.data[most - 1], 0);
	file_unload(&content);
	assert_int_equal(truncate("huge", most + 1), 0);
	assert_false(file_load("huge", false, &content));
	assert_int_equal(errno, EFBIG);
	unlink("huge");
}

static bool publish(struct file_draft *draft)
{
	const char *failed;

	return file_draft_publish(&draft, 1, &failed);
}

static void nothing_shows_before_publishing(void **state)
{
	struct file_draft draft;
	char *temporary;

	(void)state;
	put("out", "old", 0640);
	assert_true(file_draft_begin(&draft, "out"));
	temporary = strdup(draft.temporary);
	assert_true(file_draft_write(&draft, STR("new text")));
	assert_true(file_draft_sync(&draft));
	assert_holds("out", "old");
	assert_holds(temporary, "new text");
	assert_true(publish(&draft));
	file_draft_end(&draft);
	assert_holds("out", "new text");
	assert_int_not_equal(access(temporary, F_OK), 0);
	free(temporary);
}

static void a_draft_given_up_leaves_nothing(void **state)
{
	struct file_draft draft;
	char *temporary;

	(void)state;
	put("out", "old", 0600);
	assert_true(file_draft_begin(&draft, "out"));
	temporary = strdup(draft.temporary);
	assert_true(file_draft_write(&draft, STR("half")));
	file_draft_end(&draft);
	file_draft_end(&draft);
	assert_int_not_equal(access(temporary, F_OK), 0);
	assert_holds("out", "old");
	free(temporary);
}

/* The second cannot be renamed: the first is as it was, whether or not something stood there. */
static void all_are_published_or_none(void **state)
{
	static const char *const places[] = { "old", "new" };
	const char *failed;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(places); i++) {
		struct file_draft first, second;
		struct file_draft *drafts[] = { &first, &second };
		bool stood = i == 0;

		if (stood)
			put(places[i], "old", 0600);
		assert_true(file_draft_begin(&first, places[i]) && file_draft_write(&first, STR("new")));
		assert_true(file_draft_begin(&second, "other"));
		assert_true(file_draft_sync(&first) && file_draft_sync(&second));
		assert_int_equal(unlink(second.temporary), 0);
		assert_false(file_draft_publish(drafts, ARRAY_COUNT(drafts), &failed));
		assert_int_equal(errno, ENOENT);
		assert_string_equal(failed, "other");
		file_draft_end(&first);
		file_draft_end(&second);
		if (stood)
			assert_holds(places[i], "old");
		else
			assert_int_not_equal(access(places[i], F_OK), 0);
	}
}

static void a_large_file_cut_short_is_no_crash(void **state)
{
	struct file_content content;
	off_t large = ((off_t)64 << 20) + 12345;

	(void)state;
	cleanup_begin();
	put("large", "begin", 0600);
	assert_int_equal(truncate("large", large), 0);
	assert_true(file_load("large", false, &content));
	assert_false(file_changed(&content));
	assert_int_equal(content.bytes.data[0], 'b');
	assert_int_equal(truncate("large", 4096), 0);
	assert_int_equal(content.bytes.data[large - 1], 0);
	assert_int_equal(content.bytes.data[5000], 0);
	assert_true(file_changed(&content));
	file_unload(&content);
	/* The next one is whole again. */
	assert_int_equal(truncate("large", large), 0);
	assert_true(file_load("large", false, &content));
	assert_int_equal(content.bytes.data[0], 'b');
	assert_false(file_changed(&content));
	file_unload(&content);
}

static atomic_bool writing;

/* Two lengths in turn: it never grows, however long nobody looks. */
static void *keep_writing(void *path)
{
	while (atomic_load(&writing))
		if (truncate(path, 3) != 0 || truncate(path, 5) != 0)
			break;
	return NULL;
}

/* Each try is as short as the file: whoever writes is seen at one of them, whatever else the machine has to do. */
static void what_changes_while_it_is_loaded_is_seen(void **state)
{
	struct file_content content;
	time_t patience = time(NULL) + 60;
	pthread_t writer;
	bool seen = false;

	(void)state;
	put("busy", "12345", 0600);
	atomic_store(&writing, true);
	assert_int_equal(pthread_create(&writer, NULL, keep_writing, "busy"), 0);
	while (!seen && time(NULL) < patience) {
		assert_true(file_load("busy", false, &content));
		seen = file_changed(&content);
		file_unload(&content);
	}
	atomic_store(&writing, false);
	pthread_join(writer, NULL);
	assert_true(seen);
}

static mode_t mode_after(const char *path)
{
	struct file_draft draft;
	struct stat st;

	assert_true(file_draft_begin(&draft, path));
	assert_true(file_draft_sync(&draft));
	assert_true(publish(&draft));
	file_draft_end(&draft);
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void modes_follow(void **state)
{
	mode_t old = umask(027);

	(void)state;
	assert_int_equal(mode_after("new"), 0640);
	put("private", "x", 0600);
	assert_int_equal(mode_after("private"), 0600);
	put("wide", "x", 0666);
	assert_int_equal(mode_after("wide"), 0666);
	umask(old);
}

static void places_that_are_refused(void **state)
{
	static const struct {
		const char *path;
		int error;
	} cases[] = {
		{ "folder", EISDIR },	 { "/dev/full", ENOTSUP }, { "none/out", ENOENT },
		{ "file/out", ENOTDIR }, { "dangling", ENOENT },   { "fifo", ENOTSUP },
	};
	struct file_draft draft;

	(void)state;
	put("file", "x", 0600);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		errno = 0;
		assert_false(file_draft_begin(&draft, cases[i].path));
		if (errno != cases[i].error)
			fail_msg("%s: %s", cases[i].path, strerror(errno));
	}
}

static void a_link_stays_a_link(void **state)
{
	struct stat st;

	(void)state;
	put("real", "old", 0600);
	assert_int_equal(symlink("real", "link"), 0);
	mode_after("link");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_holds("real", "");
}

static void sums_of_the_standard(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	/* FIPS 180-2, appendix B.1, and the empty message. */
	assert_true(str_eq(file_sha256(&arena, str_bytes(STR("abc"))),
			   STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
	assert_true(str_eq(file_sha256(&arena, (struct bytes){ 0 }),
			   STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
	arena_release(&arena);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(loads_regular_files_only),
		IN_FOLDER(no_link_behind_the_input_is_followed),
		IN_FOLDER(a_stream_may_be_a_pipe),
		IN_FOLDER(loads_empty_and_large_files),
		IN_FOLDER(loads_up_to_four_gibibytes),
		IN_FOLDER(nothing_shows_before_publishing),
		IN_FOLDER(a_draft_given_up_leaves_nothing),
		IN_FOLDER(all_are_published_or_none),
		IN_FOLDER(a_large_file_cut_short_is_no_crash),
		IN_FOLDER(what_changes_while_it_is_loaded_is_seen),
		IN_FOLDER(modes_follow),
		IN_FOLDER(places_that_are_refused),
		IN_FOLDER(a_link_stays_a_link),
		cmocka_unit_test(sums_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
