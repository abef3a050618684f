/* Answers of readers in the ledger: what was stored comes out as it was, and nothing that was not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "folder_fixture.h"
#include "state/answer.h"
#include "state/query.h"

static struct ledger *begin_for(const char *profile)
{
	const struct ledger_run run = { str_from(profile), STR("00"), STR("check"), 0 };
	struct ledger_trouble why = { 0 };
	struct ledger *ledger = ledger_open("ledger", &why);

	assert_non_null(ledger);
	assert_true(ledger_begin(ledger, &run));
	return ledger;
}

static void end(struct ledger *ledger)
{
	assert_true(ledger_stage(ledger, 0) && ledger_commit(ledger));
	ledger_close(ledger);
}

static struct answer_key key_of(uint32_t number)
{
	struct answer_key key = { 0 };

	for (int i = 0; i < 4; i++)
		key.bytes[i] = (unsigned char)(number >> 8 * i);
	return key;
}

/* A message that only has its length right. */
static void put(struct ledger *ledger, uint32_t len, unsigned char fill)
{
	unsigned char *bytes = malloc(4 + (size_t)len);

	for (int i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(len >> 8 * i);
	memset(bytes + 4, fill, len);
	answer_put(ledger, (struct bytes){ bytes, 4 + (size_t)len });
	free(bytes);
}

static void store(struct ledger *ledger, uint32_t number, uint32_t messages, uint32_t len)
{
	const struct answer_key key = key_of(number);

	answer_begin(ledger, &key);
	for (uint32_t i = 0; i < messages; i++)
		put(ledger, len, (unsigned char)i);
	answer_keep(ledger);
}

struct taken {
	uint32_t messages, refuse_at; /* 0: none */
	uint32_t len;
	bool wrong;
};

static bool take(void *user, struct bytes message)
{
	struct taken *taken = user;

	if (message.len != 4 + (size_t)taken->len || (taken->len && message.data[4] != (unsigned char)taken->messages))
		taken->wrong = true;
	return ++taken->messages != taken->refuse_at;
}

static bool find(struct ledger *ledger, uint32_t number, struct taken *taken)
{
	const struct message_sink sink = { taken, take };
	const struct answer_key key = key_of(number);

	return answer_find(ledger, &key, &sink);
}

/* More than a part, more than a page, a message larger than a part. */
static void test_whole(void **state)
{
	static const struct {
		uint32_t messages, len;
	} cases[] = { { 1, 0 }, { 1, 5 }, { 300, 40 }, { 3000, 1000 }, { 3, 3 << 20 } };
	struct ledger *ledger = begin_for("p");

	(void)state;
	for (uint32_t i = 0; i < ARRAY_COUNT(cases); i++)
		store(ledger, i, cases[i].messages, cases[i].len);
	end(ledger);
	ledger = begin_for("p");
	for (uint32_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct taken taken = { .len = cases[i].len };

		assert_true(find(ledger, i, &taken));
		assert_int_equal(taken.messages, cases[i].messages);
		assert_false(taken.wrong);
	}
	assert_false(find(ledger, 99, &(struct taken){ 0 }));
	assert_true(ledger_ok(ledger));
	end(ledger);
}

/* A reader that died, a file that changed: nothing of it is found. Who takes it may stop. */
static void test_not_whole(void **state)
{
	struct answer_key key = key_of(1);
	struct ledger *ledger = begin_for("p");
	struct taken taken = { .len = 5, .refuse_at = 2 };

	(void)state;
	answer_begin(ledger, &key);
	put(ledger, 3 << 20, 0);
	answer_drop(ledger);
	assert_false(find(ledger, 1, &(struct taken){ 0 }));
	answer_begin(ledger, &key);
	put(ledger, 3 << 20, 0);
	end(ledger); /* without answer_keep */
	ledger = begin_for("p");
	assert_false(find(ledger, 1, &(struct taken){ 0 }));
	store(ledger, 1, 9, 6);
	store(ledger, 1, 3, 5); /* the later one counts */
	assert_false(find(ledger, 1, &taken));
	assert_int_equal(taken.messages, 2);
	taken = (struct taken){ .len = 5 };
	assert_true(find(ledger, 1, &taken));
	assert_int_equal(taken.messages, 3);
	end(ledger);
}

/* One that the last run of every profile did without goes; one that another profile's last run used stays. */
static void test_old_ones_go(void **state)
{
	struct taken taken = { .len = 5 };
	struct ledger *ledger = begin_for("p");
	uint64_t left;

	(void)state;
	store(ledger, 1, 1, 5);
	store(ledger, 2, 1, 5);
	end(ledger);
	ledger = begin_for("q");
	store(ledger, 3, 1, 5);
	end(ledger);
	ledger = begin_for("p");
	assert_true(find(ledger, 1, &taken));
	end(ledger);
	ledger = begin_for("q");
	for (uint32_t i = 1; i <= 3; i++) {
		taken = (struct taken){ .len = 5 };
		assert_int_equal(find(ledger, i, &taken), i != 2);
	}
	left = (uint64_t)sqlite3_total_changes64(ledger->db);
	assert_true(left > 0);
	end(ledger);
}

static void test_damage(void **state)
{
	static const char *const damages[] = {
		"UPDATE answer_part SET bytes = x'0500000001010101'",
		"UPDATE answer_part SET sum = sum + 1",
		"DELETE FROM answer_part",
		"UPDATE answer SET parts = 2",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(damages); i++) {
		struct ledger *ledger = begin_for("p");

		store(ledger, 1, 1, 5);
		assert_true(query_run(ledger, damages[i]));
		assert_false(find(ledger, 1, &(struct taken){ .len = 5 }));
		assert_int_equal(ledger_why(ledger)->say, SAY_TROUBLE_STATE_DAMAGED);
		assert_false(ledger_stage(ledger, 0));
		ledger_fail(ledger, 0);
		ledger_close(ledger);
	}
}

/* All that an answer follows from makes another key, and what lies beside it in another way does, too. */
static void test_keys(void **state)
{
	static const struct str one[] = { STR_INIT("a") }, two[] = { STR_INIT("a"), STR_INIT("b") },
				joined[] = { STR_INIT("ab") };
	const struct answer_facts facts[] = {
		{ STR("00"), STR("11"), STR("r"), { 0, NULL }, STR("汇总"), false, false },
		{ STR("01"), STR("11"), STR("r"), { 0, NULL }, STR("汇总"), false, false },
		{ STR("00"), STR("12"), STR("r"), { 0, NULL }, STR("汇总"), false, false },
		{ STR("00"), STR("11"), STR("s"), { 0, NULL }, STR("汇总"), false, false },
		{ STR("00"), STR("1"), STR("1r"), { 0, NULL }, STR("汇总"), false, false },
		{ STR("00"), STR("11"), STR("r"), { 1, one }, STR("汇总"), false, false },
		{ STR("00"), STR("11"), STR("r"), { 2, two }, STR("汇总"), false, false },
		{ STR("00"), STR("11"), STR("r"), { 1, joined }, STR("汇总"), false, false },
		{ STR("00"), STR("11"), STR("r"), { 0, NULL }, STR("总汇"), false, false },
		{ STR("00"), STR("11"), STR("r"), { 0, NULL }, STR("汇总"), true, false },
		{ STR("00"), STR("11"), STR("r"), { 0, NULL }, STR("汇总"), false, true },
	};
	struct answer_key keys[ARRAY_COUNT(facts)], again;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
		answer_key_make(&facts[i], &keys[i]);
		answer_key_make(&facts[i], &again);
		assert_memory_equal(&keys[i], &again, sizeof(again));
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(&keys[i], &keys[j], sizeof(again));
	}
}

/* The same for one process and the next; and this program's own build is among it. */
static void test_readers(void **state)
{
	struct arena arena = { 0 };
	struct str readers = answer_readers(&arena);

	(void)state;
	assert_int_equal(readers.len, 32);
	assert_true(str_eq(readers, answer_readers(&arena)));
	arena_release(&arena);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A night with 10,000 files; the bar is for the sanitizers and a busy machine: 0.1 s without them. */
static void test_many(void **state)
{
	enum { MANY = 10000 };
	struct ledger *ledger = begin_for("p");
	double begun;

	(void)state;
	for (uint32_t i = 0; i < MANY; i++)
		store(ledger, i, 12, 150);
	end(ledger);
	begun = seconds();
	ledger = begin_for("p");
	for (uint32_t i = 0; i < MANY; i++) {
		struct taken taken = { .len = 150 };

		assert_true(find(ledger, i, &taken));
		assert_int_equal(taken.messages, 12);
	}
	end(ledger);
	print_message("%d answers found in %.2f s\n", MANY, seconds() - begun);
	assert_true(seconds() - begun < 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_not_whole, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_old_ones_go, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_damage, enter_folder_in_memory, leave_folder),
		cmocka_unit_test_setup_teardown(test_many, enter_folder_in_memory, leave_folder),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
