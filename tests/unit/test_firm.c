#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "text/firm.h"

static struct str shown_of(struct arena *arena, const struct firm *firm)
{
	return arena_printf(arena, "%.*s|%.*s|%.*s%s%s", STR_ARG(firm->brand), STR_ARG(firm->trade),
			    STR_ARG(firm->branch), firm->grouped ? " 集团" : "",
			    firm->kind == FIRM_INSTITUTION ? " 机构" : "");
}

/* 字号 | trade | branch, and where: the numbers of province and city. */
static void a_name_falls_into_its_parts(void **state)
{
	static const struct {
		struct str name, parts;
		uint16_t province, city;
	} cases[] = {
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("广州市华信科技有限责任公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("广东省广州市天河区华信科技股份有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("华信（广州）科技有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("华信科技（广州）有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("华信科技有限公司（广州）"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("广东华信（广州）科技有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("华信广州科技有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("廣州華信科技有限公司"), STR_INIT("华信|科技|"), 44, 4401 },
		{ STR_INIT("华信科技有限公可"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技有限公"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技股份有限"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技股汾有限公司"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技有限狗公司"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技有"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信富有"), STR_INIT("华信富有||"), 0, 0 },
		{ STR_INIT("华信科技有限公司张三"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技有限公司广州恒通玩具厂"), STR_INIT("恒通|玩具|"), 44, 4401 },
		{ STR_INIT("华信科技有限公司（广州仓库）"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("华信科技股份有有限公司"), STR_INIT("华信|科技|"), 0, 0 },
		/* Nothing would be left. */
		{ STR_INIT("股份有有限公司"), STR_INIT("股份有||"), 0, 0 },
		{ STR_INIT("华信科技集团有"), STR_INIT("华信|科技| 集团"), 0, 0 },
		{ STR_INIT("广西省北海市华信科技有限公司"), STR_INIT("华信|科技|"), 45, 4505 },
		{ STR_INIT("华信控股有限公司"), STR_INIT("华信|控股|"), 0, 0 },
		{ STR_INIT("华信科技（集团）股份有限公司"), STR_INIT("华信|科技| 集团"), 0, 0 },
		{ STR_INIT("华信集团"), STR_INIT("华信|| 集团"), 0, 0 },
		{ STR_INIT("华信科技（集团）有限公司广州分公司"), STR_INIT("华信|科技|广州 集团"), 0, 0 },
		{ STR_INIT("中国电信广州分公司"), STR_INIT("中国电信||广州"), 0, 0 },
		{ STR_INIT("华信公司（广州分公司）"), STR_INIT("华信||广州"), 0, 0 },
		{ STR_INIT("泗水县博宇机床附件厂（普通合伙）"), STR_INIT("博宇|机床附件|"), 37, 3708 },
		/* A 字号 is never eaten whole. */
		{ STR_INIT("广州药业股份有限公司"), STR_INIT("广州|药业|"), 44, 4401 },
		{ STR_INIT("广州市药业有限公司"), STR_INIT("广州|药业|"), 44, 4401 },
		{ STR_INIT("深圳数字生命科技有限公司"), STR_INIT("深圳|数字生命科技|"), 44, 4403 },
		{ STR_INIT("数字生命科技（深圳）有限公司"), STR_INIT("深圳|数字生命科技|"), 44, 4403 },
		{ STR_INIT("长城汽车股份有限公司"), STR_INIT("长城|汽车|"), 0, 0 },
		{ STR_INIT("东方海洋科技有限公司"), STR_INIT("东方|海洋科技|"), 0, 0 },
		{ STR_INIT("光明乳业股份有限公司"), STR_INIT("光明|乳业|"), 0, 0 },
		{ STR_INIT("上海南方科技有限公司"), STR_INIT("南方|科技|"), 31, 0 },
		{ STR_INIT("广东新兴铸管股份有限公司"), STR_INIT("新兴|铸管|"), 44, 0 },
		{ STR_INIT("中国石化销售股份有限公司"), STR_INIT("中国石化|销售|"), 0, 0 },
		{ STR_INIT("立有限公司"), STR_INIT("立||"), 0, 0 },
		{ STR_INIT("有限公司"), STR_INIT("有限公司||"), 0, 0 },
		{ STR_INIT("广州"), STR_INIT("广州||"), 0, 0 },
		{ STR_INIT("吉林省华信科技有限公司"), STR_INIT("华信|科技|"), 22, 0 },
		{ STR_INIT("吉林市华信科技有限公司"), STR_INIT("华信|科技|"), 22, 2202 },
		{ STR_INIT("内蒙古伊利实业集团股份有限公司"), STR_INIT("伊利|实业| 集团"), 15, 0 },
		{ STR_INIT("佛山市顺德区美的电器有限公司"), STR_INIT("美的|电器|"), 44, 4406 },
		{ STR_INIT("Guangzhou Huaxin Co., Ltd."), STR_INIT("guangzhouhuaxin||"), 0, 0 },
		{ STR_INIT("Siemens AG"), STR_INIT("siemens||"), 0, 0 },
		{ STR_INIT("Flag"), STR_INIT("flag||"), 0, 0 },
		{ STR_INIT("广州白云山医药集团股份有限公司"), STR_INIT("白云山|医药| 集团"), 44, 4401 },
		{ STR_INIT("东莞市长安华信模具厂"), STR_INIT("华信|模具|"), 44, 4419 },
		{ STR_INIT("北京朝阳华信科技有限公司"), STR_INIT("华信|科技|"), 11, 1101 },
		{ STR_INIT("OPPO广东移动通信有限公司"), STR_INIT("oppo|移动通信|"), 44, 0 },
		{ STR_INIT("中国移动通信集团广东有限公司"), STR_INIT("中国移动通信|| 集团"), 44, 0 },
		{ STR_INIT("华信科技（中国）有限公司"), STR_INIT("华信|科技|"), 0, 0 },
		{ STR_INIT("广东电网有限责任公司广州供电局"), STR_INIT("广东|电网|广州供电局"), 44, 0 },
		/* Institutions keep their region. */
		{ STR_INIT("广东省广州市第一人民医院"), STR_INIT("广州第一人民医院|| 机构"), 44, 4401 },
		{ STR_INIT("中山大学"), STR_INIT("中山大学|| 机构"), 0, 0 },
		{ STR_INIT("中国石油大学（华东）"), STR_INIT("中国石油大学华东|| 机构"), 0, 0 },
		{ STR_INIT(""), STR_INIT("||"), 0, 0 },
		{ STR_INIT("（）"), STR_INIT("||"), 0, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct firm firm = firm_parse(&arena, cases[i].name);
		struct str parts = shown_of(&arena, &firm);

		if (!str_eq(parts, cases[i].parts) || firm.province != cases[i].province || firm.city != cases[i].city)
			fail_msg("%.*s: %.*s %u %u", STR_ARG(cases[i].name), STR_ARG(parts), firm.province, firm.city);
	}
	arena_release(&arena);
}

static void names_compare_by_what_tells_firms_apart(void **state)
{
	static const struct {
		struct str a, b;
		enum firm_level level;
		enum firm_why why;
	} cases[] = {
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州 华信科技有限公司"), FIRM_SAME, FIRM_IDENTICAL },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("廣州華信科技有限公司"), FIRM_SAME, FIRM_IDENTICAL },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("华信科技（广州）有限责任公司"), FIRM_SAME,
		  FIRM_FORM_DIFFERS },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州市华信科技（集团）股份有限公司"), FIRM_SAME,
		  FIRM_FORM_DIFFERS },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州华信科技有限公可"), FIRM_SAME, FIRM_FORM_DIFFERS },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州华信科技有限公"), FIRM_SAME, FIRM_FORM_DIFFERS },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("华信科技有限公司"), FIRM_SAME, FIRM_REGION_MISSING },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广东华信科技有限公司"), FIRM_SAME, FIRM_REGION_MISSING },
		{ STR_INIT("深圳数字生命科技有限公司"), STR_INIT("数字生命科技（深圳）有限公司"), FIRM_SAME,
		  FIRM_FORM_DIFFERS },
		{ STR_INIT("诸城益金机械厂"), STR_INIT("诸城市益金机械店"), FIRM_SAME, FIRM_FORM_DIFFERS },
		{ STR_INIT("诸城益金机械厂"), STR_INIT("诸城市益金机械有限公司"), FIRM_LIKELY, FIRM_FORM_DIFFERS },
		{ STR_INIT("莱州市翰晟石业有限公司"), STR_INIT("莱州市瀚晟石业有限公司"), FIRM_LIKELY,
		  FIRM_NEAR_BRAND },
		{ STR_INIT("山东万泰板业有限公司"), STR_INIT("山东银泰板业有限公司"), FIRM_LIKELY, FIRM_NEAR_BRAND },
		{ STR_INIT("广州永丰照明有限公司"), STR_INIT("厂州永丰照明有限公司"), FIRM_LIKELY, FIRM_ONE_LETTER },
		{ STR_INIT("广州华信信息技术有限公司"), STR_INIT("广州华信信思技术有限公司"), FIRM_LIKELY,
		  FIRM_ONE_LETTER },
		{ STR_INIT("潍坊腾惠饲料有限公司"), STR_INIT("潍坊惠腾饲料有限公司"), FIRM_LIKELY, FIRM_NEAR_BRAND },
		{ STR_INIT("济南恒泽百益机械有限公司"), STR_INIT("济南恒泽百益机械制造有限公司"), FIRM_LIKELY,
		  FIRM_WIDER_TRADE },
		{ STR_INIT("肥城市兄弟石料玩具有限公司"), STR_INIT("肥城市兄弟塑胶玩具有限公司"), FIRM_LIKELY,
		  FIRM_WIDER_TRADE },
		{ STR_INIT("肥城市兄弟石料科技有限公司"), STR_INIT("肥城市兄弟塑胶科技有限公司"), FIRM_DIFFERENT,
		  FIRM_OTHER_TRADE },
		{ STR_INIT("广州华信云图有限公司"), STR_INIT("广州华信云图科技有限公司"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("青州市鑫久配件机械厂"), STR_INIT("青州市鑫久机械配件厂"), FIRM_LIKELY, FIRM_TWO_LETTERS },
		{ STR_INIT("诸城市昊沃机械"), STR_INIT("诸城市昊沃机械有限公司"), FIRM_LIKELY, FIRM_CUT_SHORT },
		{ STR_INIT("中国电信股份有限公司"), STR_INIT("中国电信股份有限公司广州分公司"), FIRM_LIKELY,
		  FIRM_BRANCH },
		{ STR_INIT("寿光市华通百叶窗帘厂"), STR_INIT("寿光市上口镇华通百叶窗帘厂"), FIRM_LIKELY,
		  FIRM_REGION_MISSING },
		{ STR_INIT("华信集团"), STR_INIT("广州华信科技有限公司"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("广州华信"), STR_INIT("广州华信科技有限公司"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("华信"), STR_INIT("广州华信科技有限公司"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("华信科技"), STR_INIT("广州华信科技有限公司"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("佛山市医院"), STR_INIT("佛山市人民医院"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("深圳顺德光电科技有限公司"), STR_INIT("顺德光电科技有限公司"), FIRM_SAME,
		  FIRM_REGION_MISSING },
		{ STR_INIT("华信建材集团有有限公司"), STR_INIT("华信建材有限公司"), FIRM_SAME, FIRM_FORM_DIFFERS },
		{ STR_INIT("华南理工"), STR_INIT("华南理工大学"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("广州番禺职院"), STR_INIT("广州番禺职业技术学院"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("第一人民医院"), STR_INIT("广州市第一人民医院"), FIRM_SHORT, FIRM_SHORT_NAME },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("深圳华信科技有限公司"), FIRM_SISTER, FIRM_OTHER_REGION },
		{ STR_INIT("佛山市第一人民医院"), STR_INIT("广州市第一人民医院"), FIRM_SISTER, FIRM_OTHER_REGION },
		{ STR_INIT("莒县第二污水处理厂"), STR_INIT("莘县第二污水处理厂"), FIRM_SISTER, FIRM_OTHER_REGION },
		{ STR_INIT("中国电信股份有限公司深圳分公司"), STR_INIT("中国电信股份有限公司广州分公司"), FIRM_SISTER,
		  FIRM_OTHER_BRANCH },
		{ STR_INIT("广州华信电子有限公司"), STR_INIT("广州华信食品有限公司"), FIRM_DIFFERENT,
		  FIRM_OTHER_TRADE },
		{ STR_INIT("广州市第二人民医院"), STR_INIT("广州市第一人民医院"), FIRM_DIFFERENT, FIRM_OTHER_NUMBER },
		{ STR_INIT("广州市人民医院"), STR_INIT("广州市第一人民医院"), FIRM_DIFFERENT, FIRM_OTHER_NUMBER },
		{ STR_INIT("中铁一局集团有限公司"), STR_INIT("中铁二局集团有限公司"), FIRM_DIFFERENT,
		  FIRM_OTHER_NUMBER },
		{ STR_INIT("广州药业有限公司"), STR_INIT("深圳药业有限公司"), FIRM_DIFFERENT, FIRM_UNLIKE },
		{ STR_INIT("广州大学"), STR_INIT("广州医科大学"), FIRM_DIFFERENT, FIRM_UNLIKE },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州恒通科技有限公司"), FIRM_DIFFERENT, FIRM_UNLIKE },
		{ STR_INIT(""), STR_INIT(""), FIRM_SAME, FIRM_IDENTICAL },
		{ STR_INIT(""), STR_INIT("华信"), FIRM_DIFFERENT, FIRM_UNLIKE },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct firm a = firm_parse(&arena, cases[i].a), b = firm_parse(&arena, cases[i].b);
		struct firm_match match = firm_compare(&a, &b), back = firm_compare(&b, &a);

		if (match.level != cases[i].level || match.why != cases[i].why || back.level != match.level ||
		    back.why != match.why)
			fail_msg("%.*s, %.*s: level %d, why %d", STR_ARG(cases[i].a), STR_ARG(cases[i].b), match.level,
				 match.why);
	}
	arena_release(&arena);
}

static void identity_is_equal_for_spellings_of_one_applicant(void **state)
{
	static const struct {
		struct str a, b;
		bool equal;
	} cases[] = {
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("华信科技（广州）有限责任公司"), true },
		{ STR_INIT("广东省广州市华信科技有限公司"), STR_INIT("广州华信科技有限公司"), true },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("深圳华信科技有限公司"), false },
		{ STR_INIT("广州华信科技有限公司"), STR_INIT("广州华信食品有限公司"), false },
		{ STR_INIT("中国电信广州分公司"), STR_INIT("中国电信深圳分公司"), false },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct firm a = firm_parse(&arena, cases[i].a), b = firm_parse(&arena, cases[i].b);

		if (str_eq(firm_identity(&arena, &a), firm_identity(&arena, &b)) != cases[i].equal)
			fail_msg("%.*s", STR_ARG(cases[i].a));
	}
	arena_release(&arena);
}

/* The tables are searched by halves. */
static void tables_are_in_the_order_of_their_bytes(void **state)
{
	static const struct str tables[][5000] = {
		{
#define REGION(number, name, tail, use) STR_INIT(name),
#include "text/region.def"
#undef REGION
		},
		{
#define TRADE(name) STR_INIT(name),
#include "text/trade.def"
#undef TRADE
		},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(tables); i++)
		for (size_t j = 1; tables[i][j].len; j++)
			if (memcmp(tables[i][j - 1].data, tables[i][j].data, 3) > 0)
				fail_msg("%.*s", STR_ARG(tables[i][j]));
}

/* Hostile: each unit many times, so that anything quadratic takes minutes. */
static void long_names_take_linear_time(void **state)
{
	static const struct str units[] = { STR_INIT("广州"),	STR_INIT("（广州）"), STR_INIT("科技"),
					    STR_INIT("分公司"), STR_INIT("有限公司"), STR_INIT("("),
					    STR_INIT("第一"),	STR_INIT("\xCC\x81") };
	struct arena arena = { 0 };
	clock_t begun = clock();

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		struct buf buf = { 0 };
		struct firm firm;

		while (buf.len < 3000000)
			buf_add(&buf, units[i]);
		firm = firm_parse(&arena, buf_str(&buf));
		assert_true(firm_compare(&firm, &firm).level == FIRM_SAME);
		buf_release(&buf);
	}
	assert_true((clock() - begun) / CLOCKS_PER_SEC < 30);
	arena_release(&arena);
}

/* --- For tests/agreement/names.py: real names, a line each. ------------------------------------------------------- */

enum { MOST_NAMES = 20000 };

struct line {
	struct str name, code;
	struct firm firm;
};

static struct str read_all(struct arena *arena, FILE *in)
{
	struct buf buf = { 0 };
	struct str text;
	char part[4096];
	size_t len;

	while ((len = fread(part, 1, sizeof(part), in)) > 0)
		buf_add(&buf, (struct str){ part, len });
	text = arena_copy(arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

static void say(const char *what, const struct line *a, const struct line *b)
{
	struct firm_match match = firm_compare(&a->firm, &b->firm);

	printf("%s\t%d\t%d\t%.*s\t%.*s\n", what, match.level, match.why, STR_ARG(a->name), STR_ARG(b->name));
}

/* "pairs": two names a line, told how they compare. "list": a name and its code; told which pairs are not as the codes.
 */
static int compare_lines(const char *mode)
{
	struct arena arena = { 0 };
	struct str rest = read_all(&arena, stdin), text;
	struct line *line = ARENA_ARRAY(&arena, struct line, MOST_NAMES);
	size_t count = 0;

	while (str_split(&rest, '\n', &text) && count < MOST_NAMES) {
		struct line *l = &line[count++];

		str_split(&text, '\t', &l->name);
		l->code = text;
		l->firm = firm_parse(&arena, l->name);
		if (strcmp(mode, "pairs") == 0) {
			struct line other = { .name = l->code, .firm = firm_parse(&arena, l->code) };

			say("pair", l, &other);
		}
	}
	for (size_t i = 0; strcmp(mode, "list") == 0 && i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			bool same = str_eq(line[i].code, line[j].code);
			enum firm_level level = firm_compare(&line[i].firm, &line[j].firm).level;

			if (same && level == FIRM_DIFFERENT)
				say("missed", &line[i], &line[j]);
			else if (!same && level == FIRM_SAME)
				say("wrong", &line[i], &line[j]);
		}
	arena_release(&arena);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_falls_into_its_parts),
		cmocka_unit_test(names_compare_by_what_tells_firms_apart),
		cmocka_unit_test(identity_is_equal_for_spellings_of_one_applicant),
		cmocka_unit_test(tables_are_in_the_order_of_their_bytes),
		cmocka_unit_test(long_names_take_linear_time),
	};

	if (argc == 2)
		return compare_lines(argv[1]);
	return cmocka_run_group_tests_name("firm", tests, NULL, NULL);
}
