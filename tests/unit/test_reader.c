/* What a file is, told by its content alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "read/reader.h"

static void formats(void **state)
{
	static const struct {
		const char *name;
		struct str bytes;
		enum reader_kind kind;
		const char *format, *shown;
	} cases[] = {
		{ "CSV", STR_INIT("a,b\n"), READER_TABLE, "csv", "csv" },
		{ "GBK text", STR_INIT("\xBB\xE3\xD7\xDC"), READER_TABLE, "csv", "csv" },
		{ "UTF-16 text", STR_INIT("\xFF\xFE\x47\x6C"), READER_TABLE, "csv", "csv" },
		{ "a cell that begins with <", STR_INIT("<5,>3\n"), READER_TABLE, "csv", "csv" },
		{ "nothing", STR_INIT(""), READER_UNKNOWN, "", "" },
		{ "noise", STR_INIT("\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\0"), READER_UNKNOWN, "", "" },
		{ "PDF", STR_INIT("%PDF-1.4\n"), READER_UNSUPPORTED, "", "PDF" },
		{ "PNG", STR_INIT("\x89PNG\r\n\x1A\n"), READER_UNSUPPORTED, "", "PNG" },
		{ "JPEG", STR_INIT("\xFF\xD8\xFF\xE0"), READER_UNSUPPORTED, "", "JPEG" },
		{ "BMP", STR_INIT("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"), READER_UNSUPPORTED, "",
		  "BMP" },
		{ "a text that begins with BM", STR_INIT("BM编号,项目名称,申报单位\n"), READER_TABLE, "csv", "csv" },
		{ "RAR", STR_INIT("Rar!\x1A\x07\x01\0"), READER_ARCHIVE, "archive", "RAR" },
		{ "7z", STR_INIT("7z\xBC\xAF\x27\x1C"), READER_ARCHIVE, "archive", "7z" },
		{ "gzip", STR_INIT("\x1F\x8B\x08\0"), READER_ARCHIVE, "archive", "gzip" },
		{ "an empty zip", STR_INIT("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), READER_ARCHIVE, "archive",
		  "ZIP" },
		{ "bzip2", STR_INIT("BZh91AY&SY"), READER_ARCHIVE, "archive", "bzip2" },
		{ "a text that begins with BZh", STR_INIT("BZh,项目名称,申报单位\n"), READER_TABLE, "csv", "csv" },
		{ "xz",
		  STR_INIT("\xFD"
			   "7zXZ\0"),
		  READER_ARCHIVE, "archive", "xz" },
		{ "RTF", STR_INIT("{\\rtf1}"), READER_UNSUPPORTED, "", "RTF" },
		{ "HTML", STR_INIT("\xEF\xBB\xBF\r\n<HTML><body>"), READER_TABLE, "html", "html" },
		{ "a bare table", STR_INIT("<table border=1><tr>"), READER_TABLE, "html", "html" },
		{ "XML 2003",
		  STR_INIT("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
		  READER_TABLE, "xml2003", "xml2003" },
		{ "other XML", STR_INIT("<?xml version=\"1.0\"?><a/>"), READER_UNSUPPORTED, "", "XML" },
		{ "XML in UTF-16", STR_INIT("\xFF\xFE<\0?\0x\0m\0l\0 \0"), READER_UNSUPPORTED, "", "XML" },
		{ "OLE2 cut short", STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), READER_TABLE, "xls", "xls" },
		{ "Excel 3, bare", STR_INIT("\x09\2\6\0\0\0\x10\0\0\0"), READER_TABLE, "xls", "xls" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct reader *reader;
		struct str format, name;
		enum reader_kind kind = reader_detect(str_bytes(cases[i].bytes), &reader, &format, &name);

		if (kind != cases[i].kind || !str_eq(format, str_from(cases[i].format)) ||
		    !str_eq(name, str_from(cases[i].shown)))
			fail_msg("%s: kind %d, format \"%.*s\", name \"%.*s\"", cases[i].name, kind, STR_ARG(format),
				 STR_ARG(name));
		assert_int_equal(reader != NULL, kind == READER_TABLE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(formats) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
