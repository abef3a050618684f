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
	  "[1 表1]\nA1 text 'a'\nrow 2 hidden\nA2 text 'b'\nrow 3 hidden\nA3 text 'c'\n" },
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

static struct bytes pack(const char *document)
{
	struct zipmaker maker;

	zipmaker_begin(&maker);
	add_part(&maker, "[Content_Types].xml", "<Types/>");
	add_part(&maker, "word/document.xml", document);
	return zipmaker_end(&maker);
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
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_tables),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
