/* Looking back: nothing is written, nobody waits, and what is told was not written meanwhile. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "folder_fixture.h"
#include "state/change.h"
#include "state/night_store.h"
#include "state/past.h"

/* --- nights -------------------------------------------------------------------------------- */

/* What a night holds: records by their letters, a capital one where it says something else; '!' before one whose file
 * could not be read. */
static void make_night(struct night *night, struct arena *arena, const char *letters)
{
	for (; *letters; letters++) {
		bool unread = *letters == '!';
		char letter = *(letters += unread);
		struct str key = arena_printf(arena, "%c", letter | 0x20),
			   path = arena_printf(arena, "%c.csv", letter | 0x20);
		struct str *column = night_add(night, NIGHT_INPUT, arena)->column;

		column[INPUT_PATH] = path;
		column[INPUT_SHA256] = arena_printf(arena, "%c%d", letter, unread);
		column[INPUT_STATUS] = unread ? STR("failed") : STR("read");
		column[INPUT_BYTES] = column[INPUT_ROWS] = STR("1");
		if (unread)
			continue;
		column = night_add(night, NIGHT_RECORD, arena)->column;
		column[RECORD_PROJECT_KEY] = key;
		column[RECORD_STATUS] = STR("merged");
		column[RECORD_FIELDS] = arena_printf(arena, "name\x1f%c\x1f\x1e", letter);
		column[RECORD_PLACES] = arena_printf(arena,
						     "%.*s\x1f"
						     "s\x1f"
						     "2\x1f\x1e",
						     STR_ARG(path));
	}
}

static struct ledger *begin(struct arena *arena, struct night *before)
{
	static const struct ledger_run run = { STR_INIT("p"), STR_INIT("00"), STR_INIT("merge"), 1600000000 };
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open("ledger", &why);
	int64_t since;

	assert_non_null(ledger);
	assert_true(ledger_begin(ledger, &run) && night_store_previous(ledger, arena, NULL, before, &since));
	return ledger;
}

static void end(struct ledger *ledger, struct arena *arena, struct night *before, const char *letters)
{
	struct night after = { 0 };

	make_night(&after, arena, letters);
	assert_true(night_store_put(ledger, before, &after, change_find(arena, before, &after, 1)));
	assert_true(ledger_stage(ledger, 1600000001) && ledger_commit(ledger));
	ledger_close(ledger);
	night_release(&after);
}

static void night(const char *letters)
{
	struct arena arena = { 0 };
	struct night before = { 0 };

	end(begin(&arena, &before), &arena, &before, letters);
	night_release(&before);
	arena_release(&arena);
}

/* --- what changed in each ------------------------------------------------------------------- */

/* Records that changed in a night: + new, ~ other, - gone, ? out of sight since. */
static void tell(struct past *past, struct past_rows *rows, int64_t night_number, struct buf *out)
{
	static const char signs[] = { '+', '~', '>', '-', '?' };
	const struct changes *changes = past_changes(past->arena, rows, night_number);

	for (uint32_t i = 0; i < changes->of[NIGHT_RECORD].count; i++) {
		const struct change *change = &changes->of[NIGHT_RECORD].item[i];
		const struct night_row *row = change->after ? change->after : change->before;

		buf_printf(out, "%c%.*s", signs[change->kind], STR_ARG(row->column[RECORD_PROJECT_KEY]));
	}
	for (size_t i = 0; i < rows->unseen.count; i++)
		if (rows->unseen.item[i].kind == NIGHT_RECORD && rows->unseen.item[i].since == night_number)
			buf_add_char(out, '?');
	buf_add_char(out, ' ');
}

static void test_changes(void **state)
{
	static const char *const nights[] = { "ab", "aB", "aB", "c!B", "!aBc", "bc", "" };
	struct ledger_trouble why = { 0 };
	struct past_rows rows = { 0 };
	struct arena arena = { 0 };
	struct buf told = { 0 };
	struct ledger *ledger;
	struct past past;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(nights); i++)
		night(nights[i]);
	ledger = ledger_open_read("ledger", &why);
	assert_non_null(ledger);
	assert_true(past_open(&past, ledger, &arena));
	assert_int_equal(past.runs.count, ARRAY_COUNT(nights));
	assert_true(past_read(&past, 1, NIGHT_RECORD, NULL, NULL, &rows) && past_read_unseen(&past, 1, &rows));
	for (int64_t n = 1; n <= (int64_t)ARRAY_COUNT(nights); n++)
		tell(&past, &rows, n, &told);
	/* In the 4th b is out of sight and a is withdrawn; in the 5th a's file is there again, and cannot be read. */
	if (!str_eq(buf_str(&told), STR("+a+b ~b  +c-a?  ~b -c-b ")))
		print_error("%.*s\n", STR_ARG(buf_str(&told)));
	assert_true(str_eq(buf_str(&told), STR("+a+b ~b  +c-a?  ~b -c-b ")));
	assert_true(ledger_unchanged(ledger));
	past_rows_release(&rows);
	past_release(&past);
	ledger_close(ledger);
	buf_release(&told);
	arena_release(&arena);
}

/* --- beside a night ------------------------------------------------------------------------------ */

static enum say open_badly(const char *path)
{
	struct ledger_trouble why = { 0 };

	assert_null(ledger_open_read(path, &why));
	return why.say;
}

static void test_beside_a_night(void **state)
{
	struct ledger_trouble why = { 0 };
	struct arena arena = { 0 };
	struct night before = { 0 };
	struct ledger *looking, *running;

	(void)state;
	night("a");
	looking = ledger_open_read("ledger", &why);
	assert_non_null(looking);
	assert_true(ledger_unchanged(looking));
	running = begin(&arena, &before); /* is not refused for who looks, and what was read counts no more */
	assert_false(ledger_unchanged(looking));
	assert_int_equal(ledger_why(looking)->say, SAY_TROUBLE_STATE_READ_BUSY);
	assert_int_equal(open_badly("ledger"), SAY_TROUBLE_STATE_READ_BUSY);
	end(running, &arena, &before, "ab");
	assert_false(ledger_unchanged(looking)); /* nor once it has ended */
	ledger_close(looking);
	looking = ledger_open_read("ledger", &why);
	assert_non_null(looking);
	assert_true(ledger_unchanged(looking));
	ledger_close(looking);
	night_release(&before);
	arena_release(&arena);
}

static void test_places(void **state)
{
	struct ledger_trouble why = { 0 };
	struct file_content first, last;
	struct ledger *ledger;

	(void)state;
	assert_int_equal(open_badly("none"), SAY_TROUBLE_STATE);
	assert_int_equal(access("none", F_OK), -1);
	assert_int_equal(open_badly("."), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(open_badly("/dev/null"), SAY_TROUBLE_STATE_FOREIGN);
	assert_int_equal(mkfifo("fifo", 0666), 0);
	assert_int_equal(open_badly("fifo"), SAY_TROUBLE_STATE_FOREIGN);
	night("abc");
	assert_int_equal(rename("ledger", "?x=#%41 :memory:\n"), 0); /* means nothing to SQLite */
	assert_true(file_load("?x=#%41 :memory:\n", true, &first));
	ledger = ledger_open_read("?x=#%41 :memory:\n", &why);
	assert_non_null(ledger);
	ledger_close(ledger);
	assert_true(file_load("?x=#%41 :memory:\n", true, &last));
	assert_true(first.bytes.len == last.bytes.len && !memcmp(first.bytes.data, last.bytes.data, last.bytes.len));
	file_unload(&first);
	file_unload(&last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_changes, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_beside_a_night, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_places, enter_folder_in_memory, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
