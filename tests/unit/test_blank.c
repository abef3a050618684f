/*
 * The blank form: what stands in it, and that nothing of it is a record, an overlooked sheet or anything else once it
 * comes back. tests/checks/forms.py fills it in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "app/verify.h"
#include "base/file.h"
#include "base/utf8.h"
#include "model/column.h"
#include "model/seal.h"
#include "output/entry.h"
#include "output/workbook.h"
#include "read/reader.h"
#include "shape/shape.h"
#include "small_notice.h"
#include "text/contact.h"

/* libxlsxwriter 1.1.4 copies a list's formula twice and gives one back; the process that writes ends with its work. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:lxw_strdup\n";
}

struct made {
	struct arena arena;
	struct run run;
	struct workbook_plan plan;
	char folder[64], path[96];
};

static void no_place(void *user, struct where where, struct where before, struct buf *out)
{
	(void)user, (void)where, (void)before, (void)out;
}

static const struct say_places places = { NULL, no_place };

static void begin(struct made *m, const char *notice)
{
	struct load_mistakes mistakes = { 0 };

	*m = (struct made){ 0 };
	m->run.profile = load_profile(&m->arena, str_bytes(str_from(notice)), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(m->run.profile);
}

static void make(struct made *m, const char *notice, enum lang lang)
{
	const struct workbook_order order = { WORKBOOK_BLANK, &m->run, lang, &places, NULL };
	struct str why = { 0 };

	begin(m, notice);
	snprintf(m->folder, sizeof(m->folder), "/tmp/huizong-test-XXXXXX");
	assert_non_null(mkdtemp(m->folder));
	snprintf(m->path, sizeof(m->path), "%s/a.xlsx", m->folder);
	if (!workbook_write(&order, m->path, m->folder, &m->arena, &m->plan, &why))
		fail_msg("%.*s", STR_ARG(why));
}

static void release(struct made *m)
{
	if (*m->path) {
		unlink(m->path);
		assert_int_equal(rmdir(m->folder), 0);
	}
	workbook_plan_release(&m->plan);
	arena_release(&m->run.arena);
	arena_release(&m->arena);
}

#define HEAD                                                                                                             \
	"[通知]\n编号 = t-1\n名称 = 试点\n汇总表标题 = 项目汇总表\n市级截止 = 2024-02-29\n[列]\n" \
	"序号 = 序号, 选填\n项目名称 = 文本, 必填\n申报单位 = 单位, 必填\n"
#define REGIONS "[配额]\n大市 = 7, 广州市, 深圳市\n小市 = 1, 中山市\n"

static const char plain[] = HEAD REGIONS;
static const char all_types[] = HEAD
	"申报方向 = 方向, 必填\n姓名 = 文本, 必填\n联系方式 = 手机+邮箱, 必填\n手机 = 手机, 选填\n"
	"邮箱 = 邮箱, 选填\n投资（万元） = 金额, 必填\n规模 = 选项, 必填\n县区 = 地区, 必填\n人数 = 数值, "
	"选填\n成立日期 = 日期, 必填\n代码 = 信用代码, 必填\n"
	"[方向]\n甲 = 甲类; 1 甲一\n乙 = 乙类; 2 乙一\n丙 = 丙类\n[选项]\n规模 = 大型, 中型, 小型\n" REGIONS
	"[版式]\n表注 = 注：写全称。\n";
/* Names that no list in a cell can hold; a column named like the line above the table, one like a note. */
static const char odd_names[] = HEAD "推荐单位 = 文本, 选填\n备注 = 文本, 选填\n申报方向 = 方向, 必填\n"
				     "[方向]\n\"引\"号 = 一\n乙 = 乙类\n" REGIONS;

/* A note that does not say that it is one, below a column of names. */
static const char bare_note[] =
	"[通知]\n编号 = t-1\n汇总表标题 = 表\n[列]\n项目名称 = 文本, 必填\n申报单位 = 单位, 必填\n" REGIONS
	"[版式]\n表注 = 申报方向为四个类别\n";

/* --- the types ----------------------------------------------------------------------- */

static bool is_contact(struct arena *arena, struct str text, bool mobile, bool email)
{
	struct contact_list list = contact_parse(arena, text);
	bool has_mobile = false, has_email = false;

	for (uint32_t i = 0; i < list.count; i++) {
		if (list.item[i].kind == CONTACT_BAD_PHONE || list.item[i].kind == CONTACT_BAD_EMAIL)
			return false;
		has_mobile |= list.item[i].kind == CONTACT_MOBILE;
		has_email |= list.item[i].kind == CONTACT_EMAIL;
	}
	return has_mobile == mobile && has_email == email;
}

/* Whether our own rules take it; types that take any text are right. */
static bool is_taken(struct arena *arena, const struct profile_column *column, struct str text)
{
	if (column_kind(column->type)->by_parts)
		return is_contact(arena, text, column->type != COLUMN_EMAIL, column->type != COLUMN_PHONE);
	return !column_kind(column->type)->holds || column_kind(column->type)->holds(arena, column, text);
}

static bool is_checked(enum column_type type)
{
	return column_kind(type)->by_parts || column_kind(type)->holds;
}

static void examples_are_what_they_are_said_to_be(void **state)
{
	struct made m;

	(void)state;
	begin(&m, all_types);
	for (uint32_t i = 0; i < m.run.profile->column_count; i++) {
		const struct profile_column *column = &m.run.profile->column[i];
		struct str right = entry_right(&m.arena, m.run.profile, i), wrong = entry_wrong(m.run.profile, i);

		assert_true(right.len && wrong.len);
		assert_true(is_taken(&m.arena, column, right));
		if (is_checked(column->type))
			assert_false(is_taken(&m.arena, column, wrong));
	}
	release(&m);
}

static void a_formula_is_short_enough_in_any_column(void **state)
{
	struct made m;
	uint32_t formulas = 0;

	(void)state;
	begin(&m, all_types);
	for (uint32_t i = 0; i < m.run.profile->column_count; i++) {
		struct str first = entry_formula(&m.arena, m.run.profile, i, STR("F4"));
		struct str last = entry_formula(&m.arena, m.run.profile, i, STR("XFD1048576"));

		assert_true(first.len <= SHEET_CHECK_FORMULA_MAX + 1 && last.len <= SHEET_CHECK_FORMULA_MAX + 1);
		formulas += first.len > 0;
	}
	assert_int_equal(formulas, 4); /* contact, phone, mail, code */
	release(&m);
}

static void directions_are_offered_alone_and_by_twos(void **state)
{
	static const struct {
		const char *name, *rules;
		uint32_t categories, choices;
	} cases[] = {
		{ "three, two at most", "", 3, 6 },
		{ "three, one at most", "[规则]\n方向超过上限 = 错误, 1\n", 3, 3 },
		{ "five: fifteen are still a list", "", 5, 15 },
		{ "six: so many are no help", "", 6, 6 },
		{ "none", "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf notice = { 0 };
		struct made m;
		struct strs choices;

		buf_printf(&notice, HEAD "%s%s",
			   cases[i].categories ? "方向 = 方向, 选填\n[方向]\n" : "方向 = 文本, 选填\n", "");
		for (uint32_t c = 0; c < cases[i].categories; c++)
			buf_printf(&notice, "类别%u = 别名%u\n", c, c);
		buf_printf(&notice, "%s%s", cases[i].rules, REGIONS);
		buf_add_char(&notice, '\0');
		begin(&m, notice.data);
		choices = entry_choices(&m.arena, m.run.profile, 3);
		if (choices.count != cases[i].choices)
			fail_msg("%s: %u choices", cases[i].name, choices.count);
		release(&m);
		buf_release(&notice);
	}
}

static void a_list_that_does_not_fit_a_cell_stands_apart(void **state)
{
	static struct str many[64];
	const struct str quoted[] = { STR_INIT("a\"b") }, comma[] = { STR_INIT("a,b") };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(many); i++)
		many[i] = STR("四个汉字");
	assert_true(sheet_check_fits(51, many)); /* 51 times four and the commas: 254 */
	assert_false(sheet_check_fits(52, many));
	assert_false(sheet_check_fits(1, quoted));
	assert_false(sheet_check_fits(1, comma));
	assert_false(sheet_check_fits(0, many));
}

static void rows_are_more_than_any_quota(void **state)
{
	static const struct {
		uint32_t limit, rows;
	} cases[] = { { 0, 8 }, { 3, 8 }, { 4, 9 }, { 100, 105 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct profile_group groups[] = { { .limit = 0 }, { .limit = cases[i].limit } };
		const struct profile profile = { .group_count = 2, .group = groups };

		assert_int_equal(entry_rows(&profile), cases[i].rows);
	}
}

/* --- on its way back ------------------------------------------------------------------- */

struct back {
	uint32_t kind[MESSAGE_END + 1];
	struct arena arena;
};

static bool put(void *user, struct bytes encoded)
{
	struct back *back = user;
	struct message message;

	assert_true(message_decode(&encoded, &back->arena, &message));
	back->kind[message.kind]++;
	return true;
}

static void send_back(const struct made *m, struct back *back)
{
	const struct message_sink sink = { back, put };
	struct shape *shape = shape_new(m->run.profile, &sink);
	struct arena input = { 0 }, row = { 0 };
	struct read_context context = {
		.input = &input, .row = &row, .sink = shape_rows(shape), .diag = shape_diag(shape)
	};
	struct file_content content;

	assert_true(file_load(m->path, false, &content));
	shape_begin(shape, STR("xlsx"));
	shape_end(shape, xlsx_reader.read(&context, content.bytes), STR(""));
	file_unload(&content);
	arena_release(&input);
	arena_release(&row);
	shape_free(shape);
}

static const struct {
	const char *name, *notice;
	uint32_t sheets;
} forms[] = {
	{ "few columns", plain, 2 },
	{ "every type", all_types, 2 },
	{ "names that no list holds", odd_names, 3 },
	{ "a note that does not say so", bare_note, 2 },
};

static void it_comes_back_with_a_table_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(forms) * 2; i++) {
		struct back back = { 0 };
		struct made m;

		make(&m, forms[i / 2].notice, i % 2 ? LANG_EN : LANG_ZH);
		send_back(&m, &back);
		if (back.kind[MESSAGE_SHEET] != forms[i / 2].sheets || back.kind[MESSAGE_TABLE] != 1 ||
		    back.kind[MESSAGE_RECORD] || back.kind[MESSAGE_FINDING] || back.kind[MESSAGE_CANDIDATE])
			fail_msg("%s: %u sheets, %u tables, %u records, %u findings, %u lines", forms[i / 2].name,
				 back.kind[MESSAGE_SHEET], back.kind[MESSAGE_TABLE], back.kind[MESSAGE_RECORD],
				 back.kind[MESSAGE_FINDING], back.kind[MESSAGE_CANDIDATE]);
		arena_release(&back.arena);
		release(&m);
	}
}

static void what_was_planned_is_what_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++) {
		struct file_content content;
		struct made m;
		struct str why;

		make(&m, forms[i].notice, LANG_ZH);
		assert_true(file_load(m.path, false, &content));
		assert_true(verify_workbook(content.bytes, &m.plan, &m.arena, &why));
		m.plan.locks++; /* a sheet that would not be protected is noticed */
		assert_false(verify_workbook(content.bytes, &m.plan, &m.arena, &why));
		file_unload(&content);
		release(&m);
	}
}

static void only_what_comes_back_has_a_word_in_its_mark(void **state)
{
	static const struct {
		const char *mark;
		bool returns;
	} cases[] = {
		{ "t-1 form 00ff", true },  { "t-1 00ff", false }, { "form 00ff", false }, { "", false },
		{ "t-1 former 00", false }, { "t-1", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_int_equal(workbook_mark_returns(str_from(cases[i].mark)), cases[i].returns);
}

/* --- the seal --------------------------------------------------------------------------- */

static bool holds(const char *const *cell, size_t count, struct str mark)
{
	struct seal seal;

	seal_begin(&seal);
	for (size_t i = 0; i < count; i++)
		seal_take(&seal, str_from(cell[i]));
	seal_take(&seal, mark);
	return seal_holds(&seal);
}

static void a_seal_holds_while_the_words_are_the_same(void **state)
{
	static const char *const cells[] = { "填表说明", "一行\n两行", "" };
	static const struct {
		const char *name, *cell[4];
		size_t count;
		bool holds;
	} cases[] = {
		{ "the same", { "填表说明", "一行\n两行" }, 2, true },
		{ "other blanks", { " 填表 说明", "一行 两行\r\n" }, 2, true },
		{ "a page's heading before it", { "Sheet 2: 填表说明", "填表说明", "一行\n两行" }, 3, true },
		{ "a page's heading in Chinese", { "表格 2：填表说明", "填表说明", "一行\n两行" }, 3, true },
		{ "a heading of a slip's page", { "Sheet 2: What to mend", "填表说明", "一行\n两行" }, 3, true },
		{ "a heading further down", { "填表说明", "Sheet 2: 填表说明", "一行\n两行" }, 3, false },
		{ "two headings", { "Sheet 2: 填表说明", "Sheet 2: 填表说明", "填表说明", "一行\n两行" }, 4, false },
		{ "another line before it", { "请看：项目", "填表说明", "一行\n两行" }, 3, false },
		{ "another word", { "填表说明", "一行\n三行" }, 2, false },
		{ "one more cell", { "填表说明", "一行\n两行", "项目" }, 3, false },
		{ "one cell less", { "填表说明" }, 1, false },
		{ "two cells in one", { "填表说明一行两行" }, 1, false },
	};
	struct arena arena = { 0 };
	struct seal seal;
	struct str mark;

	(void)state;
	seal_begin(&seal);
	for (size_t i = 0; i < ARRAY_COUNT(cells); i++)
		seal_take(&seal, str_from(cells[i]));
	mark = arena_join(&arena, STR("请保留（"), arena_join(&arena, seal_text(&arena, &seal), STR("）")));
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (holds(cases[i].cell, cases[i].count, mark) != cases[i].holds)
			fail_msg("%s", cases[i].name);
	assert_false(holds(cases[0].cell, 2, STR("huizong:0123456789abcde")));
	assert_false(holds(cases[0].cell, 2, STR("huizong:0123456789abcdef")));
	assert_false(holds(cases[0].cell, 2, STR("")));
	arena_release(&arena);
}

static bool holds_with(uint32_t cells)
{
	struct arena arena = { 0 };
	struct seal seal;
	bool ok;

	seal_begin(&seal);
	for (uint32_t i = 1; i < cells; i++)
		seal_take(&seal, STR("字"));
	seal_take(&seal, seal_text(&arena, &seal));
	ok = seal_holds(&seal);
	arena_release(&arena);
	return ok;
}

static void a_large_sheet_bears_none(void **state)
{
	(void)state;
	assert_true(holds_with(SEAL_CELLS));
	assert_false(holds_with(SEAL_CELLS + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_are_what_they_are_said_to_be),
		cmocka_unit_test(a_formula_is_short_enough_in_any_column),
		cmocka_unit_test(directions_are_offered_alone_and_by_twos),
		cmocka_unit_test(a_list_that_does_not_fit_a_cell_stands_apart),
		cmocka_unit_test(rows_are_more_than_any_quota),
		cmocka_unit_test(it_comes_back_with_a_table_and_nothing_else),
		cmocka_unit_test(what_was_planned_is_what_is_written),
		cmocka_unit_test(only_what_comes_back_has_a_word_in_its_mark),
		cmocka_unit_test(a_seal_holds_while_the_words_are_the_same),
		cmocka_unit_test(a_large_sheet_bears_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
