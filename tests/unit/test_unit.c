#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "text/unit.h"

static void branches_are_no_legal_persons(void **state)
{
	static const struct {
		struct str shown;
		bool branch;
	} cases[] = {
		{ STR_INIT("中国电信股份有限公司广州分公司"), true },
		{ STR_INIT("中国电信股份有限公司广州分公司（盖章）"), true },
		{ STR_INIT("甲公司（广州分公司）"), true },
		{ STR_INIT("甲公司第二分厂"), true },
		{ STR_INIT("甲院深圳分院 "), true },
		{ STR_INIT("甲公司驻广州办事处"), true },
		{ STR_INIT("甲公司"), false },
		{ STR_INIT("广州分析测试中心"), false },
		{ STR_INIT("广州市分公司管理有限公司"), false },
		{ STR_INIT("分众传媒公司"), false },
		{ STR_INIT("成分检测有限公司（广州）"), false },
		{ STR_INIT(""), false },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (unit_is_branch(&arena, cases[i].shown) != cases[i].branch)
			fail_msg("%.*s", STR_ARG(cases[i].shown));
	arena_release(&arena);
}

static void consortia_are_split_between_names_only(void **state)
{
	static const struct {
		struct str shown, members;
	} cases[] = {
		{ STR_INIT(""), STR_INIT("") },
		{ STR_INIT("甲公司"), STR_INIT("甲公司") },
		{ STR_INIT("甲公司、乙大学联合体"), STR_INIT("甲公司|乙大学") },
		{ STR_INIT("甲公司、乙大学（联合体）"), STR_INIT("甲公司|乙大学") },
		{ STR_INIT("甲公司（牵头）、乙公司、丙研究院"), STR_INIT("甲公司|乙公司|丙研究院") },
		{ STR_INIT("牵头单位：甲公司；参与单位：乙大学"), STR_INIT("甲公司|乙大学") },
		{ STR_INIT("中山大学与华南理工大学"), STR_INIT("中山大学|华南理工大学") },
		{ STR_INIT("甲有限公司和乙有限公司"), STR_INIT("甲有限公司|乙有限公司") },
		{ STR_INIT("甲公司\n乙公司"), STR_INIT("甲公司|乙公司") },
		{ STR_INIT("甲公司，乙公司等"), STR_INIT("甲公司|乙公司") },
		{ STR_INIT("甲公司/乙厂"), STR_INIT("甲公司|乙厂") },
		{ STR_INIT("甲公司（广州）、乙公司"), STR_INIT("甲公司（广州）|乙公司") },
		{ STR_INIT("广东省工信局、甲公司"), STR_INIT("广东省工信局|甲公司") },
		{ STR_INIT("西门子工厂自动化有限公司+SIEMENS AG"), STR_INIT("西门子工厂自动化有限公司|SIEMENS AG") },
		{ STR_INIT("广州和美电子有限公司"), STR_INIT("广州和美电子有限公司") },
		{ STR_INIT("机械与动力研究所"), STR_INIT("机械与动力研究所") },
		{ STR_INIT("甲公司、机械与动力研究所"), STR_INIT("甲公司|机械与动力研究所") },
		{ STR_INIT("广州市工业和信息化局"), STR_INIT("广州市工业和信息化局") },
		{ STR_INIT("工业技术中心与服务有限公司"), STR_INIT("工业技术中心与服务有限公司") },
		{ STR_INIT("甲公司、乙"), STR_INIT("甲公司、乙") },
		{ STR_INIT("甲公司（乙公司、丙公司）"), STR_INIT("甲公司（乙公司、丙公司）") },
		{ STR_INIT("甲公司（牵头、乙公司"), STR_INIT("甲公司（牵头、乙公司") },
		{ STR_INIT("甲、乙、丙"), STR_INIT("甲、乙、丙") },
		{ STR_INIT("和"), STR_INIT("和") },
		/* Brackets that say whom they hold. */
		{ STR_INIT("甲公司（联合单位：乙公司、丙大学）"), STR_INIT("甲公司|乙公司|丙大学") },
		{ STR_INIT("甲公司(联合体成员: 乙（集团）公司) "), STR_INIT("甲公司|乙（集团）公司") },
		{ STR_INIT("甲公司（参与单位：乙公司）、丙大学"), STR_INIT("甲公司|乙公司|丙大学") },
		{ STR_INIT("（牵头单位：甲公司）"), STR_INIT("（牵头单位：甲公司）") },
		{ STR_INIT("甲公司（联合单位：乙公司"), STR_INIT("甲公司（联合单位：乙公司") },
		/* A blank between whole names. */
		{ STR_INIT("甲有限公司 乙大学"), STR_INIT("甲有限公司|乙大学") },
		{ STR_INIT("甲有限公司　　乙有限责任公司"), STR_INIT("甲有限公司|乙有限责任公司") },
		{ STR_INIT("甲有限公司 广州分公司"), STR_INIT("甲有限公司 广州分公司") },
		{ STR_INIT("中国甲集团 广东有限公司"), STR_INIT("中国甲集团 广东有限公司") },
		{ STR_INIT("广州华信 科技有限公司"), STR_INIT("广州华信 科技有限公司") },
		{ STR_INIT("甲有限公司 有限公司"), STR_INIT("甲有限公司 有限公司") },
	};
	struct arena arena = { 0 };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct unit_members members = unit_split(&arena, cases[i].shown);

		buf_clear(&out);
		for (uint32_t k = 0; k < members.count; k++)
			buf_printf(&out, "%s%.*s", k ? "|" : "", STR_ARG(members.name[k]));
		if (!str_eq(buf_str(&out), cases[i].members))
			fail_msg("%.*s gives %.*s", STR_ARG(cases[i].shown), STR_ARG(buf_str(&out)));
	}
	buf_release(&out);
	arena_release(&arena);
}

static void a_megabyte_takes_well_under_a_second(void **state)
{
	static const char *const parts[] = { "和", "甲公司、", "(", ")", "()", "公司", "、 ", "联合体", "(联合体)" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		struct buf buf = { 0 };
		clock_t before;

		while (buf.len < 1024 * 1024)
			buf_add(&buf, str_from(parts[i]));
		before = clock();
		unit_split(&arena, buf_str(&buf));
		unit_is_branch(&arena, buf_str(&buf));
		/* Several times the time without sanitizers. */
		if (clock() - before > 5 * CLOCKS_PER_SEC)
			fail_msg("[%s]: %ld ms", parts[i], (long)((clock() - before) / 1000));
		buf_release(&buf);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(branches_are_no_legal_persons),
		cmocka_unit_test(consortia_are_split_between_names_only),
		cmocka_unit_test(a_megabyte_takes_well_under_a_second),
	};

	return cmocka_run_group_tests_name("unit", tests, NULL, NULL);
}
