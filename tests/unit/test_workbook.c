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
#include "read/reader.h"
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
	const struct workbook_order order = { WORKBOOK_SUMMARY, &w->run, lang, &fixture_places, NULL };
	struct str why = { 0 };

	*w = (struct written){ 0 };
	snprintf(w->folder, sizeof(w->folder), "/tmp/huizong-test-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof(w->path), "%s/a.xlsx", w->folder);
	snprintf(w->plan_path, sizeof(w->plan_path), "%s/plan.json", w->folder);
	run_fixture(&w->run);
	if (!workbook_write(&order, w->path, w->folder, &w->arena, &w->plan, &why))
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

/* What our own reader says, beside the plan. */
struct read_back {
	const struct workbook_plan *plan;
	uint32_t sheet;
	size_t seen;
	struct str mark;
	struct arena *arena;
};

static bool on_sheet(void *user, const struct sheet_info *sheet)
{
	struct read_back *back = user;

	back->sheet = sheet->index;
	assert_true(str_eq(sheet->name, back->plan->sheet_name[sheet->index - 1]));
	return true;
}

static void compare_cell(struct read_back *back, uint32_t row, const struct cell *cell)
{
	const struct workbook_cell *meant;

	assert_true(back->seen < back->plan->cells.count);
	meant = &back->plan->cells.item[back->seen++];
	assert_int_equal(meant->sheet, back->sheet);
	assert_int_equal(meant->row, row);
	assert_int_equal(meant->col, cell->col);
	assert_int_equal(cell->kind, meant->is_number ? CELL_NUMBER : CELL_TEXT);
	if (meant->is_number)
		assert_true(meant->number == cell->number);
	else if (!str_eq(meant->text, cell->text))
		fail_msg("sheet %u row %u col %u: %.*s, not %.*s", meant->sheet, row, cell->col, STR_ARG(cell->text),
			 STR_ARG(meant->text));
}

static bool on_row(void *user, const struct row *row)
{
	for (uint32_t i = 0; i < row->count; i++)
		if (row->cell[i].kind != CELL_EMPTY)
			compare_cell(user, row->number, &row->cell[i]);
	return true;
}

static bool on_sheet_end(void *user)
{
	(void)user;
	return true;
}

static void on_mark(void *user, struct str name, struct str value)
{
	struct read_back *back = user;

	assert_true(str_eq(name, STR("keywords")));
	back->mark = arena_copy(back->arena, value);
}

static void on_finding(void *user, const struct finding *finding)
{
	(void)user;
	fail_msg("finding of rule %u", diag_rule(finding->say));
}

static void our_own_reader_reads_back_the_plan_and_the_mark(void **state)
{
	struct written w;
	struct read_back back;
	struct arena input = { 0 }, row = { 0 };
	const struct row_sink sink = { &back, on_sheet, on_row, on_sheet_end, on_mark };
	const struct diag_sink diag = { &back, on_finding };
	struct read_context ctx = { .input = &input, .row = &row, .sink = &sink, .diag = &diag };
	struct file_content content;
	struct str hash;

	(void)state;
	write_workbook(&w, LANG_ZH);
	back = (struct read_back){ .plan = &w.plan, .arena = &w.arena };
	assert_true(file_load(w.path, false, &content));
	assert_true(xlsx_reader.detect(content.bytes));
	assert_true(xlsx_reader.read(&ctx, content.bytes));
	assert_int_equal(back.seen, w.plan.cells.count);
	hash = workbook_hash(&w.arena, &w.plan);
	assert_true(str_eq(back.mark, arena_join(&w.arena, STR("huizong guangdong-2020-971 "), hash)));
	file_unload(&content);
	arena_release(&input);
	arena_release(&row);
	release(&w);
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

static void assert_cell(const struct workbook_plan *plan, size_t i, uint32_t row, uint32_t col, const char *text)
{
	assert_true(i < plan->cells.count);
	assert_int_equal(plan->cells.item[i].sheet, 1);
	assert_int_equal(plan->cells.item[i].row, row);
	assert_int_equal(plan->cells.item[i].col, col);
	assert_true(str_eq(plan->cells.item[i].text, str_from(text)));
}

static void without_any_record_or_font_the_form_is_still_a_form(void **state)
{
	char folder[] = "/tmp/huizong-test-XXXXXX", path[64];
	struct region_state regions[ARRAY_COUNT(fixture_regions)] = { 0 };
	struct profile profile = fixture_profile;
	struct run run = { .profile = &profile, .regions = regions };
	const struct workbook_order order = { WORKBOOK_SUMMARY, &run, LANG_ZH, &fixture_places, NULL };
	struct arena arena = { 0 };
	struct workbook_plan plan = { 0 };
	struct str why = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.xlsx", folder);
	profile.column_count = 2;
	profile.direction = profile.person = COLUMN_NONE;
	profile.body_font = profile.title_font = (struct profile_font){ 0 };
	assert_true(workbook_write(&order, path, folder, &arena, &plan, &why));
	assert_int_equal(plan.sheet_count, 5);
	assert_cell(&plan, 0, 1, 1, "2020年制造业与互联网融合试点示范项目汇总表");
	assert_cell(&plan, 1, 2, 1, "推荐单位（盖章）：广东省工业和信息化厅");
	assert_cell(&plan, 2, 3, 1, "序号");
	assert_cell(&plan, 3, 3, 2, "项目名称");
	assert_true(str_starts(plan.cells.item[4].text, STR("注：")));
	workbook_plan_release(&plan);
	profile.column_count = 1; /* nothing to merge */
	assert_true(workbook_write(&order, path, folder, &arena, &plan, &why));
	assert_cell(&plan, 2, 3, 1, "序号");
	workbook_plan_release(&plan);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	arena_release(&arena);
}

static void a_file_that_cannot_be_written_is_an_error_with_a_reason(void **state)
{
	struct run run;
	const struct workbook_order order = { WORKBOOK_SUMMARY, &run, LANG_ZH, &fixture_places, NULL };
	struct arena arena = { 0 };
	struct workbook_plan plan = { 0 };
	struct str why = { 0 };

	(void)state;
	run_fixture(&run);
	assert_false(workbook_write(&order, "/proc/no/such/a.xlsx", "/tmp", &arena, &plan, &why));
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
		cmocka_unit_test(our_own_reader_reads_back_the_plan_and_the_mark),
		cmocka_unit_test(the_same_bytes_each_time_in_any_time_zone),
		cmocka_unit_test(the_hash_tells_any_change_of_a_cell),
		cmocka_unit_test(without_any_record_or_font_the_form_is_still_a_form),
		cmocka_unit_test(a_file_that_cannot_be_written_is_an_error_with_a_reason),
	};

	return cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
}
