/*
 * A ledger in the folder of folder_fixture.h, and nights of one input, one record, one pair to put into it, for tests.
 * Included behind cmocka.h.
 */
#ifndef TESTS_NIGHT_FIXTURE_H
#define TESTS_NIGHT_FIXTURE_H

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "folder_fixture.h"
#include "state/change.h"
#include "state/night_store.h"
#include "state/query.h"

static inline struct ledger *open_well(const char *path)
{
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open(path, &why);

	if (!ledger)
		print_error("%.*s: %s\n", STR_ARG(diag_say_name(why.say)), why.detail);
	assert_non_null(ledger);
	return ledger;
}

static inline enum say open_badly(const char *path)
{
	struct ledger_trouble why = { 0 };

	assert_null(ledger_open(path, &why));
	return why.say;
}

static inline bool begin_for(struct ledger *ledger, const char *profile)
{
	const struct ledger_run run = { str_from(profile), STR("00"), STR("check"), 1600000000 };

	return ledger_begin(ledger, &run);
}

static inline void begin(struct ledger *ledger)
{
	assert_true(begin_for(ledger, "guangdong-2020-971"));
}

static inline void end(struct ledger *ledger)
{
	assert_true(ledger_stage(ledger, 1600000001) && ledger_commit(ledger));
	ledger_close(ledger);
}

static inline struct bytes contents(const char *path, struct file_content *content)
{
	assert_true(file_load(path, true, content));
	return content->bytes;
}

static inline void write_bytes(const char *path, struct bytes bytes)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.data, 1, bytes.len, f), bytes.len);
	assert_int_equal(fclose(f), 0);
}

static inline bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* One input and one record whose telephone is this. */
static inline void make_night(struct night *night, struct arena *arena, const char *phone)
{
	struct buf list = { 0 };
	struct str *column = night_add(night, NIGHT_INPUT, arena)->column;

	column[INPUT_PATH] = STR("广州市/汇总.csv");
	column[INPUT_SHA256] = str_from(phone);
	column[INPUT_STATUS] = STR("read");
	column[INPUT_FILE] = STR("00ff");
	column[INPUT_BYTES] = column[INPUT_ROWS] = STR("12");
	column = night_add(night, NIGHT_RECORD, arena)->column;
	column[RECORD_REGION] = STR("广州市");
	column[RECORD_PROJECT_KEY] = STR("'); DROP TABLE record; --");
	column[RECORD_APPLICANT_KEY] = STR("甲");
	column[RECORD_STATUS] = STR("merged");
	night_list_part(&list, STR("电话"));
	night_list_part(&list, str_from(phone));
	night_list_end(&list);
	column[RECORD_FIELDS] = arena_copy(arena, buf_str(&list));
	buf_release(&list);
	column = night_add(night, NIGHT_PAIR, arena)->column;
	column[PAIR_SCORE] = STR("1");
}

/* A whole run, up to its end or to some step before it. */
enum until { UNTIL_BEGUN, UNTIL_STORED, UNTIL_STAGED, UNTIL_FAILED, UNTIL_COMMITTED };

static inline struct str run_once(const char *path, const char *phone, enum until until, int64_t *since,
				  struct arena *arena)
{
	struct ledger *ledger = open_well(path);
	struct night before = { 0 }, after = { 0 };
	const struct changes *changes;
	struct str found = STR("");

	begin(ledger);
	assert_true(night_store_previous(ledger, arena, NULL, &before, since));
	if (before.rows[NIGHT_RECORD].count)
		found = before.rows[NIGHT_RECORD].item[0].column[RECORD_FIELDS];
	make_night(&after, arena, phone);
	changes = change_find(arena, &before, &after, *since);
	if (until >= UNTIL_STORED)
		assert_true(night_store_put(ledger, &before, &after, changes));
	if (until >= UNTIL_STAGED)
		assert_true(ledger_stage(ledger, 1600000001));
	if (until == UNTIL_FAILED)
		ledger_fail(ledger, 1600000001);
	if (until == UNTIL_COMMITTED)
		assert_true(ledger_commit(ledger));
	night_release(&before);
	night_release(&after);
	ledger_close(ledger);
	return found;
}

static inline void fill(const char *path)
{
	struct arena arena = { 0 };
	int64_t since;

	run_once(path, "13800138000", UNTIL_COMMITTED, &since, &arena);
	arena_release(&arena);
}

#endif
