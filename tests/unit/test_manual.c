/* What only a person can check, and which application forms a project needs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/manual.h"

enum { UNKNOWN = -1, NOTHING = -2 };

static const struct profile_category categories[] = {
	{ .name = STR_INIT("甲"), .form = STR_INIT("附件3") },
	{ .name = STR_INIT("乙"), .form = STR_INIT("附件4") },
	{ .name = STR_INIT("丙") },
	{ .name = STR_INIT("丁"), .form = STR_INIT("附件3") },
};
static const struct profile forms_profile = { .category_count = ARRAY_COUNT(categories), .category = categories };

/* A record of the directions up to NOTHING, which live in `room`. */
static struct record record_of(const int *category, struct record_direction *room)
{
	struct record record = { .direction = room };

	for (; *category != NOTHING; category++)
		room[record.direction_count++].category = *category == UNKNOWN ? UINT32_MAX : (uint32_t)*category;
	return record;
}

static void of_which_projects(void **state)
{
	static const uint32_t two[] = { 1, 2 };
	static const struct {
		const char *name;
		uint32_t asked; /* how many categories the item is for */
		int category[4];
		bool applies;
	} cases[] = {
		{ "an item for all", 0, { 0, NOTHING }, true },
		{ "an item for all, a project of no direction", 0, { NOTHING }, true },
		{ "its category", 1, { 1, NOTHING }, true },
		{ "another category", 1, { 0, NOTHING }, false },
		{ "two others", 1, { 0, 2, NOTHING }, false },
		{ "its category behind another", 1, { 0, 1, NOTHING }, true },
		{ "the second of its categories", 2, { 2, NOTHING }, true },
		{ "an unknown direction may be any", 1, { UNKNOWN, NOTHING }, true },
		{ "an unknown one behind another", 1, { 0, UNKNOWN, NOTHING }, true },
		{ "no direction may be any", 1, { NOTHING }, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct record_direction room[4];
		struct record record = record_of(cases[i].category, room);
		struct profile_manual item = { .category_count = cases[i].asked, .category = two };

		print_message("%s\n", cases[i].name);
		assert_int_equal(manual_applies(&item, &record), cases[i].applies);
	}
}

static void which_forms(void **state)
{
	static const struct {
		const char *name;
		int category[4];
		const char *form[3]; /* of each direction */
	} cases[] = {
		{ "one", { 1, NOTHING }, { "附件4" } },
		{ "two, in the order written", { 1, 0, NOTHING }, { "附件4", "附件3" } },
		{ "two items of one category", { 0, 0, NOTHING }, { "附件3", "" } },
		{ "two categories of one form", { 0, 1, 3, NOTHING }, { "附件3", "附件4", "" } },
		{ "a category without a form", { 2, 1, NOTHING }, { "", "附件4" } },
		{ "an unknown direction", { UNKNOWN, 1, NOTHING }, { "", "附件4" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct record_direction room[4];
		struct record record = record_of(cases[i].category, room);

		print_message("%s\n", cases[i].name);
		for (uint32_t j = 0; j < record.direction_count; j++)
			assert_true(str_eq(manual_form(&forms_profile, &record, j), str_from(cases[i].form[j])));
	}
	assert_true(manual_has_forms(&forms_profile));
	assert_false(manual_has_forms(&(struct profile){ .category_count = 1, .category = &categories[2] }));
}

/* Only what stands on the first sheet is to be checked; a region that sent nothing has no letter. */
static void how_often(void **state)
{
	static const uint32_t second[] = { 1 };
	static const struct profile_manual project = { .scope = MANUAL_PROJECT },
					   restricted = { .scope = MANUAL_PROJECT,
							  .category_count = 1,
							  .category = second },
					   region = { .scope = MANUAL_REGION }, once = { .scope = MANUAL_ONCE };
	struct record_direction first[] = { { .category = 0 } }, other[] = { { .category = 1 } };
	struct record records[] = {
		{ .seq = 1, .direction_count = 1, .direction = first },
		{ .seq = 2, .direction_count = 1, .direction = other },
		{ .fate = FATE_HELD, .direction_count = 1, .direction = other },
	};
	struct region_state regions[] = { { .count = 2 }, { .count = 0 }, { .count = 1 } };
	struct profile profile = { .region_count = ARRAY_COUNT(regions) };
	struct run run = { .profile = &profile, .regions = regions };

	(void)state;
	run.records.item = records;
	run.records.count = ARRAY_COUNT(records);
	assert_int_equal(manual_count(&run, &project), 2);
	assert_int_equal(manual_count(&run, &restricted), 1);
	assert_int_equal(manual_count(&run, &region), 2);
	assert_int_equal(manual_count(&run, &once), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_which_projects),
		cmocka_unit_test(which_forms),
		cmocka_unit_test(how_often),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
