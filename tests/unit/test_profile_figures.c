/* [选项], [勾稽], [县区] and the types that they need: what is understood, and each mistake with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "model/column.h"
#include "profile/load.h"
#include "profile/show.h"

/* A notice without a mistake. The cases change one line of it. */
static const char *const notice[] = {
	/*  1 */ "[通知]",
	/*  2 */ "编号 = figures-1",
	/*  3 */ "汇总表标题 = 汇总表",
	/*  4 */ "[列]",
	/*  5 */ "企业 = 单位, 必填",
	/*  6 */ "项目 = 文本, 必填",
	/*  7 */ "领域 = 选项, 必填, 所属领域",
	/*  8 */ "总投资（万元） = 金额, 必填, 投资总额",
	/*  9 */ "自筹（万元） = 金额, 必填",
	/* 10 */ "贷款（亿元） = 金额, 选填",
	/* 11 */ "员工 = 数值, 选填",
	/* 12 */ "研发人员 = 数值, 选填",
	/* 13 */ "所在县 = 地区, 选填",
	/* 14 */ "[选项]",
	/* 15 */ "领域 = 新材料, 高端装备（整机、部件）, 其他",
	/* 16 */ "[勾稽]",
	/* 17 */ "总投资（万元） = 自筹（万元） + 贷款（亿元）, 允差 0.5",
	/* 18 */ "[配额]",
	/* 19 */ "省会 = 4, 长沙市",
	/* 20 */ "其他 = 2, 株洲市, 湘西土家族苗族自治州",
	/* 21 */ "[县区]",
	/* 22 */ "长沙市 = 1, 合计 6, 浏阳市, 长沙县",
	/* 23 */ "株洲 = 1, 醴陵市",
	/* 24 */ "[地市别名]",
	/* 25 */ "浏阳市 = 浏阳经开区",
	/* 26 */ "湘西土家族苗族自治州 = 湘西州",
};

static const struct profile *load(struct arena *arena, uint32_t line, const char *text, struct load_mistakes *mistakes)
{
	struct buf file = { 0 };
	const struct profile *profile;

	for (uint32_t i = 0; i < ARRAY_COUNT(notice); i++) {
		const char *used = i + 1 == line ? text : notice[i];

		if (used)
			buf_printf(&file, "%s\n", used);
	}
	profile = load_profile(arena, str_bytes(arena_copy(arena, buf_str(&file))), mistakes);
	buf_release(&file);
	return profile;
}

#define IS(text, wanted) assert_true(str_eq((text), STR(wanted)))

static void types_and_choices(void **state)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p = load(&arena, 0, NULL, &mistakes);

	(void)state;
	assert_non_null(p);
	assert_int_equal(p->column[2].type, COLUMN_OPTION);
	assert_int_equal(p->column[2].option_count, 3);
	IS(p->column[2].option[1], "高端装备（整机、部件）");
	assert_true(column_is_option(&arena, &p->column[2], STR("高端装备(整机 部件)")));
	assert_true(column_is_option(&arena, &p->column[2], STR("新 材料")));
	assert_false(column_is_option(&arena, &p->column[2], STR("高端装备")));
	assert_int_equal(p->column[3].type, COLUMN_AMOUNT);
	assert_true(p->column[3].unit > 9999 && p->column[3].unit < 10001);
	assert_true(p->column[5].unit > 1e8 - 1 && p->column[5].unit < 1e8 + 1);
	assert_int_equal(p->region_column, 8);
	assert_int_equal(p->direction, COLUMN_NONE);
	arena_release(&arena);
}

static void sums(void **state)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p = load(&arena, 17, "投资总额 ＝ 自筹（万元）＋贷款（亿元）\n员工 = 研发人员",
				       &mistakes);

	(void)state;
	assert_non_null(p);
	assert_int_equal(p->sum_count, 2);
	assert_int_equal(p->sum[0].total, 3);
	assert_int_equal(p->sum[0].part_count, 2);
	assert_int_equal(p->sum[0].part[0], 4);
	assert_int_equal(p->sum[0].part[1], 5);
	assert_true(p->sum[0].tolerance <= 0);
	assert_int_equal(p->sum[1].total, 6);
	p = load(&arena, 0, NULL, &mistakes);
	assert_true(p->sum[0].tolerance > 0.49 && p->sum[0].tolerance < 0.51);
	arena_release(&arena);
}

/* Behind each city its counties, whatever the order of the lines. */
static void counties_stand_behind_their_city(void **state)
{
	static const struct {
		struct str name;
		uint32_t limit;
		uint32_t city; /* REGION_NONE: it is none's county */
		uint32_t together;
	} wanted[] = {
		{ STR_INIT("长沙市"), 4, REGION_NONE, 0 }, { STR_INIT("浏阳市"), 1, 0, 6 },
		{ STR_INIT("长沙县"), 1, 0, 6 },	   { STR_INIT("株洲市"), 2, REGION_NONE, 0 },
		{ STR_INIT("醴陵市"), 1, 3, 2 },	   { STR_INIT("湘西土家族苗族自治州"), 2, REGION_NONE, 0 },
	};
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p = load(&arena, 22, "株洲市 = 1, 醴陵市\n长沙 = 1、合计６、浏阳市、长沙县", &mistakes);

	(void)state;
	assert_null(p); /* 株洲 has its line below */
	assert_int_equal(mistakes.item[0].say, SAY_PROFILE_KEY_TWICE);
	p = load(&arena, 0, NULL, &mistakes);
	assert_non_null(p);
	assert_int_equal(p->region_count, ARRAY_COUNT(wanted));
	for (uint32_t i = 0; i < p->region_count; i++) {
		const struct profile_group *group = &p->group[p->region[i].group];

		assert_true(str_eq(p->region[i].name, wanted[i].name));
		assert_int_equal(group->limit, wanted[i].limit);
		assert_int_equal(group->of_counties, wanted[i].city != REGION_NONE);
		if (group->of_counties) {
			assert_int_equal(group->city, wanted[i].city);
			assert_int_equal(group->together, wanted[i].together);
			assert_true(str_eq(group->name, p->region[group->city].name));
		}
	}
	assert_int_equal(p->region[1].alias_count, 1);
	IS(p->region[1].alias[0], "浏阳经开区");
	arena_release(&arena);
}

static void all_of_it_is_shown(void **state)
{
	static const char *const lines[] = {
		"只能填：新材料、高端装备（整机、部件）、其他",
		"总投资（万元） = 自筹（万元）、贷款（亿元）（允差 0.5）",
		"长沙市的县区（各不超过 1 个，连同市本级共不超过 6 个）：浏阳市、长沙县",
		"株洲市的县区（各不超过 1 个，连同市本级共不超过 2 个）：醴陵市",
		"其他（各不超过 2 个，超过为错误）：株洲市、湘西土家族苗族自治州",
	};
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	struct buf out = { 0 };

	(void)state;
	show_profile(&out, load(&arena, 0, NULL, &mistakes), LANG_ZH, NULL, NULL);
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
		if (!str_has(buf_str(&out), str_from(lines[i])))
			fail_msg("not shown: %s in\n%.*s", lines[i], STR_ARG(buf_str(&out)));
	buf_release(&out);
	arena_release(&arena);
}

static void each_mistake_has_its_place(void **state)
{
	static const struct {
		const char *name;
		uint32_t changed; /* this line of the notice … */
		const char *text; /* … reads so */
		uint32_t line, col;
		enum say say;
	} cases[] = {
		{ "a type that is nearly one", 8, "总投资（万元） = 金客, 必填", 8, 11, SAY_PROFILE_TYPE_NEAR },
		{ "a choice without its list", 15, NULL, 7, 1, SAY_PROFILE_NO_OPTIONS },
		{ "a second choice without its list", 13, "所在县 = 地区, 选填\n性质 = 选项, 选填", 14, 1,
		  SAY_PROFILE_NO_OPTIONS },
		{ "choices of a column that is not there", 15, "领城 = 新材料\n所属领域 = 新材料", 15, 1,
		  SAY_PROFILE_COLUMN_NEAR },
		{ "the same, nothing near", 15, "abc = 新材料\n领域 = 新材料", 15, 1, SAY_PROFILE_COLUMN },
		{ "choices of a column of another type", 15, "领域 = 新材料\n员工 = 1, 2", 16, 1,
		  SAY_PROFILE_OPTION_COLUMN },
		{ "choices twice, by name and by alias", 15, "领域 = 新材料\n所属领域 = 其他", 16, 1,
		  SAY_PROFILE_KEY_TWICE },
		{ "a choice twice", 15, "领域 = 新材料, 其他, 新 材 料", 15, 15, SAY_PROFILE_OPTION_TWICE },
		{ "a choice of punctuation", 15, "领域 = 新材料, ——", 15, 11, SAY_PROFILE_NO_NAME },
		{ "no choice between two commas", 15, "领域 = 新材料,,其他", 15, 10, SAY_PROFILE_EMPTY_VALUE },
		{ "one choice that looks like several", 15, "领域 = 新材料、其他", 15, 6, SAY_PROFILE_ONE_OPTION },
		{ "no choices at all", 15, "领域 =\n所属领域 = 其他", 15, 1, SAY_PROFILE_NO_VALUE },
		{ "a total that is no column", 17, "总投入（万元） = 自筹（万元） + 贷款（亿元）", 17, 1,
		  SAY_PROFILE_COLUMN_NEAR },
		{ "a total that is no figure", 17, "项目 = 自筹（万元） + 贷款（亿元）", 17, 1, SAY_PROFILE_SUM_TYPE },
		{ "a part that is no column", 17, "总投资（万元） = 自筹（万元） + 代款（亿元）", 17, 20,
		  SAY_PROFILE_COLUMN_NEAR },
		{ "a part that is no figure", 17, "总投资（万元） = 自筹（万元） + 领域", 17, 20,
		  SAY_PROFILE_SUM_TYPE },
		{ "a part of another type", 17, "总投资（万元） = 自筹（万元） + 员工", 17, 20, SAY_PROFILE_SUM_MIXED },
		{ "the total among its parts", 17, "总投资（万元） = 自筹（万元） + 投资总额", 17, 20,
		  SAY_PROFILE_SUM_TWICE },
		{ "a part twice", 17, "总投资（万元） = 自筹（万元） + 自筹（万元）", 17, 20, SAY_PROFILE_SUM_TWICE },
		{ "nothing between two +", 17, "总投资（万元） = 自筹（万元） + + 贷款（亿元）", 17, 20,
		  SAY_PROFILE_SUM_EMPTY },
		{ "a sum without parts", 17, "总投资（万元） =", 17, 1, SAY_PROFILE_NO_VALUE },
		{ "a word that is nearly 允差", 17, "总投资（万元） = 自筹（万元）, 充差 1", 17, 19,
		  SAY_PROFILE_SUM_MORE_NEAR },
		{ "another word behind the sum", 17, "总投资（万元） = 自筹（万元）, 四舍五入取整", 17, 19,
		  SAY_PROFILE_SUM_MORE },
		{ "a tolerance in words", 17, "总投资（万元） = 自筹（万元）, 允差 少许", 17, 22,
		  SAY_PROFILE_BAD_TOLERANCE },
		{ "a negative tolerance", 17, "总投资（万元） = 自筹（万元）, 允差-1", 17, 21,
		  SAY_PROFILE_BAD_TOLERANCE },
		{ "a tolerance without a number", 17, "总投资（万元） = 自筹（万元）, 允差", 17, 21,
		  SAY_PROFILE_BAD_TOLERANCE },
		{ "counties of a city that is not there", 23, "株州市 = 1, 醴陵市", 23, 1, SAY_PROFILE_REGION_NEAR },
		{ "the same, nothing near", 23, "abc = 1, 醴陵市", 23, 1, SAY_PROFILE_REGION },
		{ "counties of a county", 23, "浏阳市 = 1, 官渡镇", 23, 1, SAY_PROFILE_COUNTY_OF_COUNTY },
		{ "counties of one city twice", 23, "长沙 = 1, 宁乡市", 23, 1, SAY_PROFILE_KEY_TWICE },
		{ "a county that is a city", 23, "株洲 = 1, 湘西土家族苗族自治州", 23, 9, SAY_PROFILE_REGION_TWICE },
		{ "a county twice", 23, "株洲 = 1, 醴陵市, 浏阳", 23, 14, SAY_PROFILE_REGION_TWICE },
		{ "a limit that is no number", 23, "株洲 = 一, 醴陵市", 23, 6, SAY_PROFILE_BAD_QUOTA },
		{ "an absurd limit", 23, "株洲 = 1001, 醴陵市", 23, 6, SAY_PROFILE_BAD_QUOTA },
		{ "a limit and no counties", 23, "株洲 = 1", 23, 6, SAY_PROFILE_COUNTIES_SHORT },
		{ "a limit for all and no counties", 23, "株洲 = 1, 合计 3", 23, 6, SAY_PROFILE_COUNTIES_SHORT },
		{ "合计 without its number", 23, "株洲 = 1, 合计, 醴陵市", 23, 11, SAY_PROFILE_BAD_NUMBER },
		{ "合计 of nothing", 23, "株洲 = 1, 合计 0, 醴陵市", 23, 12, SAY_PROFILE_BAD_NUMBER },
		{ "a number that lacks 合计", 23, "株洲 = 1, ３, 醴陵市", 23, 9, SAY_PROFILE_COUNTIES_TOGETHER },
		{ "an alias of a city that is a county", 25, "长沙市 = 浏阳", 25, 7, SAY_PROFILE_PLACE_CLASH },
		{ "暂缓 is known for the new rules", 26, "[规则]\n不在选项中 = 错误, 暂停", 27, 13,
		  SAY_PROFILE_RULE_MORE_NEAR },
		{ "a new rule by nearly its name", 26, "[规则]\n不在选项 = 错误", 27, 1, SAY_PROFILE_RULE_NEAR },
		{ "a section by nearly its name", 16, "[勾嵇]", 16, 2, SAY_PROFILE_SECTION_NEAR },
	};

	bool failed = false;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct load_mistakes mistakes;
		const struct load_mistake *m;
		struct buf said = { 0 };

		if (load(&arena, cases[i].changed, cases[i].text, &mistakes))
			fail_msg("%s: no mistake", cases[i].name);
		m = &mistakes.item[0];
		say_sentence(&said, LANG_ZH, m->say, m->arg_count, m->arg, NULL);
		if (mistakes.count != 1 || m->line != cases[i].line || m->col != cases[i].col ||
		    m->say != cases[i].say) {
			failed = true;
			print_message("%s: %u mistakes, %u:%u %.*s\n", cases[i].name, mistakes.count, m->line, m->col,
				      STR_ARG(buf_str(&said)));
		}
		buf_release(&said);
		arena_release(&arena);
	}
	assert_false(failed);
}

/* A type that was not understood is one mistake: nothing that follows from it is a second one. */
static void one_slip_is_one_mistake(void **state)
{
	static const struct {
		uint32_t line;
		const char *text;
	} cases[] = {
		{ 7, "领域 = 选顶, 必填, 所属领域" },
		{ 9, "自筹（万元） = 金客, 必填" },
		{ 8, "总投资（万元） = 金客, 必填, 投资总额" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct load_mistakes mistakes;

		assert_null(load(&arena, cases[i].line, cases[i].text, &mistakes));
		assert_int_equal(mistakes.count, 1);
		assert_int_equal(mistakes.item[0].line, cases[i].line);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_and_choices),
		cmocka_unit_test(sums),
		cmocka_unit_test(counties_stand_behind_their_city),
		cmocka_unit_test(all_of_it_is_shown),
		cmocka_unit_test(each_mistake_has_its_place),
		cmocka_unit_test(one_slip_is_one_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
