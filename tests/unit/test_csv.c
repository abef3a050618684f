/* CSV as people and programs write it: what becomes of quotes, separators, line ends and blanks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "read/csv.h"
#include "read/csv_parse.h"
#include "seen_fixture.h"

static bool read_text(struct seen *seen, struct str text)
{
	return seen_read(seen, &csv_reader, text, NULL);
}

static void records(void **state)
{
	static const struct {
		const char *name;
		struct str text;
		const char *out;
	} cases[] = {
		{ "commas", STR_INIT("a,b\nc,d\n"), "A1=a|B1=b|A2=c|B2=d|" },
		{ "tabs", STR_INIT("a, x\tb\nc, y\td\n"), "A1=a, x|B1=b|A2=c, y|B2=d|" },
		{ "semicolons", STR_INIT("n;v\na;1,5\nb;2,5\n"), "A1=n|B1=v|A2=a|B2=1,5|A3=b|B3=2,5|" },
		{ "semicolons inside a comma's table", STR_INIT("n,m\na,x@a;y@a\n"), "A1=n|B1=m|A2=a|B2=x@a;y@a|" },
		{ "a sep= line is not delivered", STR_INIT("sep=;\r\na;b,c\r\n"), "A1=a|B1=b,c|" },
		{ "a quoted sep= line", STR_INIT("\"sep=|\"\r\na|b,c\r\n"), "A1=a|B1=b,c|" },
		{ "one column", STR_INIT("a\nb\n"), "A1=a|A2=b|" },
		{ "mixed line ends", STR_INIT("a,1\rb,2\r\nc,3\nd,4"), "A1=a|B1=1|A2=b|B2=2|A3=c|B3=3|A4=d|B4=4|" },
		{ "blank records count", STR_INIT("a,b\n\n,\nc,d\n"), "A1=a|B1=b|A4=c|B4=d|" },
		{ "blank cells are not delivered", STR_INIT("a,,b\n,,\n,\"\",c\n"), "A1=a|C1=b|C3=c|" },
		{ "a line break in quotes", STR_INIT("\"a\r\nb\",c\nd,e\n"), "A1=a\r\nb|B1=c|A2=d|B2=e|" },
		{ "doubled quotes", STR_INIT("\"a\"\"b\",\"\"\"\"\n"), "A1=a\"b|B1=\"|" },
		{ "a separator in quotes", STR_INIT("\"a,b\",c\n"), "A1=a,b|B1=c|" },
		{ "a quote inside is text", STR_INIT("5\" pipe,b\n"), "A1=5\" pipe|B1=b|" },
		{ "quotes around a part of the text, as Excel has it", STR_INIT("1,\"智慧\"平台,x\n"),
		  "A1=1|B1=智慧平台|C1=x|" },
		{ "further quotes behind are text", STR_INIT("1,\"a,b\"c\"d\",x\n"), "A1=1|B1=a,bc\"d\"|C1=x|" },
		{ "a blank behind the quote", STR_INIT("\"a,b\" ,c\n"), "A1=a,b |B1=c|" },
		{ "never closed", STR_INIT("a,b\n\"c,d\ne,f\n"), "A1=a|B1=b|A2!=\"c|B2=d|A3=e|B3=f|" },
		{ "two never closed", STR_INIT("a,b\n\"c,d\n\"e\n,f\n"), "A1=a|B1=b|A2!=\"c|B2=d|A3!=\"e|B4=f|" },
		{ "a stray quote swallows no rows", STR_INIT("a,b\n\"c,d\ne,\"f,g\"\n"),
		  "A1=a|B1=b|A2!=\"c|B2=d|A3=e|B3=f,g|" },
		{ "two never closed, then sound ones", STR_INIT("a,b\n\"c,d\n\"e,f\n\"g,h\",i\n"),
		  "A1=a|B1=b|A2!=\"c|B2=d|A3!=\"e|B3=f|A4=g,h|B4=i|" },
		{ "a pair that holds a whole row", STR_INIT("a,b,c\n\"d,e,f\ng,h,i\nj\",k,l\n"),
		  "A1=a|B1=b|C1=c|A2!=d,e,f\ng,h,i\nj|B2=k|C2=l|" },
		{ "a pair that begins in one row and ends in the next", STR_INIT("a,b,c,d\ne,\"f,g,h\ni,j\",k,l\n"),
		  "A1=a|B1=b|C1=c|D1=d|A2=e|B2!=f,g,h\ni,j|C2=k|D2=l|" },
		{ "lines in a cell are no rows", STR_INIT("a,b,c\n1,\"d, e\nf, g\nh\",2\n"),
		  "A1=a|B1=b|C1=c|A2=1|B2=d, e\nf, g\nh|C2=2|" },
		{ "Excel's text formula", STR_INIT("=\"001\",\"=\"\"0\"\"\"\n"), "A1=001|B1=0|" },
		{ "no text formula", STR_INIT("=\"a\"&\"b\",=\"\n"), "A1==\"a\"&\"b\"|B1==\"|" },
		{ "NULs are dropped", STR_INIT("a\0b,c,d\r\0\ne,f,g\nh,i,j\n"),
		  "A1=ab|B1=c|C1=d|A2=e|B2=f|C2=g|A3=h|B3=i|C3=j|" },
		{ "a mark", STR_INIT("\xEF\xBB\xBF\"a\",b\n"), "A1=a|B1=b|" },
		{ "a bad byte marks its cell only", STR_INIT("表,\xFF,表\n"), "A1=表|B1!=\xEF\xBF\xBD|C1=表|" },
		{ "a bad byte in quotes", STR_INIT("表,\"\xFF\n\",表\n"), "A1=表|B1!=\xEF\xBF\xBD\n|C1=表|" },
		{ "a written U+FFFD is no bad byte", STR_INIT("表,\xEF\xBF\xBD\n"), "A1=表|B1=\xEF\xBF\xBD|" },
		{ "a GBK row in UTF-8", STR_INIT("项目名称,申报单位\n平台,某某公司\n\xB9\xE3\xD6\xDD,x\n平台,公司\n"),
		  "A1=项目名称|B1=申报单位|A2=平台|B2=某某公司|A3!=\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|B3="
		  "x|"
		  "A4=平台|B4=公司|" },
		{ "UTF-32 with its mark", STR_INIT("\xFF\xFE\0\0\x47\x6C\0\0,\0\0\0b\0\0\0\n\0\0\0"), "A1=汇|B1=b|" },
		{ "UTF-32, high byte first", STR_INIT("\0\0\xFE\xFF\0\0\x6C\x47\0\0\0,\0\0\0b"), "A1=汇|B1=b|" },
		{ "an odd byte behind UTF-16 is no row", STR_INIT("\xFF\xFE\x47\x6C,\0b\0\r\0\n\0\n"), "A1=汇|B1=b|" },
		{ "UTF-16 cut in a cell", STR_INIT("\xFF\xFE\x47\x6C,\0\x47"), "A1=汇|B1!=\xEF\xBF\xBD|" },
		{ "nothing", STR_INIT(""), "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct seen seen = { 0 };
		struct str out;

		assert_true(read_text(&seen, cases[i].text));
		assert_true(seen.ended);
		out = str_after(buf_str(&seen.out), strlen("[汇总]"));
		if (!str_eq(out, str_from(cases[i].out)))
			fail_msg("%s: \"%.*s\"", cases[i].name, STR_ARG(out));
		assert_int_equal(seen.say, SAY_NOTHING);
		buf_release(&seen.out);
	}
}

static struct buf repeat(const char *text, size_t times)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < times; i++)
		buf_add(&out, str_from(text));
	return out;
}

static void limits_refuse_the_file(void **state)
{
	struct buf wide = repeat("a,", TABLE_COLUMNS + 1), blank = repeat(",", TABLE_COLUMNS + 100);
	struct buf large = repeat("0123456789abcdef", 1024 * 1024 + 1);
	struct seen seen = { 0 };

	(void)state;
	assert_false(read_text(&seen, buf_str(&wide)));
	assert_int_equal(seen.say, SAY_WHY_TOO_LARGE);
	assert_false(read_text(&seen, buf_str(&large)));
	seen.say = SAY_NOTHING;
	assert_true(read_text(&seen, buf_str(&blank)));
	assert_int_equal(seen.say, SAY_NOTHING);
	buf_release(&seen.out);
	buf_release(&wide);
	buf_release(&blank);
	buf_release(&large);
}

/* A cell of 16 MiB and a row of four of them are read; a letter more is refused. Columns likewise. */
static void limits_from_both_sides(void **state)
{
	static const struct {
		const char *name, *piece, *end;
		size_t times, cells; /* pieces of a cell, cells of a row */
		uint32_t rows;	     /* 0: refused */
	} cases[] = {
		{ "a cell", "0123456789abcdef", "\nb\n", 1024 * 1024, 1, 2 },
		{ "a cell and a letter", "0123456789abcdef", "x\nb\n", 1024 * 1024, 1, 0 },
		{ "a row", "0123456789abcdef", "\nb\n", 1024 * 1024, 4, 2 },
		{ "a row and a letter", "0123456789abcdef", ",x\nb\n", 1024 * 1024, 4, 0 },
		{ "columns", "a", "\nb\n", 1, TABLE_COLUMNS, 2 },
		{ "columns and one", "a", "\nb\n", 1, TABLE_COLUMNS + 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf cell = repeat(cases[i].piece, cases[i].times), text = { 0 };
		struct seen seen = { 0 };

		for (size_t k = 0; k < cases[i].cells; k++) {
			buf_add(&text, str_from(k ? "," : ""));
			buf_add(&text, buf_str(&cell));
		}
		buf_add(&text, str_from(cases[i].end));
		if (read_text(&seen, buf_str(&text)) != (cases[i].rows > 0))
			fail_msg("%s", cases[i].name);
		assert_int_equal(seen.say, cases[i].rows ? SAY_NOTHING : SAY_WHY_TOO_LARGE);
		assert_true(!cases[i].rows || seen.rows == cases[i].rows);
		buf_release(&seen.out);
		buf_release(&cell);
		buf_release(&text);
	}
}

static void more_rows_than_a_sheet(void **state)
{
	struct buf text = repeat("a\n", TABLE_ROWS + 5);
	struct seen seen = { 0 };

	(void)state;
	assert_true(read_text(&seen, buf_str(&text)));
	assert_int_equal(seen.rows, TABLE_ROWS + 5);
	buf_release(&seen.out);
	buf_release(&text);
}

/* Each quote opens a field and closes none: without a budget the cost would be that of the square. */
static void hostile_quotes_end_soon(void **state)
{
	static const char *const patterns[] = { ",\"\"\"", "\"\n", ",\"a\nb\"c", "\"\"\"\n," };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(patterns); i++) {
		struct buf text = repeat(patterns[i], 200000);
		struct seen seen = { .stop_after = UINT32_MAX };

		read_text(&seen, buf_str(&text));
		buf_release(&seen.out);
		buf_release(&text);
	}
}

static bool say_record(void *user, const struct csv_record *record)
{
	struct buf *out = user;

	for (uint32_t i = 0; i < record->count; i++)
		buf_printf(out, "%s%.*s|", record->cell[i].flaw == CELL_SOUND ? "" : "!",
			   STR_ARG(record->cell[i].text));
	return true;
}

/* As if so much had been parsed anew before: four bytes more are still parsed, behind five quotes are text. */
static void what_is_parsed_anew_is_bounded(void **state)
{
	static const struct {
		uint64_t before;
		const char *out;
	} cases[] = {
		{ 64 * 1024 * 1024 - 4, "!\"a|b\"c|d,e|f|" },
		{ 64 * 1024 * 1024 - 3, "!\"a|b\"c|!\"d|e\"|f|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };
		struct csv_parse parse = { .separator = ',', .user = &out, .record = say_record };

		parse.parsed_anew = cases[i].before;
		assert_true(csv_parse_feed(&parse, STR("\"a\nb\"c,\"d,e\",f\n"), false));
		assert_true(csv_parse_end(&parse));
		buf_add_char(&out, '\0');
		assert_string_equal(out.data, cases[i].out);
		csv_parse_release(&parse);
		buf_release(&out);
	}
}

static void stopping_is_no_failure(void **state)
{
	struct seen seen = { .stop_after = 2 };

	(void)state;
	assert_true(read_text(&seen, STR("a,b\nc,d\ne,f\n")));
	assert_int_equal(seen.rows, 2);
	assert_false(seen.ended);
	assert_int_equal(seen.say, SAY_NOTHING);
	buf_release(&seen.out);
}

static void doubt_is_said(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	/* 报表,单表 in GB18030: as good in Big5 */
	assert_true(read_text(&seen, STR("\xB1\xA8\xB1\xED,\xB5\xA5\xB1\xED")));
	assert_int_equal(seen.say, SAY_ENCODING_GUESSED);
	buf_release(&seen.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(limits_refuse_the_file),
		cmocka_unit_test(limits_from_both_sides),
		cmocka_unit_test(more_rows_than_a_sheet),
		cmocka_unit_test(hostile_quotes_end_soon),
		cmocka_unit_test(what_is_parsed_anew_is_bounded),
		cmocka_unit_test(stopping_is_no_failure),
		cmocka_unit_test(doubt_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
