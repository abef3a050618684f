/* The reader of Excel's XML of 2003: what Excel, LibreOffice and web systems write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SAID_READER xml2003_reader
#include "xlsx_said.h"

#define NS "urn:schemas-microsoft-com:office:spreadsheet"
#define BOOK(inside) "<Workbook xmlns=\"" NS "\" xmlns:ss=\"" NS "\">" inside "</Workbook>"
#define TABLE(rows) "<Worksheet ss:Name=\"S\"><Table>" rows "</Table></Worksheet>"
#define ONE_ROW(cells) BOOK(TABLE("<Row>" cells "</Row>"))
#define DATA(type, text) "<Data ss:Type=\"" type "\">" text "</Data>"
#define CELL(type, text) "<Cell>" DATA(type, text) "</Cell>"
#define STYLES                                                                                                         \
	"<Styles><Style ss:ID=\"Default\"><Font/></Style><Style ss:ID=\"d\"><NumberFormat ss:Format=\"Short "          \
	"Date\"/></Style><Style ss:ID=\"f\"><NumberFormat ss:Format=\"Fixed\"/></Style><Style ss:ID=\"x\"><Font "      \
	"ss:StrikeThrough=\"1\"/></Style><Style ss:ID=\"y\" ss:Parent=\"x\"><Alignment/></Style></Styles>"

static const struct {
	const char *name, *file, *expected;
} cases[] = {
	{ "types",
	  ONE_ROW(CELL("String", " a&#10;b") CELL("Number", "1.5") CELL("DateTime", "2020-11-13T12:00:00.000")
			  CELL("Boolean", "1") CELL("Error", "#N/A") CELL("Number", "440102199001011234")),
	  "[1 S]\nA1 text ' a\nb'\nB1 number 1.5\nC1 date 44148.5\nD1 bool 1\nE1 error '#N/A'\n"
	  "F1 number 4.40102199001011e+17 digits 440102199001011234\n" },
	{ "a time alone, and a day before 1900",
	  ONE_ROW(CELL("DateTime", "1899-12-31T18:00:00.000") CELL("DateTime", "1899-12-29T00:00:00.000")),
	  "[1 S]\nA1 date 0.75\nB1 text '1899-12-29T00:00:00.000'\n" },
	{ "numbers that are shown as days, and formats by name that are none",
	  BOOK(STYLES TABLE("<Row><Cell ss:StyleID=\"d\">" DATA(
		  "Number", "44148") "</Cell><Cell ss:StyleID=\"f\">" DATA("Number", "44148") "</Cell></Row>")),
	  "[1 S]\nA1 date 44148\nB1 number 44148\n" },
	{ "days from 1904",
	  BOOK("<ExcelWorkbook><Date1904/></ExcelWorkbook>" STYLES TABLE(
		  "<Row><Cell ss:StyleID=\"d\">" DATA("Number", "42686") "</Cell></Row>")),
	  "[1 S]\nA1 date 44148\n" },
	{ "places: Index, Span, MergeAcross, MergeDown",
	  BOOK(TABLE("<Row ss:Span=\"2\"/><Row ss:Index=\"5\"><Cell ss:Index=\"2\" ss:MergeAcross=\"2\">" DATA(
		  "String", "a") "</Cell>" CELL("String",
						"b") "</Row><Row><Cell ss:MergeDown=\"1\">" DATA("String",
												 "c") "</Cell></Row>")),
	  "[1 S]\nmerged 5,2-5,4\nmerged 6,1-7,1\nB5 text 'a'\nE5 text 'b'\nA6 text 'c'\n" },
	{ "rows behind a span", BOOK(TABLE("<Row ss:Span=\"2\"/><Row>" CELL("String", "a") "</Row>")),
	  "[1 S]\nA4 text 'a'\n" },
	{ "rows that go back", BOOK(TABLE("<Row ss:Index=\"3\"/><Row ss:Index=\"2\"/>")),
	  "refused: WHY_CELL_ORDER 1!2,0\n" },
	{ "cells that go back", ONE_ROW("<Cell ss:Index=\"3\"/><Cell ss:Index=\"3\"/><Cell ss:Index=\"2\"/>"),
	  "refused: WHY_CELL_ORDER 1!1,0\n" },
	{ "the outermost cell",
	  BOOK(TABLE("<Row ss:Index=\"1048576\"><Cell ss:Index=\"16384\">" DATA("String", "a") "</Cell></Row>")),
	  "[1 S]\nXFD1048576 text 'a'\n" },
	{ "a row beyond the last", BOOK(TABLE("<Row ss:Index=\"1048577\"/>")), "refused: WHY_CELL_PLACE 1!0,0\n" },
	{ "a column beyond the last", ONE_ROW("<Cell ss:Index=\"16385\"/>"), "refused: WHY_CELL_PLACE 1!1,0\n" },
	{ "text with a look of its own",
	  ONE_ROW("<Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>甲</B><Font> 乙"
		  "</Font><BR/>丙</ss:Data></Cell>"),
	  "[1 S]\nA1 text '甲 乙\n丙'\n" },
	{ "comments are no text",
	  ONE_ROW("<Cell>" DATA("String", "yes") "<Comment><ss:Data>no</ss:Data></Comment></Cell>"
						 "<Cell><Comment><ss:Data>no</ss:Data></Comment></Cell>"),
	  "[1 S]\nA1 text 'yes'\n" },
	{ "struck: by style, one derived, the row's, by markup; not one of two",
	  BOOK(STYLES TABLE(
		  "<Row><Cell ss:StyleID=\"x\">" DATA("String", "a") "</Cell><Cell ss:StyleID=\"y\">" DATA(
			  "String", "b") "</Cell>" CELL("String", "<S>c</S>")
			  CELL("String",
			       "<S>d</S>e") "</Row><Row "
					    "ss:StyleID=\"x\">" CELL("String", "f") "<Cell ss:StyleID=\"d\">" DATA(
						    "String", "g") "</Cell></Row>")),
	  "[1 S]\nA1 text 'a' struck\nB1 text 'b' struck\nC1 text 'c' struck\nD1 text 'de'\nA2 text 'f' struck\nB2 "
	  "text 'g'\n" },
	{ "hidden rows, hidden sheets: what says so stands behind them",
	  BOOK("<Worksheet ss:Name=\"S\"><Table><Row ss:Hidden=\"1\">" CELL(
		  "String", "a") "</Row></Table></Worksheet>"
				 "<Worksheet "
				 "ss:Name=\"T\"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></"
				 "WorksheetOptions></Worksheet>"
				 "<Worksheet "
				 "ss:Name=\"U\"><WorksheetOptions><Visible>SheetVeryHidden</Visible></"
				 "WorksheetOptions></Worksheet>"),
	  "[1 S]\nrow 1 hidden\nA1 text 'a'\n[2 T hidden]\n[3 U hidden]\n" },
	{ "a formula without a result", ONE_ROW("<Cell ss:Formula=\"=A2\"/>"), "[1 S]\nA1 text '' no-result\n" },
	{ "another prefix",
	  "<s:Workbook xmlns:s=\"" NS "\"><s:Worksheet s:Name=\"S\"><s:Table><s:Row><s:Cell><s:Data s:Type=\"Number\">7"
	  "</s:Data></s:Cell></s:Row></s:Table></s:Worksheet></s:Workbook>",
	  "[1 S]\nA1 number 7\n" },
	{ "a blank line before the declaration, in GBK",
	  "\n<?xml version=\"1.0\" encoding=\"gb2312\"?>" ONE_ROW(
		  CELL("String", "\xB9\xE3\xD6\xDD\xCA\xD0\xB9\xA4\xD2\xB5")),
	  "[1 S]\nA1 text '广州市工业'\n" },
	{ "a declaration that lies: GBK, said to be UTF-8",
	  "<?xml version=\"1.0\" encoding=\"utf-8\"?>" ONE_ROW(
		  CELL("String", "\xB9\xE3\xD6\xDD\xCA\xD0\xB9\xA4\xD2\xB5")),
	  "[1 S]\nA1 text '广州市工业'\n" },
	{ "a declaration that fits: Korean",
	  "<?xml version=\"1.0\" encoding=\"euc-kr\"?>" ONE_ROW(CELL("String", "\xC7\xD1\xB1\xB9")),
	  "[1 S]\nA1 text '한국'\n" },
	{ "names of HTML, which XML does not know; what is no name either stands as it is written",
	  ONE_ROW(CELL("String", "&Tau;&nbsp;a&quot;&nothing;") CELL("Number", "1&nbsp;")),
	  "[1 S]\nA1 text 'Τ\xC2\xA0"
	  "a\"&nothing;'\nB1 text '1\xC2\xA0'\n" },
	{ "names within attributes", BOOK("<Worksheet ss:Name=\"S&nbsp;T\"/>"), "[1 ST]\n" },
	{ "cut short", "<Workbook xmlns=\"" NS "\"><Worksheet ss:Name=\"S\"><Table>", "refused: WHY_XML 1!0,0\n" },
	{ "a DOCTYPE", "<!DOCTYPE x>" ONE_ROW(""), "refused: WHY_DOCTYPE 0!0,0\n" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct bytes file = str_bytes(str_from(cases[i].file));
		bool good = read_bytes(file, say_row), refused = strstr(said.data, "refused:") != NULL;

		if (!xml2003_reader.detect(file))
			fail_msg("%s: not known", cases[i].name);
		if (strcmp(said.data, cases[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", cases[i].name, said.data, cases[i].expected);
		if (good == refused)
			fail_msg("%s: says %s", cases[i].name, good ? "good with a finding" : "bad without one");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, release);
}
