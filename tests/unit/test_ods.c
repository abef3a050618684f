/* The reader of OpenDocument spreadsheets: what LibreOffice, Excel, WPS and scripts write, and what they could. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SAID_READER ods_reader
#include "xlsx_said.h"

#define TYPE_TEXT "application/vnd.oasis.opendocument.spreadsheet"
#define BOOK(styles, sheets)                                                                                           \
	"<office:document-content><office:automatic-styles>" styles "</office:automatic-styles>"                       \
	"<office:body><office:spreadsheet>" sheets "</office:spreadsheet></office:body></office:document-content>"
#define SHEET_OF(attributes, rows) "<table:table " attributes ">" rows "</table:table>"
#define ROWS(rows) BOOK("", SHEET_OF("table:name=\"S\"", rows))
#define ONE_ROW(cells) ROWS("<table:table-row>" cells "</table:table-row>")
#define P(text) "<text:p>" text "</text:p>"
#define CELL(attributes, inside) "<table:table-cell " attributes ">" inside "</table:table-cell>"
#define TEXT(inside) CELL("office:value-type=\"string\"", inside)
#define NUMBER(value) CELL("office:value-type=\"float\" office:value=\"" value "\"", P("?"))
#define STYLE(name, family, more, inside)                                                                              \
	"<style:style style:name=\"" name "\" style:family=\"" family "\" " more ">" inside "</style:style>"
#define STRUCK "<style:text-properties style:text-line-through-style=\"solid\"/>"
#define NOT_STRUCK "<style:text-properties style:text-line-through-style=\"none\"/>"

struct ods_case {
	const char *name, *content, *expected;
	const char *styles; /* styles.xml */
};

static struct bytes pack(const struct ods_case *c)
{
	struct zipmaker maker;

	zipmaker_begin(&maker);
	zipmaker_add(&maker, "mimetype", STR(TYPE_TEXT), true);
	add_part(&maker, "content.xml", c->content);
	add_part(&maker, "styles.xml", c->styles);
	return zipmaker_end(&maker);
}

static void run(const struct ods_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes file = pack(&cases[i]);
		bool good = read_bytes(file, say_row), refused = strstr(said.data, "refused:") != NULL;

		if (strcmp(said.data, cases[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", cases[i].name, said.data, cases[i].expected);
		if (good == refused)
			fail_msg("%s: says %s", cases[i].name, good ? "good with a finding" : "bad without one");
		free((void *)file.data);
	}
}

static void test_texts(void **state)
{
	static const struct ods_case cases[] = {
		{ "a paragraph", ONE_ROW(TEXT(P("广州"))), "[1 S]\nA1 text '广州'\n", NULL },
		{ "paragraphs are lines", ONE_ROW(TEXT(P("a") P("") P("b"))), "[1 S]\nA1 text 'a\n\nb'\n", NULL },
		{ "line ends and tabs in the XML are folded, and dropped at the ends",
		  ONE_ROW(TEXT(P("\n  a \t b\n") P(" c\n<text:span>d</text:span>"))), "[1 S]\nA1 text 'a b\n c d'\n",
		  NULL },
		{ "blanks stay, as LibreOffice writes them", ONE_ROW(TEXT(P(" a  <text:span> b</text:span> "))),
		  "[1 S]\nA1 text ' a   b '\n", NULL },
		{ "blanks, tabs and line breaks as they were typed",
		  ONE_ROW(TEXT(P("a<text:s/><text:s text:c=\"2\"/>b<text:tab/>c<text:line-break/>d"))),
		  "[1 S]\nA1 text 'a   b\tc\nd'\n", NULL },
		{ "a blank between words and spans",
		  ONE_ROW(TEXT(P("a <text:span> b</text:span> c <text:a xlink:href=\"x\">d</text:a>"))),
		  "[1 S]\nA1 text 'a  b c d'\n", NULL },
		{ "phonetic readings are no text",
		  ONE_ROW(TEXT(P("<text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>とう</"
				 "text:ruby-text></text:ruby>京"))),
		  "[1 S]\nA1 text '東京'\n", NULL },
		{ "comments are no text, before and within a paragraph",
		  ONE_ROW(TEXT("<office:annotation><dc:date>2020</dc:date>" P("no") "</office:annotation>" P(
			  "yes<office:annotation>" P("no") "</office:annotation>!"))),
		  "[1 S]\nA1 text 'yes!'\n", NULL },
		{ "drawn shapes are no text",
		  ONE_ROW(TEXT("<draw:frame><draw:text-box>" P("no") "</draw:text-box></draw:frame>" P("yes"))),
		  "[1 S]\nA1 text 'yes'\n", NULL },
		{ "a list within a cell",
		  ONE_ROW(TEXT("<text:list><text:list-item>" P("a") "</text:list-item><text:list-item>" P(
			  "b") "</text:list-item></text:list>")),
		  "[1 S]\nA1 text 'a\nb'\n", NULL },
		{ "a table within a cell is its text",
		  ONE_ROW(TEXT(SHEET_OF("table:is-sub-table=\"true\"",
					"<table:table-row>" TEXT(P("a")) TEXT(P("b")) "</table:table-row>"))
				  TEXT(P("c"))),
		  "[1 S]\nA1 text 'a\nb'\nB1 text 'c'\n", NULL },
		{ "entities, CDATA", ONE_ROW(TEXT(P("&lt;&#24191;<![CDATA[<&>]]>"))), "[1 S]\nA1 text '<广<&>'\n",
		  NULL },
		{ "a stored string counts before the one that is shown",
		  ONE_ROW(CELL("office:value-type=\"string\" office:string-value=\"stored\"", P("shown"))),
		  "[1 S]\nA1 text 'stored'\n", NULL },
		{ "no type, but a text", ONE_ROW(CELL("", P("a"))), "[1 S]\nA1 text 'a'\n", NULL },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_values(void **state)
{
	static const struct ods_case cases[] = {
		{ "numbers",
		  ONE_ROW(NUMBER("13800138000") NUMBER("-1.5E-3")
				  CELL("office:value-type=\"percentage\" office:value=\"0.5\"", P("50%"))
					  CELL("office:value-type=\"currency\" office:value=\"3\"", P("￥3"))),
		  "[1 S]\nA1 number 13800138000\nB1 number -0.0015\nC1 number 0.5\nD1 number 3\n", NULL },
		{ "digits are kept where a double has too few", ONE_ROW(NUMBER("440102199001011234")),
		  "[1 S]\nA1 number 4.40102199001011e+17 digits 440102199001011234\n", NULL },
		{ "what is no number is the text that is shown", ONE_ROW(NUMBER("NaN")), "[1 S]\nA1 text '?'\n", NULL },
		{ "dates with and without time, before 1900, of day zero",
		  ONE_ROW(CELL("office:value-type=\"date\" office:date-value=\"2020-11-13\"", P("?"))
				  CELL("office:value-type=\"date\" office:date-value=\"2020-11-13T12:00:00\"", P("?"))
					  CELL("office:value-type=\"date\" office:date-value=\"1899-01-02\"", P("?"))
						  CELL("office:value-type=\"date\" "
						       "office:date-value=\"1899-12-30T18:00:00\"",
						       P("?"))),
		  "[1 S]\nA1 date 44148\nB1 date 44148.5\nC1 text '1899-01-02'\nD1 date 0.75\n", NULL },
		{ "a time, and one of more than a day",
		  ONE_ROW(CELL("office:value-type=\"time\" office:time-value=\"PT17H00M00S\"", P("?"))
				  CELL("office:value-type=\"time\" office:time-value=\"PT36H00M00.0000S\"", P("?"))),
		  "[1 S]\nA1 date 0.708333333333333\nB1 date 1.5\n", NULL },
		{ "truths",
		  ONE_ROW(CELL("office:value-type=\"boolean\" office:boolean-value=\"true\"", P("WAHR"))
				  CELL("office:value-type=\"boolean\" office:boolean-value=\"false\"", P("FALSCH"))),
		  "[1 S]\nA1 bool 1\nB1 bool 0\n", NULL },
		{ "errors as LibreOffice, as Excel and as older programs write them; a typed one is text",
		  ONE_ROW(CELL("table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" "
			       "calcext:value-type=\"error\"",
			       P("#DIV/0!")) CELL("table:formula=\"of:=X\" office:value-type=\"float\" "
						  "office:value=\"0\"",
						  P("Err:508"))
				  CELL("office:value-type=\"float\" office:value=\"0\"", P("#N/A")) TEXT(P("#N/A"))),
		  "[1 S]\nA1 error '#DIV/0!'\nB1 error 'Err:508'\nC1 error '#N/A'\nD1 text '#N/A'\n", NULL },
		{ "a formula without a result, and one whose result is an empty text",
		  ONE_ROW(CELL("table:formula=\"of:=A1\"", "") CELL(
			  "table:formula=\"of:=A1\" office:value-type=\"string\" office:string-value=\"\"", P(""))),
		  "[1 S]\nA1 text '' no-result\n", NULL },
		{ "other prefixes",
		  "<o:document-content><o:body><o:spreadsheet><t:table t:name=\"S\"><t:table-row>"
		  "<t:table-cell o:value-type=\"float\" o:value=\"7\"><x:p>7</x:p></t:table-cell>"
		  "</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>",
		  "[1 S]\nA1 number 7\n", NULL },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static bool computed[4];

static bool take_computed(void *user, const struct row *row)
{
	(void)user;
	for (uint32_t i = 0; i < row->count; i++)
		computed[row->cell[i].col - 1] = row->cell[i].computed;
	return true;
}

static void test_results_are_known_as_such(void **state)
{
	static const struct ods_case book = {
		"",
		ONE_ROW(NUMBER("1") CELL("table:formula=\"of:=A1\" office:value-type=\"float\" office:value=\"1\"",
					 P("1"))),
		"", NULL
	};
	struct bytes file = pack(&book);

	(void)state;
	assert_true(read_bytes(file, take_computed));
	assert_false(computed[0]);
	assert_true(computed[1]);
	free((void *)file.data);
}

static void test_places(void **state)
{
	static const struct ods_case cases[] = {
		{ "empty cells and rows are counted",
		  ROWS("<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>"
		       "<table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>" TEXT(P("a"))
			       TEXT(P("b")) "</table:table-row>"
					    "<table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell "
					    "table:number-columns-repeated=\"16384\"/></table:table-row>"),
		  "[1 S]\nC4 text 'a'\nD4 text 'b'\n", NULL },
		{ "repeated cells and rows with a value are there",
		  ROWS("<table:table-row table:number-rows-repeated=\"2\">" CELL(
			  "office:value-type=\"string\" table:number-columns-repeated=\"2\"",
			  P("a")) "</table:table-row>"),
		  "[1 S]\nA1 text 'a'\nB1 text 'a'\nA2 text 'a'\nB2 text 'a'\n", NULL },
		{ "a value beyond the last row, and the last column",
		  ROWS("<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell/></table:table-row>"
		       "<table:table-row>" TEXT(P("a")) "</table:table-row>"),
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!0,0\n", NULL },
		{ "a value beyond the last column",
		  ONE_ROW("<table:table-cell table:number-columns-repeated=\"16384\"/>" TEXT(P("a"))),
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!1,0\n", NULL },
		{ "a count that is none is one",
		  ONE_ROW("<table:table-cell table:number-columns-repeated=\"0\"/>" CELL(
			  "office:value-type=\"string\" table:number-columns-repeated=\"x\"", P("a"))),
		  "[1 S]\nB1 text 'a'\n", NULL },
		{ "merged ranges, in order, and what they cover",
		  ROWS("<table:table-row><table:table-cell/>" CELL(
			  "office:value-type=\"string\" table:number-columns-spanned=\"2\" "
			  "table:number-rows-spanned=\"1\"",
			  P("a")) "<table:covered-table-cell/></table:table-row>"
				  "<table:table-row>" CELL(
					  "office:value-type=\"string\" table:number-rows-spanned=\"2\"", P("b"))
					  TEXT(P("c")) "</table:table-row>"
						       "<table:table-row><table:covered-table-cell "
						       "office:value-type=\"float\" "
						       "office:value=\"5\"/>" TEXT(P("d")) "</table:table-row>"),
		  "[1 S]\nmerged 1,2-1,3\nmerged 2,1-3,1\nB1 text 'a'\nA2 text 'b'\nB2 text 'c'\nA3 number 5\nB3 text "
		  "'d'\n",
		  NULL },
		{ "the ranges of a second sheet",
		  BOOK("", SHEET_OF("table:name=\"S\"", "<table:table-row>" CELL("table:number-columns-spanned=\"2\"",
										 "") "</table:table-row>")
				   SHEET_OF("table:name=\"T\"", "<table:table-row/><table:table-row>" CELL(
									"table:number-columns-spanned=\"3\"",
									P("x")) "</table:table-row>")),
		  "[1 S]\nmerged 1,1-1,2\n[2 T]\nmerged 2,1-2,3\nA2 text 'x'\n", NULL },
		{ "headers and groups of rows and columns",
		  ROWS("<table:table-header-columns><table:table-column/></table:table-header-columns>"
		       "<table:table-header-rows><table:table-row>" TEXT(
			       P("a")) "</table:table-row></"
				       "table:table-header-rows><table:table-row-group><table:table-row-group><table:"
				       "table-row>" TEXT(P("b")) "</table:table-row></table:table-row-group></"
								 "table:table-row-group>"),
		  "[1 S]\nA1 text 'a'\nA2 text 'b'\n", NULL },
		{ "hidden rows: by hand, by a filter, in a closed group",
		  ROWS("<table:table-row table:visibility=\"collapse\">" TEXT(
			  P("a")) "</table:table-row>"
				  "<table:table-row table:visibility=\"filter\">" TEXT(P(
					  "b")) "</table:table-row>"
						"<table:table-row-group "
						"table:display=\"false\"><table:table-row-group><table:table-row>" TEXT(
							P("c")) "</table:table-row></table:table-row-group></"
								"table:table-row-group>"
								"<table:table-row table:visibility=\"visible\">" TEXT(
									P("d")) "</table:table-row>"),
		  "[1 S]\nrow 1 hidden\nA1 text 'a'\nrow 2 hidden\nA2 text 'b'\nrow 3 hidden\nA3 text 'c'\nA4 text "
		  "'d'\n",
		  NULL },
		{ "shapes, forms and changes beside the rows hold no sheet",
		  BOOK(
			  "",
			  "<table:tracked-changes><table:table-cell-content-change>" SHEET_OF("", "<table:table-row/>") "</table:table-cell-content-change></table:tracked-changes>" SHEET_OF(
				  "table:name=\"S\"",
				  "<table:shapes><draw:frame><draw:object>" SHEET_OF(
					  "table:name=\"chart\"",
					  "<table:table-row>" TEXT(P(
						  "no")) "</table:table-row>") "</draw:object></draw:frame></"
									       "table:shapes><table:table-"
									       "row>" TEXT(P(
										       "a")) "</"
											     "table:"
											     "table-"
											     "row>") "<t"
												     "ab"
												     "le"
												     ":n"
												     "am"
												     "ed"
												     "-e"
												     "xp"
												     "re"
												     "ss"
												     "io"
												     "ns"
												     "/>"
												     "<t"
												     "ab"
												     "le"
												     ":d"
												     "de"
												     "-l"
												     "in"
												     "ks"
												     "><"
												     "ta"
												     "bl"
												     "e:"
												     "dd"
												     "e-"
												     "li"
												     "nk"
												     ">" SHEET_OF(
													     "",
													     "<table"
													     ":table"
													     "-row/"
													     ">") "<"
														  "/"
														  "t"
														  "a"
														  "b"
														  "l"
														  "e"
														  ":"
														  "d"
														  "d"
														  "e"
														  "-"
														  "l"
														  "i"
														  "n"
														  "k"
														  ">"
														  "<"
														  "/"
														  "t"
														  "a"
														  "b"
														  "l"
														  "e"
														  ":"
														  "d"
														  "d"
														  "e"
														  "-"
														  "l"
														  "i"
														  "n"
														  "k"
														  "s"
														  ">"),
		  "[1 S]\nA1 text 'a'\n", NULL },
		{ "what another workbook held is no sheet",
		  BOOK("", SHEET_OF("table:name=\"'file:///a.ods'#Sheet1\"", "<table:table-row/>")
				   SHEET_OF("table:name=\"S\"", "")),
		  "[1 S]\n", NULL },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_looks(void **state)
{
	static const struct ods_case cases[] = {
		{ "a hidden sheet",
		  BOOK(STYLE("ta1", "table", "", "<style:table-properties table:display=\"true\"/>")
			       STYLE("ta2", "table", "", "<style:table-properties table:display=\"false\"/>"),
		       SHEET_OF("table:name=\"S\" table:style-name=\"ta1\"", "")
			       SHEET_OF("table:name=\"T\" table:style-name=\"ta2\"", "")),
		  "[1 S]\n[2 T hidden]\n", NULL },
		{ "struck: the cell, a style derived from another, all spans; not one of two",
		  BOOK(STYLE("ce1", "table-cell", "", STRUCK)
			       STYLE("ce2", "table-cell", "style:parent-style-name=\"ce1\"", "")
				       STYLE("T1", "text", "", STRUCK) STYLE("T2", "text", "", NOT_STRUCK),
		       SHEET_OF("table:name=\"S\"",
				"<table:table-row>" CELL("table:style-name=\"ce1\"",
							 P("a")) CELL("table:style-name=\"ce2\"", P("b"))
					CELL("", P("<text:span text:style-name=\"T1\">c</text:span>"))
						CELL("", P("<text:span text:style-name=\"T1\">d</text:span>e")) CELL(
							"table:style-name=\"ce1\"",
							P("<text:span text:style-name=\"T2\">f</text:span>"))
							CELL("table:style-name=\"T1\"", P("g")) "</table:table-row>")),
		  "[1 S]\nA1 text 'a' struck\nB1 text 'b' struck\nC1 text 'c' struck\nD1 text 'de'\nE1 text 'f'\nF1 "
		  "text 'g'\n",
		  NULL },
		{ "struck by the row's and the column's look, and by the workbook's styles",
		  BOOK("", SHEET_OF("table:name=\"S\"",
				    "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column "
				    "table:default-cell-style-name=\"out\"/><table:table-row>" TEXT(P("a")) TEXT(P("b"))
					    TEXT(P("c")) "</table:table-row><table:table-row "
							 "table:default-cell-style-name=\"out\">" TEXT(
								 P("d")) "</table:table-row>")),
		  "[1 S]\nA1 text 'a'\nB1 text 'b'\nC1 text 'c' struck\nA2 text 'd' struck\n",
		  "<office:document-styles>" STYLE("out", "table-cell", "", STRUCK) "</office:document-styles>" },
		{ "a damaged part of styles costs no sheet", ROWS(""), "[1 S]\n", "<office:document-styles>" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

/* --- packages ----------------------------------------------------------------- */

#define PLAIN ROWS("<table:table-row>" TEXT(P("a")) "</table:table-row>")
#define PLAIN_READ "[1 S]\nA1 text 'a'\n"
#define MANIFEST(inside) "<manifest:manifest>" inside "</manifest:manifest>"

struct package_case {
	const char *name;
	const char *first, *last, *content, *manifest; /* the type may stand first, last or nowhere */
	bool known;
	const char *expected;
};

static const struct package_case packages[] = {
	{ "as the standard asks", TYPE_TEXT, NULL, PLAIN, NULL, true, PLAIN_READ },
	{ "a template", TYPE_TEXT "-template", NULL, PLAIN, NULL, true, PLAIN_READ },
	{ "the type last", NULL, TYPE_TEXT, PLAIN, NULL, true, PLAIN_READ },
	{ "no type", NULL, NULL, PLAIN, NULL, true, PLAIN_READ },
	{ "a text document", NULL, "application/vnd.oasis.opendocument.text", PLAIN, NULL, false, NULL },
	{ "no type, and no spreadsheet", NULL, NULL, "<a/>", NULL, false, NULL },
	{ "encrypted", TYPE_TEXT, NULL, "\x01\x02noise",
	  MANIFEST("<manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></"
		   "manifest:file-entry>"),
	  true, "refused: ENCRYPTED\n" },
	{ "encrypted as a whole", TYPE_TEXT, NULL, NULL,
	  MANIFEST("<manifest:file-entry manifest:full-path=\"encrypted-package\"><manifest:encryption-data/></"
		   "manifest:file-entry>"),
	  true, "refused: ENCRYPTED\n" },
	{ "a manifest without encryption", TYPE_TEXT, NULL, PLAIN, MANIFEST("<manifest:file-entry/>"), true,
	  PLAIN_READ },
	{ "no content", TYPE_TEXT, NULL, NULL, NULL, true, "refused: WHY_PART 0!0,0\n" },
	{ "content without a spreadsheet", TYPE_TEXT, NULL, "<a/>", NULL, true, "refused: WHY_PART 0!0,0\n" },
	{ "damaged XML", TYPE_TEXT, NULL, "<a><b></a>", NULL, true, "refused: WHY_XML 0!0,0\n" },
	{ "a DOCTYPE", TYPE_TEXT, NULL, "<!DOCTYPE a><a/>", NULL, true, "refused: WHY_DOCTYPE 0!0,0\n" },
};

static void test_packages(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(packages); i++) {
		const struct package_case *c = &packages[i];
		struct zipmaker maker;
		struct bytes file;

		zipmaker_begin(&maker);
		if (c->first)
			zipmaker_add(&maker, "mimetype", str_from(c->first), true);
		add_part(&maker, "content.xml", c->content);
		add_part(&maker, "META-INF/manifest.xml", c->manifest);
		if (c->last)
			zipmaker_add(&maker, "mimetype", str_from(c->last), true);
		file = zipmaker_end(&maker);
		if (ods_reader.detect(file) != c->known)
			fail_msg("%s: %s", c->name, c->known ? "not known" : "taken for a spreadsheet");
		if (c->expected) {
			read_bytes(file, say_row);
			if (strcmp(said.data, c->expected) != 0)
				fail_msg("%s:\n%s--- expected:\n%s", c->name, said.data, c->expected);
		}
		free((void *)file.data);
	}
}

static void test_cut_short(void **state)
{
	struct ods_case c = { .content = PLAIN };
	struct bytes file = pack(&c);

	(void)state;
	for (size_t len = 90; len < file.len; len += 7) {
		struct bytes cut = { file.data, len };

		assert_true(ods_reader.detect(cut));
		assert_false(read_bytes(cut, say_row));
		assert_string_equal(said.data, "refused: WHY_ZIP 0!0,0\n");
	}
	free((void *)file.data);
}

/* --- one file of XML ------------------------------------------------------------ */

#define FLAT(more)                                                                                                     \
	"<office:document office:mimetype=\"" TYPE_TEXT "\"><office:automatic-styles>"                                 \
	"<style:style style:name=\"ce1\" style:family=\"table-cell\">" STRUCK "</style:style>"                         \
	"</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"S\"><table:table-row>"   \
	"<table:table-cell table:style-name=\"ce1\"><text:p>广</text:p></table:table-cell>" more                       \
	"</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
#define FLAT_READ "[1 S]\nA1 text '广' struck\n"

static void widen(struct buf *out, struct str text, bool big)
{
	buf_add(out, big ? STR("\xFE\xFF") : STR("\xFF\xFE"));
	while (text.len > 0) {
		bool wide = text.data[0] < 0; /* 广, the only one */
		char low = wide ? '\x7F' : text.data[0], high = wide ? '\x5E' : '\0';

		buf_add_char(out, big ? high : low);
		buf_add_char(out, big ? low : high);
		text = str_after(text, wide ? 3 : 1);
	}
}

static void expect_flat(struct str text, const char *expected)
{
	struct bytes file = str_bytes(text);

	assert_true(ods_reader.detect(file));
	read_bytes(file, say_row);
	assert_string_equal(said.data, expected);
}

static void test_flat(void **state)
{
	struct buf wide = { 0 };

	(void)state;
	expect_flat(STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" FLAT("")), FLAT_READ);
	expect_flat(STR("\xEF\xBB\xBF" FLAT("")), FLAT_READ);
	widen(&wide, STR("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" FLAT("")), false);
	expect_flat(buf_str(&wide), FLAT_READ);
	buf_clear(&wide);
	widen(&wide, STR(FLAT("")), true);
	expect_flat(buf_str(&wide), FLAT_READ);
	buf_release(&wide);
	expect_flat(STR("<?xml version=\"1.0\"?>" FLAT("<table:table-cell>")), "[1 S]\nrefused: WHY_XML 1!0,0\n");
	expect_flat(str_part(STR(FLAT("")), 0, 160), "refused: WHY_XML 0!0,0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_results_are_known_as_such),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_packages),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_flat),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
