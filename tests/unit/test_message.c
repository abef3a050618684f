#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "model/message.h"

static const struct message_column columns[] = {
	{ 1, 0, PART_WHOLE, STR_INIT("序号") },
	{ 2, FIELD_UNKNOWN, PART_EMAIL, STR_INIT("") },
};
static const struct message_value values[] = {
	{ 1, 0, CELL_NUMBER, CELL_SOUND, false, STR_INIT("1") },
	{ 9, 2, CELL_TEXT, CELL_BAD_BYTES, true, STR_INIT("甲\n乙") },
};
static const struct cell cells[] = {
	{ 1, CELL_TEXT, CELL_BAD_BYTES, true, false, STR_INIT("甲\n乙"), 0 },
	{ 16384, CELL_NUMBER, CELL_SOUND, false, true, STR_INIT("12345678901234567890"), -12.5e300 },
};
static const struct arg args[] = {
	{ .kind = ARG_TEXT, .text = STR_INIT("x") },
	{ .kind = ARG_NUMBER, .number = -5 },
	{ .kind = ARG_PLACE, .place = { 1, 2, 3, 4 } },
	{ .kind = ARG_WORD, .word = SAY_WHY_ZIP },
};

static const struct message samples[] = {
	{ .kind = MESSAGE_INPUT, .as.input = { INPUT_UNSUPPORTED, STR_INIT(""), STR_INIT("PDF") } },
	{ .kind = MESSAGE_SHEET, .as.sheet = { 3, STR_INIT("表"), true } },
	{ .kind = MESSAGE_TABLE, .as.table = { 4, STR_INIT("标题"), 2, columns } },
	{ .kind = MESSAGE_CANDIDATE, .as.candidate = { { 0, 1, 2, 3 }, STR_INIT("广州市") } },
	{ .kind = MESSAGE_RECORD, .as.record = { 7, true, false, 2, values } },
	{ .kind = MESSAGE_FINDING,
	  .as.finding = { .say = SAY_UNREADABLE,
			  .where = { 0, 1, 2, 3 },
			  .counted = true,
			  .count = 9,
			  .arg_count = 4,
			  .arg = args } },
	{ .kind = MESSAGE_ROW, .as.row = { 7, true, 2, cells } },
	{ .kind = MESSAGE_MARK, .as.mark = { STR_INIT("huizong"), STR_INIT("v") } },
	{ .kind = MESSAGE_MEMBER,
	  .as.member = { 7, STR_INIT("广州市/汇总.xls"), MEMBER_LOST, SAY_ENCRYPTED, 1234567890123,
			 STR_INIT("00ff") } },
	{ .kind = MESSAGE_END, .as.end = { true, STR_INIT("GB18030"), 1, 2, 3, 4, OPINION_MISSING } },
};

/* Encoding what was decoded gives the same bytes: every member came through. */
static void every_kind_comes_back_whole(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct buf first = { 0 }, second = { 0 };
		struct message decoded;
		struct bytes bytes;

		message_encode(&first, &samples[i]);
		bytes = str_bytes(buf_str(&first));
		assert_true(message_decode(&bytes, &arena, &decoded));
		assert_int_equal(bytes.len, 0);
		assert_int_equal(decoded.kind, samples[i].kind);
		message_encode(&second, &decoded);
		assert_true(str_eq(buf_str(&first), buf_str(&second)));
		buf_release(&first);
		buf_release(&second);
	}
	arena_release(&arena);
}

static void members_keep_their_values(void **state)
{
	struct arena arena = { 0 };
	struct buf encoded = { 0 };
	struct message message;
	struct bytes bytes;

	(void)state;
	message_encode(&encoded, &samples[4]);
	message_encode(&encoded, &samples[5]);
	message_encode(&encoded, &samples[6]);
	bytes = str_bytes(buf_str(&encoded));
	assert_true(message_decode(&bytes, &arena, &message));
	assert_int_equal(message.as.record.row, 7);
	assert_true(message.as.record.hidden);
	assert_int_equal(message.as.record.value[1].col, 9);
	assert_int_equal(message.as.record.value[1].flaw, CELL_BAD_BYTES);
	assert_true(str_eq(message.as.record.value[1].raw, STR("甲\n乙")));
	assert_true(message_decode(&bytes, &arena, &message));
	assert_int_equal(message.as.finding.arg[1].number, -5);
	assert_int_equal(message.as.finding.arg[2].place.col, 4);
	assert_int_equal(message.as.finding.severity, SEVERITY_ERROR);
	assert_true(message_decode(&bytes, &arena, &message));
	assert_int_equal(message.as.row.cell[1].col, 16384);
	assert_true(message.as.row.cell[0].struck && message.as.row.cell[1].computed);
	assert_memory_equal(&message.as.row.cell[1].number, &cells[1].number, sizeof(double));
	buf_release(&encoded);
	arena_release(&arena);
}

/* Bytes that were cut anywhere are refused, and read no byte too many (ASan watches). */
static void a_cut_message_is_refused(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct buf encoded = { 0 };

		message_encode(&encoded, &samples[i]);
		for (size_t len = 0; len < encoded.len; len++) {
			unsigned char *cut = malloc(len ? len : 1);
			struct bytes bytes = { cut, len };
			struct message message;

			memcpy(cut, encoded.data, len);
			assert_false(message_decode(&bytes, &arena, &message));
			free(cut);
		}
		buf_release(&encoded);
	}
	arena_release(&arena);
}

/* One wrong byte gives another message or none, never a read outside. */
static void a_wrong_byte_does_no_harm(void **state)
{
	struct arena arena = { 0 };
	size_t refused = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct buf encoded = { 0 };

		message_encode(&encoded, &samples[i]);
		for (size_t at = 0; at < encoded.len; at++)
			for (int bit = 0; bit < 8; bit++) {
				unsigned char *copy = malloc(encoded.len);
				struct bytes bytes = { copy, encoded.len };
				struct message message;

				memcpy(copy, encoded.data, encoded.len);
				copy[at] ^= (unsigned char)(1 << bit);
				refused += !message_decode(&bytes, &arena, &message);
				free(copy);
				arena_reset(&arena);
			}
		buf_release(&encoded);
	}
	assert_true(refused > 0);
	arena_release(&arena);
}

static void another_version_is_refused(void **state)
{
	struct arena arena = { 0 };
	struct buf encoded = { 0 };
	struct message message;
	struct bytes bytes;

	(void)state;
	message_encode(&encoded, &samples[0]);
	encoded.data[5] = MESSAGE_VERSION + 1;
	bytes = str_bytes(buf_str(&encoded));
	assert_false(message_decode(&bytes, &arena, &message));
	buf_release(&encoded);
	arena_release(&arena);
}

/* Only sentences of rules are findings: severities, names and hints are looked up by the rule. */
static void a_finding_without_a_rule_is_refused(void **state)
{
	struct message word = { .kind = MESSAGE_FINDING, .as.finding = { .say = SAY_WHY_ZIP } };
	struct arena arena = { 0 };
	struct buf encoded = { 0 };
	struct message message;
	struct bytes bytes;

	(void)state;
	message_encode(&encoded, &word);
	bytes = str_bytes(buf_str(&encoded));
	assert_false(message_decode(&bytes, &arena, &message));
	buf_release(&encoded);
	arena_release(&arena);
}

/* What no reader gives: text that is none, numbers that are none, columns that do not rise. */
static void what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		const char *name;
		struct cell cell[2];
		bool good;
	} cases[] = {
		{ "sound",
		  { { .col = 1, .kind = CELL_NUMBER, .number = 1e300 }, { .col = 2, .kind = CELL_TEXT } },
		  true },
		{ "no number", { { .col = 1, .kind = CELL_NUMBER, .number = NAN }, { .col = 2 } }, false },
		{ "no end", { { .col = 1, .kind = CELL_NUMBER, .number = INFINITY }, { .col = 2 } }, false },
		{ "half a character", { { .col = 1, .text = STR_INIT("\xE4\xB8") }, { .col = 2 } }, false },
		{ "a column twice", { { .col = 2 }, { .col = 2 } }, false },
		{ "backwards", { { .col = 2 }, { .col = 1 } }, false },
		{ "column 0", { { .col = 0 }, { .col = 1 } }, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct message row = { .kind = MESSAGE_ROW,
					     .as.row = { .number = 1, .count = 2, .cell = cases[i].cell } };
		struct arena arena = { 0 };
		struct buf encoded = { 0 };
		struct message message;
		struct bytes bytes;

		message_encode(&encoded, &row);
		bytes = str_bytes(buf_str(&encoded));
		if (message_decode(&bytes, &arena, &message) != cases[i].good)
			fail_msg("%s", cases[i].name);
		buf_release(&encoded);
		arena_release(&arena);
	}
}

/* A record packs its places into what a sheet's outermost column needs. */
static void a_record_beyond_the_sheet_is_refused(void **state)
{
	for (uint32_t beyond = 0; beyond < 2; beyond++) {
		struct message_value value = { .col = TABLE_COLUMNS + beyond, .kind = CELL_TEXT, .raw = STR("a") };
		const struct message record = { .kind = MESSAGE_RECORD,
						.as.record = { .row = 1, .value_count = 1, .value = &value } };
		struct arena arena = { 0 };
		struct buf encoded = { 0 };
		struct message message;
		struct bytes bytes;

		(void)state;
		message_encode(&encoded, &record);
		bytes = str_bytes(buf_str(&encoded));
		assert_int_equal(message_decode(&bytes, &arena, &message), beyond == 0);
		buf_release(&encoded);
		arena_release(&arena);
	}
}

/* Whatever is known to be wrong with a cell can be said of it, in a record and in a row. */
static void every_flaw_comes_back(void **state)
{
	for (enum cell_flaw flaw = CELL_SOUND; flaw < CELL_FLAWS; flaw++) {
		struct message_value value = { .col = 1, .kind = CELL_TEXT, .flaw = flaw, .raw = STR("a") };
		struct cell cell = { .col = 1, .kind = CELL_TEXT, .flaw = flaw, .text = STR("a") };
		const struct message given[] = {
			{ .kind = MESSAGE_RECORD, .as.record = { .value_count = 1, .value = &value } },
			{ .kind = MESSAGE_ROW, .as.row = { .number = 1, .count = 1, .cell = &cell } },
		};
		struct arena arena = { 0 };
		struct buf encoded = { 0 };
		struct message record, row;
		struct bytes bytes;

		(void)state;
		message_encode(&encoded, &given[0]);
		message_encode(&encoded, &given[1]);
		bytes = str_bytes(buf_str(&encoded));
		assert_true(message_decode(&bytes, &arena, &record));
		assert_true(message_decode(&bytes, &arena, &row));
		assert_int_equal(record.as.record.value[0].flaw, flaw);
		assert_int_equal(row.as.row.cell[0].flaw, flaw);
		buf_release(&encoded);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_comes_back_whole),
		cmocka_unit_test(members_keep_their_values),
		cmocka_unit_test(a_cut_message_is_refused),
		cmocka_unit_test(a_wrong_byte_does_no_harm),
		cmocka_unit_test(another_version_is_refused),
		cmocka_unit_test(a_finding_without_a_rule_is_refused),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(every_flaw_comes_back),
		cmocka_unit_test(a_record_beyond_the_sheet_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
