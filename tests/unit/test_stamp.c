/* What the system says of a file, as the ledger keeps it: what makes it another, and when it is worth keeping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "state/stamp.h"

static struct stat usual(void)
{
	return (struct stat){
		.st_dev = 1, .st_ino = 2, .st_size = 3, .st_mtim = { 1600000000, 5 }, .st_ctim = { 1600000001, 6 }
	};
}

static void any_part_that_differs_is_another_file(void **state)
{
	const struct stat was = usual();
	struct stat is[7];
	struct arena arena = { 0 };
	struct str stamp = stamp_make(&arena, &was);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(is); i++)
		is[i] = was;
	is[0].st_dev++;
	is[1].st_ino++;
	is[2].st_size++;
	is[3].st_mtim.tv_sec++;
	is[4].st_mtim.tv_nsec++;
	is[5].st_ctim.tv_sec--;
	is[6].st_ctim.tv_nsec--;
	assert_true(stamp_fits(stamp, &was));
	for (size_t i = 0; i < ARRAY_COUNT(is); i++)
		assert_false(stamp_fits(stamp, &is[i]));
	assert_false(stamp_fits(STR(""), &was));
	arena_release(&arena);
}

static void a_file_must_have_been_left_alone(void **state)
{
	static const struct {
		const char *name;
		time_t behind; /* seconds from the change on, when the reading began */
		bool firm;
	} cases[] = {
		{ "as long as is asked for", STAMP_SECONDS, true },
		{ "a second less", STAMP_SECONDS - 1, false },
		{ "in the future", -5, false },
		{ "a year", 365 * 86400, true },
	};
	const struct stat was = usual();

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (stamp_is_firm(&was, was.st_ctim.tv_sec + cases[i].behind) != cases[i].firm)
			fail_msg("%s", cases[i].name);
}

static void a_path_without_a_stamp_is_not_known(void **state)
{
	struct stamps stamps = { 0 };

	(void)state;
	stamp_add(&stamps, &(struct stamp){ .path = STR("a"), .sha256 = STR("1"), .stamp = STR("x") });
	stamp_add(&stamps, &(struct stamp){ .path = STR("b"), .sha256 = STR("2"), .stamp = STR("") });
	assert_true(str_eq(stamp_find(&stamps, STR("a"))->sha256, STR("1")));
	assert_null(stamp_find(&stamps, STR("b")));
	assert_null(stamp_find(&stamps, STR("c")));
	stamp_release(&stamps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_part_that_differs_is_another_file),
		cmocka_unit_test(a_file_must_have_been_left_alone),
		cmocka_unit_test(a_path_without_a_stamp_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
