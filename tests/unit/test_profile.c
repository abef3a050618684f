#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <time.h>

#include "base/file.h"
#include "profile/load.h"
#include "profile/show.h"

#define TEMPLATE "templates/guangdong-2020-971.ini"

/* A small notice without a mistake. The cases change one line of it. */
static const char *const good[] = {
	/*  1 */ "# 说明",
	/*  2 */ "[通知]",
	/*  3 */ "编号 = test-2024-1",
	/*  4 */ "汇总表标题 = 汇总表",
	/*  5 */ "市级截止 = 2024-02-29 17:00",
	/*  6 */ "上报上限 = 10",
	/*  7 */ "[列]",
	/*  8 */ "项目名称 = 文本, 必填, 项目",
	/*  9 */ "申报单位 = 单位, 必填, 企业名称",
	/* 10 */ "申报方向 = 方向, 选填",
	/* 11 */ "[方向]",
	/* 12 */ "贯标 = 两化; 1 供应链; 2 全生命周期",
	/* 13 */ "平台 = 双跨; 3 跨行业",
	/* 14 */ "[配额]",
	/* 15 */ "大市 = 3, 广州市, 深圳市",
	/* 16 */ "其他 = 1, 佛山市",
	/* 17 */ "[地市别名]",
	/* 18 */ "佛山市 = 顺德区",
	/* 19 */ "[规则]",
	/* 20 */ "超配额 = 错误",
	/* 21 */ "方向超过上限 = 错误, 2",
	/* 22 */ "[名单]",
	/* 23 */ "收件登记 =",
	/* 24 */ "[份数]",
	/* 25 */ "报省 = 3, 6",
	/* 26 */ "[版式]",
	/* 27 */ "标题字体 = 黑体, 22",
	/* 28 */ "纸张 = A4 横向",
};

/* The small notice with line `line` (from 1) replaced by `text`; NULL leaves the line out. */
static void notice_with(struct buf *out, uint32_t line, const char *text)
{
	for (uint32_t i = 0; i < ARRAY_COUNT(good); i++) {
		const char *used = i + 1 == line ? text : good[i];

		if (used)
			buf_printf(out, "%s\n", used);
	}
}

static const struct profile *load(struct arena *arena, struct str text, struct load_mistakes *mistakes)
{
	return load_profile(arena, str_bytes(text), mistakes);
}

static void print_mistakes(const struct load_mistakes *mistakes)
{
	for (uint32_t i = 0; i < mistakes->count && i < 5; i++) {
		const struct load_mistake *m = &mistakes->item[i];
		struct buf text = { 0 };

		say_sentence(&text, LANG_ZH, m->say, m->arg_count, m->arg, NULL);
		print_message("    %u:%u %.*s\n", m->line, m->col, STR_ARG(buf_str(&text)));
		buf_release(&text);
	}
}

static void each_mistake_has_its_place(void **state)
{
	static const struct {
		const char *name;
		uint32_t changed; /* this line of the small notice … */
		const char *text; /* … reads so */
		uint32_t line, col;
		enum say say;
	} cases[] = {
		{ "a line before the first section", 1, "编号 = a", 1, 1, SAY_PROFILE_OUTSIDE },
		{ "unknown section", 24, "[分数]", 24, 2, SAY_PROFILE_SECTION_NEAR },
		{ "unknown section, nothing near", 24, "  [xyz]", 24, 4, SAY_PROFILE_SECTION },
		{ "section without its bracket", 14, "[配额", 14, 1, SAY_PROFILE_NO_BRACKET },
		{ "something behind the bracket", 14, "[配额] 3", 14, 1, SAY_PROFILE_NO_BRACKET },
		{ "section twice", 19, "[配额]\n珠海 = 1, 珠海市\n[规则]", 19, 2, SAY_PROFILE_SECTION_TWICE },
		{ "= missing", 6, "上报上限 10", 6, 1, SAY_PROFILE_NO_EQUALS },
		{ "nothing before =", 6, "  = 10", 6, 3, SAY_PROFILE_NO_KEY },
		{ "unknown key", 6, "上报上线 = 10", 6, 1, SAY_PROFILE_KEY_NEAR },
		{ "unknown key, nothing near", 6, "\tabc = 10", 6, 2, SAY_PROFILE_KEY },
		{ "key twice", 6, "编号 = b", 6, 1, SAY_PROFILE_KEY_TWICE },
		{ "key twice in other widths and blanks", 6, "编 号＝b", 6, 1, SAY_PROFILE_KEY_TWICE },
		{ "编号 missing", 3, NULL, 2, 2, SAY_PROFILE_KEY_MISSING },
		{ "汇总表标题 missing", 4, NULL, 2, 2, SAY_PROFILE_KEY_MISSING },
		{ "编号 without a value", 3, "编号 =", 3, 1, SAY_PROFILE_NO_VALUE },
		{ "编号 with a slash", 3, "编号 = ../a", 3, 6, SAY_PROFILE_BAD_ID },
		{ "编号 with a blank", 3, "编号 = a b", 3, 6, SAY_PROFILE_BAD_ID },
		{ "a day that does not exist", 5, "市级截止 = 2023-02-29", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "a month that does not exist", 5, "市级截止 = 2023年13月1日", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "an hour that does not exist", 5, "市级截止 = 2024-02-29 24:00", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "a minute of three digits", 5, "市级截止 = 2024-02-29 17:000", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "day and hour run together", 5, "市级截止 = 2024-02-2917:00", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "a date and something", 5, "市级截止 = 2024-02-29 前", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "no date", 5, "市级截止 = 月底", 5, 8, SAY_PROFILE_BAD_DATE },
		{ "a limit in words", 6, "上报上限 = 十", 6, 8, SAY_PROFILE_BAD_NUMBER },
		{ "a limit of nothing", 6, "上报上限 = 0", 6, 8, SAY_PROFILE_BAD_NUMBER },
		{ "a limit with a fraction", 6, "上报上限 = 1.5", 6, 8, SAY_PROFILE_BAD_NUMBER },
		{ "a limit beyond sense", 6, "上报上限 = 99999999999999999999", 6, 8, SAY_PROFILE_BAD_NUMBER },
		{ "unknown type", 9, "申报单位 = 单伟, 必填\n推荐 = 单位, 选填", 9, 8, SAY_PROFILE_TYPE_NEAR },
		{ "unknown type, nothing near", 9, "申报单位 = abc, 必填", 9, 8, SAY_PROFILE_TYPE },
		{ "neither 必填 nor 选填", 10, "申报方向 = 方向, 必添", 10, 12, SAY_PROFILE_REQUIRED_NEAR },
		{ "an alias where 必填 belongs", 10, "申报方向 = 方向, 类别名", 10, 12, SAY_PROFILE_REQUIRED },
		{ "a column with a type only", 10, "申报方向 = 方向", 10, 8, SAY_PROFILE_COLUMN_SHORT },
		{ "a column without a value", 10, "申报方向 =", 10, 1, SAY_PROFILE_NO_VALUE },
		{ "a column twice", 10, "项目名称 = 文本, 选填", 10, 1, SAY_PROFILE_KEY_TWICE },
		{ "a column of another's name, but for brackets", 10, "（项目名称） = 文本, 选填", 10, 1,
		  SAY_PROFILE_COLUMN_CLASH },
		{ "an alias that is another column", 9, "申报单位 = 单位, 必填, 项目名称", 9, 16,
		  SAY_PROFILE_COLUMN_CLASH },
		{ "an alias that is another's alias", 9, "申报单位 = 单位, 必填, 企业, 项 目", 9, 20,
		  SAY_PROFILE_COLUMN_CLASH },
		{ "a name of punctuation only", 9, "申报单位 = 单位, 必填, ——", 9, 16, SAY_PROFILE_NO_NAME },
		{ "nothing between two commas", 9, "申报单位 = 单位, 必填,, 企业", 9, 15, SAY_PROFILE_EMPTY_VALUE },
		{ "no project", 8, "项目名称 = 数值, 必填", 7, 2, SAY_PROFILE_NO_PROJECT },
		{ "no applicant", 9, NULL, 7, 2, SAY_PROFILE_NO_APPLICANT },
		{ "an item's number twice", 13, "平台 = 双跨; 2 跨行业", 13, 10, SAY_PROFILE_ITEM_TWICE },
		{ "an item's number twice in other digits", 13, "平台 = 双跨； ２．跨行业", 13, 10,
		  SAY_PROFILE_ITEM_TWICE },
		{ "an item without a number", 13, "平台 = 双跨; 跨行业", 13, 10, SAY_PROFILE_ITEM },
		{ "an item without a name", 13, "平台 = 双跨; 3 ", 13, 10, SAY_PROFILE_ITEM },
		{ "an item's number is 0", 13, "平台 = 双跨; 0 跨行业", 13, 10, SAY_PROFILE_BAD_NUMBER },
		{ "an item's number beyond sense", 13, "平台 = 双跨; 1000 跨行业", 13, 10, SAY_PROFILE_BAD_NUMBER },
		{ "one alias for two categories", 13, "平台 = 贯标; 3 跨行业", 13, 6, SAY_PROFILE_DIRECTION_CLASH },
		{ "a city in two groups", 16, "其他 = 1, 佛山市, 广州市", 16, 14, SAY_PROFILE_REGION_TWICE },
		{ "a city in two groups, once without 市", 16, "其他 = 1, 佛山市、广州", 16, 13,
		  SAY_PROFILE_REGION_TWICE },
		{ "a city twice in its group", 15, "大市 = 3, 广州市, 深圳市, 深圳市", 15, 19,
		  SAY_PROFILE_REGION_TWICE },
		{ "a quota that is no number", 16, "其他 = 佛山市, 珠海市\n丙 = 1, 佛山市", 16, 6,
		  SAY_PROFILE_BAD_NUMBER },
		{ "a negative quota", 16, "其他 = -1, 佛山市", 16, 6, SAY_PROFILE_BAD_NUMBER },
		{ "an absurd quota", 16, "其他 = 1001, 佛山市", 16, 6, SAY_PROFILE_BAD_NUMBER },
		{ "a group without cities", 16, "其他 = 1, 佛山市\n丙 = 1", 17, 5, SAY_PROFILE_GROUP_EMPTY },
		{ "an alias for a city that is not there", 18, "拂山市 = 顺德区", 18, 1, SAY_PROFILE_REGION_NEAR },
		{ "an alias for a city that is not there, nothing near", 18, "abc = 顺德区", 18, 1,
		  SAY_PROFILE_REGION },
		{ "an alias for an alias", 18, "佛山市 = 顺德区\n顺德区 = 大良", 19, 1, SAY_PROFILE_REGION },
		{ "an alias that is another city", 18, "佛山市 = 顺德区, 广州", 18, 12, SAY_PROFILE_PLACE_CLASH },
		{ "one alias for two cities", 18, "佛山市 = 顺德区\n广州市 = 顺德区", 19, 7, SAY_PROFILE_PLACE_CLASH },
		{ "unknown rule", 20, "超配颌 = 错误", 20, 1, SAY_PROFILE_RULE_NEAR },
		{ "unknown rule in English", 20, "quota.regions = 错误", 20, 1, SAY_PROFILE_RULE_NEAR },
		{ "unknown rule, nothing near", 20, "随便写的 = 错误", 20, 1, SAY_PROFILE_RULE },
		{ "a rule by both of its names", 20, "direction.count = 错误", 21, 1, SAY_PROFILE_KEY_TWICE },
		{ "unknown severity", 20, "超配额 = 警报", 20, 7, SAY_PROFILE_SEVERITY_NEAR },
		{ "unknown severity, nothing near", 20, "超配额 = 3", 20, 7, SAY_PROFILE_SEVERITY },
		{ "unknown word behind the severity", 20, "缺必填项 = 错误, 暂停", 20, 12, SAY_PROFILE_RULE_MORE_NEAR },
		{ "unknown word, nothing near", 20, "缺必填项 = 错误, 警告", 20, 12, SAY_PROFILE_RULE_MORE },
		{ "暂缓 for a quota", 20, "超配额 = 错误, 暂缓", 20, 11, SAY_PROFILE_HOLD },
		{ "暂缓 for a file", 20, "无法读取 = 错误, 暂缓", 20, 12, SAY_PROFILE_HOLD },
		{ "暂缓 for a likely pair", 20, "疑似重复 = 警告, 暂缓", 20, 12, SAY_PROFILE_HOLD },
		{ "暂缓 for a rule that is off", 20, "缺必填项 = 关闭, 暂缓", 20, 12, SAY_PROFILE_HOLD_OFF },
		{ "a number for a rule that takes none", 20, "超配额 = 错误, 3", 20, 11, SAY_PROFILE_NO_PARAMETER },
		{ "a negative parameter", 21, "方向超过上限 = 错误, -2", 21, 14, SAY_PROFILE_BAD_NUMBER },
		{ "per cent where a count belongs", 21, "方向超过上限 = 错误, 2%", 21, 14, SAY_PROFILE_BAD_NUMBER },
		{ "more than the whole", 21, "方向过于集中 = 提示, 101%", 21, 14, SAY_PROFILE_BAD_NUMBER },
		{ "a list, which comes later", 23, "收件登记 = 登记.xlsx", 23, 8, SAY_PROFILE_LATER },
		{ "one value where two belong", 25, "报省 = 3", 25, 6, SAY_PROFILE_VALUE_COUNT },
		{ "copies that are no number", 25, "报省 = 3, 六", 25, 9, SAY_PROFILE_BAD_NUMBER },
		{ "a font without its size", 27, "标题字体 = 黑体", 27, 8, SAY_PROFILE_VALUE_COUNT },
		{ "a size of nothing", 27, "标题字体 = 黑体, 0", 27, 12, SAY_PROFILE_BAD_SIZE },
		{ "a size beyond Excel's", 27, "标题字体 = 黑体, 409.5", 27, 12, SAY_PROFILE_BAD_SIZE },
		{ "a size that is a word", 27, "标题字体 = 黑体, 大", 27, 12, SAY_PROFILE_BAD_SIZE },
		{ "a quarter of a point", 27, "标题字体 = 黑体, 12.25", 27, 12, SAY_PROFILE_BAD_SIZE },
		{ "paper that this version does not know", 28, "纸张 = A3 横向", 28, 6, SAY_PROFILE_ONLY },
		{ "a control character", 4, "汇总表标题 = 汇\x01总表", 4, 10, SAY_PROFILE_CONTROL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf text = { 0 };
		struct load_mistakes mistakes;

		print_message("%s\n", cases[i].name);
		notice_with(&text, cases[i].changed, cases[i].text);
		assert_null(load(&arena, buf_str(&text), &mistakes));
		print_mistakes(&mistakes);
		assert_true(mistakes.count >= 1);
		assert_int_equal(mistakes.item[0].line, cases[i].line);
		assert_int_equal(mistakes.item[0].col, cases[i].col);
		assert_int_equal(mistakes.item[0].say, cases[i].say);
		assert_int_equal(mistakes.count, 1);
		buf_release(&text);
		arena_release(&arena);
	}
}

static void whole_files(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		uint32_t count, line, col; /* of the first mistake */
		enum say say;
	} cases[] = {
		{ "empty", STR_INIT(""), 1, 0, 0, SAY_PROFILE_EMPTY },
		{ "a mark and nothing else", STR_INIT("\xEF\xBB\xBF"), 1, 0, 0, SAY_PROFILE_EMPTY },
		{ "comments only", STR_INIT("# a\n; b\n\n"), 1, 0, 0, SAY_PROFILE_EMPTY },
		{ "one section of the four, and its keys", STR_INIT("[通知]"), 4, 1, 2, SAY_PROFILE_KEY_MISSING },
		{ "an empty [列] and [配额]", STR_INIT("[通知]\n编号=a\n汇总表标题=b\n[列]\n[配额]\n"), 2, 4, 2,
		  SAY_PROFILE_SECTION_EMPTY },
		{ "another file altogether",
		  STR_INIT("\x7F"
			   "ELF\x02\x01\x01"),
		  5, 1, 1, SAY_PROFILE_CONTROL },
		{ "a byte that is no UTF-8, in the third line", STR_INIT("[通知]\n编号 = a\n名称 = 试\xFF点\n"), 1, 3,
		  7, SAY_PROFILE_BYTES },
		{ "a byte that is neither UTF-8 nor GB18030", STR_INIT("a\nb\xFF\n"), 1, 2, 2, SAY_PROFILE_BYTES },
		{ "half a character of UTF-16 at the end", STR_INIT("\xFF\xFE[\0]\0x"), 1, 1, 3, SAY_PROFILE_BYTES },
		{ "a lone surrogate", STR_INIT("\xFF\xFE[\0\x00\xD8]\0"), 1, 1, 2, SAY_PROFILE_BYTES },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct load_mistakes mistakes;

		print_message("%s\n", cases[i].name);
		assert_null(load(&arena, cases[i].text, &mistakes));
		print_mistakes(&mistakes);
		assert_int_equal(mistakes.item[0].line, cases[i].line);
		assert_int_equal(mistakes.item[0].col, cases[i].col);
		assert_int_equal(mistakes.item[0].say, cases[i].say);
		assert_int_equal(mistakes.count, cases[i].count);
		arena_release(&arena);
	}
}

static void a_nul_in_utf8_is_named(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct load_mistakes mistakes;

	(void)state;
	notice_with(&text, 4, "汇总表标题 = X总表");
	text.data[str_find(buf_str(&text), STR("X"), 0)] = '\0';
	assert_null(load(&arena, buf_str(&text), &mistakes));
	assert_int_equal(mistakes.count, 1);
	assert_int_equal(mistakes.item[0].say, SAY_PROFILE_CONTROL);
	assert_int_equal(mistakes.item[0].line, 4);
	assert_int_equal(mistakes.item[0].col, 9);
	buf_release(&text);
	arena_release(&arena);
}

static void every_mistake_of_a_file_in_its_order(void **state)
{
	/* 汇总表标题 is missing in the section of line 1; [配额] in the whole file. */
	static const uint32_t lines[] = { 1, 2, 3, 5, 8, 9, 11, 12, 0 };
	struct str text = STR("[通知]\n编号 = a/b\n上报上限 = x\n[版式]\n纸张 = B5\n[列]\n项目 = 文本, 必填\n"
			      "单位 = 单味, 必填\n甲 = 文本\n[规则]\n超配额 = 无\n[没有]\n");
	struct arena arena = { 0 };
	struct load_mistakes mistakes;

	(void)state;
	assert_null(load(&arena, text, &mistakes));
	print_mistakes(&mistakes);
	for (uint32_t i = 0; i < mistakes.count && i < ARRAY_COUNT(lines); i++)
		assert_int_equal(mistakes.item[i].line, lines[i]);
	assert_int_equal(mistakes.count, ARRAY_COUNT(lines));
	arena_release(&arena);
}

static void sentences_name_the_word_that_was_meant(void **state)
{
	static const struct {
		uint32_t changed;
		const char *text;
		const char *zh, *en;
	} cases[] = {
		{ 20, "超配颌 = 错误", "没有“超配颌”这条规则，是否想写“超配额”？",
		  "no rule is called \"超配颌\", did you mean \"超配额\"?" },
		{ 16, "其他 = 1, 佛山市, 广州市", "“广州市”在第 15 行已列入“大市”",
		  "\"广州市\" stands in line 15 already, in the group \"大市\"" },
		{ 6, "上报上限 = 一", "“一”应是 1 到 10000 之间的整数",
		  "\"一\" should be a whole number from 1 to 10000" },
		{ 20, "超配额 = 警报", "“警报”不是严重程度，是否想写“警告”？可用的有：错误、警告、提示、关闭",
		  "\"警报\" is no severity, did you mean \"警告\"? known are 错误, 警告, 提示, 关闭" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct buf text = { 0 }, zh = { 0 }, en = { 0 };
		struct load_mistakes m;

		notice_with(&text, cases[i].changed, cases[i].text);
		assert_null(load(&arena, buf_str(&text), &m));
		say_sentence(&zh, LANG_ZH, m.item[0].say, m.item[0].arg_count, m.item[0].arg, NULL);
		say_sentence(&en, LANG_EN, m.item[0].say, m.item[0].arg_count, m.item[0].arg, NULL);
		buf_add_char(&zh, '\0');
		buf_add_char(&en, '\0');
		assert_string_equal(zh.data, cases[i].zh);
		assert_string_equal(en.data, cases[i].en);
		buf_release(&text);
		buf_release(&zh);
		buf_release(&en);
		arena_release(&arena);
	}
}

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
		{ "a full-width comment", 14, "＃ 注\n[配额]" },
		{ "a category without aliases", 13, "平台 =" },
		{ "a category without aliases, its items first", 13, "平台 = 3 跨行业; 4. 跨领域" },
		{ "an alias that begins with a year", 13, "平台 = 2020年平台; 3 跨行业" },
		{ "a quota of nothing", 16, "其他 = 0, 佛山市" },
		{ "a date in Chinese", 5, "市级截止 = 2024年2月29日17时" },
		{ "a date with full-width digits", 5, "市级截止 = ２０２４－０２－２９　１７：００" },
		{ "a date with slashes, no time", 5, "市级截止 = 2024/2/9" },
		{ "a Chinese size", 27, "标题字体 = 黑体, 小四" },
		{ "half a point", 27, "标题字体 = 黑体, 10.5" },
		{ "an equals sign in a value", 4, "汇总表标题 = a=b" },
		{ "a # in a value", 4, "汇总表标题 = a # b" },
		{ "暂缓 for a field", 20, "缺必填项 = 错误, 暂缓" },
		{ "per cent", 20, "方向过于集中 = 提示, 50％" },
		{ "a share without its sign", 20, "方向过于集中 = 提示, 40" },
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

/* What show_profile says of the bytes, without the hash of the file. */
static void shown(struct buf *out, struct str bytes)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p = load(&arena, bytes, &mistakes);
	struct profile without;

	print_mistakes(&mistakes);
	assert_non_null(p);
	without = *p;
	without.sha256 = STR("");
	show_profile(out, &without, LANG_ZH);
	arena_release(&arena);
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

static void what_is_shown_is_safe_for_a_terminal(void **state)
{
	struct arena arena = { 0 };
	struct buf text = { 0 }, out = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p;

	(void)state;
	notice_with(&text, 4, "汇总表标题 = 汇\xE2\x80\xAE总");
	p = load(&arena, buf_str(&text), &mistakes);
	assert_non_null(p);
	show_profile(&out, p, LANG_EN);
	assert_true(str_has(buf_str(&out), STR("title of the table: 汇\\u{202E}总\n")));
	assert_true(str_has(buf_str(&out), STR("  大市 (at most 3 each): 广州市, 深圳市\n")));
	assert_true(str_has(buf_str(&out), STR("direction.count): error, limit 2\n")));
	buf_release(&text);
	buf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_has_its_place),
		cmocka_unit_test(whole_files),
		cmocka_unit_test(a_nul_in_utf8_is_named),
		cmocka_unit_test(every_mistake_of_a_file_in_its_order),
		cmocka_unit_test(sentences_name_the_word_that_was_meant),
		cmocka_unit_test(what_is_loaded),
		cmocka_unit_test(aliases_of_one_city_on_two_lines),
		cmocka_unit_test(these_are_no_mistakes),
		cmocka_unit_test(one_notice_in_every_form),
		cmocka_unit_test(the_template_says_what_the_notice_says),
		cmocka_unit_test(roles),
		cmocka_unit_test(hostile_files),
		cmocka_unit_test(larger_than_any_profile),
		cmocka_unit_test(what_is_shown_is_safe_for_a_terminal),
	};

	return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
