/* A run is taken back to what it held: what came behind is gone, what was before is untouched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/run.h"

/* One more of each, told apart by a number. */
static void add(struct run *run, uint32_t number)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	LIST_ADD(&run->sources)->rows_read = number;
	LIST_ADD(&run->sheets)->index = number;
	LIST_ADD(&run->tables)->header_row = number;
	RUN_ADD(run, records)->row = number;
	diag_add(&sink, SAY_UNREADABLE, (struct where){ .row = number }, 0, NULL);
}

static void expect(const struct run *run, size_t count, uint32_t last)
{
	assert_int_equal(run->sources.count, count);
	assert_int_equal(run->sheets.count, count);
	assert_int_equal(run->tables.count, count);
	assert_int_equal(run->records.count, count);
	assert_int_equal(run->findings.findings.count, count);
	if (count == 0)
		return;
	assert_int_equal(run->sources.item[count - 1].rows_read, last);
	assert_int_equal(run->sheets.item[count - 1].index, last);
	assert_int_equal(run->tables.item[count - 1].header_row, last);
	assert_int_equal(run->records.item[count - 1].row, last);
	assert_int_equal(run->findings.findings.item[count - 1].where.row, last);
}

static void going_back(void **state)
{
	struct run run = { 0 };
	struct run_mark empty, one;

	(void)state;
	run.findings.arena = &run.arena;
	empty = run_mark(&run);
	add(&run, 1);
	one = run_mark(&run);
	for (uint32_t i = 2; i < 100; i++)
		add(&run, i);
	expect(&run, 99, 99);
	run_back(&run, &one);
	expect(&run, 1, 1);
	add(&run, 7);
	expect(&run, 2, 7);
	run_back(&run, &empty);
	expect(&run, 0, 0);
	free(run.sources.item);
	free(run.sheets.item);
	free(run.tables.item);
	free(run.records.item);
	free(run.findings.findings.item);
	arena_release(&run.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(going_back) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
