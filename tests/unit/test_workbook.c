/* The workbook, read by a reader that is not ours: tests/workbook/check_workbook.py says what must be in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "diag/say.h"
#include "output/workbook.h"
#include "run_fixture.h"

struct written {
	struct run run;
	struct arena arena;
	struct workbook_plan plan;
	char folder[64], path[96], plan_path[96];
};

static void write_plan(const struct written *w)
{
	struct buf out = { 0 };
	struct json *json = json_new(&out, false);
	FILE *f = fopen(w->plan_path, "wb");

	assert_non_null(f);
	json_array(json);
	for (size_t i = 0; i < w->plan.cells.count; i++) {
		const struct workbook_cell *cell = &w->plan.cells.item[i];

		json_array(json);
		json_text(json, w->plan.sheet_name[cell->sheet - 1]);
		json_count(json, cell->row);
		json_count(json, cell->col);
		if (cell->is_number)
			json_count(json, (uint64_t)cell->number);
		else
			json_text(json, cell->text);
		json_array_end(json);
	}
	json_array_end(json);
	json_free(json);
	assert_int_equal(fwrite(out.data, 1, out.len, f), out.len);
	assert_int_equal(fclose(f), 0);
	buf_release(&out);
}

static void write_workbook(struct written *w, enum lang lang)
{
	struct str why = { 0 };

	*w = (struct written){ 0 };
	snprintf(w->folder, sizeof(w->folder), "/tmp/huizong-test-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof(w->path), "%s/a.xlsx", w->folder);
	snprintf(w->plan_path, sizeof(w->plan_path), "%s/plan.json", w->folder);
	run_fixture(&w->run);
	if (!workbook_write(&w->run, lang, &fixture_places, w->path, &w->arena, &w->plan, &why))
		fail_msg("%.*s", STR_ARG(why));
}

static void release(struct written *w)
{
	unlink(w->path);
	unlink(w->plan_path);
	assert_int_equal(rmdir(w->folder), 0); /* no temporary of the library is left beside it */
	workbook_plan_release(&w->plan);
	run_fixture_release(&w->run);
	arena_release(&w->arena);
}

static void check(enum lang lang, const char *word)
{
	struct written w;
	char command[400];
	struct str hash;

	write_workbook(&w, lang);
	write_plan(&w);
	hash = workbook_hash(&w.arena, &w.plan);
	snprintf(command, sizeof(command), "/usr/bin/python3 tests/workbook/check_workbook.py %s %s %s %.*s", w.path,
		 w.plan_path, word, STR_ARG(hash));
	assert_int_equal(system(command), 0);
	release(&w);
}

static void another_reader_finds_every_cell(void **state)
{
	(void)state;
	check(LANG_ZH, "zh");
}

static void in_english_the_form_stays_the_notice_s(void **state)
{
	(void)state;
	check(LANG_EN, "en");
}

static struct str sha256_of(struct written *w)
{
	struct file_content content;
	struct str hash;

	assert_true(file_load(w->path, false, &content));
	hash = file_sha256(&w->arena, content.bytes);
	file_unload(&content);
	return hash;
}

static void the_same_bytes_each_time_in_any_time_zone(void **state)
{
	struct written one, other;

	(void)state;
	write_workbook(&one, LANG_ZH);
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	write_workbook(&other, LANG_ZH);
	unsetenv("TZ");
	tzset();
	assert_true(str_eq(sha256_of(&one), sha256_of(&other)));
	release(&one);
	release(&other);
}

static void the_hash_tells_any_change_of_a_cell(void **state)
{
	struct written w;
	struct str before;
	struct workbook_cell *cell;

	(void)state;
	write_workbook(&w, LANG_ZH);
	before = workbook_hash(&w.arena, &w.plan);
	cell = &w.plan.cells.item[w.plan.cells.count / 2];
	cell->row++;
	assert_false(str_eq(before, workbook_hash(&w.arena, &w.plan)));
	cell->row--;
	assert_true(str_eq(before, workbook_hash(&w.arena, &w.plan)));
	w.plan.cells.count--;
	assert_false(str_eq(before, workbook_hash(&w.arena, &w.plan)));
	release(&w);
}

static void a_file_that_cannot_be_written_is_an_error_with_a_reason(void **state)
{
	struct run run;
	struct arena arena = { 0 };
	struct workbook_plan plan = { 0 };
	struct str why = { 0 };

	(void)state;
	run_fixture(&run);
	assert_false(workbook_write(&run, LANG_ZH, &fixture_places, "/proc/no/such/a.xlsx", &arena, &plan, &why));
	assert_true(why.len > 0);
	workbook_plan_release(&plan);
	run_fixture_release(&run);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_reader_finds_every_cell),
		cmocka_unit_test(in_english_the_form_stays_the_notice_s),
		cmocka_unit_test(the_same_bytes_each_time_in_any_time_zone),
		cmocka_unit_test(the_hash_tells_any_change_of_a_cell),
		cmocka_unit_test(a_file_that_cannot_be_written_is_an_error_with_a_reason),
	};

	return cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
}
