/* One input through opening, reading and collecting, as the app does it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/intake.h"
#include "base/file.h"
#include "profile_fixture.h"

struct bench {
	struct run run;
	struct options options;
	struct intake intake;
	char path[64];
};

static void bench_begin(struct bench *bench, const char *name, struct str content)
{
	struct source *source;
	int fd;

	*bench = (struct bench){ 0 };
	bench->run.profile = fixture_profile(&bench->run.arena);
	bench->run.findings.arena = &bench->run.arena;
	snprintf(bench->path, sizeof(bench->path), "/tmp/huizong-intake-%d-%s", (int)getpid(), name);
	fd = open(bench->path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	assert_int_equal(write(fd, content.data, content.len), content.len);
	close(fd);
	source = LIST_ADD(&bench->run.sources);
	source->path = str_from(name);
	source->file = str_from(bench->path);
	source->given = source->file.len;
	bench->options.no_sandbox = true;
	intake_init(&bench->intake, &bench->run, &bench->options, false);
}

static void bench_end(struct bench *bench)
{
	unlink(bench->path);
	intake_release(&bench->intake);
	free(bench->run.sources.item);
	free(bench->run.sheets.item);
	free(bench->run.tables.item);
	free(bench->run.records.item);
	diag_list_release(&bench->run.findings);
	arena_release(&bench->run.arena);
}

static const struct {
	const char *name, *content;
	enum source_status status;
	enum source_reason reason;
	uint32_t rows, findings;
} cases[] = {
	{ "a.csv", "项目名称,申报单位\n甲,乙\n", SOURCE_READ, REASON_NONE, 1, 0 },
	{ "header-alone.csv", "项目名称,申报单位\n", SOURCE_READ, REASON_NONE, 0, 0 },
	{ "none.csv", "甲,乙\n", SOURCE_FAILED, REASON_NO_TABLE, 0, 1 },
	{ "letter.txt", "关于报送的函\n", SOURCE_SKIPPED, REASON_OTHER_DOCUMENT, 0, 0 },
	{ "LETTER.TXT", "关于报送的函\n", SOURCE_SKIPPED, REASON_OTHER_DOCUMENT, 0, 0 },
	{ "make.py", "import os\n", SOURCE_SKIPPED, REASON_OTHER_DOCUMENT, 0, 0 },
	{ "no ending", "甲,乙\n", SOURCE_FAILED, REASON_NO_TABLE, 0, 1 },
	{ "table.txt", "项目名称\t申报单位\n甲\t乙\n", SOURCE_READ, REASON_NONE, 1, 0 },
	{ "empty.csv", "", SOURCE_FAILED, REASON_UNREADABLE, 0, 1 },
	{ "cut.xlsx", "PK\003\004 and no more", SOURCE_FAILED, REASON_UNREADABLE, 0, 1 },
	{ "a.pdf", "%PDF-1.4\n", SOURCE_SKIPPED, REASON_UNSUPPORTED, 0, 0 },
	{ "noise.xls", "\001\002\003\004\005\006\007\010", SOURCE_FAILED, REASON_UNREADABLE, 0, 1 },
};

/* The same in this process and in one of its own. */
static void content_and_name_decide_what_becomes_of_a_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
		struct bench bench;

		bench_begin(&bench, cases[i / 2].name, str_from(cases[i / 2].content));
		bench.options.no_sandbox = i % 2 == 0;
		assert_true(intake_all(&bench.intake));
		if (bench.run.sources.item[0].reason != cases[i / 2].reason)
			print_error("%s\n", cases[i / 2].name);
		assert_int_equal(bench.run.sources.item[0].status, cases[i / 2].status);
		assert_int_equal(bench.run.sources.item[0].reason, cases[i / 2].reason);
		assert_int_equal(bench.run.sources.item[0].rows_read, cases[i / 2].rows);
		assert_int_equal(bench.run.records.count, cases[i / 2].rows);
		assert_int_equal(bench.run.findings.findings.count, cases[i / 2].findings);
		bench_end(&bench);
	}
}

/* --- a file that somebody is still writing ------------------------------------- */

/* Its sheet has begun: what is still to come is longer than what was there when it was opened. */
static bool grow(void *path, uint32_t source, const struct message_sheet *sheet)
{
	int fd = open(path, O_WRONLY | O_APPEND);

	(void)source;
	(void)sheet;
	assert_int_equal(write(fd, "丁,戊\n", strlen("丁,戊\n")), strlen("丁,戊\n"));
	close(fd);
	return true;
}

/* More than is taken into memory at once (base/file.c: MAPPED_ABOVE). */
static void make_large(struct buf *text)
{
	buf_add(text, STR("项目名称,申报单位,说明\n"));
	while (text->len < ((size_t)9 << 20)) {
		buf_add(text, STR("甲,乙,"));
		for (int i = 0; i < 1000; i++)
			buf_add(text, STR("说明"));
		buf_add_char(text, '\n');
	}
}

/* input.changing: what grows under the reader's hand is left for the next run, in this process and in one of its own.
 */
static void a_file_that_changes_while_it_is_read_is_left_alone(void **state)
{
	struct buf text = { 0 };

	(void)state;
	make_large(&text);
	for (int i = 0; i < 2; i++) {
		struct bench bench;

		bench_begin(&bench, "grows.csv", buf_str(&text));
		bench.options.no_sandbox = i == 0;
		bench.intake.collector.on_sheet = grow;
		bench.intake.collector.user = bench.path;
		assert_true(intake_all(&bench.intake));
		assert_int_equal(bench.run.sources.item[0].status, SOURCE_SKIPPED);
		assert_int_equal(bench.run.sources.item[0].reason, REASON_CHANGING);
		assert_int_equal(bench.run.records.count, 0);
		assert_int_equal(bench.run.findings.findings.count, 1);
		assert_string_equal(diag_rule_at(diag_rule(bench.run.findings.findings.item[0].say))->word.data,
				    "input.changing");
		bench_end(&bench);
	}
	buf_release(&text);
}

/* --- streams that were not what shape sent --------------------------------- */

static const struct message input = { .kind = MESSAGE_INPUT,
				      .as.input = { INPUT_TABLE, STR_INIT("csv"), STR_INIT("") } };
static const struct message archive = { .kind = MESSAGE_INPUT,
					.as.input = { INPUT_UNKNOWN, STR_INIT(""), STR_INIT("") } };
static const struct message sheet = { .kind = MESSAGE_SHEET, .as.sheet = { 1, STR_INIT("表"), false } };
static const struct message_column columns[] = { { 1, 1, PART_WHOLE, STR_INIT("项目名称") } };
static const struct message table = { .kind = MESSAGE_TABLE, .as.table = { 1, STR_INIT(""), 1, columns } };
static const struct message_value values[] = { { 1, 0, CELL_TEXT, CELL_SOUND, false, STR_INIT("甲") } };
static const struct message record = { .kind = MESSAGE_RECORD, .as.record = { 2, false, false, 1, values } };
static const struct message end = { .kind = MESSAGE_END,
				    .as.end = { true, STR_INIT("UTF-8"), 1, 1, 1, 0, OPINION_NONE } };
static const struct message end_of_two = { .kind = MESSAGE_END,
					   .as.end = { true, STR_INIT("UTF-8"), 1, 1, 2, 0, OPINION_NONE } };

static const struct message end_of_sheets = { .kind = MESSAGE_END,
					      .as.end = { true, STR_INIT("UTF-8"), 2, 1, 1, 0, OPINION_NONE } };
static const struct message given_up = { .kind = MESSAGE_END, .as.end = { .sheets = 1 } };
static const struct message row = { .kind = MESSAGE_ROW, .as.row = { 1, false, 0, NULL } };

static const struct {
	const char *name;
	const struct message *message[6];
	bool broken;
} streams[] = {
	{ "whole", { &input, &sheet, &table, &record, &end }, false },
	{ "a record lost", { &input, &sheet, &table, &end }, true },
	{ "the sheet lost", { &input, &table, &record, &end }, true },
	{ "a record before its table", { &input, &sheet, &record }, true },
	{ "more announced than sent", { &input, &sheet, &table, &record, &end_of_two }, true },
	{ "the end lost", { &input, &sheet, &table, &record }, true },
	{ "the beginning lost", { &sheet, &table, &record, &end }, true },
	{ "two beginnings", { &input, &input, &sheet, &table, &record, &end }, true },
	{ "something behind the end", { &input, &sheet, &table, &record, &end, &sheet }, true },
	{ "a table in what is none", { &archive, &sheet, &table, &record, &end }, true },
	{ "a row before its sheet", { &input, &row }, true },
	{ "given up without a reason", { &input, &sheet, &given_up }, true },
	{ "a row twice", { &input, &sheet, &table, &record, &record, &end_of_two }, true },
	{ "a sheet twice", { &input, &sheet, &sheet, &table, &record, &end_of_sheets }, true },
	{ "nothing", { NULL }, true },
};

static void send(struct collector *collector, const struct message *message)
{
	struct buf encoded = { 0 };

	message_encode(&encoded, message);
	collector->sink.put(collector->sink.user, str_bytes(buf_str(&encoded)));
	buf_release(&encoded);
}

/* What is broken is taken back whole and says why. */
static void what_was_lost_on_the_way_is_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(streams); i++) {
		struct collector *collector;
		struct bench bench;

		bench_begin(&bench, "stream", STR(""));
		collector = &bench.intake.collector;
		collect_begin(collector, 0);
		for (size_t j = 0; j < ARRAY_COUNT(streams[i].message) && streams[i].message[j]; j++)
			send(collector, streams[i].message[j]);
		collect_end(collector);
		if ((bench.run.sources.item[0].reason == REASON_UNREADABLE) != streams[i].broken)
			fail_msg("%s: %s", streams[i].name, streams[i].broken ? "taken for whole" : "broken");
		assert_int_equal(bench.run.findings.findings.count, streams[i].broken);
		assert_int_equal(bench.run.records.count, !streams[i].broken);
		bench_end(&bench);
	}
}

/* Deeper than any worker of ours reads, and as deep as one may say that it did. */
static void archives_within_archives_end_somewhere(void **state)
{
	static const struct message begin = { .kind = MESSAGE_INPUT,
					      .as.input = { INPUT_ARCHIVE, STR_INIT("archive"), STR_INIT("") } };
	static const struct message member = {
		.kind = MESSAGE_MEMBER, .as.member = { 0, STR_INIT("a"), MEMBER_READ, SAY_NOTHING, 1, STR_INIT("00") }
	};
	static const struct message closed = { .kind = MESSAGE_END, .as.end = { .read = true, .members = 1 } };

	(void)state;
	for (uint32_t over = 0; over < 2; over++) {
		struct collector *collector;
		struct bench bench;

		bench_begin(&bench, "deep", STR(""));
		collector = &bench.intake.collector;
		collect_begin(collector, 0);
		for (uint32_t i = 0; i < COLLECT_DEPTH + over; i++) {
			send(collector, &begin);
			send(collector, &member);
		}
		for (uint32_t i = 0; i < 5; i++)
			send(collector, streams[0].message[i]);
		for (uint32_t i = 0; i < COLLECT_DEPTH + over; i++)
			send(collector, &closed);
		collect_end(collector);
		assert_int_equal(bench.run.sources.item[0].reason, over ? REASON_UNREADABLE : REASON_NONE);
		assert_int_equal(bench.run.sources.count, over ? 1 : COLLECT_DEPTH + 1);
		assert_int_equal(bench.run.records.count, !over);
		assert_int_equal(bench.run.findings.findings.count, over);
		bench_end(&bench);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_and_name_decide_what_becomes_of_a_file),
		cmocka_unit_test(a_file_that_changes_while_it_is_read_is_left_alone),
		cmocka_unit_test(what_was_lost_on_the_way_is_noticed),
		cmocka_unit_test(archives_within_archives_end_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
