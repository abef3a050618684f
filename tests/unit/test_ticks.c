#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/ticks.h"
#include "rows_fixture.h"

struct written {
	const char *region, *project, *applicant, *item, *text;
	bool is_remark;
};

struct ticks_case {
	const char *name;
	struct written tick[3];
	const char *rows; /* the rows asked about, of rows_fixture.h */
	const char *said; /* what stands at each row's item 盖章, in their order; then a digit a tick: placed or not */
};

static void give(struct run *run, const struct written *tick)
{
	for (size_t i = 0; i < 3 && tick[i].region; i++)
		ticks_add(run, &(struct tick){ .row = { str_from(tick[i].region), str_from(tick[i].project),
							str_from(tick[i].applicant), STR("") },
					       .item = str_from(tick[i].item),
					       .is_remark = tick[i].is_remark,
					       .text = str_from(tick[i].text) });
}

static void say(struct buf *out, struct run *run)
{
	struct arena arena = { 0 };
	struct ticks ticks;

	ticks_begin(&ticks, run, &arena);
	for (uint32_t i = 0; i < run->records.count; i++)
		ticks_count_row(&ticks, ticks_key(&arena, run, &run->records.item[i]));
	for (uint32_t i = 0; i < run->records.count; i++) {
		struct str key = ticks_key(&arena, run, &run->records.item[i]);
		struct str found = ticks_find(&ticks, key, STR("盖章"), false);

		buf_add(out, found.len ? found : STR("-"));
		buf_add(out, ticks_find(&ticks, key, STR(""), true));
		buf_add_char(out, ' ');
	}
	for (size_t i = 0; i < run->ticks.count; i++)
		buf_add_char(out, ticks.placed[i] ? '1' : '0');
	ticks_end(&ticks);
	arena_release(&arena);
}

static void what_was_found_stands_at_its_row_again(void **state)
{
	static const struct ticks_case cases[] = {
		{ "none", { { 0 } }, "0/G/甲/x", "- " },
		{ "at its row",
		  { { "广州市", "甲", "x", "盖章", "符合", false }, { "广州市", "甲", "x", "", "早", true } },
		  "0/G/乙/y 0/G/甲/x",
		  "- 符合早 11" },
		{ "a remark alone", { { "广州市", "甲", "x", "", "早", true } }, "0/G/甲/x", "-早 1" },
		{ "blanks do not matter",
		  { { "广州市", "甲　", " x", "盖 章", "符合", false } },
		  "0/G/甲/x",
		  "符合 1" },
		{ "another item", { { "广州市", "甲", "x", "资格", "符合", false } }, "0/G/甲/x", "- 0" },
		{ "another region", { { "深圳市", "甲", "x", "盖章", "符合", false } }, "0/G/甲/x", "- 0" },
		{ "a row that is gone", { { "广州市", "甲", "x", "盖章", "符合", false } }, "0/G/乙/y", "- 0" },
		{ "two rows say the same, and one was ticked",
		  { { "广州市", "甲", "x", "盖章", "符合", false } },
		  "0/G/甲/x 0/G/甲/x",
		  "- - 0" },
		{ "two rows say the same, and both were ticked alike",
		  { { "广州市", "甲", "x", "盖章", "符合", false }, { "广州市", "甲", "x", "盖章", "符合", false } },
		  "0/G/甲/x 0/G/甲/x",
		  "符合 符合 11" },
		{ "two rows say the same, and were ticked otherwise",
		  { { "广州市", "甲", "x", "盖章", "符合", false }, { "广州市", "甲", "x", "盖章", "不符合", false } },
		  "0/G/甲/x 0/G/甲/x",
		  "- - 00" },
	};
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf said = { 0 };
		struct run run;

		rows_begin(&run, "0", cases[i].rows);
		give(&run, cases[i].tick);
		say(&said, &run);
		if (!str_eq(buf_str(&said), str_from(cases[i].said))) {
			fprintf(stderr, "%s: %.*s\n", cases[i].name, (int)said.len, said.data);
			ok = false;
		}
		buf_release(&said);
		free(run.ticks.item);
		rows_end(&run);
	}
	assert_true(ok);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_found_stands_at_its_row_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
