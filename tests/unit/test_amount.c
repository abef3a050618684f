#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/column.h"
#include "text/amount.h"

static bool equal(double a, double b)
{
	double difference = a > b ? a - b : b - a;

	return difference < 1e-6;
}

static void amounts(void **state)
{
	static const struct {
		struct str shown;
		bool is_amount, in_yuan;
		double number;
	} cases[] = {
		{ STR_INIT("1200"), true, false, 1200 },
		{ STR_INIT("1,200.50"), true, false, 1200.5 },
		{ STR_INIT("１，２００．５"), true, false, 1200.5 },
		{ STR_INIT(" 1200 "), true, false, 1200 },
		{ STR_INIT("0"), true, false, 0 },
		{ STR_INIT("-5"), true, false, -5 },
		{ STR_INIT("1.2E+08"), true, false, 1.2e8 },
		{ STR_INIT("1200元"), true, true, 1200 },
		{ STR_INIT("1200万元"), true, true, 12e6 },
		{ STR_INIT("1200 万元"), true, true, 12e6 },
		{ STR_INIT("1200万"), true, true, 12e6 },
		{ STR_INIT("1,200萬元"), true, true, 12e6 },
		{ STR_INIT("1.2亿元"), true, true, 1.2e8 },
		{ STR_INIT("3百万元"), true, true, 3e6 },
		{ STR_INIT("1亿2000万元"), true, true, 1.2e8 },
		{ STR_INIT("1亿2000"), true, true, 100002000 },
		{ STR_INIT("￥1,200.00"), true, false, 1200 },
		{ STR_INIT("人民币：1200万元"), true, true, 12e6 },
		{ STR_INIT("RMB 1200元"), true, true, 1200 },
		{ STR_INIT("1200万元人民币"), true, true, 12e6 },
		{ STR_INIT("1200元整"), true, true, 1200 },
		{ STR_INIT("壹仟贰佰万元整"), true, true, 12e6 },
		{ STR_INIT("一千二百万"), true, true, 12e6 },
		{ STR_INIT("一亿零五十万元"), true, true, 100500000 },
		{ STR_INIT("十二万元"), true, true, 120000 },
		{ STR_INIT("两千零五元"), true, true, 2005 },
		{ STR_INIT("一点五亿元"), true, true, 1.5e8 },
		{ STR_INIT("叁拾元伍角贰分"), true, true, 30.52 },
		{ STR_INIT("三百"), true, false, 300 },
		{ STR_INIT(""), false, false, 0 },
		{ STR_INIT("万元"), false, false, 0 },
		{ STR_INIT("约1200万元"), false, false, 0 },
		{ STR_INIT("1200万元左右"), false, false, 0 },
		{ STR_INIT("1200万美元"), false, false, 0 },
		{ STR_INIT("1200台"), false, false, 0 },
		{ STR_INIT("1000-1200"), false, false, 0 },
		{ STR_INIT("12,00"), false, false, 0 },
		{ STR_INIT("1.2.3"), false, false, 0 },
		{ STR_INIT("2000万1亿"), false, false, 0 },
		{ STR_INIT("1亿-2万"), false, false, 0 },
		{ STR_INIT("百二"), false, false, 0 },
		{ STR_INIT("1e999"), false, false, 0 },
		{ STR_INIT("1e308亿元"), false, false, 0 },
		{ STR_INIT("0亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿"), false,
		  false, 0 },
		{ STR_INIT("见附件"), false, false, 0 },
		{ STR_INIT("元"), false, false, 0 },
		{ STR_INIT("一二三"), false, false, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct amount amount;
		bool is_amount = amount_read(&arena, cases[i].shown, &amount);

		if (is_amount != cases[i].is_amount ||
		    (is_amount && (amount.in_yuan != cases[i].in_yuan || !equal(amount.number, cases[i].number))))
			fail_msg("%.*s: %d %d %.2f", STR_ARG(cases[i].shown), is_amount, amount.in_yuan, amount.number);
	}
	arena_release(&arena);
}

static void units(void **state)
{
	static const struct {
		struct str label;
		double unit;
	} cases[] = {
		{ STR_INIT("总投资（万元）"), 1e4 },   { STR_INIT("总投资(万元)"), 1e4 },
		{ STR_INIT("总投资/亿元"), 1e8 },      { STR_INIT("总投资 千元"), 1e3 },
		{ STR_INIT("总投资（百万元）"), 1e6 }, { STR_INIT("总投资（元）"), 1 },
		{ STR_INIT("总投资，单位：元"), 1 },   { STR_INIT("總投資（萬元）"), 1e4 },
		{ STR_INIT("总投资万元"), 1e4 },       { STR_INIT("总投资"), 0 },
		{ STR_INIT("多元化投资"), 0 },	       { STR_INIT("投资（美元）"), 0 },
		{ STR_INIT("投资（万美元）"), 0 },     { STR_INIT("单元数（个）"), 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (!equal(amount_unit(&arena, cases[i].label), cases[i].unit))
			fail_msg("%.*s: %f", STR_ARG(cases[i].label), amount_unit(&arena, cases[i].label));
	assert_true(equal(amount_unit_above(&arena, STR("某某项目汇总表\n单位：万元")), 1e4));
	assert_true(equal(amount_unit_above(&arena, STR("推荐单位：甲局 金额单位: 元")), 1));
	assert_true(equal(amount_unit_above(&arena, STR("推荐单位：甲局")), 0));
	arena_release(&arena);
}

/* The header of the table at hand tells more than what stands above it, and that more than the profile. */
static void units_of_columns(void **state)
{
	static const struct profile_column column = { .name = STR_INIT("总投资（万元）"),
						      .type = COLUMN_AMOUNT,
						      .unit = 1e4 };
	static const struct profile_column number = { .name = STR_INIT("人数"), .type = COLUMN_NUMBER };
	struct arena arena = { 0 };
	double figure = 0;

	(void)state;
	assert_true(equal(column_unit(&arena, &column, STR("总投资（元）"), STR("单位：亿元")), 1));
	assert_true(equal(column_unit(&arena, &column, STR("总投资"), STR("单位：亿元")), 1e8));
	assert_true(equal(column_unit(&arena, &column, STR("总投资"), STR("汇总表")), 1e4));
	assert_true(equal(column_unit(&arena, &number, STR("人数（元）"), STR("单位：亿元")), 1));
	assert_true(column_figure(&arena, &column, 1e4, STR("1,200"), &figure) && equal(figure, 12e6));
	assert_true(column_figure(&arena, &column, 1e4, STR("1200元"), &figure) && equal(figure, 1200));
	assert_true(column_figure(&arena, &number, 1, STR("30人"), &figure) && equal(figure, 30));
	assert_false(column_figure(&arena, &column, 1e4, STR("30人"), &figure));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts),
		cmocka_unit_test(units),
		cmocka_unit_test(units_of_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
