/*
 * The second reader of .xls: what goes through its pipe, and the process behind it.
 * With names of files as arguments it is no test: it compares every cell of them
 * with what our reader reads, and prints the disputes (tests/agreement/second.py).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.h"
#include "biffmaker.h"
#include "model/cell.h"
#include "read/reader.h"
#include "read/xls_plain.h"
#include "work/second.h"
#include "work/second_process.h"
#include "work/second_wire.h"

/* --- the wire ---------------------------------------------------------------- */

/* Cells written as "1!A1=text" or "1!B2:12.5", as they are put and as they come out again. */
static void say_second(struct buf *out, const struct second_cell *at)
{
	buf_printf(out, "%u!", at->sheet);
	cell_reference(out, at->row, at->cell.col);
	if (at->cell.kind == CELL_TEXT)
		buf_printf(out, "=%.*s|", STR_ARG(at->cell.text));
	else
		buf_printf(out, ":%.17g|", at->cell.number);
}

static const char *const ends[] = { "?", "more", "whole", "gone", "nonsense" };

/* What is read of these bytes when they come `step` at a time. */
static void read_bytes(struct buf *out, struct bytes bytes, size_t step)
{
	struct second_in in = { 0 };
	struct second_cell cell;
	enum second_next next;

	for (;;) {
		next = second_wire_in_next(&in, &cell);
		if (next == SECOND_CELL) {
			say_second(out, &cell);
		} else if (next == SECOND_MORE && bytes.len) {
			size_t part = step < bytes.len ? step : bytes.len;

			second_wire_in_add(&in, (struct bytes){ bytes.data, part });
			bytes.data += part;
			bytes.len -= part;
		} else {
			break;
		}
	}
	buf_add(out, str_from(ends[next]));
	second_wire_in_release(&in);
}

static bool put(struct second_out *out, uint32_t sheet, uint32_t row, uint32_t col, struct str text, double number)
{
	struct cell cell = { .col = col, .kind = text.len ? CELL_TEXT : CELL_NUMBER, .text = text, .number = number };

	return second_wire_out_put(out, sheet, row, &cell);
}

static struct bytes written(int fd, struct arena *arena)
{
	off_t len = lseek(fd, 0, SEEK_END);
	unsigned char *data = arena_alloc(arena, (size_t)len, 1);

	assert_int_equal(pread(fd, data, (size_t)len, 0), len);
	return (struct bytes){ data, (size_t)len };
}

static void test_there_and_back(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 4095, 4096, 100000 };
	struct second_out out = { .fd = fileno(tmpfile()) };
	struct arena arena = { 0 };
	char *many = arena_alloc(&arena, 20001, 1);
	struct buf expected = { 0 };
	struct bytes bytes;

	(void)state;
	memset(many, 'x', 20000);
	assert_true(put(&out, 1, 1, 1, STR("甲"), 0));
	assert_true(put(&out, 1, 1, 2, STR(""), 0.1));
	assert_true(put(&out, 1, 3, 1, (struct str){ many, 20000 }, 0)); /* over five frames */
	assert_true(put(&out, 3, 1, 1, STR(""), -1e300));
	assert_true(second_wire_out_end(&out, true));
	buf_printf(&expected, "1!A1=甲|1!B1:%.17g|1!A3=%s|3!A1:%.17g|whole", 0.1, many, -1e300);
	bytes = written(out.fd, &arena);
	for (size_t i = 0; i < ARRAY_COUNT(steps); i++) {
		struct buf said = { 0 };

		read_bytes(&said, bytes, steps[i]);
		assert_true(str_eq(buf_str(&said), buf_str(&expected)));
		buf_release(&said);
	}
	buf_release(&expected);
	arena_release(&arena);
}

#define CELL(kind, sheet, row, col) kind sheet "\0\0\0" row "\0\0\0" col "\0\0\0"
#define TEXT "\001"
#define NUMBER "\002"
#define ONE "\0\0\0\0\0\0\360\077"

/* Whoever has taken over the process may write what it likes. */
static const struct {
	const char *name;
	struct str bytes;
	const char *said;
} wires[] = {
	{ "nothing", STR_INIT(""), "more" },
	{ "an end without a cell", STR_INIT("\0\0"), "whole" },
	{ "it refused the file", STR_INIT("\377\377"), "gone" },
	{ "half a head", STR_INIT("\025"), "more" },
	{ "a number", STR_INIT("\025\0" CELL(NUMBER, "\001", "\001", "\001") ONE "\0\0"), "1!A1:1|whole" },
	{ "a frame that is cut short", STR_INIT("\025\0" CELL(NUMBER, "\001", "\001", "\001")), "more" },
	{ "an end within a cell", STR_INIT("\015\0" CELL(NUMBER, "\001", "\001", "\001") "\0\0"), "nonsense" },
	{ "a death within a cell", STR_INIT("\015\0" CELL(NUMBER, "\001", "\001", "\001") "\377\377"), "gone" },
	{ "a frame longer than any", STR_INIT("\377\017"), "nonsense" },
	{ "the longest frame", STR_INIT("\376\017"), "more" },
	{ "a kind that is none", STR_INIT("\025\0" CELL("\003", "\001", "\001", "\001") ONE), "nonsense" },
	{ "sheet 0", STR_INIT("\025\0" CELL(NUMBER, "\000", "\001", "\001") ONE), "nonsense" },
	{ "row 0", STR_INIT("\025\0" CELL(NUMBER, "\001", "\000", "\001") ONE), "nonsense" },
	{ "column 0", STR_INIT("\025\0" CELL(NUMBER, "\001", "\001", "\000") ONE), "nonsense" },
	{ "a column beyond all", STR_INIT("\025\0" NUMBER "\001\0\0\0\001\0\0\0\001\100\0\0" ONE), "nonsense" },
	{ "a row beyond all", STR_INIT("\025\0" NUMBER "\001\0\0\0\001\0\020\0\001\0\0\0" ONE), "nonsense" },
	{ "the last column", STR_INIT("\025\0" NUMBER "\001\0\0\0\001\0\0\0\0\100\0\0" ONE), "1!XFD1:1|more" },
	{ "the last row", STR_INIT("\025\0" NUMBER "\001\0\0\0\0\0\020\0\001\0\0\0" ONE), "1!A1048576:1|more" },
	{ "the last sheet", STR_INIT("\025\0" NUMBER "\0\0\001\0\001\0\0\0\001\0\0\0" ONE), "65536!A1:1|more" },
	{ "a sheet beyond all", STR_INIT("\025\0" NUMBER "\001\0\001\0\001\0\0\0\001\0\0\0" ONE), "nonsense" },
	{ "a number that is none", STR_INIT("\025\0" CELL(NUMBER, "\001", "\001", "\001") "\0\0\0\0\0\0\370\177"),
	  "nonsense" },
	{ "the same cell twice",
	  STR_INIT("\052\0" CELL(NUMBER, "\001", "\001", "\001") ONE CELL(NUMBER, "\001", "\001", "\001") ONE),
	  "1!A1:1|nonsense" },
	{ "a row back",
	  STR_INIT("\052\0" CELL(NUMBER, "\001", "\002", "\001") ONE CELL(NUMBER, "\001", "\001", "\002") ONE),
	  "1!A2:1|nonsense" },
	{ "text that is no UTF-8", STR_INIT("\022\0" CELL(TEXT, "\001", "\001", "\001") "\001\0\0\0\377"), "nonsense" },
	{ "a text longer than any", STR_INIT("\021\0" CELL(TEXT, "\001", "\001", "\001") "\375\377\003\0"),
	  "nonsense" },
	{ "the longest text", STR_INIT("\021\0" CELL(TEXT, "\001", "\001", "\001") "\374\377\003\0"), "more" },
};

static void test_wires(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(wires); i++) {
		struct buf said = { 0 };

		read_bytes(&said, str_bytes(wires[i].bytes), 7);
		if (!str_eq(buf_str(&said), str_from(wires[i].said)))
			fail_msg("%s: %.*s", wires[i].name, STR_ARG(buf_str(&said)));
		buf_release(&said);
	}
}

/* --- the process ------------------------------------------------------------- */

/* A worksheet of Excel 4, whose records stand in a file by themselves. */
#define BOF "\011\004\006\0\0\004\020\0\0\0"
#define CODEPAGE(low, high) "\102\0\002\0" low high
#define DIMENSIONS "\000\002\012\0\0\0\003\0\0\0\003\0\0\0"
#define LABEL(row, col, len, total, text) "\004\002" total "\0" row "\0" col "\0\0\0" len "\0" text
#define NUMBER_AT(row, col, eight) "\003\002\016\0" row "\0" col "\0\0\0" eight
#define EOF_ "\012\0\0\0"
#define SOUND                                                                                                          \
	BOF CODEPAGE("\250", "\003") DIMENSIONS LABEL("\0", "\0", "\002", "\012", "\274\327")                          \
		NUMBER_AT("\001", "\002", ONE)

struct asked {
	struct second *second;
	struct buf said;
};

/* Every cell of the first rows and columns that it reads, then whether it read the file whole. */
static const char *ask(struct asked *asked, struct str file)
{
	const struct worker_second *second = second_asked(asked->second);
	const struct dispute_source *source = second->ask(second->user, str_bytes(file));
	struct second_cell at = { .sheet = 1 };

	buf_clear(&asked->said);
	for (at.row = 1; at.row <= 3; at.row++)
		for (uint32_t col = 1; col <= 3; col++)
			if (source->look_up(source->user, 1, at.row, col, &at.cell))
				say_second(&asked->said, &at);
	buf_add(&asked->said, source->whole(source->user) ? STR("whole") : STR("missing"));
	buf_add_char(&asked->said, '\0');
	return asked->said.data;
}

static int make(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));

	asked->second = second_new();
	*state = asked;
	return 0;
}

static int unmake(void **state)
{
	struct asked *asked = *state;

	second_free(asked->second);
	buf_release(&asked->said);
	free(asked);
	return 0;
}

static void test_reads(void **state)
{
	assert_string_equal(ask(*state, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
	assert_string_equal(ask(*state, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
}

/* Whatever a file does to it, it reads the next one. */
static void test_refuses(void **state)
{
	assert_string_equal(ask(*state, STR("no spreadsheet")), "missing");
	assert_string_equal(ask(*state, STR(SOUND)), "missing"); /* its end is missing */
	assert_string_equal(ask(*state, STR(BOF CODEPAGE("\001", "\001") EOF_)), "missing");
	assert_string_equal(ask(*state, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
}

/* What was not asked for of one file does not stand in the way of the next. */
static void test_unread(void **state)
{
	struct asked *asked = *state;
	const struct worker_second *second = second_asked(asked->second);

	second->ask(second->user, str_bytes(STR(SOUND EOF_)));
	second->ask(second->user, str_bytes(STR(SOUND EOF_)));
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
}

/* As a worker starts it: once, and no more. */
static void test_once(void **state)
{
	struct asked *asked = *state;

	second_start(asked->second, false);
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "missing");
}

static void test_many(void **state)
{
	enum { NUMBER_KEPT = 200 };
	struct asked *asked = *state;

	second_start(asked->second, true);
	second_close_off(asked->second, NUMBER_KEPT);
	assert_int_equal(fcntl(NUMBER_KEPT, F_GETFD), 0);
	assert_string_equal(ask(asked, STR("no spreadsheet")), "missing");
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
}

/* Our youngest child, by the kernel's list. 0 where it keeps none. */
static pid_t last_child(void)
{
	char path[64], text[256] = { 0 };
	long child = 0;
	FILE *list;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	list = fopen(path, "r");
	while (list && fscanf(list, "%255s", text) == 1)
		child = strtol(text, NULL, 10);
	if (list)
		fclose(list);
	return (pid_t)child;
}

static void test_killed(void **state)
{
	struct asked *asked = *state;
	pid_t child;

	assert_string_equal(ask(asked, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
	child = last_child();
	if (child == 0)
		skip();
	kill(child, SIGKILL);
	usleep(20000);
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "missing");
	assert_string_equal(ask(asked, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole"); /* another one */
}

/* --- limits, from both sides --------------------------------------------------- */

static void put_record(unsigned char *at, unsigned id, size_t len)
{
	at[0] = (unsigned char)id;
	at[1] = (unsigned char)(id >> 8);
	at[2] = (unsigned char)(len - 4);
	at[3] = (unsigned char)((len - 4) >> 8);
}

/* A sound sheet, made as long as that by records which nobody knows. */
static struct str make_long(unsigned char *file, size_t len)
{
	enum { UNKNOWN = 0x00FF, EACH = 2048 };
	struct str sound = STR(SOUND), end = STR(EOF_);
	size_t at = sound.len, rest = len - sound.len - end.len;

	memcpy(file, sound.data, sound.len);
	for (; rest >= 2 * EACH; rest -= EACH, at += EACH)
		put_record(file + at, UNKNOWN, EACH);
	put_record(file + at, UNKNOWN, rest / 2);
	put_record(file + at + rest / 2, UNKNOWN, rest - rest / 2);
	memcpy(file + len - end.len, end.data, end.len);
	return (struct str){ (char *)file, len };
}

static void test_longest_file(void **state)
{
	unsigned char *file = calloc((size_t)SECOND_FILE_LIMIT + 1, 1);

	assert_non_null(file);
	assert_string_equal(ask(*state, make_long(file, SECOND_FILE_LIMIT)), "1!A1=甲|1!C2:1|whole");
	assert_string_equal(ask(*state, make_long(file, (size_t)SECOND_FILE_LIMIT + 1)), "missing");
	assert_string_equal(ask(*state, STR(SOUND EOF_)), "1!A1=甲|1!C2:1|whole");
	free(file);
}

/* 65,536 rows of 256 columns; then a row less and a sheet of one cell behind it; then both. */
static void test_most_cells(void **state)
{
	static const struct {
		const char *records, *said;
	} cases[] = {
		{ "BOF 0600 0005 z12; CODEPAGE 04B0; BOUNDSHEET @1 00 00 01 00 's'; EOF; BOF 0600 0010 z12; "
		  "DIMENSIONS z14; NUMBER 0000 0000 0000 d1; NUMBER FFFF 00FF 0000 d2; EOF",
		  "1!A1:1|whole" },
		{ "BOF 0600 0005 z12; CODEPAGE 04B0; BOUNDSHEET @1 00 00 01 00 's'; BOUNDSHEET @2 00 00 01 00 't'; "
		  "EOF; BOF 0600 0010 z12; DIMENSIONS z14; NUMBER 0000 0000 0000 d1; NUMBER FFFE 00FF 0000 d2; EOF; "
		  "BOF 0600 0010 z12; DIMENSIONS z14; NUMBER 0000 0000 0000 d1; EOF",
		  "1!A1:1|whole" },
		{ "BOF 0600 0005 z12; CODEPAGE 04B0; BOUNDSHEET @1 00 00 01 00 's'; BOUNDSHEET @2 00 00 01 00 't'; "
		  "EOF; BOF 0600 0010 z12; DIMENSIONS z14; NUMBER 0000 0000 0000 d1; NUMBER FFFF 00FF 0000 d2; EOF; "
		  "BOF 0600 0010 z12; DIMENSIONS z14; NUMBER 0000 0000 0000 d1; EOF",
		  "missing" },
	};

	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf stream = biffmaker_stream(cases[i].records), file;

		file = biffmaker_ole(&(struct biffmaker_file){ "Workbook", buf_str(&stream), false }, 1);
		assert_string_equal(ask(*state, buf_str(&file)), cases[i].said);
		buf_release(&file);
		buf_release(&stream);
	}
}

/* --- every cell of a file ---------------------------------------------------- */

struct compared {
	const char *name;
	const struct dispute_source *source;
	uint32_t sheet, asked, answered;
	struct line line;
	struct arena arena;
};

static bool compare_sheet(void *user, const struct sheet_info *sheet)
{
	((struct compared *)user)->sheet = sheet->index;
	return true;
}

static bool compare_row(void *user, const struct row *row)
{
	struct compared *compared = user;
	struct line *line = &compared->line;

	line_fill(line, row);
	arena_reset(&compared->arena);
	for (uint32_t i = 0; i < line->count; i++) {
		struct buf place = { 0 };
		struct cell theirs;
		struct str text;

		if (!dispute_can_ask(&line->cell[i]))
			continue;
		compared->asked++;
		if (!compared->source->look_up(compared->source->user, compared->sheet, line->row, line->cell[i].col,
					       &theirs))
			continue;
		compared->answered++;
		if (!dispute_differs(&line->cell[i], &theirs, &compared->arena, &text))
			continue;
		cell_reference(&place, line->row, line->cell[i].col);
		printf("%s\tdisputed\t%u!%.*s\t%.*s\t%.*s\n", compared->name, compared->sheet, STR_ARG(buf_str(&place)),
		       STR_ARG(line->cell[i].shown), STR_ARG(text));
		buf_release(&place);
	}
	return true;
}

static bool compare_end(void *user)
{
	(void)user;
	return true;
}

static void drop_finding(void *user, const struct finding *finding)
{
	(void)user;
	(void)finding;
}

static void compare_file(struct second *second, const char *name)
{
	const struct worker_second *asker = second_asked(second);
	struct compared compared = { .name = name };
	const struct row_sink sink = { &compared, compare_sheet, compare_row, compare_end, NULL };
	const struct diag_sink diag = { NULL, drop_finding };
	struct arena input = { 0 }, row = { 0 };
	struct read_context context = { .input = &input, .row = &row, .sink = &sink, .diag = &diag };
	struct file_content content;
	const struct reader *reader;
	struct str format, kind;
	bool read;

	if (!file_load(name, true, &content))
		return;
	if (content.bytes.len && reader_detect(content.bytes, &reader, &format, &kind) == READER_TABLE &&
	    reader == &xls_reader) {
		compared.source = asker->ask(asker->user, xls_plain(&input, context.passwords, content.bytes));
		read = reader->read(&context, content.bytes);
		printf("%s\t%s\t%s\t%u\t%u\n", name, read ? "read" : "failed",
		       compared.source->whole(compared.source->user) ? "whole" : "missing", compared.asked,
		       compared.answered);
	}
	file_unload(&content);
	line_release(&compared.line);
	arena_release(&compared.arena);
	arena_release(&input);
	arena_release(&row);
}

static int compare_files(char **name)
{
	struct second *second = second_new();

	for (; *name; name++)
		compare_file(second, *name);
	second_free(second);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_wires),
		cmocka_unit_test_setup_teardown(test_reads, make, unmake),
		cmocka_unit_test_setup_teardown(test_refuses, make, unmake),
		cmocka_unit_test_setup_teardown(test_unread, make, unmake),
		cmocka_unit_test_setup_teardown(test_once, make, unmake),
		cmocka_unit_test_setup_teardown(test_many, make, unmake),
		cmocka_unit_test_setup_teardown(test_killed, make, unmake),
		cmocka_unit_test_setup_teardown(test_longest_file, make, unmake),
		cmocka_unit_test_setup_teardown(test_most_cells, make, unmake),
	};

	signal(SIGPIPE, SIG_IGN);
	if (argc > 1)
		return compare_files(argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
