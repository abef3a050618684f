/* The package behind an .xlsx: its limits from both sides, its damages, and how it is told from others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zlib.h>

#include "decode/xml.h"
#include "decode/zip.h"
#include "read/xlsx_merges.h"
#include "xlsx_said.h"

/* An ordinary workbook with one cell, and parts to spare. */
static struct bytes plain_book(uint32_t spare, struct str content)
{
	static char names[ZIP_ENTRIES + 1][16];
	struct zipmaker maker;

	zipmaker_begin(&maker);
	add_part(&maker, "xl/workbook.xml",
		 "<workbook " R "><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>");
	add_part(&maker, "xl/_rels/workbook.xml.rels", RELS(REL("a", TYPE "worksheet", "sheet.xml")));
	zipmaker_add(&maker, "xl/sheet.xml", content, content.len > XML_TEXT); /* a long one must not expand too much */
	for (uint32_t i = 0; i < spare; i++) {
		snprintf(names[i], sizeof(names[i]), "spare%u", i);
		zipmaker_add(&maker, names[i], STR("x"), true);
	}
	return zipmaker_end(&maker);
}

static void expect(struct bytes file, const char *expected)
{
	bool good = read_bytes(file, say_row);

	assert_string_equal(said.data, expected);
	assert_int_equal(good, strstr(expected, "refused:") == NULL);
	free((void *)file.data);
}

#define ONE STR(SHEET("<row r=\"1\"><c><v>1</v></c></row>", ""))
#define ONE_READ "[1 S]\nA1 number 1\n"

static void test_entry_limit(void **state)
{
	(void)state;
	expect(plain_book(ZIP_ENTRIES - 3, ONE), ONE_READ);
	expect(plain_book(ZIP_ENTRIES - 2, ONE), "refused: WHY_TOO_LARGE 0!0,0\n");
}

/* One sheet, and charts, which need no part of their own. */
static void expect_sheets(size_t count, const char *expected)
{
	struct buf book = { 0 };
	struct zipmaker maker;

	buf_add(&book, STR("<workbook " R "><sheets>"));
	for (size_t i = 1; i < count; i++)
		buf_add(&book, STR("<sheet name=\"C\" r:id=\"b\"/>"));
	buf_add(&book, STR("<sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"));
	zipmaker_begin(&maker);
	zipmaker_add(&maker, "xl/workbook.xml", buf_str(&book), true);
	add_part(&maker, "xl/_rels/workbook.xml.rels",
		 RELS(REL("a", TYPE "worksheet", "sheet.xml") REL("b", TYPE "chartsheet", "chart.xml")));
	zipmaker_add(&maker, "xl/sheet.xml", ONE, false);
	expect(zipmaker_end(&maker), expected);
	buf_release(&book);
}

static void test_sheet_limit(void **state)
{
	(void)state;
	expect_sheets(ZIP_ENTRIES, ONE_READ);
	expect_sheets(ZIP_ENTRIES + 1, "refused: WHY_TOO_LARGE 0!0,0\n");
}

/* A sheet with a blank text of so many bytes behind its rows. */
static struct bytes book_of_blanks(size_t blanks)
{
	static const struct str head = STR_INIT("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>");
	struct buf sheet = { 0 };
	struct bytes file;

	buf_add(&sheet, head);
	memset(buf_reserve(&sheet, blanks), ' ', blanks);
	sheet.len += blanks;
	buf_add(&sheet, STR("</worksheet>"));
	file = plain_book(0, buf_str(&sheet));
	buf_release(&sheet);
	return file;
}

static void test_ratio_limit(void **state)
{
	const size_t around = strlen("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");

	(void)state;
	expect(book_of_blanks(ZIP_RATIO_FREE - around), ONE_READ);
	expect(book_of_blanks(ZIP_RATIO_FREE - around + 1), "refused: WHY_EXPANDS 1!0,0\n");
}

static size_t find_mark(struct bytes file, const char *mark, size_t from)
{
	const unsigned char *hit = memmem(file.data + from, file.len - from, mark, 4);

	assert_non_null(hit);
	return (size_t)(hit - file.data);
}

/* The entry of xl/sheet.xml in the list at the archive's end. */
static unsigned char *sheet_entry(struct bytes file)
{
	size_t at = find_mark(file, "PK\1\2", 0);

	at = find_mark(file, "PK\1\2", at + 4);
	return (unsigned char *)file.data + find_mark(file, "PK\1\2", at + 4);
}

static void put(unsigned char *at, uint64_t value, int bytes)
{
	for (; bytes-- > 0; value >>= 8)
		*at++ = (unsigned char)value;
}

static void test_damage(void **state)
{
	struct bytes file = plain_book(0, ONE);
	unsigned char *entry;

	(void)state;
	put(sheet_entry(file) + 16, 0x12345678, 4);
	expect(file, "refused: WHY_ZIP 1!0,0\n");

	file = plain_book(0, ONE); /* declared smaller than it is */
	put(sheet_entry(file) + 24, 10, 4);
	expect(file, "refused: WHY_ZIP 1!0,0\n");

	file = plain_book(0, ONE); /* two entries over the same bytes */
	entry = sheet_entry(file);
	put(entry + 42, 0, 4);
	expect(file, "refused: WHY_EXPANDS 0!0,0\n");

	file = plain_book(0, ONE); /* larger than an entry may be, as it says */
	put(sheet_entry(file) + 24, ZIP_ENTRY_SIZE + 1, 4);
	expect(file, "refused: WHY_EXPANDS 1!0,0\n");

	file = plain_book(0, ONE); /* the end of the file is missing */
	file.len -= 30;
	assert_true(xlsx_reader.detect(file));
	expect(file, "refused: WHY_ZIP 0!0,0\n");

	file = plain_book(0, ONE); /* nothing but its beginning */
	file.len = 4;
	assert_false(xlsx_reader.detect(file));
	expect(file, "refused: WHY_ZIP 0!0,0\n");
}

/* Every cut of a workbook is refused once, and no byte behind it is read (ASan looks on). */
static void test_every_cut(void **state)
{
	struct bytes whole = plain_book(0, ONE);

	(void)state;
	for (size_t len = 0; len < whole.len; len++) {
		struct bytes cut = { malloc(len + !len), len };

		memcpy((void *)cut.data, whole.data, len);
		(void)xlsx_reader.detect(cut);
		expect(cut, "refused: WHY_ZIP 0!0,0\n");
	}
	free((void *)whole.data);
}

/* One byte wrong anywhere: read or refused with exactly one finding, never worse. */
static void test_every_wrong_byte(void **state)
{
	struct bytes file = plain_book(0, ONE);

	(void)state;
	for (size_t i = 0; i < file.len; i++) {
		unsigned char *at = (unsigned char *)file.data + i;
		const char *first;
		bool good;

		*at ^= 0xFF;
		(void)xlsx_reader.detect(file);
		good = read_bytes(file, say_row);
		first = strstr(said.data, "refused:");
		assert_int_equal(good, first == NULL);
		assert_true(!first || !strstr(first + 1, "refused:"));
		*at ^= 0xFF;
	}
	free((void *)file.data);
}

enum { EXTRA64 = 28, END64 = 76 };

/* Let the last entry of the list, the sheet's, keep its figures in a Zip64 extra behind it. */
static void widen_entry(unsigned char *entry, unsigned char *extra)
{
	put(extra, 1, 2);
	put(extra + 2, EXTRA64 - 4, 2);
	memcpy(extra + 4, entry + 24, 4);  /* inflated */
	memcpy(extra + 12, entry + 20, 4); /* compressed */
	memcpy(extra + 20, entry + 42, 4); /* where it begins */
	memset(entry + 20, 0xFF, 8);
	memset(entry + 42, 0xFF, 4);
	put(entry + 30, EXTRA64, 2);
}

/* The record before the end that has the true figures of the list. */
static void put_end64(unsigned char *at, uint64_t here, uint64_t size, const unsigned char *offset)
{
	memcpy(at, "PK\6\6", 4);
	put(at + 4, 44, 8);
	put(at + 12, 45, 2);
	put(at + 14, 45, 2);
	put(at + 24, 3, 8);
	put(at + 32, 3, 8);
	put(at + 40, size, 8);
	memcpy(at + 48, offset, 4);
	memcpy(at + 56, "PK\6\7", 4);
	put(at + 64, here, 8);
	put(at + 72, 1, 4);
}

/* The same archive as Zip64 has it; and one that says its sheet begins where another entry does. */
static void test_zip64(void **state)
{
	(void)state;
	for (int overlapping = 0; overlapping < 2; overlapping++) {
		struct bytes small = plain_book(0, ONE);
		size_t end = find_mark(small, "PK\5\6", 0);
		size_t entry = (size_t)(sheet_entry(small) - small.data), size;
		unsigned char *data = calloc(1, small.len + EXTRA64 + END64), *at = data + end;

		memcpy(data, small.data, end);
		size = small.data[end + 12] + 256u * small.data[end + 13] + EXTRA64;
		widen_entry(data + entry, at);
		if (overlapping)
			put(at + 20, 0, 8);
		put_end64(at + EXTRA64, end + EXTRA64, size, small.data + end + 16);
		memcpy(at + EXTRA64 + END64, small.data + end, small.len - end);
		memset(at + EXTRA64 + END64 + 8, 0xFF, 12);
		expect((struct bytes){ data, small.len + EXTRA64 + END64 },
		       overlapping ? "refused: WHY_EXPANDS 0!0,0\n" : ONE_READ);
		free((void *)small.data);
	}
}

/*
 * As a writer streams it: sizes and sum stand behind the data (flag 3), with a signature or without, the
 * local header has none of them (APPNOTE 4.3.9). Byte by byte, since no library writes both ways.
 */
static void append_streamed(struct buf *out, struct buf *list, const char *name, struct str data, bool signature)
{
	unsigned char head[30] = "PK\3\4\24\0\10", entry[46] = "PK\1\2\24\0\24\0\10", behind[16] = "PK\7\10";
	uint32_t sum = (uint32_t)crc32(0, (const Bytef *)data.data, (uInt)data.len);
	size_t at = out->len;

	put(head + 26, strlen(name), 2);
	buf_add(out, (struct str){ (const char *)head, sizeof(head) });
	buf_add(out, str_from(name));
	buf_add(out, data);
	put(behind + 4, sum, 4);
	put(behind + 8, data.len, 4);
	put(behind + 12, data.len, 4);
	buf_add(out, (struct str){ (const char *)behind + (signature ? 0 : 4), sizeof(behind) - (signature ? 0 : 4) });
	memcpy(entry + 16, behind + 4, 12);
	put(entry + 28, strlen(name), 2);
	put(entry + 42, at, 4);
	buf_add(list, (struct str){ (const char *)entry, sizeof(entry) });
	buf_add(list, str_from(name));
}

static void test_data_descriptors(void **state)
{
	(void)state;
	for (int signature = 0; signature < 2; signature++) {
		struct buf out = { 0 }, list = { 0 };
		unsigned char end[22] = "PK\5\6";

		append_streamed(&out, &list, "xl/workbook.xml",
				STR("<workbook " R "><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
				signature);
		append_streamed(&out, &list, "xl/_rels/workbook.xml.rels",
				STR(RELS(REL("a", TYPE "worksheet", "sheet.xml"))), signature);
		append_streamed(&out, &list, "xl/sheet.xml", ONE, signature);
		put(end + 8, 3, 2);
		put(end + 10, 3, 2);
		put(end + 12, list.len, 4);
		put(end + 16, out.len, 4);
		buf_add(&out, buf_str(&list));
		buf_add(&out, (struct str){ (const char *)end, sizeof(end) });
		buf_release(&list);
		assert_true(xlsx_reader.detect(str_bytes(buf_str(&out))));
		expect(str_bytes(buf_str(&out)), ONE_READ);
	}
}

static void test_encrypted(void **state)
{
	struct zipmaker maker;
	struct bytes file;

	(void)state;
	zipmaker_begin(&maker);
	add_part(&maker, "xl/workbook.xml", "<workbook/>");
	zipmaker_encrypt(&maker, "secret");
	file = zipmaker_end(&maker);
	assert_true(xlsx_reader.detect(file));
	expect(file, "refused: ENCRYPTED\n");
}

/* Two bytes a character: merged ranges are found there too. */
static void test_utf16(void **state)
{
	static const char text[] =
		"<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c><v>1</v></c></row>"
		"</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct buf wide = { 0 };

		buf_add(&wide, big ? STR("\xFE\xFF") : STR("\xFF\xFE"));
		for (size_t i = 0; text[i]; i++) {
			buf_add_char(&wide, big ? '\0' : text[i]);
			buf_add_char(&wide, big ? text[i] : '\0');
		}
		expect(plain_book(0, buf_str(&wide)), "[1 S]\nmerged 1,1-1,2\nA1 number 1\n");
		buf_release(&wide);
	}
}

/* The word that tells of merged ranges, cut at every place by the end of a chunk. */
static void test_merges_between_chunks(void **state)
{
	const size_t chunk = 64 * 1024;

	(void)state;
	for (size_t cut = 0; cut <= 12; cut++) {
		struct buf sheet = { 0 };

		buf_add(&sheet, STR("<worksheet><sheetData/>"));
		while (sheet.len < chunk - 12)
			buf_add_char(&sheet, "\n\t "[sheet.len * sheet.len / 7 % 3]);
		for (size_t i = 0; i < cut; i++)
			buf_add_char(&sheet, ' ');
		buf_add(&sheet, STR("<mergeCell ref=\"A1:B1\"/></worksheet>")); /* the word stands here once */
		expect(plain_book(0, buf_str(&sheet)), "[1 S]\nmerged 1,1-1,2\n");
		buf_release(&sheet);
	}
}

static void test_depth_limit(void **state)
{
	(void)state;
	for (uint32_t depth = XML_DEPTH; depth <= XML_DEPTH + 1; depth++) {
		struct buf sheet = { 0 };

		buf_add(&sheet, STR("<worksheet>"));
		for (uint32_t i = 1; i < depth; i++)
			buf_add(&sheet, STR("<a>"));
		for (uint32_t i = 1; i < depth; i++)
			buf_add(&sheet, STR("</a>"));
		buf_add(&sheet, STR("</worksheet>"));
		expect(plain_book(0, buf_str(&sheet)),
		       depth == XML_DEPTH ? "[1 S]\n" : "[1 S]\nrefused: WHY_TOO_LARGE 1!0,0\n");
		buf_release(&sheet);
	}
}

static void test_attribute_limit(void **state)
{
	(void)state;
	for (uint32_t count = XML_ATTRIBUTES; count <= XML_ATTRIBUTES + 1; count++) {
		struct buf sheet = { 0 };

		buf_add(&sheet, STR("<worksheet"));
		for (uint32_t i = 0; i < count; i++)
			buf_printf(&sheet, " a%u=''", i);
		buf_add(&sheet, STR("/>"));
		expect(plain_book(0, buf_str(&sheet)),
		       count == XML_ATTRIBUTES ? "[1 S]\n" : "[1 S]\nrefused: WHY_TOO_LARGE 1!0,0\n");
		buf_release(&sheet);
	}
}

static bool count_merges(void *user, const struct sheet_info *sheet)
{
	*(uint32_t *)user = sheet->merge_count;
	return false;
}

static void test_merge_limit(void **state)
{
	(void)state;
	for (uint32_t over = 0; over <= 1; over++) {
		struct buf sheet = { 0 };
		struct arena input = { 0 }, row = { 0 };
		uint32_t counted = 0;
		struct row_sink sink = { &counted, count_merges, say_row, say_end, NULL };
		struct diag_sink diag = { NULL, say_finding };
		struct read_context ctx = { .input = &input, .row = &row, .sink = &sink, .diag = &diag };
		struct bytes file;

		buf_add(&sheet, STR("<worksheet><mergeCells>"));
		for (uint32_t i = 1; i <= XLSX_MERGES + over; i++)
			buf_printf(&sheet, "<mergeCell ref='A%u:B%u'/>", i, i);
		buf_add(&sheet, STR("</mergeCells></worksheet>"));
		file = plain_book(0, buf_str(&sheet));
		buf_clear(&said);
		assert_int_equal(xlsx_reader.read(&ctx, file), !over);
		assert_int_equal(counted, over ? 0 : XLSX_MERGES);
		buf_release(&sheet);
		free((void *)file.data);
		arena_release(&input);
		arena_release(&row);
	}
}

static bool pass_row(void *user, const struct row *row)
{
	(void)user, (void)row;
	return true;
}

/* Runs of one cell, each no longer than a text may be, together at the limit and one letter over it. */
static void test_runs_limit(void **state)
{
	static const struct {
		const char *head, *begin, *end, *tail;
	} cases[] = {
		{ "<c t='inlineStr'><is>", "<r><t>", "</t></r>", "</is></c>" },
		{ "<c t='str'>", "<v>", "</v>", "</c>" },
	};

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
		struct buf sheet = { 0 };
		size_t over = i % 2;
		struct bytes file;

		buf_printf(&sheet, "<worksheet><sheetData><row>%s", cases[i / 2].head);
		for (size_t run = 0; run < 4; run++) {
			size_t len = XML_TEXT / 4 + (run == 3 ? over : 0);

			buf_add(&sheet, str_from(cases[i / 2].begin));
			memset(buf_reserve(&sheet, len), 'x', len);
			sheet.len += len;
			buf_add(&sheet, str_from(cases[i / 2].end));
		}
		buf_printf(&sheet, "%s</row></sheetData></worksheet>", cases[i / 2].tail);
		file = plain_book(0, buf_str(&sheet));
		assert_int_equal(read_bytes(file, pass_row), !over);
		assert_string_equal(said.data, over ? "[1 S]\nrefused: WHY_TOO_LARGE 1!1,1\n" : "[1 S]\n");
		free((void *)file.data);
		buf_release(&sheet);
	}
}

static bool stop_at_row(void *user, const struct row *row)
{
	(void)say_row(user, row);
	return false;
}

static void test_sink_stops(void **state)
{
	struct bytes file = plain_book(0, STR(SHEET("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", "")));

	(void)state;
	assert_true(read_bytes(file, stop_at_row));
	assert_string_equal(said.data, ONE_READ);
	free((void *)file.data);
}

static void test_detect(void **state)
{
	static const struct {
		const char *name, *part, *text;
		bool workbook;
	} cases[] = {
		{ "by its workbook", "xl/workbook.xml", "<workbook/>", true },
		{ "in other letters", "XL\\Workbook.xml", "<workbook/>", true },
		{ "by its content types", "[Content_Types].xml",
		  "<Types><Override PartName=\"/book.xml\" ContentType=\"application/"
		  "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
		  true },
		{ "with macros", "[Content_Types].xml",
		  "<Types><Override ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>",
		  true },
		{ "a binary workbook", "xl/workbook.bin", "x", false },
		{ "its content types", "[Content_Types].xml",
		  "<Types><Override ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>",
		  false },
		{ "a letter", "word/document.xml", "<document/>", false },
		{ "an archive of workbooks", "广州/xl/workbook.xml", "<workbook/>", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct zipmaker maker;
		struct bytes file;

		zipmaker_begin(&maker);
		add_part(&maker, cases[i].part, cases[i].text);
		file = zipmaker_end(&maker);
		if (xlsx_reader.detect(file) != cases[i].workbook)
			fail_msg("%s", cases[i].name);
		assert_true(zip_has(file, str_from(cases[i].part)));
		assert_false(zip_has(file, STR("other")));
		free((void *)file.data);
	}
	assert_false(xlsx_reader.detect((struct bytes){ (const unsigned char *)"a,b\n", 4 }));
	assert_false(zip_has((struct bytes){ NULL, 0 }, STR("a")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry_limit),
		cmocka_unit_test(test_sheet_limit),
		cmocka_unit_test(test_ratio_limit),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_every_wrong_byte),
		cmocka_unit_test(test_zip64),
		cmocka_unit_test(test_data_descriptors),
		cmocka_unit_test(test_encrypted),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_merges_between_chunks),
		cmocka_unit_test(test_runs_limit),
		cmocka_unit_test(test_sink_stops),
		cmocka_unit_test(test_depth_limit),
		cmocka_unit_test(test_attribute_limit),
		cmocka_unit_test(test_merge_limit),
		cmocka_unit_test(test_detect),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
