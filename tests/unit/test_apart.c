/* What children that are forked have of a run. Built without the sanitizers, under which they have all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/run.h"

/* Texts larger than a block, so that each has one; records enough for the list to grow a few times. */
enum { TEXT = 2 << 20, MIDDLE = TEXT / 2, RECORDS = 5000 };

enum when { BEFORE, HIDDEN, SHOWN };

/* A run with a text taken before it was hidden and one after, and records that were added while it was. */
struct taken {
	struct run run;
	const char *text[2];
};

static char *text_of(struct run *run, char mark)
{
	char *text = arena_alloc(&run->arena, 1, TEXT);

	memset(text, mark, TEXT);
	return text;
}

static void take(struct taken *taken, enum when until)
{
	*taken = (struct taken){ 0 };
	taken->text[0] = text_of(&taken->run, 'a');
	for (uint32_t i = 0; i < RECORDS; i++)
		RUN_ADD(&taken->run, records)->row = i;
	if (until >= HIDDEN)
		run_hide(&taken->run);
	taken->text[1] = text_of(&taken->run, 'b');
	for (uint32_t i = RECORDS; i < 2 * RECORDS; i++)
		RUN_ADD(&taken->run, records)->row = i;
	if (until >= SHOWN)
		run_show(&taken->run);
}

static void release(struct taken *taken)
{
	run_show(&taken->run);
	free(taken->run.records.item);
	arena_release(&taken->run.arena);
}

/* Is there memory? The system knows without touching it. */
static bool is_there(const void *place)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char seen;

	return mincore((void *)((uintptr_t)place / page * page), page, &seen) == 0;
}

enum { HAS_TEXT_BEFORE = 1, HAS_TEXT = 2, HAS_RECORDS = 4, HAS_ALL = 7 };

static int seen_in_child(const struct taken *taken)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit((is_there(taken->text[0] + MIDDLE) ? HAS_TEXT_BEFORE : 0) |
		      (is_there(taken->text[1] + MIDDLE) ? HAS_TEXT : 0) |
		      (is_there(&taken->run.records.item[RECORDS]) ? HAS_RECORDS : 0));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_child_has_what_the_run_held_before_it_was_hidden(void **state)
{
	static const int seen[] = { [BEFORE] = HAS_ALL, [HIDDEN] = HAS_TEXT_BEFORE, [SHOWN] = HAS_ALL };
	struct taken taken;

	(void)state;
	for (enum when until = BEFORE; until <= SHOWN; until++) {
		take(&taken, until);
		assert_int_equal(seen_in_child(&taken), seen[until]);
		release(&taken);
	}
}

static void the_run_itself_loses_nothing(void **state)
{
	struct taken taken;

	(void)state;
	for (enum when until = BEFORE; until <= SHOWN; until++) {
		take(&taken, until);
		assert_int_equal(taken.run.records.count, 2 * RECORDS);
		for (uint32_t i = 0; i < 2 * RECORDS; i++)
			assert_int_equal(taken.run.records.item[i].row, i);
		assert_true(taken.text[0][0] == 'a' && taken.text[0][TEXT - 1] == 'a');
		assert_true(taken.text[1][0] == 'b' && taken.text[1][TEXT - 1] == 'b');
		release(&taken);
	}
}

enum { PIECES = 64, PIECE = 64 << 10 };

/* What lies behind it keeps the list from growing where it stands. */
static void add_between_pieces(struct run *run, char **piece)
{
	for (int i = 0; i < PIECES; i++) {
		for (uint32_t more = 0; more < RECORDS / PIECES; more++)
			(void)RUN_ADD(run, records);
		piece[i] = malloc(PIECE);
		assert_non_null(piece[i]);
		memset(piece[i], i, PIECE);
	}
}

static bool are_whole(char *const *piece)
{
	for (int i = 0; i < PIECES; i++)
		for (int at = 0; at < PIECE; at++)
			if (piece[i][at] != (char)i)
				return false;
	return true;
}

/* Its list gives old memory back to the heap as it grows: whoever gets that next may be a child's. */
static void what_the_records_give_back_is_not_hidden(void **state)
{
	char *piece[PIECES];
	struct run run = { 0 };
	int status = 0;
	pid_t child;

	(void)state;
	assert_int_equal(mallopt(M_MMAP_THRESHOLD, 16 << 20), 1);
	run_hide(&run);
	add_between_pieces(&run, piece);
	child = fork();
	if (child == 0)
		_exit(are_whole(piece) ? EXIT_SUCCESS : EXIT_FAILURE);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	for (int i = 0; i < PIECES; i++)
		free(piece[i]);
	run_show(&run);
	free(run.records.item);
	arena_release(&run.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_has_what_the_run_held_before_it_was_hidden),
		cmocka_unit_test(the_run_itself_loses_nothing),
		cmocka_unit_test(what_the_records_give_back_is_not_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
