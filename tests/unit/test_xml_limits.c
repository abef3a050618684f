/* The limits of the readers of .ods, XML of 2003 and .docx: as much as they allow, and one more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct reader;

static const struct reader *asked;

#define SAID_READER (*asked)
#include "decode/xml.h"
#include "read/docx_styles.h"
#include "read/docx_tables.h"
#include "read/merges.h"
#include "read/ods_sheets.h"
#include "read/ods_styles.h"
#include "read/xml2003_styles.h"
#include "xlsx_said.h"

enum { XML2003_SHEETS = 1000 };

#define ODS "<d><o:spreadsheet><t:table t:name=\"S\">"
#define ODS_END "</t:table></o:spreadsheet></d>"
#define XML2003 "<s:Workbook><s:Worksheet s:Name=\"S\"><s:Table>"
#define XML2003_END "</s:Table></s:Worksheet></s:Workbook>"

static void repeat(struct buf *out, const char *text, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_add(out, str_from(text));
}

static bool ignore_row(void *user, const struct row *row)
{
	(void)user, (void)row;
	return true;
}

/* Something many times, as a flat file; what the reader says begins with this. */
static bool read_repeated(const struct reader *reader, const char *begin, const char *item, uint32_t count,
			  const char *end)
{
	struct buf file = { 0 };
	bool good;

	asked = reader;
	buf_add(&file, str_from(begin));
	repeat(&file, item, count);
	buf_add(&file, str_from(end));
	good = read_bytes(str_bytes(buf_str(&file)), ignore_row);
	buf_release(&file);
	return good;
}

static const struct {
	const char *name;
	const struct reader *reader;
	uint32_t most;
	const char *begin, *item, *end;
	const char *refused; /* what is said last of one more */
} limits[] = {
	{ "sheets of .fods", &ods_reader, ODS_SHEETS, "<d><o:spreadsheet>", "<t:table/>", "</o:spreadsheet></d>",
	  "refused: WHY_TOO_LARGE 1000!0,0\n" },
	{ "styles of .fods", &ods_reader, ODS_STYLES, "<d>", "<s:style/>", "<o:spreadsheet/></d>",
	  "refused: WHY_TOO_LARGE 0!0,0\n" },
	{ "sheets of XML 2003", &xml2003_reader, XML2003_SHEETS, "<Workbook>", "<Worksheet/>", "</Workbook>",
	  "refused: WHY_TOO_LARGE 1001!0,0\n" },
	{ "styles of XML 2003", &xml2003_reader, XML2003_STYLES, "<Workbook><Styles>", "<Style/>",
	  "</Styles></Workbook>", "refused: WHY_TOO_LARGE 0!0,0\n" },
	{ "merged ranges of XML 2003", &xml2003_reader, MERGES_MOST, XML2003, "<Row><Cell s:MergeAcross=\"1\"/></Row>",
	  XML2003_END, "refused: WHY_TOO_LARGE 1!200001,0\n" },
};

static void test_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(limits); i++)
		for (uint32_t more = 0; more <= 1; more++) {
			bool good = read_repeated(limits[i].reader, limits[i].begin, limits[i].item,
						  limits[i].most + more, limits[i].end);

			if (good != (more == 0))
				fail_msg("%s: %u are %s", limits[i].name, limits[i].most + more,
					 good ? "taken" : "refused");
			if (more && !str_ends(str_from(said.data), str_from(limits[i].refused)))
				fail_msg("%s: %s", limits[i].name, said.data);
		}
}

/* --- OpenDocument: what is written once and counted ------------------------------ */

static uint64_t cells_seen;

static bool count_row(void *user, const struct row *row)
{
	(void)user;
	cells_seen += row->count;
	return true;
}

static bool read_text(const struct reader *reader, const struct buf *text, bool (*take)(void *, const struct row *))
{
	asked = reader;
	cells_seen = 0;
	return read_bytes(str_bytes(buf_str(text)), take);
}

static bool read_copies(uint32_t rows, uint32_t cols)
{
	struct buf file = { 0 };
	bool good;

	buf_printf(&file,
		   ODS "<t:table-row t:number-rows-repeated=\"%u\"><t:table-cell t:number-columns-repeated=\"%u\">"
		       "<t:p>a</t:p></t:table-cell></t:table-row>" ODS_END,
		   rows, cols);
	good = read_text(&ods_reader, &file, count_row);
	buf_release(&file);
	return good;
}

static void test_copies(void **state)
{
	(void)state;
	assert_true(read_copies(TABLE_ROWS, 4));
	assert_int_equal(cells_seen, 4 * (uint64_t)TABLE_ROWS);
	assert_false(read_copies(TABLE_ROWS, 5));
	assert_int_equal(cells_seen, 0);
	assert_string_equal(said.data, "[1 S]\nrefused: WHY_TOO_LARGE 1!1,0\n");
	assert_false(read_copies(TABLE_ROWS, TABLE_COLUMNS));
}

/* Rows of 200 merged pairs each, and a pair in a row behind them. */
static bool read_merged_rows(uint32_t rows, bool one_more)
{
	struct buf file = { 0 };
	bool good;

	buf_printf(&file, ODS "<t:table-row t:number-rows-repeated=\"%u\">", rows);
	repeat(&file, "<t:table-cell t:number-columns-spanned=\"2\"/><t:covered-table-cell/>", 200);
	buf_add(&file, STR("</t:table-row>"));
	if (one_more)
		buf_add(&file, STR("<t:table-row><t:table-cell t:number-rows-spanned=\"2\"/></t:table-row>"));
	buf_add(&file, STR(ODS_END));
	good = read_text(&ods_reader, &file, ignore_row);
	buf_release(&file);
	return good;
}

/* A line each, behind the sheet's. */
static uint32_t count_merges(void)
{
	uint32_t lines = 0;

	for (size_t i = 0; i < said.len; i++)
		lines += said.data[i] == '\n';
	return lines - 1;
}

static void test_repeated_merges(void **state)
{
	(void)state;
	assert_true(read_merged_rows(ODS_REPEATED_MERGES, false));
	assert_int_equal(count_merges(), 200 * ODS_REPEATED_MERGES);
	assert_int_equal(count_merges(), MERGES_MOST);
	assert_false(read_merged_rows(ODS_REPEATED_MERGES, true));
	assert_string_equal(said.data, "refused: WHY_TOO_LARGE 1!1001,1\n");
	/* Too often for ranges across to be meant: those of the first row are taken. */
	assert_true(read_merged_rows(ODS_REPEATED_MERGES + 1, true));
	assert_int_equal(count_merges(), 201);
}

static void test_blanks(void **state)
{
	static const struct {
		const char *count;
		size_t len;
	} cases[] = { { "1023", 1023 }, { "1024", 1024 }, { "1025", 1024 }, { "4000000000", 1024 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf file = { 0 };

		buf_printf(&file, ODS "<t:table-row><t:table-cell><t:p>a<t:s t:c=\"%s\"/>b</t:p>", cases[i].count);
		buf_add(&file, STR("</t:table-cell></t:table-row>" ODS_END));
		assert_true(read_text(&ods_reader, &file, say_row));
		assert_int_equal(said.len, strlen("[1 S]\nA1 text 'ab'\n") + 1 + cases[i].len);
		buf_release(&file);
	}
}

/* d, spreadsheet, table, row, cell and paragraph, and spans within it. */
static bool read_spans(uint32_t depth)
{
	struct buf file = { 0 };
	bool good;

	buf_add(&file, STR(ODS "<t:table-row><t:table-cell><t:p>"));
	repeat(&file, "<t:span>", depth - 6);
	buf_add_char(&file, 'a');
	repeat(&file, "</t:span>", depth - 6);
	buf_add(&file, STR("</t:p></t:table-cell></t:table-row>" ODS_END));
	good = read_text(&ods_reader, &file, say_row);
	buf_release(&file);
	return good;
}

static void test_depth(void **state)
{
	(void)state;
	assert_true(read_spans(XML_DEPTH));
	assert_string_equal(said.data, "[1 S]\nA1 text 'a'\n");
	assert_false(read_spans(XML_DEPTH + 1));
	assert_string_equal(said.data, "[1 S]\nrefused: WHY_TOO_LARGE 1!0,0\n");
}

/* Style 0 is struck through, each other is derived from the one before it; the cell's is the last. */
static void read_derived(uint32_t steps)
{
	struct buf file = { 0 };

	buf_add(&file, STR("<d><s:style s:name=\"0\" s:family=\"table-cell\"><s:text-properties "
			   "s:text-line-through-style=\"solid\"/></s:style>"));
	for (uint32_t i = 1; i < steps; i++)
		buf_printf(&file, "<s:style s:name=\"%u\" s:family=\"table-cell\" s:parent-style-name=\"%u\"/>", i,
			   i - 1);
	buf_printf(&file, "<o:spreadsheet><t:table t:name=\"S\"><t:table-row><t:table-cell t:style-name=\"%u\">",
		   steps - 1);
	buf_add(&file, STR("<t:p>a</t:p></t:table-cell></t:table-row>" ODS_END));
	assert_true(read_text(&ods_reader, &file, say_row));
	buf_release(&file);
}

static void test_derived_styles(void **state)
{
	(void)state;
	read_derived(16);
	assert_string_equal(said.data, "[1 S]\nA1 text 'a' struck\n");
	read_derived(17);
	assert_string_equal(said.data, "[1 S]\nA1 text 'a'\n");
}

/* --- Word ------------------------------------------------------------------------ */

static bool accept_sheet(void *user, const struct sheet_info *info)
{
	(void)user, (void)info;
	return true;
}

/* A table of so many cells, four a row, each of them so many columns wide. */
static enum say gather(uint32_t cells, uint32_t span)
{
	struct row_sink sink = { NULL, accept_sheet, ignore_row, say_end, NULL };
	struct arena arena = { 0 };
	struct docx_tables tables = { .arena = &arena };
	enum say why;

	docx_tables_begin(&tables);
	for (uint32_t i = 0; i < cells; i++) {
		if (i % 4 == 0)
			docx_tables_begin_row(&tables);
		docx_tables_begin_cell(&tables);
		docx_tables_span(&tables, span);
		docx_tables_end_cell(&tables);
		if (i % 4 == 3 || i + 1 == cells)
			docx_tables_end_row(&tables);
	}
	docx_tables_end(&tables);
	why = tables.why ? tables.why : docx_tables_push(&tables, &sink);
	docx_tables_release(&tables);
	arena_release(&arena);
	return why;
}

static void test_word_cells(void **state)
{
	(void)state;
	assert_int_equal(gather(DOCX_CELLS, 1), SAY_NOTHING);
	assert_int_equal(gather(DOCX_CELLS + 1, 1), SAY_WHY_TOO_LARGE);
	assert_int_equal(gather(MERGES_MOST, 2), SAY_NOTHING);
	assert_int_equal(gather(MERGES_MOST + 1, 2), SAY_WHY_TOO_LARGE);
}

/* The last of so many styles that are captions. */
static bool knows_caption(uint32_t count)
{
	struct arena arena = { 0 };
	struct docx_styles styles = { .arena = &arena };
	struct buf text = { 0 };
	struct zipmaker maker;
	struct zip_package *package;
	struct bytes file;
	enum say why;
	bool knows;

	buf_add(&text, STR("<w:styles>"));
	for (uint32_t i = 1; i <= count; i++)
		buf_printf(&text, "<w:style w:styleId=\"c%u\"><w:name w:val=\"caption\"/></w:style>", i);
	buf_add(&text, STR("</w:styles>"));
	zipmaker_begin(&maker);
	zipmaker_add(&maker, "styles.xml", buf_str(&text), true);
	file = zipmaker_end(&maker);
	package = zip_package_open(file, &why);
	assert_non_null(package);
	docx_styles_read(&styles, package, 0);
	buf_clear(&text);
	buf_printf(&text, "c%u", count);
	knows = docx_styles_is_caption(&styles, buf_str(&text));
	docx_styles_release(&styles);
	zip_package_close(package);
	free((void *)file.data);
	buf_release(&text);
	arena_release(&arena);
	return knows;
}

static void test_caption_styles(void **state)
{
	(void)state;
	assert_true(knows_caption(DOCX_CAPTION_STYLES));
	assert_false(knows_caption(DOCX_CAPTION_STYLES + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_repeated_merges), cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_depth),		cmocka_unit_test(test_derived_styles),
		cmocka_unit_test(test_word_cells),	cmocka_unit_test(test_caption_styles),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
