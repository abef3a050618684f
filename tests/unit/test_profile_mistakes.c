#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "small_notice.h"

static void each_mistake_has_its_place(void **state)
{
	static const struct {
		const char *name;
		uint32_t changed; /* this line of the small notice … */
		const char *text; /* … reads so */
		uint32_t line, col;
		enum say say;
	} cases[] = {
		{ "a map's row in words", 19, "[地图]\n一 = 广州市\n[规则]", 20, 1, SAY_PROFILE_BAD_NUMBER },
		{ "a map's row 0", 19, "[地图]\n0 = 广州市\n[规则]", 20, 1, SAY_PROFILE_BAD_NUMBER },
		{ "a map's row 21", 19, "[地图]\n20 = 广州市\n21 = 深圳市\n[规则]", 21, 1, SAY_PROFILE_BAD_NUMBER },
		{ "a map's row twice", 19, "[地图]\n1 = 广州市\n01 = 深圳市\n[规则]", 21, 1, SAY_PROFILE_MAP_TWICE },
		{ "a region twice on the map", 19, "[地图]\n1 = 广州市, 广州\n[规则]", 20, 10, SAY_PROFILE_MAP_TWICE },
		{ "an unknown region on the map", 19, "[地图]\n1 = 广洲市\n[规则]", 20, 5, SAY_PROFILE_REGION_NEAR },
		{ "a thirteenth place on the map", 19, "[地图]\n1 = -,-,-,-,-,-,-,-,-,-,-,广州市,-\n[规则]", 20, 31,
		  SAY_PROFILE_MAP_WIDE },
		{ "a line before the first section", 1, "编号 = a", 1, 1, SAY_PROFILE_OUTSIDE },
		{ "unknown section", 24, "[分数]", 24, 2, SAY_PROFILE_SECTION_NEAR },
		{ "unknown section, nothing near", 24, "  [xyz]", 24, 4, SAY_PROFILE_SECTION },
		{ "section without its bracket", 14, "[配额", 14, 1, SAY_PROFILE_NO_BRACKET },
		{ "something behind the bracket", 14, "[配额] 3", 14, 1, SAY_PROFILE_NO_BRACKET },
		{ "section twice", 19, "[配额]\n珠海 = 1, 珠海市\n[规则]", 19, 2, SAY_PROFILE_SECTION_TWICE },
		{ "a section without brackets", 14, "配额", 14, 1, SAY_PROFILE_LIKE_SECTION },
		{ "a section in other brackets", 14, "（配额）", 14, 1, SAY_PROFILE_LIKE_SECTION },
		{ "a section in quotes", 14, "“[配额]”", 14, 1, SAY_PROFILE_LIKE_SECTION },
		{ "a section with a numeral", 14, "二、配额", 14, 1, SAY_PROFILE_LIKE_SECTION },
		{ "commas that a spreadsheet left behind a section", 14, "[配额],,", 14, 1, SAY_PROFILE_SPREADSHEET },
		{ "quotes that a spreadsheet put around a line", 9, "\"申报单位 = 单位, 必填\"", 9, 1,
		  SAY_PROFILE_SPREADSHEET },
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
		{ "an hour that does not exist", 5, "市级截止 = 2024-02-29 24:01", 5, 8, SAY_PROFILE_BAD_DATE },
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
		{ "a basis for no rule", 22, "[依据]\n超配饿 = 第二条\n[名单]", 23, 1, SAY_PROFILE_RULE_NEAR },
		{ "a basis for one rule by both its names", 22,
		  "[依据]\n超配额 = 第二条\nquota.region = 第三条\n[名单]", 24, 1, SAY_PROFILE_KEY_TWICE },
		{ "a basis without words", 22, "[依据]\n超配额 =\n[名单]", 23, 1, SAY_PROFILE_NO_VALUE },
		{ "a form for no category", 22, "[申报书]\n平太 = 附件3\n[名单]", 23, 1, SAY_PROFILE_CATEGORY_NEAR },
		{ "a form for no category, nothing near", 22, "[申报书]\nxyz = 附件3\n[名单]", 23, 1,
		  SAY_PROFILE_CATEGORY },
		{ "a form without a name", 22, "[申报书]\n平台 =\n[名单]", 23, 1, SAY_PROFILE_NO_VALUE },
		{ "to be checked, but not what", 22, "[人工核]\n盖章 = 每个项目\n[名单]", 23, 6,
		  SAY_PROFILE_MANUAL_SHORT },
		{ "to be checked, what is empty", 22, "[人工核]\n盖章 = 每个项目; ; 附件7\n[名单]", 23, 6,
		  SAY_PROFILE_MANUAL_SHORT },
		{ "to be checked, but not where", 22, "[人工核]\n盖章 = ; 有公章\n[名单]", 23, 6,
		  SAY_PROFILE_MANUAL_SHORT },
		{ "to be checked of something unknown", 22, "[人工核]\n盖章 = 每个项日; 有公章\n[名单]", 23, 6,
		  SAY_PROFILE_SCOPE_NEAR },
		{ "to be checked of something unknown, nothing near", 22, "[人工核]\n盖章 = abc; 有公章\n[名单]", 23, 6,
		  SAY_PROFILE_SCOPE },
		{ "a region of one category", 22, "[人工核]\n盖章 = 每个地市, 平台; 有公章\n[名单]", 23, 12,
		  SAY_PROFILE_SCOPE_CATEGORY },
		{ "to be checked of a category unknown", 22, "[人工核]\n盖章 = 每个项目, 平太; 有公章\n[名单]", 23, 12,
		  SAY_PROFILE_CATEGORY_NEAR },
		{ "one thing to be checked twice", 22,
		  "[人工核]\n盖章 = 每个项目; 有公章\n盖 章 = 每个地市; 有公章\n[名单]", 24, 1, SAY_PROFILE_KEY_TWICE },
		{ "one alias for two categories", 13, "平台 = 贯标; 3 跨行业", 13, 6, SAY_PROFILE_DIRECTION_CLASH },
		{ "a direction called a number", 13, "平台 = 双跨, ３; 3 跨行业", 13, 10,
		  SAY_PROFILE_DIRECTION_NUMBER },
		{ "a category called a number", 13, "4 = 双跨; 3 跨行业", 13, 1, SAY_PROFILE_DIRECTION_NUMBER },
		{ "a group's severity misspelt", 16, "其他 = 1, 警高, 佛山市", 16, 9, SAY_PROFILE_SEVERITY_NEAR },
		{ "a city in two groups", 16, "其他 = 1, 佛山市, 广州市", 16, 14, SAY_PROFILE_REGION_TWICE },
		{ "a city in two groups, once without 市", 16, "其他 = 1, 佛山市、广州", 16, 13,
		  SAY_PROFILE_REGION_TWICE },
		{ "a city twice in its group", 15, "大市 = 3, 广州市, 深圳市, 深圳市", 15, 19,
		  SAY_PROFILE_REGION_TWICE },
		{ "a quota that is no number", 16, "其他 = 佛山市, 珠海市\n丙 = 1, 佛山市", 16, 6,
		  SAY_PROFILE_BAD_QUOTA },
		{ "a negative quota", 16, "其他 = -1, 佛山市", 16, 6, SAY_PROFILE_BAD_QUOTA },
		{ "an absurd quota", 16, "其他 = 1001, 佛山市", 16, 6, SAY_PROFILE_BAD_QUOTA },
		{ "a quota with its measure word", 16, "其他 = 1个, 佛山市", 16, 6, SAY_PROFILE_BAD_QUOTA },
		{ "a slip of a severity where regions stand", 16, "其他 = 1, 告警, 佛山市", 16, 9,
		  SAY_PROFILE_SEVERITY_NEAR },
		{ "a group without cities", 16, "其他 = 1, 佛山市\n丙 = 1", 17, 5, SAY_PROFILE_GROUP_EMPTY },
		{ "an alias for a city that is not there", 18, "拂山市 = 顺德区", 18, 1, SAY_PROFILE_REGION_NEAR },
		{ "an alias for a city that is not there, nothing near", 18, "abc = 顺德区", 18, 1,
		  SAY_PROFILE_REGION },
		{ "a mark that turns the writing direction", 4, "汇总表标题 = 甲\xE2\x80\xAE乙", 4, 10,
		  SAY_PROFILE_CONTROL },
		{ "a kind in two groups", 16, "其他 = 1, 佛山市, *集团\n央企 = 3, ＊集团", 17, 9,
		  SAY_PROFILE_REGION_TWICE },
		{ "a kind that takes any name", 16, "其他 = 1, 佛山市, *司", 16, 14, SAY_PROFILE_KIND_VAGUE },
		{ "a severity and no region", 16, "其他 = 1, 佛山市\n丙 = 1, 警告", 17, 5, SAY_PROFILE_GROUP_EMPTY },
		{ "other names for one of no kind", 18, "甲公司 = 甲", 18, 1, SAY_PROFILE_REGION },
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
		{ "a list without a name", 23, "已获试点示范 = a.csv,,b.csv", 23, 16, SAY_PROFILE_EMPTY_VALUE },
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
		{ "a workbook", STR_INIT("PK\x03\x04\x14\0\x06\0"), 1, 0, 0, SAY_PROFILE_DOCUMENT },
		{ "an old workbook", STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), 1, 0, 0, SAY_PROFILE_DOCUMENT },
		{ "the notice as PDF", STR_INIT("%PDF-1.4\n"), 1, 0, 0, SAY_PROFILE_DOCUMENT },
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
		{ 6, "上报上限 = 一", "“一”应是 1 到 10000 之间的整数，只写数字",
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_has_its_place),
		cmocka_unit_test(whole_files),
		cmocka_unit_test(a_nul_in_utf8_is_named),
		cmocka_unit_test(every_mistake_of_a_file_in_its_order),
		cmocka_unit_test(sentences_name_the_word_that_was_meant),
	};

	return cmocka_run_group_tests_name("profile_mistakes", tests, NULL, NULL);
}
