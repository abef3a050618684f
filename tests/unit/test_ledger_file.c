/* The ledger as a file: refused where it is not whole or not ours, wherever it lies, and on a full disk. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "night_fixture.h"
#include "state/schema.h"

/* --- what is refused -------------------------------------------------------------------- */

static void put_big_u32(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> (8 * (3 - i)));
}

static void break_magic(unsigned char *data, size_t *len)
{
	(void)len;
	data[3] ^= 1;
}

static void break_application(unsigned char *data, size_t *len)
{
	(void)len;
	put_big_u32(data + 68, 7);
}

static void make_newer(unsigned char *data, size_t *len)
{
	(void)len;
	put_big_u32(data + 60, SCHEMA_VERSION + 1);
}

static void cut_page(unsigned char *data, size_t *len)
{
	(void)data;
	*len -= 4096;
}

static void cut_to_header(unsigned char *data, size_t *len)
{
	(void)data;
	*len = 60;
}

static void zero_page(unsigned char *data, size_t *len)
{
	(void)len;
	memset(data + 3 * 4096, 0, 4096);
}

static void test_refused(void **state)
{
	static const struct {
		const char *name;
		void (*damage)(unsigned char *data, size_t *len);
		enum say say;
	} cases[] = {
		{ "another file", break_magic, SAY_TROUBLE_STATE_FOREIGN },
		{ "another program's database", break_application, SAY_TROUBLE_STATE_FOREIGN },
		{ "a newer version's", make_newer, SAY_TROUBLE_STATE_NEWER },
		{ "cut short by a page", cut_page, SAY_TROUBLE_STATE_DAMAGED },
		{ "cut within its header", cut_to_header, SAY_TROUBLE_STATE_FOREIGN },
		{ "a page of zeros", zero_page, SAY_TROUBLE_STATE_DAMAGED },
	};

	(void)state;
	fill("whole");
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct file_content whole, after;
		struct bytes bytes = contents("whole", &whole);
		unsigned char *copy = malloc(bytes.len);
		size_t len = bytes.len;
		enum say say;

		memcpy(copy, bytes.data, len);
		cases[i].damage(copy, &len);
		write_bytes("refused", (struct bytes){ copy, len });
		say = open_badly("refused");
		if (say != cases[i].say)
			print_error("%s: %.*s\n", cases[i].name, STR_ARG(diag_say_name(say)));
		assert_int_equal(say, cases[i].say);
		bytes = contents("refused", &after);
		assert_int_equal(bytes.len, len);
		assert_memory_equal(bytes.data, copy, len);
		assert_false(exists("refused-journal"));
		file_unload(&after);
		file_unload(&whole);
		free(copy);
	}
}

/*
 * Each bit of the ledger turned in its turn: it is refused, or gives what it gave before. SQLite alone would
 * hand out a text with a turned bit. (Every 7th bit: all take a minute.)
 */
static bool gives(const char *path, const struct night *wanted)
{
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open(path, &why);
	struct arena arena = { 0 };
	struct night found = { 0 };
	int64_t since;
	bool same = true;

	if (!ledger)
		return why.say != SAY_NOTHING;
	if (begin_for(ledger, "guangdong-2020-971") && night_store_previous(ledger, &arena, NULL, &found, &since)) {
		const struct changes *changes = change_find(&arena, &found, wanted, since);

		for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
			same = same && changes->of[kind].count == 0;
		same = same && since == 1;
	}
	ledger_close(ledger);
	night_release(&found);
	arena_release(&arena);
	return same;
}

static void test_turned_bits(void **state)
{
	struct arena arena = { 0 };
	struct night wanted = { 0 };
	struct file_content whole;
	struct bytes bytes;
	unsigned char *copy;
	size_t lies = 0;

	(void)state;
	fill("bits");
	make_night(&wanted, &arena, "13800138000");
	bytes = contents("bits", &whole);
	copy = malloc(bytes.len);
	assert_true(gives("bits", &wanted));
	memcpy(copy, bytes.data, bytes.len);
	for (size_t bit = 0; bit < 8 * bytes.len; bit += 7) {
		/* Most of a page is not in use: one bit of such a stretch is enough. */
		if (copy[bit / 8] == 0 && bit % 1024 > 7)
			continue;
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		write_bytes("turned", (struct bytes){ copy, bytes.len });
		if (!gives("turned", &wanted)) {
			print_error("bit %zu of byte %zu\n", bit % 8, bit / 8);
			lies++;
		}
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		unlink("turned-journal");
	}
	assert_int_equal(lies, 0);
	free(copy);
	file_unload(&whole);
	night_release(&wanted);
	arena_release(&arena);
}

static void test_places(void **state)
{
	static const char odd[] = "\xB9\xE3\xD6\xDD\n\x1B[31m'\"%s.db";
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("folder", 0777), 0);
	assert_int_equal(mkfifo("fifo", 0666), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("folder/real", "link"), 0);
	assert_int_equal(open_badly("folder"), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(open_badly("fifo"), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(open_badly("/dev/full"), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(open_badly("loop"), SAY_TROUBLE_STATE);
	assert_int_equal(open_badly("missing/ledger"), SAY_TROUBLE_STATE);
	assert_int_equal(open_badly("folder/"), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(open_badly(""), SAY_TROUBLE_STATE);
	/* Names that mean something to SQLite are names of files. */
	fill(":memory:");
	assert_true(exists(":memory:"));
	fill("file:x?mode=memory");
	assert_true(exists("file:x?mode=memory"));
	fill(odd);
	assert_true(exists(odd));
	/* A link is followed: the journal, too, lies beside the file itself. */
	fill("folder/real");
	fill("link");
	assert_true(lstat("link", &st) == 0 && S_ISLNK(st.st_mode));
	assert_int_equal(unlink("link"), 0);
	/* What is empty holds nothing that could be lost. */
	write_bytes("empty", (struct bytes){ (const unsigned char *)"", 0 });
	fill("empty");
}

/* --- a full disk ------------------------------------------------------------------------- */

/* In a child that may write no file beyond so many bytes: 0 done, 1 refused in words; anything else is a crash. */
static int run_limited(const char *path, rlim_t most)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct ledger_trouble why = { 0 };
		struct arena arena = { 0 };
		struct night before = { 0 }, after = { 0 };
		struct ledger *ledger;
		int64_t since = 0;
		bool ok;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ most, most });
		ledger = ledger_open(path, &why);
		if (!ledger)
			_exit(why.say == SAY_TROUBLE_STATE ? 1 : 2);
		for (int i = 0; i < 500; i++)
			make_night(&after, &arena, "5");
		begin_for(ledger, "guangdong-2020-971");
		night_store_previous(ledger, &arena, NULL, &before, &since);
		night_store_put(ledger, &before, &after, change_find(&arena, &before, &after, since));
		ok = ledger_stage(ledger, 0);
		if (ok && !ledger_commit(ledger))
			_exit(3); /* the promise: what is staged has its room */
		if (!ok && ledger_why(ledger)->say != SAY_TROUBLE_STATE)
			_exit(4);
		ledger_fail(ledger, 0);
		ledger_close(ledger);
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_full(void **state)
{
	struct arena arena = { 0 };
	int last = 1;
	int64_t since;

	(void)state;
	fill("full");
	for (rlim_t most = 0; last == 1; most += 4096 * 3 + 512) {
		assert_true(most < 64 << 20);
		last = run_limited("full", most);
		assert_in_range(last, 0, 1);
		if (last == 1)
			assert_true(str_has(run_once("full", "13800138000", UNTIL_BEGUN, &since, &arena),
					    STR("13800138000")));
	}
	assert_true(str_has(run_once("full", "1", UNTIL_BEGUN, &since, &arena), STR("5")));
	/* And where it is to be made. */
	for (rlim_t most = 0, n = 0; n < 20; n++, most += 4096) {
		unlink("fresh");
		assert_in_range(run_limited("fresh", most), 0, 1);
		assert_false(exists("fresh-journal"));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_refused, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_turned_bits, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_places, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_full, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
