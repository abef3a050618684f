#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <time.h>

#include "base/file.h"
#include "small_notice.h"

#define TEMPLATE "templates/guangdong-2020-971.ini"

static void what_is_loaded(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 21, "direction.count = 警告, 暂缓, ３");
	text.len--; /* no line ending at the end */
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_int_equal(mistakes.count, 0);
	assert_true(str_eq(p->title, STR("汇总表")));
	assert_int_equal(p->region_deadline.day, 29);
	assert_int_equal(p->region_deadline.hour, 17);
	assert_true(p->region_deadline.has_time);
	assert_true(str_eq(p->region_deadline.text, STR("2024-02-29 17:00")));
	assert_int_equal(p->office_deadline.text.len, 0);
	assert_int_equal(p->column_count, 3);
	assert_int_equal(p->project, 0);
	assert_int_equal(p->applicant, 1);
	assert_int_equal(p->direction, 2);
	assert_int_equal(p->person, COLUMN_NONE);
	assert_int_equal(p->item_count, 3);
	assert_int_equal(p->item[2].category, 1);
	assert_true(str_eq(p->item[2].name, STR("跨行业")));
	assert_int_equal(p->region_count, 3);
	assert_int_equal(p->group[p->region[2].group].limit, 1);
	assert_true(str_eq(p->region[2].alias[0], STR("顺德区")));
	assert_int_equal(p->direction_limit, 3);
	assert_int_equal(p->concentration, 50);
	assert_true(p->rule[RULE_DIRECTION_COUNT].hold);
	assert_int_equal(p->rule[RULE_DIRECTION_COUNT].severity, SEVERITY_WARNING);
	assert_int_equal(p->rule[RULE_INPUT_SUPERSEDED].severity, SEVERITY_INFO);
	assert_int_equal(p->copies_province.two, 6);
	assert_int_equal(p->sha256.len, 64);
	buf_release(&text);
	arena_release(&arena);
}

/* What is quoted of the notice stands as it was written: commas and semicolons there are its own. */
static void the_notices_words_are_kept(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 22,
		    "[人工核]\n"
		    "盖章 = 每个地市； 有公章，清楚；第二条：“盖章, 签字; 日期”。\n"
		    "实质合作 = 每个项目， 双跨, 贯标; 不是购买\n"
		    "意见函 = 只核一次; 已出具\n"
		    "[依据]\n"
		    "quota.region = 第二条：“广州, 深圳；不超过3家”\n"
		    "[申报书]\n"
		    "两化 = 附件3, 《申报书（贯标）》\n"
		    "[名单]");
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_true(str_eq(p->rule[RULE_QUOTA_REGION].basis, STR("第二条：“广州, 深圳；不超过3家”")));
	assert_int_equal(p->rule[RULE_QUOTA_TOTAL].basis.len, 0);
	assert_true(str_eq(p->category[0].form, STR("附件3, 《申报书（贯标）》")));
	assert_int_equal(p->category[1].form.len, 0);
	assert_int_equal(p->manual_count, 3);
	assert_int_equal(p->manual[0].scope, MANUAL_REGION);
	assert_int_equal(p->manual[0].category_count, 0);
	assert_true(str_eq(p->manual[0].name, STR("盖章")));
	assert_true(str_eq(p->manual[0].what, STR("有公章，清楚")));
	assert_true(str_eq(p->manual[0].basis, STR("第二条：“盖章, 签字; 日期”。")));
	assert_int_equal(p->manual[1].scope, MANUAL_PROJECT);
	assert_int_equal(p->manual[1].category_count, 2);
	assert_int_equal(p->manual[1].category[0], 1);
	assert_int_equal(p->manual[1].category[1], 0);
	assert_int_equal(p->manual[1].basis.len, 0);
	assert_int_equal(p->manual[2].scope, MANUAL_ONCE);
	buf_release(&text);
	arena_release(&arena);
}

static void lists_are_several_files(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 23, "已获试点示范 = 往年/2018.xls，/名单/2019.csv\n已由司局或央企推荐 =");
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_int_equal(p->list_awarded.count, 2);
	assert_true(str_eq(p->list_awarded.item[0], STR("往年/2018.xls")));
	assert_true(str_eq(p->list_awarded.item[1], STR("/名单/2019.csv")));
	assert_int_equal(p->list_recommended.count, 0);
	buf_release(&text);
	arena_release(&arena);
}

static void aliases_of_one_city_on_two_lines(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 18, "佛山市 = 顺德区\n佛山 = 南海区、三水区");
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_int_equal(p->region[2].alias_count, 3);
	assert_true(str_eq(p->region[2].alias[0], STR("顺德区")));
	assert_true(str_eq(p->region[2].alias[2], STR("三水区")));
	buf_release(&text);
	arena_release(&arena);
}

static void a_map_is_drawn_line_by_line(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 19, "[地图]\n2 = 深圳\n１ = －，—、广州市\n[规则]");
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_int_equal(p->region[0].map_row, 1);
	assert_int_equal(p->region[0].map_col, 3);
	assert_int_equal(p->region[1].map_row, 2);
	assert_int_equal(p->region[1].map_col, 1);
	assert_int_equal(p->region[2].map_row, 0);
	text.len = 0;
	show_profile(&text, p, LANG_ZH, no_file, NULL);
	assert_true(str_has(buf_str(&text), STR("1：-、-、广州市\n  2：深圳市、-、-\n")));
	buf_release(&text);
	arena_release(&arena);
}

static void recommenders_of_a_kind(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	buf_add(&text,
		STR("[通知]\n编号=a\n汇总表标题=b\n[列]\n项目=文本,必填\n单位=单位,必填\n[配额]\n"
		    "央企 = 5, 警告, 佛山市, ＊集团\n司局 = 4, 某部*司\n[地市别名]\n某部甲司 = 甲司\n佛山 = 顺德"));
	p = load(&arena, buf_str(&text), &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_true(p->group[0].has_severity);
	assert_int_equal(p->group[0].severity, SEVERITY_WARNING);
	assert_false(p->group[1].has_severity);
	assert_int_equal(p->region_count, 1);
	assert_int_equal(p->kind_count, 2);
	assert_true(str_eq(p->kind[0].pattern, STR("＊集团")));
	assert_int_equal(p->kind[1].group, 1);
	assert_int_equal(p->known_count, 1);
	assert_true(str_eq(p->known[0].name, STR("某部甲司")));
	assert_int_equal(p->known[0].group, 1);
	assert_true(str_eq(p->known[0].alias[0], STR("甲司")));
	buf_release(&text);
	arena_release(&arena);
}

/* Values that are right, where one might doubt it. */
static void these_are_no_mistakes(void **state)
{
	static const struct {
		const char *name;
		uint32_t changed;
		const char *text;
	} cases[] = {
		{ "a trailing comma", 9, "申报单位 = 单位, 必填, 企业名称," },
		{ "an alias that is the column's own name in other widths", 9,
		  "申报单位 = 单位, 必填, 申报 单位, E-mail, ｅｍａｉｌ" },
		{ "full-width plus", 10, "联系方式 = 手机＋邮箱, 必填\n申报方向 = 方向, 选填" },
		{ "everything full-width", 15, "大市＝３，广州市，深圳市" },
		{ "cities with 、 between", 15, "大市 = 3, 广州市、深圳市" },
		{ "a full-width section", 14, "［配额］" },
		{ "a section in 【】", 14, "【配额】" },
		{ "a full-width comment", 14, "＃ 注\n[配额]" },
		{ "a category without aliases", 13, "平台 =" },
		{ "a category without aliases, its items first", 13, "平台 = 3 跨行业; 4. 跨领域" },
		{ "an alias that begins with a year", 13, "平台 = 2020年平台; 3 跨行业" },
		{ "a quota of nothing", 16, "其他 = 0, 佛山市" },
		{ "a date in Chinese", 5, "市级截止 = 2024年2月29日17时" },
		{ "a date with full-width digits", 5, "市级截止 = ２０２４－０２－２９　１７：００" },
		{ "the end of a day", 5, "市级截止 = 2024年2月29日24时" },
		{ "no limit", 16, "其他 = 不限, 佛山市" },
		{ "a county whose name has a character of 关闭", 16, "其他 = 1, 关岭, 佛山市" },
		{ "tabs between values, and beside commas", 15, "大市\t=\t3\t广州市\t,\t深圳市" },
		{ "a column that is called as a line is", 8, "\"智慧\"项目 = 文本, 必填, \"智慧\"" },
		{ "a date with slashes, no time", 5, "市级截止 = 2024/2/9" },
		{ "a Chinese size", 27, "标题字体 = 黑体, 小四" },
		{ "half a point", 27, "标题字体 = 黑体, 10.5" },
		{ "an equals sign in a value", 4, "汇总表标题 = a=b" },
		{ "a # in a value", 4, "汇总表标题 = a # b" },
		{ "暂缓 for a field", 20, "缺必填项 = 错误, 暂缓" },
		{ "per cent", 20, "方向过于集中 = 提示, 50％" },
		{ "a share without its sign", 20, "方向过于集中 = 提示, 40" },
		{ "a group of 一般不超过", 16, "其他 = 1, 警告, 佛山市" },
		{ "a group of a kind alone", 16, "其他 = 1, 佛山市\n央企 = 3, *集团" },
		{ "a kind twice in one group", 16, "其他 = 1, 佛山市, *集团, ＊ 集团" },
		{ "paper in other widths and blanks", 28, "纸张 = Ａ4横向" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf text = { 0 };
		struct load_mistakes mistakes;

		print_message("%s\n", cases[i].name);
		notice_with(&text, cases[i].changed, cases[i].text);
		assert_true(load(&arena, buf_str(&text), &mistakes) || (print_mistakes(&mistakes), false));
		buf_release(&text);
		arena_release(&arena);
	}
}

static void encode(struct buf *out, const char *to, struct str text)
{
	iconv_t converter = iconv_open(to, "UTF-8");
	size_t left = text.len * 2 + 16, rest = text.len;
	char *end = buf_reserve(out, left), *begin = end, *in = (char *)(uintptr_t)text.data;

	assert_int_equal(iconv(converter, &in, &rest, &end, &left), 0);
	out->len += (size_t)(end - begin);
	iconv_close(converter);
}

/* Replace each `from` outside of values' own text by `to`. */
static void replace(struct buf *out, struct str text, struct str from, struct str to)
{
	while (text.len) {
		size_t at = str_find(text, from, 0);

		buf_add(out, str_part(text, 0, at));
		if (at < text.len)
			buf_add(out, to);
		text = str_after(text, at + from.len);
	}
}

static void one_notice_in_every_form(void **state)
{
	static const struct {
		const char *name, *encoding; /* NULL: as it is */
		struct str mark, from, to;
	} cases[] = {
		{ "with a mark", NULL, STR_INIT("\xEF\xBB\xBF"), STR_INIT("\r"), STR_INIT("") },
		{ "CRLF", NULL, STR_INIT(""), STR_INIT("\n"), STR_INIT("\r\n") },
		{ "CR", NULL, STR_INIT(""), STR_INIT("\n"), STR_INIT("\r") },
		{ "full-width equals", NULL, STR_INIT(""), STR_INIT(" = "), STR_INIT("＝") },
		{ "full-width commas", NULL, STR_INIT(""), STR_INIT(", "), STR_INIT("，") },
		{ "full-width semicolons", NULL, STR_INIT(""), STR_INIT("; "), STR_INIT("；") },
		{ "full-width brackets", NULL, STR_INIT(""), STR_INIT("["), STR_INIT("［") },
		{ "full-width comments", NULL, STR_INIT(""), STR_INIT("\n#"), STR_INIT("\n＃") },
		{ "blanks of the other width", NULL, STR_INIT(""), STR_INIT(" = "), STR_INIT("　=　") },
		{ "GB18030", "GB18030", STR_INIT(""), STR_INIT("\r"), STR_INIT("") },
		{ "UTF-16LE with a mark", "UTF-16LE", STR_INIT("\xFF\xFE"), STR_INIT("\r"), STR_INIT("") },
		{ "UTF-16BE with a mark", "UTF-16BE", STR_INIT("\xFE\xFF"), STR_INIT("\r"), STR_INIT("") },
		{ "UTF-16LE without a mark", "UTF-16LE", STR_INIT(""), STR_INIT("\n"), STR_INIT("\r\n") },
		{ "UTF-16BE without a mark", "UTF-16BE", STR_INIT(""), STR_INIT("\n"), STR_INIT("\r\n") },
	};
	struct file_content file;
	struct buf expected = { 0 };
	struct str text;

	(void)state;
	assert_true(file_load(TEMPLATE, true, &file));
	text = (struct str){ (const char *)file.bytes.data, file.bytes.len };
	shown(&expected, text);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf changed = { 0 }, bytes = { 0 }, actual = { 0 };

		print_message("%s\n", cases[i].name);
		replace(&changed, text, cases[i].from, cases[i].to);
		buf_add(&bytes, cases[i].mark);
		if (cases[i].encoding)
			encode(&bytes, cases[i].encoding, buf_str(&changed));
		else
			buf_add(&bytes, buf_str(&changed));
		assert_false(str_eq(buf_str(&bytes), text));
		shown(&actual, buf_str(&bytes));
		assert_true(str_eq(buf_str(&actual), buf_str(&expected)));
		buf_release(&changed);
		buf_release(&bytes);
		buf_release(&actual);
	}
	buf_release(&expected);
	file_unload(&file);
}

/* The figures of the notice: its sentences stand in the template. */
static void the_template_says_what_the_notice_says(void **state)
{
	static const struct {
		const char *region;
		uint32_t limit;
	} quotas[] = { { "广州市", 3 }, { "深圳市", 3 }, { "珠海市", 2 },
		       { "肇庆市", 2 }, { "汕头市", 1 }, { "云浮市", 1 } };
	struct arena arena = { 0 };
	struct file_content file;
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	assert_true(file_load(TEMPLATE, true, &file));
	p = load_profile(&arena, file.bytes, &mistakes);
	print_mistakes(&mistakes);
	assert_non_null(p);
	assert_true(str_eq(p->id, STR("guangdong-2020-971")));
	assert_true(str_eq(p->table_title, STR("2020年制造业与互联网融合试点示范项目汇总表")));
	assert_int_equal(p->region_count, 21);
	assert_int_equal(p->category_count, 4);
	assert_int_equal(p->item_count, 12);
	assert_int_equal(p->total_limit, 10);
	assert_int_equal(p->direction_limit, 2);
	assert_int_equal(p->column_count, 6);
	assert_true(str_eq(p->column[5].name, STR("联系方式（手机与邮箱）")));
	for (uint32_t i = 0; i < p->item_count; i++)
		assert_int_equal(p->item[i].number, i + 1);
	for (size_t i = 0; i < ARRAY_COUNT(quotas); i++)
		for (uint32_t k = 0; k < p->region_count; k++)
			if (str_eq(p->region[k].name, str_from(quotas[i].region)))
				assert_int_equal(p->group[p->region[k].group].limit, quotas[i].limit);
	for (uint32_t i = 0; i < RULE_COUNT; i++)
		assert_false(p->rule[i].hold);
	arena_release(&arena);
	file_unload(&file);
}

static void roles(void **state)
{
	static const struct {
		const char *name, *columns;
		uint32_t project, applicant, person;
	} cases[] = {
		{ "by the name", "甲 = 文本, 必填\n项目名称 = 文本, 必填\n单位 = 单位, 必填\n联系人 = 文本, 必填\n", 1,
		  2, 3 },
		{ "no name tells", "甲 = 文本, 必填\n单位 = 单位, 必填\n乙 = 文本, 必填\n", 0, 1, 2 },
		{ "姓名 before another text",
		  "项目 = 文本, 必填\n单位 = 单位, 必填\n备注 = 文本, 选填\n姓名 = 文本, 必填\n", 0, 1, 3 },
		{ "the project behind the applicant is no person", "单位 = 单位, 必填\n项目 = 文本, 必填\n", 1, 0,
		  COLUMN_NONE },
		{ "two units: the first", "项目 = 文本, 必填\n甲 = 单位, 必填\n乙 = 单位, 必填\n", 0, 1, COLUMN_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf text = { 0 };
		struct load_mistakes mistakes;
		const struct profile *p;

		print_message("%s\n", cases[i].name);
		buf_printf(&text, "[通知]\n编号 = a\n汇总表标题 = b\n[配额]\n组 = 1, 广州市\n[列]\n%s",
			   cases[i].columns);
		p = load(&arena, buf_str(&text), &mistakes);
		print_mistakes(&mistakes);
		assert_non_null(p);
		assert_int_equal(p->project, cases[i].project);
		assert_int_equal(p->applicant, cases[i].applicant);
		assert_int_equal(p->person, cases[i].person);
		assert_int_equal(p->direction, COLUMN_NONE);
		buf_release(&text);
		arena_release(&arena);
	}
}

enum { MEGABYTE = 1024 * 1024, MANY = 100000 };

static void line_of_a_megabyte(struct buf *out)
{
	notice_with(out, 8, "项目名称 = 文本, 必填, 项目");
	buf_add(out, STR("表注 = "));
	for (int i = 0; i < MEGABYTE / 3; i++)
		buf_add(out, STR("注"));
}

static void many_sections(struct buf *out)
{
	for (int i = 0; i < MANY; i++)
		buf_printf(out, "[方%d向]\nx\n", i);
}

static void many_times_the_same(struct buf *out)
{
	for (int i = 0; i < MANY; i++)
		buf_add(out, STR("[列]\n项目 = 文本, 必填\n"));
}

static void many_rules(struct buf *out)
{
	buf_add(out, STR("[规则]\n"));
	for (int i = 0; i < MANY; i++)
		buf_printf(out, "超配额%d = 错误\n", i);
}

static void many_mistakes_on_one_line(struct buf *out)
{
	buf_add(out, STR("[列]\n项目 = 文本, 必填"));
	for (int i = 0; i < MEGABYTE / 4; i++)
		buf_add(out, STR(", —"));
}

static void many_regions(struct buf *out)
{
	buf_add(out, STR("[配额]\n组 = 1"));
	for (int i = 0; i < MANY; i++)
		buf_printf(out, ", 市%d", i);
	buf_add(out, STR("\n[地市别名]\n"));
	for (int i = 0; i < MANY; i++)
		buf_printf(out, "区%d = 甲%d\n", i, i);
}

static void brackets(struct buf *out)
{
	for (int i = 0; i < MEGABYTE; i++)
		buf_add_char(out, "[=,;"[i % 4]);
}

/* Hostile files are answered in a time that a person does not notice, and with no endless list. */
static void hostile_files(void **state)
{
	static const struct {
		const char *name;
		void (*make)(struct buf *out);
		bool loads;
	} cases[] = {
		{ "a line of a megabyte", line_of_a_megabyte, true },
		{ "a hundred thousand unknown sections", many_sections, false },
		{ "one section a hundred thousand times", many_times_the_same, false },
		{ "a hundred thousand unknown rules", many_rules, false },
		{ "a quarter million mistakes on one line", many_mistakes_on_one_line, false },
		{ "a hundred thousand regions", many_regions, false },
		{ "brackets and separators only", brackets, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf text = { 0 };
		struct load_mistakes mistakes;
		clock_t before;

		cases[i].make(&text);
		before = clock();
		assert_int_equal(load(&arena, buf_str(&text), &mistakes) != NULL, cases[i].loads);
		print_message("%s: %.2f s, %u mistakes\n", cases[i].name, (double)(clock() - before) / CLOCKS_PER_SEC,
			      mistakes.count);
		assert_true(mistakes.count <= 501);
		/* Several times the time without sanitizers. */
		assert_true(clock() - before < 5 * CLOCKS_PER_SEC);
		buf_release(&text);
		arena_release(&arena);
	}
}

static void larger_than_any_profile(void **state)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	size_t len = 16 * MEGABYTE + 1;
	char *text = calloc(1, len);

	(void)state;
	assert_null(load(&arena, (struct str){ text, len }, &mistakes));
	assert_int_equal(mistakes.count, 1);
	assert_int_equal(mistakes.item[0].say, SAY_PROFILE_TOO_LARGE);
	free(text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_loaded),
		cmocka_unit_test(the_notices_words_are_kept),
		cmocka_unit_test(lists_are_several_files),
		cmocka_unit_test(aliases_of_one_city_on_two_lines),
		cmocka_unit_test(a_map_is_drawn_line_by_line),
		cmocka_unit_test(recommenders_of_a_kind),
		cmocka_unit_test(these_are_no_mistakes),
		cmocka_unit_test(one_notice_in_every_form),
		cmocka_unit_test(the_template_says_what_the_notice_says),
		cmocka_unit_test(roles),
		cmocka_unit_test(hostile_files),
		cmocka_unit_test(larger_than_any_profile),
	};

	return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
