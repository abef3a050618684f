/* Which of two names is the later version's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/version.h"

static const struct {
	const char *name;
	struct str earlier, later;
	bool equal;
} cases[] = {
	{ "a second one", STR_INIT("汇总（修改稿）.xls"), STR_INIT("汇总（修改稿2）.xls"), false },
	{ "a copy that was loaded down", STR_INIT("汇总修改.xls"), STR_INIT("汇总修改(1).xls"), false },
	{ "ten is more than nine", STR_INIT("修改稿9.xls"), STR_INIT("修改稿10.xls"), false },
	{ "digits as wide as letters", STR_INIT("修改稿２.xls"), STR_INIT("修改稿１０.xls"), false },
	{ "days", STR_INIT("修改11月5日.xls"), STR_INIT("修改11月12日.xls"), false },
	{ "days in folders", STR_INIT("11月5日/修改.xls"), STR_INIT("11月12日/修改.xls"), false },
	{ "a year before both", STR_INIT("2020年修改稿.xls"), STR_INIT("2020年修改稿2.xls"), false },
	{ "the third time", STR_INIT("第二次修改.xls"), STR_INIT("第三次修改.xls"), false },
	{ "the twelfth", STR_INIT("第十次修改.xls"), STR_INIT("第十二次修改.xls"), false },
	{ "the twentieth", STR_INIT("第十九次修改.xls"), STR_INIT("第二十次修改.xls"), false },
	{ "behind 稿", STR_INIT("修改稿二.xls"), STR_INIT("修改稿三.xls"), false },
	{ "hanzi and digits", STR_INIT("第二次修改.xls"), STR_INIT("第3次修改.xls"), false },
	{ "more digits than a number has", STR_INIT("1修改.xls"), STR_INIT("99999999999999999999修改.xls"), false },
	{ "no numbers", STR_INIT("修改.xls"), STR_INIT("更正.xls"), true },
	{ "the same ones", STR_INIT("2020修改1.xls"), STR_INIT("2020更正1.xls"), true },
	{ "numbers within other words are none", STR_INIT("一体化修改.xls"), STR_INIT("三亚修改.xls"), true },
	{ "bytes that are no text", STR_INIT("\xFF修改"), STR_INIT("\xFE修改"), true },
	{ "nothing", STR_INIT(""), STR_INIT(""), true },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int there = version_compare(cases[i].earlier, cases[i].later),
		    back = version_compare(cases[i].later, cases[i].earlier);

		if (cases[i].equal ? there || back : there >= 0 || back <= 0)
			fail_msg("%s: %d, %d", cases[i].name, there, back);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
