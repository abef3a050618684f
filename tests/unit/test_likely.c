/*
 * Pairs of rows as people write them, in a crowd of other rows that says which words are common. Each gate
 * has cases that fail without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "dedup/exact.h"
#include "dedup/likely.h"
#include "rows_fixture.h"
#include "text/key.h"

/* A row: "title|applicant|mobile|e-mail|person". */
static void add_row(struct run *run, struct str written)
{
	struct record *record;
	struct str part[5] = { { 0 } }, *contact = ARENA_ARRAY(&run->arena, struct str, 2);

	for (size_t i = 0; i < ARRAY_COUNT(part) && str_split(&written, '|', &part[i]); i++)
		part[i] = arena_copy(&run->arena, part[i]);
	rows_add(run, STR("0/G///"));
	record = &run->records.item[run->records.count - 1];
	record->project = part[0];
	record->project_lossless = key_lossless(&run->arena, part[0]);
	record->applicant = part[1];
	record->applicant_lossless = key_lossless(&run->arena, part[1]);
	record->person = part[4];
	contact[0] = part[2];
	contact[1] = part[3];
	record->mobile = record->phone = &contact[0];
	record->mobile_count = record->phone_count = part[2].len > 0;
	record->email = &contact[1];
	record->email_count = part[3].len > 0;
}

/* Ten firms of other names with three titles that many have, and the things that projects are about. */
static void add_crowd(struct run *run)
{
	static const char *const brands[] = { "瑞丰", "金鹏", "天沃", "海格", "立信",
					      "盛元", "凯旋", "龙腾", "百川", "德润" };
	static const char *const things[] = { "注塑车间", "压铸产线", "动力电池", "污水处理", "冷链物流" };

	for (size_t i = 0; i < ARRAY_COUNT(brands); i++) {
		add_row(run,
			arena_printf(&run->arena, "绿色工厂建设项目|佛山%s家居有限公司||a%zu@x.cn|", brands[i], i));
		add_row(run,
			arena_printf(&run->arena, "智能制造示范工厂|佛山%s家居有限公司||a%zu@x.cn|", brands[i], i));
		for (size_t j = 0; j < ARRAY_COUNT(things); j++)
			add_row(run, arena_printf(&run->arena, "%s%s升级|佛山%s家居有限公司||a%zu@x.cn|", things[j],
						  brands[i], brands[i], i));
	}
}

struct likely_case {
	const char *name, *a, *b, *said;
};

static const char *kind_of(const struct run *run, uint32_t a, uint32_t b)
{
	static const char *const kinds[] = { "exact", "likely", "possible" };
	static const char *const relations[] = { "joint", "branch", "reworded" };

	for (size_t i = 0; i < run->pairs.count; i++)
		if (run->pairs.item[i].a == a && run->pairs.item[i].b == b)
			return kinds[run->pairs.item[i].kind];
	for (size_t i = 0; i < run->relations.count; i++) {
		const struct relation *relation = &run->relations.item[i];

		if (relation->kind <= RELATION_REWORDED && relation->member_count == 2 && relation->member[0] == a &&
		    relation->member[1] == b)
			return relation->note == SAY_RELATED_EXCHANGED ? "exchanged" : relations[relation->kind];
	}
	return "";
}

static bool check_sum(const char *name, const struct run *run)
{
	bool ok = true;

	for (size_t i = 0; i < run->pairs.count; i++) {
		const struct pair *pair = &run->pairs.item[i];
		double sum = 0;

		for (uint32_t j = 0; j < pair->evidence_count; j++)
			sum += pair->evidence[j].weight;
		ok &= sum == pair->score;
	}
	if (!ok)
		print_message("    %s: the points are not the score\n", name);
	return ok;
}

static void check(const struct likely_case *cases, size_t count)
{
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct run run;
		struct buf said = { 0 };
		uint32_t first;

		rows_begin(&run, "0", "");
		add_crowd(&run);
		first = (uint32_t)run.records.count;
		add_row(&run, str_from(cases[i].a));
		add_row(&run, str_from(cases[i].b));
		fate_order(&run);
		applicants_make(&run, 1);
		exact_find_all(&run);
		likely_find(&run, 1, true);
		buf_add(&said, str_from(kind_of(&run, first, first + 1)));
		ok &= check_sum(cases[i].name, &run);
		ok &= rows_said(&said, cases[i].name, cases[i].said);
		rows_end(&run);
	}
	assert_true(ok);
}

#define US "广州华信科技有限公司|13800000001|hx@hx.cn|李明"
#define US_ELSEWHERE "广州华信科技有限公司|13900000002|zs@hx.cn|张三"

static void one_project_written_two_ways_is_likely(void **state)
{
	static const struct likely_case cases[] = {
		{ "width, blanks", "石墨烯5G基站散热膜|" US, "石墨烯 ５Ｇ基站散热膜|" US, "exact" },
		{ "punctuation", "“石墨烯+基站”散热膜|" US, "石墨烯基站散热膜|" US, "likely" },
		{ "traditional", "石墨烯基站散热膜项目|" US, "石墨烯基站散熱膜項目|" US, "likely" },
		{ "other contacts", "“石墨烯+基站”散热膜|" US, "石墨烯基站散热膜|" US_ELSEWHERE, "likely" },
		{ "a slip", "石墨烯基站散热膜研制|" US, "石墨希基站散热膜研制|" US, "likely" },
		{ "words exchanged", "石墨烯基站散热膜|" US, "基站散热膜石墨烯|" US, "likely" },
		{ "synonyms", "石墨烯散热智慧监控系统|" US, "石墨烯散热智能监测平台建设项目|" US, "likely" },
		{ "cut short", "面向石墨烯基站散热膜的智能检测装备研制项目|" US, "面向石墨烯基站散热膜的智能检|" US,
		  "likely" },
		{ "legal form", "石墨烯基站散热膜|" US, "石墨烯基站散热膜|广州华信科技股份有限公司|||", "likely" },
		{ "the region in brackets", "石墨烯基站散热膜|" US, "石墨烯基站散热膜|华信（广州）科技有限公司|||",
		  "likely" },
		{ "a slip in the applicant", "石墨烯基站散热膜|" US, "石墨烯基站散热膜|广州华信科枝有限公司|||",
		  "likely" },
		{ "its short name", "石墨烯基站散热膜|" US, "石墨烯基站散热膜|华信科技|||", "likely" },
		{ "its name in front", "石墨烯基站散热膜|" US, "广州华信科技有限公司石墨烯基站散热膜|" US, "likely" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

/* Without title_sign_compare these are likely. */
static void other_phases_and_numbers_are_other_projects(void **state)
{
	static const struct likely_case cases[] = {
		{ "phases", "石墨烯基站散热膜一期|" US, "石墨烯基站散热膜二期|" US, "" },
		{ "no phase and the second", "石墨烯基站散热膜|" US, "石墨烯基站散热膜（二期）|" US, "" },
		{ "no phase and the first", "石墨烯基站散热膜|" US, "石墨烯基站散热膜（一期）|" US, "likely" },
		{ "quantities", "年产20万吨石墨烯散热膜|" US, "年产30万吨石墨烯散热膜|" US, "" },
		{ "lines", "石墨烯散热膜1号线|" US, "石墨烯散热膜2号线|" US, "" },
		{ "years", "石墨烯散热膜（2024年度）|" US, "石墨烯散热膜（2025年度）|" US, "" },
		{ "a decimal point", "年产1.5万吨石墨烯散热膜|" US, "年产15万吨石墨烯散热膜|" US, "possible" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

/* Without is_replaced and is_other_content these are likely. */
static void other_content_in_one_frame_is_another_project(void **state)
{
	static const struct likely_case cases[] = {
		{ "another thing", "基于石墨烯的注塑车间散热装备|" US, "基于石墨烯的压铸产线散热装备|" US,
		  "exchanged" },
		{ "a short one", "石墨烯动力电池散热膜检测装备|" US, "石墨烯冷链物流散热膜检测装备|" US, "exchanged" },
		{ "other words around what is left", "氮化镓国产化模块化边坡监测示范工程项目|" US,
		  "国产化氮化镓边坡监测检测装备建设项目|" US, "reworded" },
		{ "a slip in it", "基于石墨烯的注塑车间散热装备|" US, "基于石墨烯的住塑车间散热装备|" US, "likely" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

/* Without entry.spread the first two are likely. */
static void a_title_that_many_have_says_little(void **state)
{
	static const struct likely_case cases[] = {
		{ "sisters", "绿色工厂建设项目|广东华信科技有限公司|13800000001||",
		  "绿色工厂建设项目|珠海华信科技有限公司|13900000002||", "" },
		{ "a character apart", "绿色工厂建设项目|广州华信科技有限公司|13800000001||",
		  "绿色工厂建设项目|广州华讯科技有限公司|13900000002||", "" },
		{ "the same applicant", "绿色工厂建设项目|" US, "绿色工厂建设工程|" US_ELSEWHERE, "likely" },
		{ "it within another of one applicant", "绿色工厂建设项目|" US, "石墨烯基站散热膜绿色工厂建设项目|" US,
		  "" },
		{ "a rare one, a character apart", "石墨烯基站散热膜|广州华信科技有限公司|13800000001||",
		  "石墨烯基站散热膜|广州华讯科技有限公司|13900000002||", "likely" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

/* Neither gate makes up for the other. */
static void one_applicant_or_one_title_alone_is_no_pair(void **state)
{
	static const struct likely_case cases[] = {
		{ "another project", "石墨烯基站散热膜|" US, "稀土永磁电机伺服控制器|" US, "" },
		{ "another applicant", "石墨烯基站散热膜智能检测装备研制|" US,
		  "石墨烯基站散热膜智能检测装备研制|深圳金蝶软件有限公司|13900000002||", "joint" },
		{ "another applicant with the same contacts", "石墨烯基站散热膜智能检测装备研制|" US,
		  "石墨烯基站散热膜智能检测装备研制|深圳金蝶软件有限公司|13800000001|hx@hx.cn|李明", "joint" },
		{ "its branch", "石墨烯基站散热膜|" US, "石墨烯基站散热膜|广州华信科技有限公司佛山分公司|||",
		  "branch" },
		{ "a sister with a rare title", "石墨烯基站散热膜智能检测装备研制|" US,
		  "石墨烯基站散热膜智能检测装备研制|深圳华信科技有限公司|13900000002||", "joint" },
		{ "an agent's contact", "石墨烯基站散热膜|广州华信科技有限公司|13800000001|a1@x.cn|",
		  "稀土永磁电机|深圳金蝶软件有限公司|13800000001|a1@x.cn|", "" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void what_two_pairs_imply_is_possible(void **state)
{
	struct run run;

	(void)state;
	rows_begin(&run, "0", "");
	add_crowd(&run);
	add_row(&run, STR("面向石墨烯基站散热膜的智能检测装备|" US));
	add_row(&run, STR("面向石墨烯|" US));
	add_row(&run, STR("智能检测装备石墨烯基站散热膜|" US_ELSEWHERE));
	fate_order(&run);
	applicants_make(&run, 1);
	likely_find(&run, 1, true);
	assert_string_equal(kind_of(&run, 70, 71), "likely");
	assert_string_equal(kind_of(&run, 70, 72), "likely");
	assert_string_equal(kind_of(&run, 71, 72), "possible");
	rows_end(&run);
}

static void a_cluster_that_contradicts_itself_is_counted(void **state)
{
	static const char *const last[] = { "面向石墨烯基站散热膜检测装备研制（首期）|" US,
					    "石墨烯散热膜基站检测装备研制（二期）|" US };

	(void)state;
	for (uint32_t mixed = 0; mixed < ARRAY_COUNT(last); mixed++) {
		struct run run;

		rows_begin(&run, "0", "");
		add_row(&run, STR("面向石墨烯基站散热膜检测装备研制一期|" US));
		add_row(&run, str_from(last[mixed]));
		/* What a person or a weaker rule may have chained. */
		rows_pair(&run, PAIR_LIKELY, 0, 1);
		fate_order(&run);
		applicants_make(&run, 1);
		likely_find(&run, 1, true);
		assert_int_equal(run.search.mixed_clusters, mixed);
		rows_end(&run);
	}
}

static void say_all(struct buf *out, const struct run *run)
{
	for (size_t i = 0; i < run->pairs.count; i++)
		buf_printf(out, "%d %u %u %.1f\n", (int)run->pairs.item[i].kind, run->pairs.item[i].a,
			   run->pairs.item[i].b, run->pairs.item[i].score);
	for (size_t i = 0; i < run->relations.count; i++)
		buf_printf(out, "%d %u %u\n", (int)run->relations.item[i].kind, run->relations.item[i].member[0],
			   run->relations.item[i].member_count);
}

static void any_number_of_threads_finds_the_same(void **state)
{
	struct buf one = { 0 }, many = { 0 };

	(void)state;
	for (uint32_t jobs = 1; jobs <= 5; jobs += 4) {
		struct run run;

		rows_begin(&run, "0", "");
		for (int i = 0; i < 20; i++)
			add_crowd(&run);
		fate_order(&run);
		applicants_make(&run, 1);
		exact_find_all(&run);
		likely_find(&run, jobs, true);
		say_all(jobs == 1 ? &one : &many, &run);
		rows_end(&run);
	}
	assert_true(one.len > 0 && str_eq(buf_str(&one), buf_str(&many)));
	buf_release(&one);
	buf_release(&many);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_project_written_two_ways_is_likely),
		cmocka_unit_test(other_phases_and_numbers_are_other_projects),
		cmocka_unit_test(other_content_in_one_frame_is_another_project),
		cmocka_unit_test(a_title_that_many_have_says_little),
		cmocka_unit_test(one_applicant_or_one_title_alone_is_no_pair),
		cmocka_unit_test(what_two_pairs_imply_is_possible),
		cmocka_unit_test(a_cluster_that_contradicts_itself_is_counted),
		cmocka_unit_test(any_number_of_threads_finds_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
