/* Members of archives among the files: every index that named a source, a sheet or a table still names the same one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/arrange.h"

static void add_source(struct run *run, const char *path)
{
	LIST_ADD(&run->sources)->path = str_from(path);
}

/* A sheet with one table and two records, which all bear the mark. */
static void add_rows(struct run *run, uint32_t source, const char *mark, struct sheet_line *line)
{
	struct sheet *sheet = LIST_ADD(&run->sheets);
	struct table *table;

	*sheet = (struct sheet){ .source = source, .index = 1, .name = str_from(mark), .line = line };
	line->where.source = source + 1;
	table = LIST_ADD(&run->tables);
	*table = (struct table){ .source = source, .sheet = (uint32_t)run->sheets.count - 1, .title = str_from(mark) };
	for (uint32_t row = 2; row < 4; row++)
		*LIST_ADD(&run->records) = (struct record){
			.source = source, .table = (uint32_t)run->tables.count - 1, .sheet = 1, .row = row
		};
}

static void add_finding(struct run *run, uint32_t source, uint32_t other)
{
	struct diag_sink sink = diag_list_sink(&run->findings);
	struct where place = { other + 1, 1, 2, 0 };

	diag_add(&sink, SAY_SUPERSEDED, (struct where){ .source = source + 1 }, 2,
		 (struct arg[]){ DIAG_PLACE(place), DIAG_NUMBER(7) });
}

static void release(struct run *run)
{
	free(run->sources.item);
	free(run->sheets.item);
	free(run->tables.item);
	free(run->records.item);
	diag_list_release(&run->findings);
	arena_release(&run->arena);
}

/* Each source's rows bear its own path as a mark. */
static void check(const struct run *run, const char *const *paths, size_t count)
{
	uint32_t before = 0;

	assert_int_equal(run->sources.count, count);
	for (size_t i = 0; i < count; i++)
		assert_true(str_eq(run->sources.item[i].path, str_from(paths[i])));
	for (size_t i = 0; i < run->sheets.count; i++) {
		const struct sheet *sheet = &run->sheets.item[i];

		assert_true(str_eq(sheet->name, run->sources.item[sheet->source].path));
		assert_int_equal(sheet->line->where.source, sheet->source + 1);
		assert_true(i == 0 || run->sheets.item[i - 1].source < sheet->source);
	}
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];
		const struct table *table = &run->tables.item[record->table];

		assert_true(record->source >= before);
		before = record->source;
		assert_int_equal(record->row, 2 + i % 2);
		assert_int_equal(table->source, record->source);
		assert_true(str_eq(table->title, run->sources.item[record->source].path));
		assert_int_equal(run->sheets.item[table->sheet].source, record->source);
	}
}

static void members_come_between(void **state)
{
	static const char *const found[] = { "a.zip", "a.zip 2.csv", "b.csv", "a.zip!/z.csv", "a.zip!/c.csv" };
	static const char *const arranged[] = { "a.zip", "a.zip 2.csv", "a.zip!/c.csv", "a.zip!/z.csv", "b.csv" };
	struct sheet_line lines[4] = { 0 };
	struct run run = { .findings.arena = NULL };
	const struct finding *finding;

	(void)state;
	run.findings.arena = &run.arena;
	for (size_t i = 0; i < ARRAY_COUNT(found); i++)
		add_source(&run, found[i]);
	/* In reading order: the members while their archive is read. */
	add_rows(&run, 3, found[3], &lines[0]);
	add_rows(&run, 4, found[4], &lines[1]);
	add_rows(&run, 1, found[1], &lines[2]);
	add_rows(&run, 2, found[2], &lines[3]);
	add_finding(&run, 2, 3);
	add_finding(&run, 0, 4);

	arrange_sources(&run);
	check(&run, arranged, ARRAY_COUNT(arranged));
	finding = run.findings.findings.item;
	assert_int_equal(finding[0].where.source, 5);
	assert_int_equal(finding[0].arg[0].place.source, 4);
	assert_int_equal(finding[0].arg[0].place.row, 2);
	assert_int_equal(finding[0].arg[1].number, 7);
	assert_int_equal(finding[1].where.source, 1);
	assert_int_equal(finding[1].arg[0].place.source, 3);
	release(&run);
}

static void what_is_in_order_stays(void **state)
{
	static const char *const found[] = { "a.csv", "b.csv" };
	struct sheet_line lines[2] = { 0 };
	struct run run = { .findings.arena = NULL };

	(void)state;
	arrange_sources(&run);
	run.findings.arena = &run.arena;
	add_source(&run, found[0]);
	add_source(&run, found[1]);
	add_rows(&run, 0, found[0], &lines[0]);
	add_rows(&run, 1, found[1], &lines[1]);
	arrange_sources(&run);
	check(&run, found, ARRAY_COUNT(found));
	release(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_come_between),
		cmocka_unit_test(what_is_in_order_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
