/*
 * What sheets say of themselves: merged ranges, hidden rows, hidden sheets, in
 * every format that can be written as text. `dump` shows cells alone.
 * With names of files as arguments it is no test: it prints the same of them
 * (tests/agreement/layout.py).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/cell.h"
#include "read/reader.h"

struct layout {
	struct buf said;
};

static bool say_sheet(void *user, const struct sheet_info *sheet)
{
	struct buf *said = &((struct layout *)user)->said;

	buf_printf(said, "sheet\t%.*s\t%s", STR_ARG(sheet->name), sheet->hidden ? "hidden" : "shown");
	for (uint32_t i = 0; i < sheet->merge_count; i++) {
		buf_add_char(said, i ? ' ' : '\t');
		cell_reference(said, sheet->merge[i].top, sheet->merge[i].left);
		buf_add_char(said, ':');
		cell_reference(said, sheet->merge[i].bottom, sheet->merge[i].right);
	}
	buf_add_char(said, '\n');
	return true;
}

static bool say_row(void *user, const struct row *row)
{
	if (row->count)
		buf_printf(&((struct layout *)user)->said, "row\t%u\t%s\n", row->number,
			   row->hidden ? "hidden" : "shown");
	return true;
}

static bool say_nothing(void *user)
{
	(void)user;
	return true;
}

static void drop_finding(void *user, const struct finding *finding)
{
	(void)user;
	(void)finding;
}

static bool read_layout(struct layout *layout, struct bytes bytes)
{
	const struct row_sink sink = { layout, say_sheet, say_row, say_nothing, NULL };
	const struct diag_sink diag = { NULL, drop_finding };
	struct arena input = { 0 }, row = { 0 };
	struct read_context context = {
		.input = &input, .row = &row, .sink = &sink, .diag = &diag, .stem = STR("stem")
	};
	const struct reader *reader;
	struct str format, kind;
	bool read = false;

	if (bytes.len && reader_detect(bytes, &reader, &format, &kind) == READER_TABLE)
		read = reader->read(&context, bytes);
	arena_release(&input);
	arena_release(&row);
	return read;
}

#define FODS                                                                                                           \
	"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "   \
	"xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                                             \
	"xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "                                             \
	"xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                                               \
	"office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"                                          \
	"<office:automatic-styles><style:style style:name=\"away\" style:family=\"table\">"                            \
	"<style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>"                    \
	"<office:body><office:spreadsheet>"
#define FODS_END "</office:spreadsheet></office:body></office:document>"
#define XML2003                                                                                                        \
	"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "                     \
	"xmlns:x=\"urn:schemas-microsoft-com:office:excel\" "                                                          \
	"xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"one\"><Table>"
#define X_CELL "<Data ss:Type=\"String\">x</Data></Cell>"

static void test_layouts(void **state)
{
	static const struct {
		const char *name;
		struct str bytes;
		const char *said;
	} cases[] = {
		{ "a CSV has none", STR_INIT("a,b\nc,d\n"), "sheet\tstem\tshown\nrow\t1\tshown\nrow\t2\tshown\n" },
		{ "HTML: a cell over two columns and two rows",
		  STR_INIT("<table><tr><td colspan=2 rowspan=2>x<td>y<tr><td>z</table>"),
		  "sheet\t表1\tshown\tA1:B2\nrow\t1\tshown\nrow\t2\tshown\n" },
		{ "OpenDocument: a cell over two columns, a row taken away, a row that a filter hides",
		  STR_INIT(FODS
			   "<table:table table:name=\"one\">"
			   "<table:table-row><table:table-cell table:number-columns-spanned=\"2\" "
			   "table:number-rows-spanned=\"1\"><text:p>x</text:p></table:table-cell></table:table-row>"
			   "<table:table-row table:visibility=\"collapse\">"
			   "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
			   "<table:table-row table:visibility=\"filter\">"
			   "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
			   "</table:table>" FODS_END),
		  "sheet\tone\tshown\tA1:B1\nrow\t1\tshown\nrow\t2\thidden\nrow\t3\thidden\n" },
		{ "OpenDocument: a sheet taken away",
		  STR_INIT(FODS "<table:table table:name=\"one\" table:style-name=\"away\"><table:table-row>"
				"<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
				"</table:table>" FODS_END),
		  "sheet\tone\thidden\nrow\t1\tshown\n" },
		{ "XML of 2003: a cell over three columns and two rows, a hidden row",
		  STR_INIT(XML2003 "<Row><Cell ss:MergeAcross=\"2\" ss:MergeDown=\"1\">" X_CELL "</Row><Row/>"
				   "<Row ss:Hidden=\"1\"><Cell>" X_CELL "</Row></Table></Worksheet></Workbook>"),
		  "sheet\tone\tshown\tA1:C2\nrow\t1\tshown\nrow\t3\thidden\n" },
		{ "XML of 2003: a hidden sheet",
		  STR_INIT(XML2003 "<Row><Cell>" X_CELL "</Row></Table><x:WorksheetOptions>"
				   "<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"),
		  "sheet\tone\thidden\nrow\t1\tshown\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct layout layout = { 0 };
		bool read = read_layout(&layout, str_bytes(cases[i].bytes));

		if (!read || !str_eq(buf_str(&layout.said), str_from(cases[i].said)))
			fail_msg("%s: %s:\n%.*s", cases[i].name, read ? "read" : "refused",
				 STR_ARG(buf_str(&layout.said)));
		buf_release(&layout.said);
	}
}

static int say_files(char **name)
{
	for (; *name; name++) {
		struct layout layout = { 0 };
		struct file_content content;
		bool read;

		if (!file_load(*name, true, &content))
			return 1;
		read = read_layout(&layout, content.bytes);
		printf("file\t%s\n%.*s", read ? "read" : "refused", STR_ARG(buf_str(&layout.said)));
		buf_release(&layout.said);
		file_unload(&content);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_layouts) };

	if (argc > 1)
		return say_files(argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
