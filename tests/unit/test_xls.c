/*
 * .xls where it is damaged, encrypted or not what it seems. Whole workbooks are
 * held against another reader in tests/agreement; here are bare records of
 * Excel 2 to 5, made by hand, and OLE2 headers that lie.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/ole.h"
#include "read/opinion_look.h"
#include "read/xls.h"

static bool on_sheet(void *user, const struct sheet_info *sheet)
{
	(void)user, (void)sheet;
	return true;
}

static bool on_row(void *user, const struct row *row)
{
	(void)user, (void)row;
	return true;
}

static bool on_end(void *user)
{
	(void)user;
	return true;
}

static void on_finding(void *user, const struct finding *finding)
{
	*(enum say *)user = finding->say == SAY_UNREADABLE ? finding->arg[0].word : finding->say;
}

static bool read_bytes(struct bytes file, enum say *say)
{
	struct arena input = { 0 }, row = { 0 };
	struct row_sink sink = { NULL, on_sheet, on_row, on_end, NULL };
	struct diag_sink diag = { say, on_finding };
	struct read_context ctx = { .input = &input, .row = &row, .sink = &sink, .diag = &diag };
	bool read;

	*say = SAY_NOTHING;
	read = xls_reader.read(&ctx, file);
	arena_release(&input);
	arena_release(&row);
	return read;
}

enum { OLE_SIZE = 512 * 9 };

static void put_u16(unsigned char *to, unsigned value)
{
	to[0] = (unsigned char)value;
	to[1] = (unsigned char)(value >> 8);
}

static void put_u32(unsigned char *to, uint32_t value)
{
	put_u16(to, value & 0xFFFF);
	put_u16(to + 2, value >> 16);
}

static void put_entry(unsigned char *to, const char *name, unsigned char type, uint32_t start, uint32_t size)
{
	for (size_t i = 0; name[i]; i++)
		to[2 * i] = (unsigned char)name[i];
	put_u16(to + 64, (unsigned)(2 * (strlen(name) + 1)));
	to[66] = type;
	put_u32(to + 116, start);
	put_u32(to + 120, size);
}

/* Sector 0: the table, 1: the directory, 2 and on: a stream long enough to need no small sectors. */
static void make_ole(unsigned char file[OLE_SIZE], const char *stream)
{
	static const unsigned char magic[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };

	memset(file, 0, OLE_SIZE);
	memcpy(file, magic, sizeof(magic));
	put_u16(file + 30, 9);
	put_u16(file + 32, 6);
	put_u32(file + 44, 1);
	put_u32(file + 48, 1);
	put_u32(file + 60, 0xFFFFFFFE);
	put_u32(file + 68, 0xFFFFFFFE);
	memset(file + 76, 0xFF, 4 * 109);
	put_u32(file + 76, 0);
	for (uint32_t i = 0; i < 128; i++)
		put_u32(file + 512 + 4 * (size_t)i, i < 2 ? 0xFFFFFFFD : i < 7 ? i + 1 : 0xFFFFFFFE);
	put_entry(file + 1024, "Root Entry", 5, 0xFFFFFFFE, 0);
	put_entry(file + 1024 + 128, stream, 2, 2, 4096);
}

static size_t put_record(unsigned char *to, unsigned id, const unsigned char *body, unsigned len)
{
	put_u16(to, id);
	put_u16(to + 2, len);
	memcpy(to + 4, body, len);
	return 4 + (size_t)len;
}

static void damaged_files_say_so(void **state)
{
	unsigned char file[OLE_SIZE];
	enum say say;

	(void)state;
	make_ole(file, "Workbook");
	/* No BOF. */
	assert_false(read_bytes((struct bytes){ file, OLE_SIZE }, &say));
	assert_int_equal(say, SAY_WHY_XLS);
	for (size_t len = 8; len < OLE_SIZE; len += 100) {
		struct bytes cut = { file, len };

		assert_true(xls_reader.detect(cut));
		assert_false(read_bytes(cut, &say));
		assert_true(say == SAY_WHY_XLS || say == SAY_WHY_XLS_CUT);
	}
}

static void encryption_is_told(void **state)
{
	static const unsigned char bof[] = { 0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const unsigned char pass[] = { 0, 0, 1, 2, 3, 4 };
	unsigned char file[OLE_SIZE];
	size_t at = 512 * 3;
	enum say say;

	(void)state;
	make_ole(file, "Workbook");
	at += put_record(file + at, 0x0809, bof, sizeof(bof));
	put_record(file + at, 0x002F, pass, sizeof(pass));
	assert_false(read_bytes((struct bytes){ file, OLE_SIZE }, &say));
	assert_int_equal(say, SAY_ENCRYPTED);
}

static void sizes_are_mended(void **state)
{
	static const unsigned char bof[] = { 0x00, 0x06, 0x10, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const unsigned char claim[] = { 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0 }; /* 65536 x 256 */
	static const unsigned char mended[] = { 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 5, 0, 0, 0 };
	static const unsigned char number[] = { 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }; /* E3 */
	unsigned char file[OLE_SIZE];
	size_t at = 512 * 3, dimensions;
	struct opinion_look look;

	(void)state;
	make_ole(file, "workbook");
	at += put_record(file + at, 0x0809, bof, sizeof(bof));
	dimensions = at + 4;
	at += put_record(file + at, 0x0200, claim, sizeof(claim));
	put_record(file + at, 0x0203, number, sizeof(number));
	assert_true(opinion_look_through(&look, file, OLE_SIZE));
	assert_int_equal(look.cells, 15);
	assert_memory_equal(file + dimensions, mended, sizeof(mended));
	opinion_look_release(&look);
}

/* A stream may go on beyond the end of a file that is cut within its last sector (the sanitizer looks on). */
static void a_cut_file_is_looked_through(void **state)
{
	static const unsigned char bof[] = { 0x00, 0x06, 0x10, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const unsigned char number[] = { 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	unsigned char file[OLE_SIZE];
	size_t begin = 512 * 3, at = begin;

	(void)state;
	make_ole(file, "Workbook");
	at += put_record(file + at, 0x0809, bof, sizeof(bof));
	for (int i = 0; i < 40; i++)
		at += put_record(file + at, i % 20 ? 0x0203 : 0x0200, number, sizeof(number));
	for (size_t len = begin + 4 + sizeof(bof); len < at + 600; len += 7) {
		unsigned char *cut = malloc(len);
		struct opinion_look look;

		memcpy(cut, file, len);
		assert_true(opinion_look_through(&look, cut, len));
		assert_true(look.cells <= 15);
		opinion_look_release(&look);
		free(cut);
	}
}

/* freexl is given converters for so many code pages; one more it must do without. */
static void so_many_code_pages(void **state)
{
	(void)state;
	for (uint32_t count = OPINION_PAGES; count <= OPINION_PAGES + 1; count++) {
		unsigned char file[80] = { 0x09, 0x04, 0x06, 0x00, 0x00, 0x04, 0x10, 0x00, 0x00, 0x00 };
		struct opinion_look look;
		size_t len = 10;

		for (uint32_t i = 0; i < 2 * count; i++, len += 6) {
			put_u16(file + len, 0x42);
			put_u16(file + len + 2, 2);
			put_u16(file + len + 4, 1250 + i / 2);
		}
		assert_true(opinion_look_through(&look, file, len));
		assert_int_equal(look.page_count, OPINION_PAGES);
		assert_int_equal(look.page[OPINION_PAGES - 1], 1250 + OPINION_PAGES - 1);
		opinion_look_release(&look);
	}
}

static void hidden_sheets_and_charts(void **state)
{
	static const unsigned char bof[] = { 0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const unsigned char sheet[][9] = {
		{ 0, 0, 0, 0, 0, 0, 1, 0, 'a' }, /* shown */
		{ 0, 0, 0, 0, 1, 0, 1, 0, 'b' }, /* hidden */
		{ 0, 0, 0, 0, 2, 0, 1, 0, 'c' }, /* very hidden */
		{ 0, 0, 0, 0, 0, 2, 1, 0, 'd' }, /* a chart */
	};
	unsigned char file[OLE_SIZE];
	size_t at = 512 * 3;
	struct opinion_look look;

	(void)state;
	make_ole(file, "Workbook");
	at += put_record(file + at, 0x0809, bof, sizeof(bof));
	for (size_t i = 0; i < ARRAY_COUNT(sheet); i++)
		at += put_record(file + at, 0x0085, sheet[i], sizeof(sheet[i]));
	assert_true(opinion_look_through(&look, file, OLE_SIZE));
	assert_int_equal(look.worksheets.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(look.worksheets.item[i], i != 3);
	opinion_look_release(&look);
}

/* Chains that run in a circle or out of the file end; nothing is read beyond it. */
static void lying_headers_are_survived(void **state)
{
	static const size_t places[] = {
		44, 48, 60, 68, 76, 512, 516, 520, 1024 + 116, 1024 + 128 + 116, 1024 + 128 + 120
	};
	static const uint32_t values[] = { 0, 1, 2, 7, 8, 0x7FFFFFFF, 0xFFFFFFF9, 0xFFFFFFFA, 0xFFFFFFFF };
	unsigned char file[OLE_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(places); i++)
		for (size_t j = 0; j < ARRAY_COUNT(values); j++) {
			struct opinion_look look;

			make_ole(file, "Workbook");
			put_u32(file + places[i], values[j]);
			xls_reader.detect((struct bytes){ file, OLE_SIZE });
			if (opinion_look_through(&look, file, OLE_SIZE))
				assert_true(look.cells <= (uint64_t)OLE_SIZE * 65536 * 256);
			opinion_look_release(&look);
		}
}

static void circles_of_sectors_end(void **state)
{
	unsigned char file[OLE_SIZE];
	struct ole ole;

	(void)state;
	make_ole(file, "Workbook");
	put_u32(file + 512 + 4, 1); /* the directory leads to itself */
	assert_true(ole_open(&ole, (struct bytes){ file, OLE_SIZE }));
	assert_false(ole_has(&ole, STR("Nothing")));
	assert_true(ole_has(&ole, STR("WORKBOOK")));
	ole_release(&ole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_files_say_so),
		cmocka_unit_test(encryption_is_told),
		cmocka_unit_test(sizes_are_mended),
		cmocka_unit_test(hidden_sheets_and_charts),
		cmocka_unit_test(a_cut_file_is_looked_through),
		cmocka_unit_test(so_many_code_pages),
		cmocka_unit_test(lying_headers_are_survived),
		cmocka_unit_test(circles_of_sectors_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
