/* The ledger as a file: one run at a time, old or new and nothing between, and refused where it is not whole. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "folder_fixture.h"
#include "state/answer.h"
#include "state/change.h"
#include "state/night_store.h"
#include "state/query.h"
#include "state/schema.h"

static struct ledger *open_well(const char *path)
{
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open(path, &why);

	if (!ledger)
		print_error("%.*s: %s\n", STR_ARG(diag_say_name(why.say)), why.detail);
	assert_non_null(ledger);
	return ledger;
}

static enum say open_badly(const char *path)
{
	struct ledger_trouble why = { 0 };

	assert_null(ledger_open(path, &why));
	return why.say;
}

static bool begin_for(struct ledger *ledger, const char *profile)
{
	const struct ledger_run run = { str_from(profile), STR("00"), STR("check"), 1600000000 };

	return ledger_begin(ledger, &run);
}

static void begin(struct ledger *ledger)
{
	assert_true(begin_for(ledger, "guangdong-2020-971"));
}

static void end(struct ledger *ledger)
{
	assert_true(ledger_stage(ledger, 1600000001) && ledger_commit(ledger));
	ledger_close(ledger);
}

static struct bytes contents(const char *path, struct file_content *content)
{
	assert_true(file_load(path, true, content));
	return content->bytes;
}

static void write_bytes(const char *path, struct bytes bytes)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.data, 1, bytes.len, f), bytes.len);
	assert_int_equal(fclose(f), 0);
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* --- nights --------------------------------------------------------------------------- */

/* One input and one record whose telephone is this. */
static void make_night(struct night *night, struct arena *arena, const char *phone)
{
	struct buf list = { 0 };
	struct str *column = night_add(night, NIGHT_INPUT, arena)->column;

	column[INPUT_PATH] = STR("广州市/汇总.csv");
	column[INPUT_SHA256] = str_from(phone);
	column[INPUT_STATUS] = STR("read");
	column[INPUT_FILE] = STR("00ff");
	column[INPUT_BYTES] = column[INPUT_ROWS] = STR("12");
	column = night_add(night, NIGHT_RECORD, arena)->column;
	column[RECORD_REGION] = STR("广州市");
	column[RECORD_PROJECT_KEY] = STR("'); DROP TABLE record; --");
	column[RECORD_APPLICANT_KEY] = STR("甲");
	column[RECORD_STATUS] = STR("merged");
	night_list_part(&list, STR("电话"));
	night_list_part(&list, str_from(phone));
	night_list_end(&list);
	column[RECORD_FIELDS] = arena_copy(arena, buf_str(&list));
	buf_release(&list);
	column = night_add(night, NIGHT_PAIR, arena)->column;
	column[PAIR_SCORE] = STR("1");
}

/* A whole run, up to its end or to some step before it. */
enum until { UNTIL_BEGUN, UNTIL_STORED, UNTIL_STAGED, UNTIL_FAILED, UNTIL_COMMITTED };

static struct str run_once(const char *path, const char *phone, enum until until, int64_t *since, struct arena *arena)
{
	struct ledger *ledger = open_well(path);
	struct night before = { 0 }, after = { 0 };
	const struct changes *changes;
	struct str found = STR("");

	begin(ledger);
	assert_true(night_store_previous(ledger, arena, NULL, &before, since));
	if (before.rows[NIGHT_RECORD].count)
		found = before.rows[NIGHT_RECORD].item[0].column[RECORD_FIELDS];
	make_night(&after, arena, phone);
	changes = change_find(arena, &before, &after, *since);
	if (until >= UNTIL_STORED)
		assert_true(night_store_put(ledger, &before, &after, changes));
	if (until >= UNTIL_STAGED)
		assert_true(ledger_stage(ledger, 1600000001));
	if (until == UNTIL_FAILED)
		ledger_fail(ledger, 1600000001);
	if (until == UNTIL_COMMITTED)
		assert_true(ledger_commit(ledger));
	night_release(&before);
	night_release(&after);
	ledger_close(ledger);
	return found;
}

/* Only what was committed is in force; what a run left undone the next one finds as it was. */
static void test_nights(void **state)
{
	static const struct {
		const char *name, *phone;
		enum until until;
		int64_t since;
		const char *before; /* the telephone in force */
	} nights[] = {
		{ "the first", "1", UNTIL_COMMITTED, 0, "" },	    { "the second", "2", UNTIL_COMMITTED, 1, "1" },
		{ "cut off once begun", "3", UNTIL_BEGUN, 2, "2" }, { "once stored", "4", UNTIL_STORED, 2, "2" },
		{ "once staged", "5", UNTIL_STAGED, 2, "2" },	    { "given up", "6", UNTIL_FAILED, 2, "2" },
		{ "as before", "2", UNTIL_COMMITTED, 2, "2" },	    { "and again", "2", UNTIL_COMMITTED, 7, "2" },
		{ "the last", "8", UNTIL_COMMITTED, 8, "2" },	    { "looks back", "9", UNTIL_BEGUN, 9, "8" },
	};
	struct arena arena = { 0 };
	struct stat st;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(nights); i++) {
		int64_t since;
		struct str found = run_once("nights", nights[i].phone, nights[i].until, &since, &arena);

		if (since != nights[i].since || !str_has(found, str_from(nights[i].before)))
			print_error("%s: since %d\n", nights[i].name, (int)since);
		assert_int_equal(since, nights[i].since);
		assert_true(str_has(found, str_from(nights[i].before)));
		assert_false(exists("nights-journal"));
	}
	assert_int_equal(stat("nights", &st), 0);
	arena_release(&arena);
}

/* Rows that did not change are not written again: a year of quiet nights is a year of numbers. */
static void test_quiet_nights(void **state)
{
	struct arena arena = { 0 };
	struct stat first, last;
	int64_t since;

	(void)state;
	for (int i = 0; i < 3; i++)
		run_once("quiet", "1", UNTIL_COMMITTED, &since, &arena);
	assert_int_equal(stat("quiet", &first), 0);
	for (int i = 0; i < 30; i++)
		run_once("quiet", "1", UNTIL_COMMITTED, &since, &arena);
	assert_int_equal(stat("quiet", &last), 0);
	assert_int_equal(since, 32);
	assert_in_range(last.st_size, first.st_size, first.st_size + 4096);
	arena_release(&arena);
}

static void test_numbers_and_broken_off(void **state)
{
	struct ledger *ledger = open_well("numbers");

	(void)state;
	begin(ledger);
	assert_int_equal(ledger_number(ledger), 1);
	assert_int_equal(ledger_broken_off(ledger), 0);
	ledger_close(ledger); /* as if it were killed */
	ledger = open_well("numbers");
	begin(ledger);
	assert_int_equal(ledger_number(ledger), 2);
	assert_int_equal(ledger_broken_off(ledger), 1);
	ledger_fail(ledger, 0);
	ledger_close(ledger);
	ledger = open_well("numbers");
	begin(ledger);
	assert_int_equal(ledger_number(ledger), 3);
	assert_int_equal(ledger_broken_off(ledger), 0);
	end(ledger);
}

static bool is_same_row(const struct night_row *a, const struct night_row *b, enum night_kind kind)
{
	for (uint32_t i = 0; i < night_shapes[kind].count; i++)
		if (!str_eq(a->column[i], b->column[i]))
			return false;
	return true;
}

/* What is as in the night that comes is not kept twice; what is otherwise has its own texts. */
static void test_borrowed(void **state)
{
	struct arena arena = { 0 };
	struct night before = { 0 }, after = { 0 };
	struct ledger *ledger;
	uint32_t rows[2] = { 0 };
	int64_t since;

	(void)state;
	run_once("borrowed", "1", UNTIL_COMMITTED, &since, &arena);
	make_night(&after, &arena, "2");
	ledger = open_well("borrowed");
	begin(ledger);
	assert_true(night_store_previous(ledger, &arena, &after, &before, &since));
	for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
		for (size_t i = 0; i < before.rows[kind].count; i++) {
			const struct night_row *a = &before.rows[kind].item[i], *b = &after.rows[kind].item[i];
			bool same = is_same_row(a, b, kind);

			assert_int_equal(a->column == b->column, same);
			rows[same]++;
		}
	assert_true(rows[false] && rows[true]);
	end(ledger);
	night_release(&before);
	night_release(&after);
	arena_release(&arena);
}

/* Two profiles in one ledger have their own nights. */
static void test_profiles(void **state)
{
	struct arena arena = { 0 };
	struct night night = { 0 };
	struct ledger *ledger;
	int64_t since;

	(void)state;
	run_once("profiles", "1", UNTIL_COMMITTED, &since, &arena);
	ledger = open_well("profiles");
	assert_true(begin_for(ledger, "miit-2020"));
	assert_true(night_store_previous(ledger, &arena, NULL, &night, &since));
	assert_int_equal(since, 0);
	assert_int_equal(night.rows[NIGHT_RECORD].count, 0);
	end(ledger);
	night_release(&night);
	arena_release(&arena);
}

/* --- one run at a time ------------------------------------------------------------------ */

static void test_lock(void **state)
{
	struct ledger *ledger = open_well("locked");
	struct timespec from, to;
	int fd;

	(void)state;
	begin(ledger);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(open_badly("locked"), SAY_TROUBLE_STATE_BUSY);
	/* Who reads the file, as a reader of inputs may, does not let go of the lock. */
	fd = open("locked", O_RDONLY);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(open_badly("./locked"), SAY_TROUBLE_STATE_BUSY);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec <= 1);
	end(ledger);
	ledger_close(open_well("locked"));
}

/* The lock is the kernel's: who is killed leaves none, and a journal that is played back. */
static void test_killed(void **state)
{
	struct arena arena = { 0 };
	int64_t since;
	pid_t child;
	int status;

	(void)state;
	run_once("killed", "1", UNTIL_COMMITTED, &since, &arena);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct ledger *ledger = open_well("killed");
		struct night before = { 0 }, after = { 0 };

		begin(ledger);
		night_store_previous(ledger, &arena, NULL, &before, &since);
		make_night(&after, &arena, "2");
		night_store_put(ledger, &before, &after, change_find(&arena, &before, &after, since));
		ledger_stage(ledger, 0);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(exists("killed-journal"));
	assert_true(str_has(run_once("killed", "2", UNTIL_COMMITTED, &since, &arena), STR("1")));
	assert_int_equal(since, 1);
	assert_false(exists("killed-journal"));
	arena_release(&arena);
}

/* Another program that looks into it holds it up for a moment and not for ever; that is said. */
static void test_other_program(void **state)
{
	struct ledger *ledger;
	sqlite3 *other;

	(void)state;
	ledger_close(open_well("other"));
	ledger = open_well("other");
	assert_int_equal(sqlite3_open("other", &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM run, sqlite_schema", NULL, NULL, NULL), SQLITE_OK);
	assert_false(begin_for(ledger, "p"));
	assert_int_equal(ledger_why(ledger)->say, SAY_TROUBLE_STATE_BUSY);
	assert_false(ledger_stage(ledger, 0));
	sqlite3_close(other);
	ledger_close(ledger);
}

/* --- what is refused -------------------------------------------------------------------- */

static void fill(const char *path)
{
	struct arena arena = { 0 };
	int64_t since;

	run_once(path, "13800138000", UNTIL_COMMITTED, &since, &arena);
	arena_release(&arena);
}

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
		cmocka_unit_test_setup_teardown(test_nights, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_quiet_nights, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_numbers_and_broken_off, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_borrowed, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_profiles, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_lock, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_killed, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_other_program, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_refused, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_turned_bits, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_places, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_full, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
