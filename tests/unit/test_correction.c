/* What marks a file as a correction: its name, or a title above its table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "rules/correction.h"

#define TEN "一二三四五六七八九十"

static const struct {
	const char *name;
	struct str file, above;
	uint32_t rank;
} cases[] = {
	{ "neither", STR_INIT("汇总表.xlsx"), STR_INIT("项目汇总表"), 0 },
	{ "the file's name", STR_INIT("汇总表（更正）.xlsx"), STR_INIT(""), 1 },
	{ "the title", STR_INIT("a.xlsx"), STR_INIT("项目汇总表（修改）"), 1 },
	{ "the last version counts more, wherever it stands", STR_INIT("更正.xlsx"), STR_INIT("最终"), 2 },
	{ "one of several lines", STR_INIT("a.xlsx"), STR_INIT("附件7\n项目汇总表（修订稿）\n2020年"), 1 },
	{ "sentences of a letter", STR_INIT("a.xlsx"),
	  STR_INIT("各有关单位：\n材料已修改完善，现报送如下\n请按最终要求核对。\n甲修改；乙更正"), 0 },
	{ "a title below a letter", STR_INIT("a.xlsx"), STR_INIT("材料已最终核对。\n项目汇总表（更正）"), 1 },
	{ "a line of 40 characters", STR_INIT("a.xlsx"), STR_INIT(TEN TEN TEN "一二三四五六七八修改"), 1 },
	{ "a line of 41 characters", STR_INIT("a.xlsx"), STR_INIT(TEN TEN TEN "一二三四五六七八九修改"), 0 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (correction_rank(cases[i].file, cases[i].above) != cases[i].rank)
			fail_msg("%s: not %u", cases[i].name, cases[i].rank);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
