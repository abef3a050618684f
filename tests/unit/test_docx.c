/* The reader of Word's tables: merged cells, changes, hidden text, tables within cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SAID_READER docx_reader
#include "read/docx_tables.h"
#include "xlsx_said.h"

#define DOCUMENT(body) "<w:document><w:body>" body "</w:body></w:document>"
#define TBL(rows) "<w:tbl><w:tblPr/>" rows "</w:tbl>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define RUN(text) "<w:r><w:t>" text "</w:t></w:r>"
#define STRUCK(text) "<w:r><w:rPr><w:strike/></w:rPr><w:t>" text "</w:t></w:r>"
#define VANISHED(text) "<w:r><w:rPr><w:vanish/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(inside) "<w:p>" inside "</w:p>"
#define SYM(font, number) "<w:r><w:sym w:font=\"" font "\" w:char=\"" number "\"/></w:r>"
#define BOX(inside)                                                                                                    \
	"<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>" inside                                        \
	"</w:checkBox></w:ffData></w:fldChar></w:r>"                                                                   \
	"<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
#define TC(text) "<w:tc>" P(RUN(text)) "</w:tc>"
#define TC_WITH(properties, inside) "<w:tc><w:tcPr>" properties "</w:tcPr>" inside "</w:tc>"

static const struct {
	const char *name, *document, *expected;
} cases[] = {
	{ "a table", DOCUMENT(TBL(TR(TC("a") TC("b")) TR(TC("c") TC("d")))),
	  "[1 表1]\nA1 text 'a'\nB1 text 'b'\nA2 text 'c'\nB2 text 'd'\n" },
	{ "no table", DOCUMENT(P(RUN("a"))), "" },
	{ "two tables, one with a caption; paragraphs above each, and below the last",
	  DOCUMENT(P(RUN("t")) P("") P(RUN("u")) TBL(TR(TC("a")))
			   P(RUN("v")) "<w:tbl><w:tblPr><w:tblCaption "
				       "w:val=\"汇总\"/></w:tblPr>" TR(TC("b")) "</w:tbl>" P(RUN("w"))),
	  "[1 表1]\nA1 text 't'\nA2 text 'u'\nA3 text 'a'\n[2 汇总]\nA1 text 'v'\nA2 text 'b'\nA3 text 'w'\n" },
	{ "gridSpan, vMerge, gridBefore",
	  DOCUMENT(TBL(TR(TC_WITH("<w:gridSpan w:val=\"2\"/>", P(RUN("a"))) TC("b")) TR(TC_WITH(
		  "<w:vMerge w:val=\"restart\"/>", P(RUN("c"))) TC("d")) TR(TC_WITH("<w:vMerge/>", P("")) TC("e"))
			       TR("<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC("f")))),
	  "[1 表1]\nmerged 1,1-1,2\nmerged 2,1-3,1\nA1 text 'a'\nC1 text 'b'\nA2 text 'c'\nB2 text 'd'\nB3 text "
	  "'e'\nB4 text 'f'\n" },
	{ "merged ranges count the paragraphs above",
	  DOCUMENT(P(RUN("t")) TBL(TR(TC_WITH("<w:vMerge w:val=\"restart\"/>", P(RUN("a"))))
					   TR(TC_WITH("<w:vMerge/>", P(""))))),
	  "[1 表1]\nmerged 2,1-3,1\nA1 text 't'\nA2 text 'a'\n" },
	{ "the older way to merge across",
	  DOCUMENT(
		  TBL(TR(TC_WITH("<w:hMerge w:val=\"restart\"/>", P(RUN("a"))) TC_WITH("<w:hMerge/>", P("")) TC("b")))),
	  "[1 表1]\nmerged 1,1-1,2\nA1 text 'a'\nC1 text 'b'\n" },
	{ "paragraphs, breaks, tabs; tabs of a paragraph's look are none",
	  DOCUMENT(TBL(TR("<w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" RUN(
		  "a") "<w:r><w:tab/><w:t>b</w:t><w:br/>"
		       "<w:t>c</w:t></w:r></w:p>" P(RUN("d")) P("") "</w:tc>"))),
	  "[1 表1]\nA1 text 'a\tb\nc\nd'\n" },
	{ "changes as accepted: text, a row",
	  DOCUMENT(TBL(TR("<w:tc>" P(
		  "<w:ins>" RUN("a") "</w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del>" RUN("b")) "</w:tc>")
			       TR("<w:trPr><w:del/></w:trPr>" TC("gone")) TR("<w:trPr><w:ins/></w:trPr>" TC("c")))),
	  "[1 表1]\nA1 text 'ab'\nA2 text 'c'\n" },
	{ "fields: the result; hyperlinks, controls, one branch of two",
	  DOCUMENT(TBL(TR("<w:tc>" P("<w:r><w:instrText>PAGE</w:instrText></w:r>" RUN("1") "<w:hyperlink>" RUN(
		  "2") "</w:hyperlink>"
		       "<w:sdt><w:sdtContent>" RUN("3") "</w:sdtContent></w:sdt><mc:AlternateContent><mc:Choice>" RUN(
			       "4") "</mc:Choice><mc:Fallback>" RUN("x") "</mc:Fallback></mc:AlternateContent>") "</"
														 "w:"
														 "tc"
														 ">"))),
	  "[1 表1]\nA1 text '1234'\n" },
	{ "struck as a whole, and in part",
	  DOCUMENT(TBL(TR("<w:tc>" P(STRUCK("a") STRUCK("b")) "</w:tc><w:tc>" P(STRUCK("c") RUN("d")) "</w:tc>"))),
	  "[1 表1]\nA1 text 'ab' struck\nB1 text 'cd'\n" },
	{ "hidden: text beside other text, a cell's whole text, a row",
	  DOCUMENT(TBL(TR("<w:tc>" P(RUN("a") VANISHED("x")) "</w:tc>") TR("<w:tc>" P(VANISHED("b")) "</w:tc>")
			       TR("<w:trPr><w:hidden/></w:trPr>" TC("c")))),
	  "[1 表1]\nrow 1 hidden\nA1 text 'a'\nrow 2 hidden\nA2 text 'b'\nrow 3 hidden\nA3 text 'c'\n" },
	{ "hidden paragraphs above a table", DOCUMENT(P(VANISHED("x")) TBL(TR(TC("a")))),
	  "[1 表1]\nrow 1 hidden\nA1 text 'x'\nA2 text 'a'\n" },
	{ "symbols: by font and number, with F000 or without; one that is not known is told",
	  DOCUMENT(TBL(TR("<w:tc>" P(SYM("Wingdings", "F0FE") SYM("Wingdings 2", "0052") SYM(
		  "Symbol", "F0B7")) "</w:tc><w:tc>" P(RUN("a")
							       SYM("Symbol",
								   "F0FE")) "</w:tc><w:tc>" P(SYM("Webdings",
												  "F061")) "</w:tc>"))),
	  "[1 表1]\nA1 text '☑☑•'\nB1 text 'a\xEF\xBF\xBD' lost\nC1 text '\xEF\xBF\xBD' lost\n" },
	{ "boxes of forms, ticked and not",
	  DOCUMENT(TBL(TR("<w:tc>" P(BOX("<w:default w:val=\"0\"/><w:checked/>") RUN("是") BOX(
		  "<w:default w:val=\"0\"/>") RUN("否") BOX("<w:default w:val=\"1\"/>")) "</w:tc>"))),
	  "[1 表1]\nA1 text '☑是☐否☑'\n" },
	{ "text behind a run's shape",
	  DOCUMENT(TBL(TR("<w:tc><w:p><w:r><w:t>a</w:t><w:pict><w:txbxContent>" P(
		  RUN("b")) "</w:txbxContent></w:pict><w:t>c</w:t></w:r></w:p></w:tc>"))),
	  "[1 表1]\nA1 text 'a\nbc'\n" },
	{ "a table within a cell is a sheet behind",
	  DOCUMENT(TBL(TR("<w:tc>" P(RUN("a")) TBL(TR(TC("in"))) P("") "</w:tc>" TC("b")))),
	  "[1 表1]\nA1 text 'a'\nB1 text 'b'\n[2 表2]\nA1 text 'in'\n" },
	{ "the last column, and one more", DOCUMENT(TBL(TR(TC_WITH("<w:gridSpan w:val=\"255\"/>", P("")) TC("a")))),
	  "[1 表1]\nmerged 1,1-1,255\nIV1 text 'a'\n" },
	{ "a column too many", DOCUMENT(TBL(TR(TC_WITH("<w:gridSpan w:val=\"256\"/>", P("")) TC("a")))),
	  "refused: WHY_CELL_PLACE 0!0,0\n" },
	{ "damaged", "<w:document><w:body>", "refused: WHY_XML 0!0,0\n" },
	{ "a DOCTYPE", "<!DOCTYPE a><a/>", "refused: WHY_DOCTYPE 0!0,0\n" },
};

static struct bytes pack_styled(const char *document, const char *styles)
{
	struct zipmaker maker;

	zipmaker_begin(&maker);
	add_part(&maker, "[Content_Types].xml", "<Types/>");
	add_part(&maker, "word/styles.xml", styles);
	add_part(&maker, "word/document.xml", document);
	return zipmaker_end(&maker);
}

static struct bytes pack(const char *document)
{
	return pack_styled(document, NULL);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct bytes file = pack(cases[i].document);
		bool good = read_bytes(file, say_row), refused = strstr(said.data, "refused:") != NULL;

		if (!docx_reader.detect(file))
			fail_msg("%s: not known", cases[i].name);
		if (strcmp(said.data, cases[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", cases[i].name, said.data, cases[i].expected);
		if (good == refused)
			fail_msg("%s: says %s", cases[i].name, good ? "good with a finding" : "bad without one");
		free((void *)file.data);
	}
}

/* --- columns: edges of rows that differ by a hair ------------------------------- */

#define GRID(columns) "<w:tblGrid>" columns "</w:tblGrid>"
#define W(width) "<w:gridCol w:w=\"" width "\"/>"
#define SPAN(count, text) TC_WITH("<w:gridSpan w:val=\"" count "\"/>", P(RUN(text)))
#define BLANK_CELL "<w:tc>" P("") "</w:tc>"

static const struct {
	const char *name, *rows, *expected;
} grids[] = {
	{ "a border dragged by a hair: the data stands below its header",
	  GRID(W("700") W("3000") W("6") W("2400")) TR(TC("a") SPAN("2", "b") TC("c"))
		  TR(TC("1") TC("2") SPAN("2", "3")),
	  "A1 text 'a'\nB1 text 'b'\nC1 text 'c'\nA2 text '1'\nB2 text '2'\nC2 text '3'\n" },
	{ "the left border, too",
	  GRID(W("5") W("700") W("3000")) TR(SPAN("2", "a") TC("b")) TR(
		  "<w:trPr><w:gridBefore w:val=\"1\"/><w:wBefore w:w=\"5\" w:type=\"dxa\"/></w:trPr>" TC("1") TC("2")),
	  "A1 text 'a'\nB1 text 'b'\nA2 text '1'\nB2 text '2'\n" },
	{ "2.5 mm are no hair, less is",
	  GRID(W("700") W("142") W("3000") W("141") W("3000")) TR(TC("a") SPAN("2", "b") SPAN("2", "c"))
		  TR(SPAN("2", "1") SPAN("2", "2") TC("3")),
	  "merged 1,2-1,3\nmerged 2,1-2,2\nA1 text 'a'\nB1 text 'b'\nD1 text 'c'\nA2 text '1'\nC2 text '2'\nD2 text "
	  "'3'\n" },
	{ "a hair with text is a column", GRID(W("700") W("50") W("3000")) TR(TC("a") TC("b") TC("c")),
	  "A1 text 'a'\nB1 text 'b'\nC1 text 'c'\n" },
	{ "an empty hair is none", GRID(W("700") W("50") W("3000")) TR(TC("a") BLANK_CELL TC("c")),
	  "A1 text 'a'\nB1 text 'c'\n" },
	{ "steps of a hair each do not add up to one",
	  GRID(W("700") W("100") W("100") W("3000")) TR(TC("a") SPAN("3", "b")) TR(SPAN("2", "1") SPAN("2", "2"))
		  TR(SPAN("3", "3") TC("4")),
	  "merged 1,2-1,3\nmerged 2,2-2,3\nmerged 3,1-3,2\nA1 text 'a'\nB1 text 'b'\nA2 text '1'\nB2 text '2'\nA3 text "
	  "'3'\nC3 text "
	  "'4'\n" },
	{ "merged downwards over rows whose left borders differ by a hair",
	  GRID(W("700") W("9") W("3000"))
		  TR(TC("a") TC_WITH("<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/>", P(RUN("b"))))
			  TR(SPAN("2", "1") TC_WITH("<w:vMerge w:val=\"continue\"/>", P(""))),
	  "merged 1,2-2,2\nA1 text 'a'\nB1 text 'b'\nA2 text '1'\n" },
	{ "widths that say nothing: all 0, none, a former grid",
	  GRID(W("0") W("0") "<w:tblGridChange><w:tblGrid>" W("1") W("1") "</w:tblGrid></w:tblGridChange>")
		  TR(TC("a") TC("b") TC("c")),
	  "A1 text 'a'\nB1 text 'b'\nC1 text 'c'\n" },
};

static void test_grids(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(grids); i++) {
		struct buf document = { 0 }, expected = { 0 };
		struct bytes file;

		buf_printf(&document, DOCUMENT(TBL("%s")), grids[i].rows);
		buf_printf(&expected, "[1 表1]\n%s", grids[i].expected);
		buf_add_char(&document, '\0');
		buf_add_char(&expected, '\0');
		file = pack(document.data);
		assert_true(read_bytes(file, say_row));
		if (strcmp(said.data, expected.data) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", grids[i].name, said.data, expected.data);
		free((void *)file.data);
		buf_release(&document);
		buf_release(&expected);
	}
}

/* --- captions ----------------------------------------------------------------- */

#define STYLES                                                                                                         \
	"<w:styles><w:style w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:styleId=\"a3\"><w:name "    \
	"w:val=\"caption\"/><w:basedOn w:val=\"a\"/></w:style><w:style w:styleId=\"a4\"><w:name w:val=\"表题\"/>"    \
	"<w:basedOn w:val=\"a3\"/></w:style></w:styles>"
#define STYLED(style, text) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" RUN(text) "</w:p>"

static const struct {
	const char *name, *document, *styles, *expected;
} captions[] = {
	{ "a caption above names the table", DOCUMENT(STYLED("a3", "表 1 汇总") P("") TBL(TR(TC("x")))), STYLES,
	  "[1 表 1 汇总]\nA1 text '表 1 汇总'\nA2 text 'x'\n" },
	{ "so does one of a style derived from it", DOCUMENT(STYLED("a4", "汇总") TBL(TR(TC("x")))), STYLES,
	  "[1 汇总]\nA1 text '汇总'\nA2 text 'x'\n" },
	{ "a document without styles", DOCUMENT(STYLED("Caption", "汇总") TBL(TR(TC("x")))), NULL,
	  "[1 汇总]\nA1 text '汇总'\nA2 text 'x'\n" },
	{ "a damaged part of styles is none", DOCUMENT(STYLED("a3", "汇总") TBL(TR(TC("x")))), "<w:styles>",
	  "[1 表1]\nA1 text '汇总'\nA2 text 'x'\n" },
	{ "another paragraph between", DOCUMENT(STYLED("a3", "汇总") P(RUN("y")) TBL(TR(TC("x")))), STYLES,
	  "[1 表1]\nA1 text '汇总'\nA2 text 'y'\nA3 text 'x'\n" },
	{ "below the table before, not of the one behind",
	  DOCUMENT(STYLED("a3", "汇总") TBL(TR(TC("x"))) TBL(TR(TC("y")))), STYLES,
	  "[1 汇总]\nA1 text '汇总'\nA2 text 'x'\n[2 表2]\nA1 text 'y'\n" },
	{ "the table's own name counts more",
	  DOCUMENT(STYLED("a3",
			  "汇总") "<w:tbl><w:tblPr><w:tblCaption w:val=\"推荐\"/></w:tblPr>" TR(TC("x")) "</w:tbl>"),
	  STYLES, "[1 推荐]\nA1 text '汇总'\nA2 text 'x'\n" },
};

static void test_captions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(captions); i++) {
		struct bytes file = pack_styled(captions[i].document, captions[i].styles);

		assert_true(read_bytes(file, say_row));
		if (strcmp(said.data, captions[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", captions[i].name, said.data, captions[i].expected);
		free((void *)file.data);
	}
}

/* A name is as long as it may be, or a byte longer. */
static void expect_caption(size_t len, bool taken)
{
	struct buf document = { 0 };
	struct bytes file;

	buf_add(&document, STR("<w:document><w:p><w:pPr><w:pStyle w:val=\"Caption\"/></w:pPr><w:r><w:t>"));
	for (size_t i = 0; i < len; i++)
		buf_add_char(&document, 'c');
	buf_add(&document, STR("</w:t></w:r></w:p>" TBL(TR(TC("x"))) "</w:document>"));
	buf_add_char(&document, '\0');
	file = pack(document.data);
	assert_true(read_bytes(file, say_row));
	assert_true(str_starts(str_from(said.data), taken ? STR("[1 ccc") : STR("[1 表1]")));
	free((void *)file.data);
	buf_release(&document);
}

static void test_long_captions(void **state)
{
	(void)state;
	expect_caption(DOCX_CAPTION, true);
	expect_caption(DOCX_CAPTION + 1, false);
}

static void test_cut_short(void **state)
{
	struct bytes file = pack(DOCUMENT(TBL(TR(TC("a")))));
	struct bytes cut = { file.data, file.len - 20 };

	(void)state;
	assert_true(docx_reader.detect(cut));
	assert_false(read_bytes(cut, say_row));
	assert_string_equal(said.data, "refused: WHY_ZIP 0!0,0\n");
	free((void *)file.data);
}

static bool read_tables(uint32_t count)
{
	struct buf document = { 0 };
	struct bytes file;
	bool good;

	buf_add(&document, STR("<w:document>"));
	for (uint32_t i = 0; i < count; i++)
		buf_add(&document, STR(TBL("")));
	buf_add(&document, STR("</w:document>"));
	buf_add_char(&document, '\0');
	file = pack(document.data);
	good = read_bytes(file, say_row);
	free((void *)file.data);
	buf_release(&document);
	return good;
}

static void test_tables(void **state)
{
	(void)state;
	assert_true(read_tables(DOCX_TABLES));
	assert_false(read_tables(DOCX_TABLES + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),	      cmocka_unit_test(test_grids),	cmocka_unit_test(test_captions),
		cmocka_unit_test(test_long_captions), cmocka_unit_test(test_cut_short), cmocka_unit_test(test_tables),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
