/* Parts of a night's columns, written and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/night.h"

static void test_cells(void **state)
{
	static const struct {
		uint32_t column, col;
		bool differs;
		const char *raw, *text;
	} cases[] = {
		{ 0, 1, false, "", "0A\x1F" },		 { 3, 28, false, "", "3AB\x1F" },
		{ 12, 16384, true, "x", "12XFD=x\x1F" }, { 2, 3, true, "", "2C=\x1F" },
		{ 2, 3, true, "=A1", "2C==A1\x1F" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf text = { 0 };
		struct night_cell cell;
		struct str list, part;

		night_cell(&text, cases[i].column, cases[i].col, cases[i].differs, str_from(cases[i].raw));
		list = buf_str(&text);
		assert_true(str_eq(list, str_from(cases[i].text)));
		assert_true(night_part_next(&list, &part) && night_cell_parse(part, &cell));
		assert_int_equal(cell.column, cases[i].column);
		assert_int_equal(cell.col, cases[i].col);
		assert_int_equal(cell.differs, cases[i].differs);
		assert_true(str_eq(cell.raw, str_from(cases[i].raw)));
		buf_release(&text);
	}
}

static void test_no_cells(void **state)
{
	static const char *const cases[] = { "", "C", "3", "3=x", "3c", "3Cx", "3ABCDE", "99999999999C" };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct night_cell cell;

		assert_false(night_cell_parse(str_from(cases[i]), &cell));
	}
}

static void test_ranks(void **state)
{
	static const char *const none[] = { "", "1\x1F",
					    "x\x1F"
					    "2\x1F"
					    "\x1F",
					    "1\x1F"
					    "y\x1F"
					    "\x1F" };
	const struct night_rank rank = { 21, 3, STR_INIT("甲、乙") };
	struct night_rank read;
	struct buf text = { 0 };

	(void)state;
	night_rank_write(&text, &rank);
	assert_true(night_rank_parse(buf_str(&text), &read));
	assert_true(read.region == 21 && read.sheet == 3 && str_eq(read.directions, rank.directions));
	buf_release(&text);
	for (size_t i = 0; i < ARRAY_COUNT(none); i++)
		assert_false(night_rank_parse(str_from(none[i]), &read));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_no_cells),
		cmocka_unit_test(test_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
