/* A system without the tables of Chinese code pages (a bare container): what can be read is read, the rest says why
 * not. */
#include <errno.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "read/csv.h"
#include "read/reader.h"

/* Stands before the C library's. */
iconv_t iconv_open(const char *to, const char *from)
{
	(void)to;
	(void)from;
	errno = EINVAL;
	return (iconv_t)-1;
}

static bool on_sheet(void *user, const struct sheet_info *sheet)
{
	(void)user;
	(void)sheet;
	return true;
}

static bool on_row(void *user, const struct row *row)
{
	(*(uint32_t *)user)++;
	assert_true(row->count > 0);
	return true;
}

static bool on_end(void *user)
{
	return user != NULL;
}

static void on_finding(void *user, const struct finding *finding)
{
	*(enum say *)user = finding->say == SAY_UNREADABLE ? finding->arg[0].word : finding->say;
}

static const struct {
	const char *name;
	struct str text;
	uint32_t rows;
	enum say say;
} cases[] = {
	{ "UTF-8", STR_INIT("汇总,表\n"), 1, SAY_NOTHING },
	{ "UTF-8 with a bad byte", STR_INIT("汇总,表\n\xFF,表\n"), 2, SAY_NOTHING },
	{ "UTF-16", STR_INIT("\xFF\xFE\x47\x6C,\0b\0\n\0"), 1, SAY_NOTHING },
	{ "GBK", STR_INIT("\xBB\xE3\xD7\xDC,\xB1\xED\n"), 0, SAY_WHY_CONVERTER },
	{ "GB18030 with its mark", STR_INIT("\x84\x31\x95\x33\xBB\xE3\n"), 0, SAY_WHY_CONVERTER },
};

static void what_is_missing_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena input = { 0 }, row = { 0 };
		uint32_t rows = 0;
		enum say say = SAY_NOTHING;
		struct row_sink sink = { &rows, on_sheet, on_row, on_end, NULL };
		struct diag_sink diag = { &say, on_finding };
		struct read_context ctx = {
			.input = &input, .row = &row, .sink = &sink, .diag = &diag, .stem = STR("汇总")
		};
		bool read = csv_reader.read(&ctx, str_bytes(cases[i].text));

		if (rows != cases[i].rows || say != cases[i].say || read != (say == SAY_NOTHING))
			fail_msg("%s: %u rows, said %d", cases[i].name, rows, say);
		arena_release(&input);
		arena_release(&row);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_missing_is_said) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
