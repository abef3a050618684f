/* The reader of .xlsx: what the workbooks of people and of other programs hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "xlsx_said.h"

/* A workbook by its parts; what is not given is the usual one. */
struct parts {
	const char *workbook, *root_rels, *rels, *sheet, *sheet2, *strings, *styles, *core;
	const char *workbook_name, *sheet_name; /* of the parts */
};

static const char *either(const char *given, const char *usual)
{
	return given ? given : usual;
}

static struct bytes pack(const struct parts *parts)
{
	struct zipmaker maker;

	zipmaker_begin(&maker);
	add_part(&maker, "[Content_Types].xml", "<Types/>");
	add_part(&maker, "_rels/.rels",
		 either(parts->root_rels, RELS(REL("rId1", TYPE "officeDocument", "xl/workbook.xml"))));
	add_part(&maker, either(parts->workbook_name, "xl/workbook.xml"),
		 either(parts->workbook, "<workbook " MAIN " " R "><sheets><sheet name=\"S\" sheetId=\"1\" "
					 "r:id=\"rId1\"/></sheets></workbook>"));
	add_part(&maker, "xl/_rels/workbook.xml.rels",
		 either(parts->rels, RELS(REL("rId1", TYPE "worksheet", "worksheets/sheet1.xml")
						  REL("rId2", TYPE "sharedStrings", "sharedStrings.xml")
							  REL("rId3", TYPE "styles", "styles.xml"))));
	add_part(&maker, either(parts->sheet_name, "xl/worksheets/sheet1.xml"), either(parts->sheet, SHEET("", "")));
	add_part(&maker, "xl/worksheets/sheet2.xml", parts->sheet2);
	add_part(&maker, "xl/sharedStrings.xml", parts->strings);
	add_part(&maker, "xl/styles.xml", parts->styles);
	add_part(&maker, "docProps/core.xml", parts->core);
	return zipmaker_end(&maker);
}

struct xlsx_case {
	const char *name;
	struct parts parts;
	const char *expected;
};

static void run(const struct xlsx_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes file = pack(&cases[i].parts);
		bool good = read_bytes(file, say_row), refused = strstr(said.data, "refused:") != NULL;

		if (strcmp(said.data, cases[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", cases[i].name, said.data, cases[i].expected);
		if (good == refused)
			fail_msg("%s: says %s", cases[i].name, good ? "good with a finding" : "bad without one");
		free((void *)file.data);
	}
}

#define ROW1(cells) SHEET("<row r=\"1\">" cells "</row>", "")
#define SST(items) "<sst " MAIN ">" items "</sst>"
#define SHARED(n) "<c r=\"A1\" t=\"s\"><v>" n "</v></c>"

static void test_strings(void **state)
{
	static const struct xlsx_case cases[] = {
		{ "shared",
		  { .sheet = ROW1(SHARED("1")), .strings = SST("<si><t>a</t></si><si><t>广州</t></si>") },
		  "[1 S]\nA1 text '广州'\n" },
		{ "runs are joined",
		  { .sheet = ROW1(SHARED("0")),
		    .strings = SST("<si><r><t>广</t></r><r><rPr><b/></rPr><t>州</t></r></si>") },
		  "[1 S]\nA1 text '广州'\n" },
		{ "phonetic readings are no text",
		  { .sheet = ROW1(SHARED("0")),
		    .strings = SST("<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr/></si>") },
		  "[1 S]\nA1 text '東京'\n" },
		{ "numeric entities, CDATA, comments",
		  { .sheet = ROW1(SHARED("0")),
		    .strings = SST("<si><t>&#24191;&#x5DDE;<![CDATA[<&>]]><!-- no -->&amp;</t></si>") },
		  "[1 S]\nA1 text '广州<&>&'\n" },
		{ "blanks are kept with and without xml:space",
		  { .sheet = ROW1(SHARED("0") "<c t=\"s\"><v>1</v></c>"),
		    .strings = SST("<si><t xml:space=\"preserve\"> a </t></si><si><t> b</t></si>") },
		  "[1 S]\nA1 text ' a '\nB1 text ' b'\n" },
		{ "escapes",
		  { .sheet = ROW1(SHARED("0")), .strings = SST("<si><t>a_x000D__x5e7F__x005F_x0041__x00g0_</t></si>") },
		  "[1 S]\nA1 text 'a\r广_x0041__x00g0_'\n" },
		{ "escapes of a surrogate pair, and of half of one",
		  { .sheet = ROW1(SHARED("0")), .strings = SST("<si><t>_xD83D__xDE00__xD83D_!</t></si>") },
		  "[1 S]\nA1 text '\xF0\x9F\x98\x80\xEF\xBF\xBD!' lost\n" },
		{ "an empty string is no cell",
		  { .sheet = ROW1(SHARED("0") "<c r=\"B1\" t=\"str\"><v></v></c><c r=\"C1\" t=\"inlineStr\"><is/></c>"),
		    .strings = SST("<si/>") },
		  "[1 S]\n" },
		{ "inline", { .sheet = ROW1("<c t=\"inlineStr\"><is><t>广</t></is></c>") }, "[1 S]\nA1 text '广'\n" },
		{ "inline in runs, with a phonetic reading",
		  { .sheet = ROW1(
			    "<c "
			    "t=\"inlineStr\"><is><r><t>a_x000A_</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>") },
		  "[1 S]\nA1 text 'a\nb'\n" },
		{ "t=str", { .sheet = ROW1("<c t=\"str\"><v> x_x0009_</v></c>") }, "[1 S]\nA1 text ' x\t'\n" },
		{ "a number beyond the shared strings is marked in its cell",
		  { .sheet = ROW1(SHARED("7") "<c t=\"s\"><v>-1</v></c><c><v>1</v></c>"),
		    .strings = SST("<si><t>a</t></si>") },
		  "[1 S]\nA1 text '\xEF\xBF\xBD' lost\nB1 text '\xEF\xBF\xBD' lost\nC1 number 1\n" },
		{ "no part of shared strings, and none needed",
		  { .sheet = ROW1("<c><v>1</v></c>") },
		  "[1 S]\nA1 number 1\n" },
		{ "no part of shared strings, but needed",
		  { .sheet = ROW1(SHARED("0")) },
		  "[1 S]\nrefused: WHY_PART 1!1,1\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_values(void **state)
{
	static const struct xlsx_case cases[] = {
		{ "numbers",
		  { .sheet = ROW1("<c><v>13800138000</v></c><c t=\"n\"><v>-1.5E-3</v></c><c><v>\n 5 </v></c>") },
		  "[1 S]\nA1 number 13800138000\nB1 number -0.0015\nC1 number 5\n" },
		{ "digits are kept where a double has too few",
		  { .sheet = ROW1("<c><v>123456789012345</v></c><c><v>-440102199001011234</v></"
				  "c><c><v>1.234567890123456789</v></c>") },
		  "[1 S]\nA1 number 123456789012345\nB1 number -4.40102199001011e+17 digits -440102199001011234\nC1 "
		  "number "
		  "1.23456789012346\n" },
		{ "what is no number is text",
		  { .sheet = ROW1("<c><v>0x10</v></c><c><v>NaN</v></c><c><v>1e999</v></c><c><v>1-2</v></c><c "
				  "t=\"b\"><v>maybe</v></c>") },
		  "[1 S]\nA1 text '0x10'\nB1 text 'NaN'\nC1 text '1e999'\nD1 text '1-2'\nE1 text 'maybe'\n" },
		{ "bools and errors",
		  { .sheet = ROW1("<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>") },
		  "[1 S]\nA1 bool 1\nB1 bool 0\nC1 error '#N/A'\n" },
		{ "ISO dates",
		  { .sheet = ROW1(
			    "<c t=\"d\"><v>2020-11-13</v></c><c t=\"d\"><v>2020-11-13T12:00:00.000Z</v></c><c "
			    "t=\"d\"><v>18:00:00</v></c><c t=\"d\"><v>PT36H</v></c><c t=\"d\"><v>2020-13-01</v></c>") },
		  "[1 S]\nA1 date 44148\nB1 date 44148.5\nC1 date 0.75\nD1 date 1.5\nE1 text '2020-13-01'\n" },
		{ "CDATA and comments within a value and a string",
		  { .sheet = ROW1(
			    "<c><v>1<!-- x -->3<![CDATA[8]]></v></c><c t=\"inlineStr\"><is><t><![CDATA[<b>]]><!-- x "
			    "--></t></is></c>") },
		  "[1 S]\nA1 number 138\nB1 text '<b>'\n" },
		{ "styles that are named and not there",
		  { .sheet = ROW1("<c s=\"1\"><v>44148</v></c>") },
		  "[1 S]\nA1 number 44148\n" },
		{ "results of formulas",
		  { .sheet = ROW1("<c><f>1+1</f><v>2</v></c><c t=\"str\"><f>\"a\"</f><v>a</v></c><c "
				  "t=\"b\"><f>TRUE()</f><v>1</v></c>"
				  "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c t=\"str\"><f>\"\"</f><v></v></c>") },
		  "[1 S]\nA1 number 2\nB1 text 'a'\nC1 bool 1\nD1 error '#DIV/0!'\n" },
		{ "formulas without a result",
		  { .sheet = ROW1("<c><f>1+1</f></c><c><f>A1</f><v/></c><c t=\"str\"><f>A1</f></c><c><f t=\"shared\" "
				  "si=\"0\"/></c>") },
		  "[1 S]\nA1 text '' no-result\nB1 text '' no-result\nC1 text '' no-result\nD1 text '' no-result\n" },
		{ "cells with a look only are none",
		  { .sheet = ROW1("<c r=\"A1\" s=\"0\"/><c r=\"B1\"><v/></c>") },
		  "[1 S]\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

#define STYLES(formats, xfs)                                                                                           \
	"<styleSheet " MAIN "><numFmts>" formats "</numFmts><cellXfs>" xfs "</cellXfs></styleSheet>"
#define FORMAT(code) STYLES("<numFmt numFmtId=\"164\" formatCode=\"" code "\"/>", "<xf numFmtId=\"164\"/>")
#define STYLED ROW1("<c s=\"0\"><v>44148</v></c>")
#define DATE "[1 S]\nA1 date 44148\n"
#define NUMBER "[1 S]\nA1 number 44148\n"
#define BUILTIN(id) STYLES("", "<xf numFmtId=\"" id "\"/>")

static void test_dates(void **state)
{
	static const struct xlsx_case cases[] = {
		{ "built-in 13", { .sheet = STYLED, .styles = BUILTIN("13") }, NUMBER },
		{ "built-in 14", { .sheet = STYLED, .styles = BUILTIN("14") }, DATE },
		{ "built-in 22", { .sheet = STYLED, .styles = BUILTIN("22") }, DATE },
		{ "built-in 23", { .sheet = STYLED, .styles = BUILTIN("23") }, NUMBER },
		{ "Chinese built-in 27", { .sheet = STYLED, .styles = BUILTIN("27") }, DATE },
		{ "Chinese built-in 36", { .sheet = STYLED, .styles = BUILTIN("36") }, DATE },
		{ "built-in 37", { .sheet = STYLED, .styles = BUILTIN("37") }, NUMBER },
		{ "built-in 47", { .sheet = STYLED, .styles = BUILTIN("47") }, DATE },
		{ "built-in 48", { .sheet = STYLED, .styles = BUILTIN("48") }, NUMBER },
		{ "Chinese built-in 57", { .sheet = STYLED, .styles = BUILTIN("57") }, DATE },
		{ "built-in 59", { .sheet = STYLED, .styles = BUILTIN("59") }, NUMBER },
		{ "a code for a built-in number counts",
		  { .sheet = STYLED,
		    .styles = STYLES("<numFmt numFmtId=\"14\" formatCode=\"0.0\"/>", "<xf numFmtId=\"14\"/>") },
		  NUMBER },
		{ "yyyy-mm-dd", { .sheet = STYLED, .styles = FORMAT("yyyy\\-mm\\-dd") }, DATE },
		{ "Chinese",
		  { .sheet = STYLED, .styles = FORMAT("[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@") },
		  DATE },
		{ "day of the week", { .sheet = STYLED, .styles = FORMAT("[$-804]aaaa") }, DATE },
		{ "year of an era", { .sheet = STYLED, .styles = FORMAT("[$-411]ggge&quot;年&quot;") }, DATE },
		{ "elapsed", { .sheet = STYLED, .styles = FORMAT("[h]:00") }, DATE },
		{ "AM/PM", { .sheet = STYLED, .styles = FORMAT("[$-409]AM/PM") }, DATE },
		{ "General", { .sheet = STYLED, .styles = FORMAT("General") }, NUMBER },
		{ "General in a colour", { .sheet = STYLED, .styles = FORMAT("[Red]General") }, NUMBER },
		{ "G/通用格式", { .sheet = STYLED, .styles = FORMAT("G/通用格式") }, NUMBER },
		{ "letters in quotes", { .sheet = STYLED, .styles = FORMAT("0.0&quot;mdy&quot;") }, NUMBER },
		{ "an escaped letter", { .sheet = STYLED, .styles = FORMAT("0\\d") }, NUMBER },
		{ "a letter's width, a letter to fill", { .sheet = STYLED, .styles = FORMAT("0_d*m") }, NUMBER },
		{ "exponent", { .sheet = STYLED, .styles = FORMAT("0.00E+00") }, NUMBER },
		{ "a currency", { .sheet = STYLED, .styles = FORMAT("[$USD-409]#,##0.00") }, NUMBER },
		{ "the section of negative numbers", { .sheet = STYLED, .styles = FORMAT("0;yyyy") }, NUMBER },
		{ "a section behind a condition", { .sheet = STYLED, .styles = FORMAT("[=0]0;yyyy") }, DATE },
		{ "a quote without end", { .sheet = STYLED, .styles = FORMAT("0&quot;yyyy") }, NUMBER },
		{ "a bracket without end", { .sheet = STYLED, .styles = FORMAT("0[h") }, DATE },
		{ "a style that is not there",
		  { .sheet = ROW1("<c s=\"9\"><v>44148</v></c>"), .styles = BUILTIN("14") },
		  NUMBER },
		{ "formats of cellStyleXfs and dxfs are not the cells'",
		  { .sheet = STYLED,
		    .styles = "<styleSheet><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf "
			      "numFmtId=\"0\"/></cellXfs><dxfs><dxf><numFmt numFmtId=\"0\" "
			      "formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>" },
		  NUMBER },
		{ "no day of the calendar is a number",
		  { .sheet = ROW1("<c s=\"0\"><v>-1</v></c><c s=\"0\"><v>2958465</v></c><c s=\"0\"><v>2958466</v></c>"),
		    .styles = BUILTIN("14") },
		  "[1 S]\nA1 number -1\nB1 date 2958465\nC1 number 2958466\n" },
		{ "1904, in spite of an extension's element of that name",
		  { .workbook = "<workbook " R
				"><workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" r:id=\"rId1\"/></sheets>"
				"<extLst><ext><x15:workbookPr xmlns:x15=\"x\" "
				"chartTrackingRefBase=\"1\"/></ext></extLst></workbook>",
		    .sheet = ROW1("<c s=\"0\"><v>42686</v></c><c s=\"0\"><v>0.5</v></c>"),
		    .styles = BUILTIN("14") },
		  "[1 S]\nA1 date 44148\nB1 date 0.5\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

#define STRIKE                                                                                                         \
	"<styleSheet><fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts><cellXfs><xf "        \
	"fontId=\"0\"/>"                                                                                               \
	"<xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
#define RUN(look, text) "<r><rPr>" look "</rPr><t>" text "</t></r>"

static void test_struck(void **state)
{
	static const struct xlsx_case cases[] = {
		{ "by the font",
		  { .sheet = ROW1("<c s=\"0\"><v>1</v></c><c s=\"1\"><v>1</v></c><c s=\"2\"><v>1</v></c>"),
		    .styles = STRIKE },
		  "[1 S]\nA1 number 1\nB1 number 1 struck\nC1 number 1\n" },
		{ "all runs",
		  { .sheet = ROW1(SHARED("0")),
		    .styles = STRIKE,
		    .strings = SST("<si>" RUN("<strike/>", "a") RUN("<strike val=\"1\"/>", "b") "</si>") },
		  "[1 S]\nA1 text 'ab' struck\n" },
		{ "one run of two",
		  { .sheet = ROW1(SHARED("0")),
		    .styles = STRIKE,
		    .strings = SST("<si>" RUN("<strike/>", "a") RUN("<b/>", "b") "</si>") },
		  "[1 S]\nA1 text 'ab'\n" },
		{ "a run without a look has the cell's",
		  { .sheet = ROW1("<c s=\"1\" t=\"s\"><v>0</v></c><c s=\"0\" t=\"s\"><v>0</v></c>"),
		    .styles = STRIKE,
		    .strings = SST("<si><r><t>a</t></r>" RUN("<strike/>", "b") "</si>") },
		  "[1 S]\nA1 text 'ab' struck\nB1 text 'ab'\n" },
		{ "runs that are not, in a font that is",
		  { .sheet = ROW1("<c s=\"1\" t=\"s\"><v>0</v></c>"),
		    .styles = STRIKE,
		    .strings = SST("<si>" RUN("<b/>", "a") "</si>") },
		  "[1 S]\nA1 text 'a'\n" },
		{ "inline",
		  { .sheet = ROW1("<c t=\"inlineStr\"><is>" RUN("<strike/>", "a") "</is></c>") },
		  "[1 S]\nA1 text 'a' struck\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_places(void **state)
{
	static const struct xlsx_case cases[] = {
		{ "rows and cells without r are counted",
		  { .sheet = SHEET("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r=\"5\"><c "
				   "r=\"C5\"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>",
				   "") },
		  "[1 S]\nA1 number 1\nC1 number 2\nC5 number 3\nD5 number 4\nA6 number 5\n" },
		{ "a row takes the number of its cell",
		  { .sheet = SHEET("<row><c r=\"B7\"><v>1</v></c></row><row><c><v>2</v></c></row>", "") },
		  "[1 S]\nB7 number 1\nA8 number 2\n" },
		{ "cells counted from 0",
		  { .sheet = ROW1("<c r=\"0\"><v>1</v></c><c r=\"1\"><v>2</v></c>") },
		  "[1 S]\nA1 number 1\nB1 number 2\n" },
		{ "lower case", { .sheet = ROW1("<c r=\"ab1\"><v>1</v></c>") }, "[1 S]\nAB1 number 1\n" },
		{ "cells out of order",
		  { .sheet = ROW1("<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>") },
		  "[1 S]\nA1 number 1\nB1 number 2\nC1 number 3\n" },
		{ "a wrong dimension",
		  { .sheet = "<worksheet><dimension ref=\"A1\"/><sheetData><row r=\"2\"><c "
			     "r=\"C2\"><v>1</v></c></row></sheetData></worksheet>" },
		  "[1 S]\nC2 number 1\n" },
		{ "hidden rows",
		  { .sheet = SHEET(
			    "<row r=\"1\" hidden=\"1\"><c><v>1</v></c></row><row r=\"2\" "
			    "hidden=\"0\"><c><v>2</v></c></row><row r=\"3\" hidden=\"true\"><c><v>3</v></c></row>",
			    "") },
		  "[1 S]\nrow 1 hidden\nA1 number 1\nA2 number 2\nrow 3 hidden\nA3 number 3\n" },
		{ "elements of the same names elsewhere are no cells",
		  { .sheet = SHEET("<row r=\"1\"><c><v>1</v></c></row>",
				   "<controls><anchor><from><col>1</col><row>2</row></from></anchor></controls>") },
		  "[1 S]\nA1 number 1\n" },
		{ "the outermost cell",
		  { .sheet = SHEET("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", "") },
		  "[1 S]\nXFD1048576 number 1\n" },
		{ "a column beyond",
		  { .sheet = ROW1("<c r=\"XFE1\"><v>1</v></c>") },
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!1,0\n" },
		{ "a counted column beyond",
		  { .sheet = ROW1("<c r=\"XFD1\"/><c><v>1</v></c>") },
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!1,16385\n" },
		{ "a row beyond",
		  { .sheet = SHEET("<row r=\"1048577\"/>", "") },
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!1,0\n" },
		{ "a counted row beyond",
		  { .sheet = SHEET("<row r=\"1048576\"><c><v>1</v></c></row><row><c><v>1</v></c></row>", "") },
		  "[1 S]\nA1048576 number 1\nrefused: WHY_CELL_PLACE 1!1048577,1\n" },
		{ "row 0", { .sheet = SHEET("<row r=\"0\"/>", "") }, "[1 S]\nrefused: WHY_CELL_PLACE 1!0,0\n" },
		{ "a cell of another row",
		  { .sheet = ROW1("<c r=\"A2\"><v>1</v></c>") },
		  "[1 S]\nrefused: WHY_CELL_PLACE 1!1,1\n" },
		{ "rows that go back",
		  { .sheet = SHEET("<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>2</v></c></row>", "") },
		  "[1 S]\nA2 number 1\nrefused: WHY_CELL_ORDER 1!1,1\n" },
		{ "two cells in a place",
		  { .sheet = ROW1("<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>") },
		  "[1 S]\nrefused: WHY_CELL_ORDER 1!1,2\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_merges(void **state)
{
#define MERGES(refs) SHEET("", "<mergeCells>" refs "</mergeCells>")
#define MERGE(ref) "<mergeCell ref=\"" ref "\"/>"
	static const struct xlsx_case cases[] = {
		{ "sorted by top, then left",
		  { .sheet = MERGES(MERGE("C3:D4") MERGE("E1:F1") MERGE("a1:b2")) },
		  "[1 S]\nmerged 1,1-2,2\nmerged 1,5-1,6\nmerged 3,3-4,4\n" },
		{ "corners the other way round, a single cell",
		  { .sheet = MERGES(MERGE("B2:A1") MERGE("C1:C1") MERGE("D1")) },
		  "[1 S]\nmerged 1,1-2,2\n" },
		{ "whole columns, whole rows",
		  { .sheet = MERGES(MERGE("A:B") MERGE("2:3")) },
		  "[1 S]\nmerged 1,1-1048576,2\nmerged 2,1-3,16384\n" },
		{ "a range that is none", { .sheet = MERGES(MERGE("A1:")) }, "refused: WHY_CELL_PLACE 1!0,0\n" },
		{ "a range beyond the sheet",
		  { .sheet = MERGES(MERGE("A1:XFE1")) },
		  "refused: WHY_CELL_PLACE 1!0,0\n" },
		{ "no range at all", { .sheet = MERGES("<mergeCell/>") }, "refused: WHY_CELL_PLACE 1!0,0\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

static void test_packages(void **state)
{
#define BOOK(sheets) "<workbook " MAIN " " R "><sheets>" sheets "</sheets></workbook>"
#define TWO                                                                                                            \
	RELS(REL("rId1", TYPE "worksheet", "worksheets/sheet1.xml")                                                    \
		     REL("rId2", TYPE "worksheet", "/xl/worksheets/sheet2.xml")                                        \
			     REL("rId3", TYPE "chartsheet", "chartsheets/sheet1.xml"))
	static const struct xlsx_case cases[] = {
		{ "sheets in the workbook's order, hidden and very hidden ones, no chart",
		  { .workbook = BOOK("<sheet name=\"图\" r:id=\"rId3\"/><sheet name=\"乙&amp;\" state=\"veryHidden\" "
				     "r:id=\"rId2\"/><sheet name=\"甲\" state=\"hidden\" r:id=\"rId1\"/>"),
		    .rels = TWO,
		    .sheet = ROW1("<c><v>1</v></c>"),
		    .sheet2 = ROW1("<c><v>2</v></c>") },
		  "[1 乙& hidden]\nA1 number 2\n[2 甲 hidden]\nA1 number 1\n" },
		{ "a visible sheet says so",
		  { .workbook = BOOK("<sheet name=\"甲\" state=\"visible\" r:id=\"rId1\"/>") },
		  "[1 甲]\n" },
		{ "prefixed",
		  { .workbook = "<x:workbook xmlns:x=\"x\" " R
				"><x:sheets><x:sheet name=\"S\" r:id=\"rId1\"/></x:sheets></x:workbook>",
		    .sheet = "<x:worksheet xmlns:x=\"x\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
			     "t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell "
			     "ref=\"A1:B1\"/></x:mergeCells></x:worksheet>",
		    .strings = "<x:sst xmlns:x=\"x\"><x:si><x:t>a</x:t></x:si></x:sst>" },
		  "[1 S]\nmerged 1,1-1,2\nA1 text 'a'\n" },
		{ "strict",
		  { .root_rels = RELS(REL("rId1", STRICT_TYPE "officeDocument", "xl/workbook.xml")),
		    .rels = RELS(REL("rId1", STRICT_TYPE "worksheet", "worksheets/sheet1.xml")
					 REL("rId2", STRICT_TYPE "sharedStrings", "sharedStrings.xml")),
		    .sheet = "<worksheet " STRICT
			     "><sheetData><row r=\"1\">" SHARED("0") "</row></sheetData></worksheet>",
		    .strings = "<sst " STRICT "><si><t>a</t></si></sst>" },
		  "[1 S]\nA1 text 'a'\n" },
		{ "absolute and climbing targets, other case",
		  { .root_rels = RELS(REL("rId1", TYPE "officeDocument", "/XL/Workbook.xml")),
		    .rels = RELS(REL("rId1", TYPE "worksheet", "./../xl/worksheets/sheet1.xml")),
		    .sheet = ROW1("<c><v>1</v></c>") },
		  "[1 S]\nA1 number 1\n" },
		{ "backslashes in the names of parts",
		  { .sheet_name = "xl\\worksheets\\sheet1.xml", .sheet = ROW1("<c><v>1</v></c>") },
		  "[1 S]\nA1 number 1\n" },
		{ "no relations of the package",
		  { .root_rels = RELS(""), .sheet = ROW1("<c><v>1</v></c>") },
		  "[1 S]\nA1 number 1\n" },
		{ "a mark of our own",
		  { .core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>T</dc:title>"
			    "<cp:keywords>huizong 1 abc</cp:keywords></cp:coreProperties>" },
		  "mark keywords=huizong 1 abc\n[1 S]\n" },
		{ "damaged properties harm no cell",
		  { .core = "<cp:coreProperties><cp:keywords>", .sheet = ROW1("<c><v>1</v></c>") },
		  "[1 S]\nA1 number 1\n" },
		{ "no sheet", { .workbook = BOOK("") }, "" },
		{ "no workbook", { .workbook_name = "xl/other.xml" }, "refused: WHY_PART 0!0,0\n" },
		{ "a sheet without its part", { .sheet_name = "xl/other.xml" }, "refused: WHY_PART 1!0,0\n" },
		{ "a sheet without a relation",
		  { .workbook = BOOK("<sheet name=\"S\" r:id=\"rId9\"/>") },
		  "refused: WHY_PART 1!0,0\n" },
		{ "one part for two sheets",
		  { .workbook = BOOK("<sheet name=\"S\" r:id=\"rId1\"/><sheet name=\"T\" r:id=\"rId1\"/>") },
		  "[1 S]\nrefused: WHY_PART 2!0,0\n" },
		{ "a DOCTYPE",
		  { .strings = "<!DOCTYPE sst [<!ENTITY a \"a\">]><sst/>" },
		  "refused: WHY_DOCTYPE 0!0,0\n" },
		{ "a DOCTYPE in a sheet",
		  { .sheet = "<!DOCTYPE worksheet><worksheet/>" },
		  "[1 S]\nrefused: WHY_DOCTYPE 1!0,0\n" },
		{ "XML that ends early",
		  { .sheet = "<worksheet><sheetData><row r=\"1\"><c><v>1</v></c></row>" },
		  "[1 S]\nA1 number 1\nrefused: WHY_XML 1!0,0\n" },
		{ "bytes that are no UTF-8",
		  { .strings = "<sst><si><t>\xB9\xE3</t></si></sst>" },
		  "refused: WHY_XML 0!0,0\n" },
		{ "an empty part", { .sheet = "" }, "[1 S]\nrefused: WHY_XML 1!0,0\n" },
	};

	(void)state;
	run(cases, ARRAY_COUNT(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strings),	 cmocka_unit_test(test_values), cmocka_unit_test(test_dates),
		cmocka_unit_test(test_struck),	 cmocka_unit_test(test_places), cmocka_unit_test(test_merges),
		cmocka_unit_test(test_packages),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
