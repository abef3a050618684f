/* The limits of web pages, alone and in messages: as much as they allow is read whole, one more is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define SAID_READER html_reader
#include "read/html_out.h"
#include "read/html_table.h"
#include "xlsx_said.h"

enum { MIB = 1024 * 1024 };

/* A row without its texts, which are long here: their lengths, and how it looks. */
static bool say_lengths(void *user, const struct row *row)
{
	(void)user;
	for (uint32_t i = 0; i < row->count; i++) {
		cell_reference(&said, row->number, row->cell[i].col);
		buf_printf(&said, " %zu%s%s\n", row->cell[i].text.len, row->cell[i].struck ? " struck" : "",
			   row->hidden ? " hidden" : "");
	}
	return true;
}

static void fill(struct buf *text, char c, size_t count)
{
	memset(buf_reserve(text, count), c, count);
	text->len += count;
}

/* What is said of it ends so, and nothing is refused where `good`. */
static void hold(const char *name, const struct buf *file, bool good, const char *end)
{
	bool read = read_bytes(str_bytes(buf_str(file)), say_lengths);

	if (read != good || !str_ends(str_from(said.data), str_from(end)))
		fail_msg("%s: %s: %s", name, read ? "taken" : "refused",
			 said.len > 200 ? said.data + said.len - 200 : said.data);
}

#define REFUSED "refused: WHY_TOO_LARGE 0!0,0\n"

/* --- what is long ------------------------------------------------------------ */

static const struct {
	const char *name, *begin;
	char c;
	size_t most; /* of c, in a row */
	const char *end, *said, *refused;
} lengths[] = {
	{ "text of a cell", "<table><tr><td>", 'x', 16 * MIB, "</table>", "[1 表1]\nA1 16777216\n", REFUSED },
	{ "text between tables", "", 'x', 32 * MIB, "<table><tr><td>a</table>", "[1 表1]\nA1 33554432\nA2 1\n",
	  REFUSED },
	{ "a style sheet, its rule last", "<style>", ' ', 32 * MIB - 33,
	  ".s{text-decoration:line-through;}</style><table><tr><td class=s>a</table>", "[1 表1]\nA1 1 struck\n",
	  REFUSED },
	{ "a list of names, behind <xml", "<!--[if gte mso 9]><xml>", ' ', MIB - 75,
	  "<x:ExcelWorksheet><x:Name>a</x:Name></x:ExcelWorksheet></xml><![endif]-->"
	  "<table><tr><td>a</table>",
	  "[1 a]\nA1 1\n", REFUSED },
};

static void long_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(lengths); i++)
		for (size_t over = 0; over < 2; over++) {
			struct buf file = { 0 };

			buf_add(&file, str_from(lengths[i].begin));
			fill(&file, lengths[i].c, lengths[i].most + over);
			buf_add(&file, str_from(lengths[i].end));
			hold(lengths[i].name, &file, over == 0, over ? lengths[i].refused : lengths[i].said);
			buf_release(&file);
		}
}

/* What is longer is no selector and no mark of a condition: neither is refused for it. */
static void short_words(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf file = { 0 };

		buf_add(&file, STR("<style>."));
		fill(&file, 'c', 126 + over);
		buf_add(&file, STR("{text-decoration:line-through}</style><table><tr><td class="));
		fill(&file, 'c', 126 + over);
		buf_add(&file, STR(">a</table>"));
		hold("a selector", &file, true, over ? "A1 1\n" : "A1 1 struck\n");
		buf_clear(&file);
		buf_add(&file, STR("<table><tr><td>a<![if "));
		fill(&file, ' ', 256 - strlen("<![if ]>") + over);
		buf_add(&file, STR("]>b</table>"));
		hold("a conditional mark", &file, true, over ? "A1 10\n" : "A1 2\n");
		buf_release(&file);
	}
}

/* --- what there is much of ----------------------------------------------------- */

#define NAMED(name) "<x:ExcelWorksheet><x:Name>" name "</x:Name></x:ExcelWorksheet>"
#define RELATED "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
#define IMAGE "--b\nContent-Type: image/png\n\n\n"
#define TEN(begin)                                                                                                     \
	".c#" begin "0,.c#" begin "1,.c#" begin "2,.c#" begin "3,.c#" begin "4,.c#" begin "5,.c#" begin "6,.c#" begin  \
	"7,.c#" begin "8,.c#" begin "9"
#define STYLE                                                                                                          \
	"--b\nContent-Type: text/css\n\n" TEN("a") "," TEN("b") "," TEN("c") "," TEN("d") "," TEN(                     \
		"e") "{display:none}\n"
#define RULE(class) "<style>." class "{display:none}</style>"
#define PAGE "--b\nContent-Type: text/html\n\n<table><tr class=c2000e9><td>a</table>\n--b--\n"

/* A piece with its number in it, so many times, between a beginning and an end. */
static const struct {
	const char *name, *begin, *piece;
	size_t most;
	const char *end, *said, *refused;
} counts[] = {
	{ "rules", RULE("last"), RULE("c#"), 99999, "<table><tr class=c99999><td>a<tr class=last><td>b</table>",
	  "A1 1 hidden\nA2 1 hidden\n", REFUSED },
	{ "rules of what has one already", RULE("last"), RULE("c#"), 99999,
	  RULE("LAST") "<style>.c1{text-decoration:line-through}</style><table><tr class=last><td class=c1>a</table>",
	  "A1 1 struck hidden\n", REFUSED },
	{ "rules of style sheets in a message, fifty in each", RELATED, STYLE, 2000, PAGE, "A1 1 hidden\n", REFUSED },
	{ "sheets in a comment", "<!--[if gte mso 9]><xml>", NAMED("#"), 999,
	  NAMED("last") "</xml><![endif]--><table><tr><td>a</table>", "[1 1]\nA1 1\n", REFUSED },
	{ "sheets beside elements", "<xml>", NAMED("#"), 999, NAMED("last") "</xml><table><tr><td>a</table>",
	  "[1 1]\nA1 1\n", REFUSED },
	{ "rows", "<table>", "<tr>", 1048576, "<td>a</table>", "[1 表1]\nA1048576 1\n", REFUSED },
	{ "parts of a message", RELATED, IMAGE, 4095, PAGE, "[1 表1]\nA1 1\n", REFUSED },
};

/* Its number stands for each #. */
static void put_piece(struct buf *file, const char *piece, size_t number)
{
	struct str rest = str_from(piece);

	for (size_t at = str_find(rest, STR("#"), 0); at < rest.len; at = str_find(rest, STR("#"), 0)) {
		buf_add(file, str_part(rest, 0, at));
		buf_printf(file, "%zu", number);
		rest = str_after(rest, at + 1);
	}
	buf_add(file, rest);
}

static void many(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(counts); i++)
		for (size_t over = 0; over < 2; over++) {
			struct buf file = { 0 };

			buf_add(&file, str_from(counts[i].begin));
			for (size_t k = 1; k <= counts[i].most + over; k++)
				put_piece(&file, counts[i].piece, k);
			buf_add(&file, str_from(counts[i].end));
			hold(counts[i].name, &file, over == 0, over ? counts[i].refused : counts[i].said);
			buf_release(&file);
		}
}

/* The last of so many sheets has its name, and is known to be hidden. */
static void last_name(void **state)
{
	struct buf file = { 0 };

	(void)state;
	buf_add(&file, STR("<xml>"));
	for (size_t k = 1; k < 1000; k++)
		buf_add(&file, STR(NAMED("a")));
	buf_add(&file, STR("<x:ExcelWorksheet><x:Name>b</x:Name><x:Visible>SheetHidden</x:Visible>"
			   "</x:ExcelWorksheet></xml>"));
	for (size_t k = 1; k <= 1001; k++)
		buf_add(&file, STR("<table><tr><td>c</table>"));
	hold("names", &file, true, "[1000 b hidden]\nA1 1\n[1001 表1001]\nA1 1\n");
	buf_release(&file);
}

/* Multipart within multipart. What is deeper was never a page that anyone saved. */
static void nested(void **state)
{
	static const char *const begins[] = { "a", "b", "c", "d", "e" };

	(void)state;
	for (size_t depth = 4; depth <= 5; depth++) {
		struct buf file = { 0 };

		buf_add(&file, STR("MIME-Version: 1.0\n"));
		for (size_t k = 0; k < depth; k++)
			buf_printf(&file, "Content-Type: multipart/related; boundary=%s\n\n--%s\n", begins[k],
				   begins[k]);
		buf_add(&file, STR("Content-Type: text/html\n\n<table><tr><td>x</table>\n"));
		for (size_t k = depth; k-- > 0;)
			buf_printf(&file, "--%s--\n", begins[k]);
		hold("parts within parts", &file, depth == 4, depth == 4 ? "[1 表1]\nA1 1\n" : REFUSED);
		buf_release(&file);
	}
}

/* What it is stands in the first 16 KiB of a message. */
static void heads(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf file = { 0 };

		buf_add(&file, STR("MIME-Version: 1.0\nSubject: "));
		fill(&file, 'x', 16 * 1024 - file.len - strlen("\nContent-Type: text/html") + over);
		buf_add(&file, STR("\nContent-Type: text/html\n\n<table><tr><td>a</table>"));
		assert_int_equal(html_reader.detect(str_bytes(buf_str(&file))), over == 0);
		buf_release(&file);
	}
}

/* A page's own word on its encoding counts in its first 32 KiB: the same bytes are 笢弊 in Big5, else 中国. */
static void declared(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf file = { 0 };

		buf_add(&file, STR("<html><!--"));
		fill(&file, ' ', 32 * 1024 - file.len - strlen("--><meta charset=big5") + over);
		buf_add(&file, STR("--><meta charset=big5><table><tr><td>\xD6\xD0\xB9\xFA</table>"));
		assert_true(read_bytes(str_bytes(buf_str(&file)), say_row));
		assert_non_null(strstr(said.data, over ? "'中国'" : "'笢弊'"));
		buf_release(&file);
	}
}

/* --- what fills the memory ------------------------------------------------------- */

/* As if so much stood there already: memory that nobody touches costs nothing. */
static void pretend(struct buf *text, size_t len)
{
	buf_reserve(text, len);
	text->len = len;
}

static bool write_cell(struct html_table *table, struct str text)
{
	assert_true(html_table_begin_row(table, false));
	assert_true(html_table_begin_cell(table, STR(""), STR(""), false));
	html_text_add(&table->writing, text, false, false);
	return html_table_end_cell(table);
}

static void text_of_a_table(void **state)
{
	struct html_table *table = html_table_new(NULL, false);

	(void)state;
	pretend(&table->text, 512 * (size_t)MIB - 3);
	assert_true(write_cell(table, STR("abc")));
	assert_int_equal(table->text.len, 512 * (size_t)MIB);
	assert_true(str_eq(html_table_text(table, &table->cells.item[0]), STR("abc")));
	assert_true(write_cell(table, STR(" ")));
	assert_false(write_cell(table, STR("d")));
	html_table_free(table);
}

static void cells_of_a_table(void **state)
{
	struct html_table *table = html_table_new(NULL, false);

	(void)state;
	table->cells.room = 8 * MIB;
	table->cells.item = calloc(table->cells.room, sizeof(*table->cells.item));
	assert_non_null(table->cells.item);
	table->cells.count = 8 * MIB - 1;
	assert_true(write_cell(table, STR("a")));
	assert_int_equal(table->cells.count, 8 * MIB);
	assert_true(write_cell(table, STR(" ")));
	assert_false(write_cell(table, STR("b")));
	html_table_free(table);
}

static void text_of_a_page(void **state)
{
	struct html_out out = { 0 };

	(void)state;
	pretend(&out.lines, 64 * MIB - 3);
	assert_true(html_out_text(&out, STR("abc")));
	assert_int_equal(out.why, SAY_NOTHING);
	out.lines.len = 64 * MIB - 3;
	assert_false(html_out_text(&out, STR("abcd")));
	assert_int_equal(out.why, SAY_WHY_TOO_LARGE);
	html_out_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_texts),	  cmocka_unit_test(short_words),     cmocka_unit_test(many),
		cmocka_unit_test(last_name),	  cmocka_unit_test(nested),	     cmocka_unit_test(heads),
		cmocka_unit_test(declared),	  cmocka_unit_test(text_of_a_table), cmocka_unit_test(cells_of_a_table),
		cmocka_unit_test(text_of_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
