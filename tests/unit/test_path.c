/* Names, endings and stems of paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"

static const struct {
	struct str path, name, ending, stem;
} cases[] = {
	{ STR_INIT("广州市/汇总.xls"), STR_INIT("汇总.xls"), STR_INIT("xls"), STR_INIT("汇总") },
	{ STR_INIT("汇总.v2.csv"), STR_INIT("汇总.v2.csv"), STR_INIT("csv"), STR_INIT("汇总.v2") },
	{ STR_INIT("a.b/汇总"), STR_INIT("汇总"), STR_INIT(""), STR_INIT("汇总") },
	{ STR_INIT("a/.xls"), STR_INIT(".xls"), STR_INIT("xls"), STR_INIT(".xls") },
	{ STR_INIT("汇总."), STR_INIT("汇总."), STR_INIT(""), STR_INIT("汇总.") },
	{ STR_INIT("a/"), STR_INIT(""), STR_INIT(""), STR_INIT("") },
	{ STR_INIT(""), STR_INIT(""), STR_INIT(""), STR_INIT("") },
};

static void parts_of_a_path(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		if (!str_eq(path_name(cases[i].path), cases[i].name))
			fail_msg("the name of %s", cases[i].path.data);
		if (!str_eq(path_ending(cases[i].path), cases[i].ending))
			fail_msg("the ending of %s", cases[i].path.data);
		if (!str_eq(path_stem(cases[i].path), cases[i].stem))
			fail_msg("the stem of %s", cases[i].path.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(parts_of_a_path) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
