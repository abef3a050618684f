/*
 * Rows of a list against records, as people write them, in a crowd of other rows of the list that says which
 * words are common; which rows are compared at all; and that blocks of two sides lose nothing that is near.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "dedup/exact.h"
#include "dedup/likely.h"
#include "dedup/listed.h"
#include "rows_fixture.h"
#include "text/key.h"

/* "title|applicant|directions", these as in the fixture: P and G are categories, another letter is none. */
static void add_row(struct run *run, uint32_t source, struct str written)
{
	struct record *record;
	struct str part[3] = { { 0 } };

	for (size_t i = 0; i < ARRAY_COUNT(part) && str_split(&written, '|', &part[i]); i++)
		part[i] = arena_copy(&run->arena, part[i]);
	rows_add(run, STR("0/G///"));
	record = &run->records.item[run->records.count - 1];
	record->source = source;
	record->project = part[0];
	record->project_lossless = key_lossless(&run->arena, part[0]);
	record->applicant = part[1];
	record->applicant_lossless = key_lossless(&run->arena, part[1]);
	rows_direct(&run->arena, record, part[2]);
	for (uint32_t i = 0; i < record->direction_count; i++)
		((struct record_direction *)(uintptr_t)record->direction)[i].shown = str_part(part[2], i, i + 1);
}

struct both {
	struct run run, list[LIST_EXCLUDES];
};

static void both_begin(struct both *both, const char *sources)
{
	rows_begin(&both->run, "0", "");
	for (size_t i = 0; i < LIST_EXCLUDES; i++)
		rows_begin(&both->list[i], sources, "");
}

static void both_end(struct both *both)
{
	free(both->run.listings.item);
	rows_end(&both->run);
	for (size_t i = 0; i < LIST_EXCLUDES; i++)
		rows_end(&both->list[i]);
}

/* Ten firms of the list with a title that many have, and the things that projects are about. */
static void add_crowd(struct run *list)
{
	static const char *const brands[] = { "瑞丰", "金鹏", "天沃", "海格", "立信",
					      "盛元", "凯旋", "龙腾", "百川", "德润" };
	static const char *const things[] = { "注塑车间", "压铸产线", "动力电池", "污水处理", "冷链物流" };

	for (size_t i = 0; i < ARRAY_COUNT(brands); i++) {
		add_row(list, 0, arena_printf(&list->arena, "绿色工厂建设项目|佛山%s家居有限公司|P", brands[i]));
		for (size_t j = 0; j < ARRAY_COUNT(things); j++)
			add_row(list, 0,
				arena_printf(&list->arena, "%s%s升级|佛山%s家居有限公司|P", things[j], brands[i],
					     brands[i]));
	}
}

static void look(struct both *both, uint32_t jobs)
{
	fate_order(&both->run);
	for (size_t i = 0; i < LIST_EXCLUDES; i++)
		both->run.listed[i] = both->list[i].records.count ? &both->list[i] : NULL;
	listed_find(&both->run, jobs);
}

/* "awarded 0-60 likely same": the record, the row, what they are, the direction. */
static void say(struct buf *out, const struct run *run)
{
	static const char *const lists[] = { "recommended", "awarded" };
	static const char *const kinds[] = { "exact", "likely", "possible" };
	static const char *const directions[] = { "same", "other", "unclear" };

	for (size_t i = 0; i < run->listings.count; i++) {
		const struct listing *listing = &run->listings.item[i];

		buf_printf(out, "%s%s %u-%u %s %s", i ? ", " : "", lists[listing->list], listing->record, listing->row,
			   kinds[listing->kind], directions[listing->direction]);
	}
}

struct listed_case {
	const char *name, *record, *row, *said;
};

static void check(const struct listed_case *cases, size_t count)
{
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct both both;
		struct buf said = { 0 };

		both_begin(&both, "0");
		add_row(&both.run, 0, str_from(cases[i].record));
		add_crowd(&both.list[LIST_AWARDED]);
		add_row(&both.list[LIST_AWARDED], 0, str_from(cases[i].row));
		look(&both, 1);
		say(&said, &both.run);
		ok &= rows_said(&said, cases[i].name, cases[i].said);
		both_end(&both);
	}
	assert_true(ok);
}

#define US "广州华信科技有限公司"

static void a_project_of_a_list_is_known_however_it_is_written(void **state)
{
	static const struct listed_case cases[] = {
		{ "to the letter", "石墨烯基站散热膜|" US "|P", "石墨烯基站散热膜|" US "|P",
		  "awarded 0-60 exact same" },
		{ "width and blanks", "石墨烯5G散热膜|" US "|P", "石墨烯 ５Ｇ散热膜|" US "|P",
		  "awarded 0-60 exact same" },
		{ "synonyms", "石墨烯散热智慧监控系统|" US "|P", "石墨烯散热智能监测平台建设项目|" US "|P",
		  "awarded 0-60 likely same" },
		{ "legal form", "石墨烯基站散热膜|" US "|P", "石墨烯基站散热膜|广州华信科技股份有限公司|P",
		  "awarded 0-60 likely same" },
		{ "short name", "石墨烯基站散热膜|" US "|P", "石墨烯基站散热膜|华信科技|P",
		  "awarded 0-60 likely same" },
		{ "another phase", "石墨烯基站散热膜二期|" US "|P", "石墨烯基站散热膜一期|" US "|P", "" },
		{ "another project of the applicant", "石墨烯基站散热膜|" US "|P", "供应链协同平台|" US "|P", "" },
		{ "a sister with a common title", "绿色工厂建设项目|广州瑞丰家居有限公司|P",
		  "污水回用|佛山瑞丰家居有限公司|P", "" },
		{ "another applicant", "石墨烯基站散热膜|" US "|P", "石墨烯基站散热膜|汕头大洋水产有限公司|P", "" },
		{ "no applicant in the list", "石墨烯基站散热膜|" US "|P", "石墨烯基站散热膜||P", "" },
		{ "no project in the list", "石墨烯基站散热膜|" US "|P", "|" US "|P", "" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void directions_are_the_same_other_or_unclear(void **state)
{
	static const struct listed_case cases[] = {
		{ "one in common", "石墨烯膜研制|" US "|PG", "石墨烯膜研制|" US "|G", "awarded 0-60 exact same" },
		{ "none in common", "石墨烯膜研制|" US "|P", "石墨烯膜研制|" US "|G", "awarded 0-60 exact other" },
		{ "none in the list", "石墨烯膜研制|" US "|P", "石墨烯膜研制|" US "|", "awarded 0-60 exact unclear" },
		{ "none here", "石墨烯膜研制|" US "|", "石墨烯膜研制|" US "|P", "awarded 0-60 exact unclear" },
		{ "one that nobody knows", "石墨烯膜研制|" US "|P", "石墨烯膜研制|" US "|x",
		  "awarded 0-60 exact unclear" },
		{ "it and another", "石墨烯膜研制|" US "|P", "石墨烯膜研制|" US "|Gx", "awarded 0-60 exact unclear" },
		{ "the same that nobody knows", "石墨烯膜研制|" US "|x", "石墨烯膜研制|" US "|x",
		  "awarded 0-60 exact same" },
		{ "two that nobody knows", "石墨烯膜研制|" US "|x", "石墨烯膜研制|" US "|y",
		  "awarded 0-60 exact unclear" },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void the_strongest_of_several_rows_comes_first(void **state)
{
	struct both both;
	struct buf said = { 0 };

	(void)state;
	both_begin(&both, "0");
	add_row(&both.run, 0, STR("石墨烯膜研制|" US "|P"));
	add_row(&both.list[LIST_AWARDED], 0, STR("石墨烯膜研制|" US "|G"));
	add_row(&both.list[LIST_AWARDED], 0, STR("石墨烯膜研制|华信科技|P"));
	add_row(&both.list[LIST_AWARDED], 0, STR("石墨烯膜研制|" US "|P"));
	add_row(&both.list[LIST_RECOMMENDED], 0, STR("石墨烯膜研制|" US "|G"));
	look(&both, 2);
	say(&said, &both.run);
	assert_true(rows_said(&said, "several",
			      "recommended 0-0 exact other, awarded 0-2 exact same, awarded 0-1 likely same, "
			      "awarded 0-0 exact other"));
	both_end(&both);
}

static void rows_of_a_copy_are_not_asked_twice(void **state)
{
	static const struct {
		const char *name;
		const char *sha256[2];
		const char *said;
	} cases[] = {
		{ "a copy", { "aa", "aa" }, "awarded 0-0 exact same" },
		{ "another file", { "aa", "ab" }, "awarded 0-0 exact same, awarded 0-1 exact same" },
		{ "files that were not hashed", { "", "" }, "awarded 0-0 exact same, awarded 0-1 exact same" },
	};
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct both both;
		struct buf said = { 0 };

		both_begin(&both, "00");
		add_row(&both.run, 0, STR("石墨烯膜研制|" US "|P"));
		for (uint32_t j = 0; j < 2; j++) {
			both.list[LIST_AWARDED].sources.item[j].sha256 = str_from(cases[i].sha256[j]);
			add_row(&both.list[LIST_AWARDED], j, STR("石墨烯膜研制|" US "|P"));
		}
		look(&both, 1);
		say(&said, &both.run);
		ok &= rows_said(&said, cases[i].name, cases[i].said);
		both_end(&both);
	}
	assert_true(ok);
}

/* A block as large as it gets: one title, and one trade name of which the second keys are made. */
static void one_record_meets_a_long_list(void **state)
{
	enum { ROWS = 3000, OURS = 1234 };
	struct both both;
	struct buf said = { 0 };

	(void)state;
	both_begin(&both, "0");
	add_row(&both.run, 0, STR("绿色工厂建设项目|佛山瑞丰第一千二百三十四家居有限公司|P"));
	for (unsigned i = 0; i < ROWS; i++)
		add_row(&both.list[LIST_RECOMMENDED], 0,
			i == OURS ? STR("绿色工厂建设项目|佛山瑞丰第一千二百三十四家居有限公司|P")
				  : arena_printf(&both.list[LIST_RECOMMENDED].arena,
						 "绿色工厂建设项目|佛山第%u号家居有限公司|P", i));
	look(&both, 1);
	say(&said, &both.run);
	assert_true(rows_said(&said, "a long list", "recommended 0-1234 exact same"));
	assert_int_equal(both.run.search.cut_blocks, 0);
	both_end(&both);
}

/* Neither the rows of a list among themselves, nor the records by what a list says. */
static void a_list_changes_nothing_of_the_duplicates(void **state)
{
	struct both both;
	struct buf said = { 0 };

	(void)state;
	both_begin(&both, "0");
	add_row(&both.run, 0, STR("石墨烯基站散热膜|" US "|P"));
	add_row(&both.run, 0, STR("“石墨烯基站”散热膜|" US "|P"));
	add_row(&both.list[LIST_AWARDED], 0, STR("供应链协同平台|汕头大洋水产有限公司|P"));
	add_row(&both.list[LIST_AWARDED], 0, STR("供应链协同平台|汕头大洋水产有限公司|P"));
	fate_order(&both.run);
	applicants_make(&both.run, 1);
	exact_find_all(&both.run);
	likely_find(&both.run, 1, true);
	look(&both, 1);
	rows_say_pairs(&said, &both.run);
	assert_true(rows_said(&said, "pairs", "likely 0-1 #1"));
	assert_int_equal(both.run.listings.count, 0);
	assert_int_equal(both.run.records.count, 2);
	both_end(&both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_project_of_a_list_is_known_however_it_is_written),
		cmocka_unit_test(directions_are_the_same_other_or_unclear),
		cmocka_unit_test(the_strongest_of_several_rows_comes_first),
		cmocka_unit_test(rows_of_a_copy_are_not_asked_twice),
		cmocka_unit_test(one_record_meets_a_long_list),
		cmocka_unit_test(a_list_changes_nothing_of_the_duplicates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
