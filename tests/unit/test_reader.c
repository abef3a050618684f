/* What a file is, told by its content alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
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

#define BOOK "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"
#define FLAT "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"

/* ASCII in units of so many bytes, in either order. */
static void add_wide(struct buf *out, const char *ascii, size_t count, size_t unit, bool big)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < unit; k++)
			buf_add_char(out, k == (big ? unit - 1 : 0) ? ascii[i] : '\0');
}

static const char *told(const struct buf *file)
{
	static char word[32];
	const struct reader *reader;
	struct str format, name;

	(void)reader_detect(str_bytes(buf_str(file)), &reader, &format, &name);
	snprintf(word, sizeof(word), "%.*s", STR_ARG(name));
	return word;
}

/* A root element behind much that is none: the root tells, not what is written before it. */
static void behind_a_long_beginning(void **state)
{
	static const struct {
		const char *begin, *piece, *end, *expected;
		size_t unit;
		bool big;
	} cases[] = {
		{ "<?xml version=\"1.0\"?><!--", "a->b", "-->\n" BOOK, "xml2003", 1, false },
		{ "<?xml version=\"1.0\"?><!--", "- ->", "-->\n" BOOK, "xml2003", 1, false },
		{ "<?xml version=\"1.0\"?>", "<!-- a -->\r\n", FLAT, "ods", 1, false },
		{ "<?xml version=\"1.0\"?>", "<?a b > c?>\t", FLAT, "ods", 1, false },
		{ "<?xml version=\"1.0\"?>", " \n", BOOK, "xml2003", 1, false },
		{ "", "\n", "<?xml version=\"1.0\"?>" BOOK, "xml2003", 1, false },
		{ "\xEF\xBB\xBF<!--", "x", "-->" BOOK, "xml2003", 1, false },
		{ "<!--", "x", "-->" BOOK, "xml2003", 2, false },
		{ "<!--", "x", "-->" BOOK, "xml2003", 2, true },
		{ " <!--", "x", "--> " FLAT, "ods", 2, true },
		{ "<!--", "x", "-->" FLAT, "ods", 4, false },
		{ "<!--", "x", "-->" FLAT, "ods", 4, true },
		{ "<?xml version=\"1.0\"?><!--", "x", "--><a>" BOOK, "xml2003", 1, false },
		{ "<?xml version=\"1.0\"?><!--", "x", "--><a/>", "XML", 1, false },
		{ "<?xml version=\"1.0\"?><!--", "x", BOOK, "XML", 1, false },
		{ "<?xml version=\"1.0\"?><!--", "-->x", BOOK, "XML", 1, false },
		{ "<html><!--", "x", "-->" BOOK "<table>", "html", 1, false },
	};
	struct buf file = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		size_t unit = cases[i].unit, len = strlen(cases[i].piece);

		buf_clear(&file);
		add_wide(&file, cases[i].begin, strlen(cases[i].begin), unit, cases[i].big);
		while (file.len < 100000)
			add_wide(&file, cases[i].piece, len, unit, cases[i].big);
		add_wide(&file, cases[i].end, strlen(cases[i].end), unit, cases[i].big);
		if (strcmp(told(&file), cases[i].expected) != 0)
			fail_msg("case %zu: told to be %s, not %s", i, told(&file), cases[i].expected);
	}
	buf_release(&file);
}

/* Comments that are longer than any that is read, 8 MiB, are not looked behind. */
static void behind_the_longest_beginning(void **state)
{
	static const struct str begin = STR_INIT("<?xml version=\"1.0\"?><!--"), end = STR_INIT("-->");
	enum { MOST = 8 * 1024 * 1024 };
	struct buf file = { 0 };

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		size_t fill = MOST - 1 + over - begin.len - end.len;

		buf_clear(&file);
		buf_add(&file, begin);
		memset(buf_reserve(&file, fill), ' ', fill);
		file.len += fill;
		buf_add(&file, end);
		buf_add(&file, STR(BOOK));
		assert_string_equal(told(&file), over ? "XML" : "xml2003");
	}
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats),
		cmocka_unit_test(behind_a_long_beginning),
		cmocka_unit_test(behind_the_longest_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
