/* Return slips: of every rule it is decided whether a region is told, and what it does about it is said in both
 * languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "app/returns.h"
#include "output/slip.h"

static void of_every_rule_it_is_decided(void **state)
{
	(void)state;
	for (enum rule_id rule = 0; rule < RULE_COUNT; rule++)
		if (!slip_is_decided(rule))
			fail_msg("%s: a row of output/slip.c is missing", diag_rule_at(rule)->word.data);
}

static void what_is_told_can_be_mended(void **state)
{
	(void)state;
	for (enum rule_id rule = 0; rule < RULE_COUNT; rule++) {
		if (!slip_tells(rule))
			continue;
		for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
			if (slip_mend(rule, lang).len == 0)
				fail_msg("%s: no way to mend it", diag_rule_at(rule)->word.data);
		/* It is the region that reads it, and not the office. */
		if (str_has(slip_mend(rule, LANG_ZH), STR("请报送单位")) ||
		    str_has(slip_mend(rule, LANG_ZH), STR("该市")))
			fail_msg("%s: speaks of the region as of somebody else", diag_rule_at(rule)->word.data);
	}
}

static void suspicions_are_not_told(void **state)
{
	static const enum rule_id rules[] = { RULE_DUPLICATE_LIKELY, RULE_DUPLICATE_POSSIBLE, RULE_CELL_DISPUTED,
					      RULE_RULING_STALE };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rules); i++)
		assert_false(slip_tells(rules[i]));
}

static void no_two_regions_have_one_name(void **state)
{
	static const struct profile_region regions[] = {
		{ .name = STR_INIT("广州市") },
		{ .name = STR_INIT("甲/乙") },
		{ .name = STR_INIT("甲:乙") },
		{ .name = STR_INIT("..") },
	};
	static const char *const names[] = { "退回单-广州市.xlsx", "退回单-甲_乙.xlsx", "退回单-甲_乙（2）.xlsx",
					     "退回单-...xlsx" };
	const struct profile profile = { .region_count = ARRAY_COUNT(regions), .region = regions };
	struct arena arena = { 0 };
	const char **made = returns_names(&profile, &arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		assert_string_equal(made[i], names[i]);
	arena_release(&arena);
}

static void a_mark_is_that_of_a_slip_or_not(void **state)
{
	static const struct {
		const char *mark;
		bool is_slip;
	} cases[] = {
		{ "p slip 0123", true },    { "p 0123", false }, { "p form 0123", false },
		{ "p-2 slip 0123", false }, { "", false },	 { "p", false },
	};
	const struct profile profile = { .id = STR_INIT("p") };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (returns_is_marked(str_from(cases[i].mark), &profile) != cases[i].is_slip)
			fail_msg("%s", cases[i].mark);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_every_rule_it_is_decided),	   cmocka_unit_test(what_is_told_can_be_mended),
		cmocka_unit_test(suspicions_are_not_told),	   cmocka_unit_test(no_two_regions_have_one_name),
		cmocka_unit_test(a_mark_is_that_of_a_slip_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
