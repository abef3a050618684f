/* Cells as text: numbers as people typed them, dates as ISO 8601, references. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/cell.h"

static void assert_text(const char *name, struct str got, const char *expected)
{
	if (!str_eq(got, str_from(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", name, STR_ARG(got), expected);
}

static void numbers_read_as_typed(void **state)
{
	static const struct {
		const char *name;
		double number;
		const char *text;
	} cases[] = {
		{ "a mobile", 13800138000.0, "13800138000" },
		{ "a tenth", 0.1, "0.1" },
		{ "no trailing zeros", 12.50, "12.5" },
		{ "zero", 0, "0" },
		{ "no negative zero", -0.0, "0" },
		{ "negative", -12.25, "-12.25" },
		{ "sum of tenths keeps its 17 digits", 0.1 + 0.2, "0.30000000000000004" },
		{ "sixteen digits", 5e-324 + 0.1234567890123456, "0.1234567890123456" },
		{ "no exponent above", 1e21, "1000000000000000000000" },
		{ "no exponent below", 1e-7, "0.0000001" },
		{ "fifteen digits", 123456789012345.0, "123456789012345" },
		{ "the last exact integer", 9007199254740991.0, "9007199254740991" },
		{ "eighteen digits are damaged in the double: what is left of them", 440106199001011234.0,
		  "440106199001011260" },
		{ "fraction behind many digits", 1234567890.123, "1234567890.123" },
		{ "a half next to 2^52", 4503599627370495.5, "4503599627370495.5" },
		{ "a third", 1.0 / 3, "0.3333333333333333" },
		{ "no number", NAN, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };

		cell_number_text(&out, cases[i].number);
		assert_text(cases[i].name, buf_str(&out), cases[i].text);
		buf_release(&out);
	}
}

static void extreme_numbers_come_back(void **state)
{
	static const double numbers[] = {
		5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e-300, 1e22, 1e23
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		struct buf out = { 0 };

		cell_number_text(&out, numbers[i]);
		buf_add_char(&out, '\0');
		assert_null(strchr(out.data, 'e'));
		assert_true(strtod(out.data, NULL) == numbers[i]);
		buf_release(&out);
	}
	{
		struct buf out = { 0 };

		cell_number_text(&out, 5e-324);
		assert_int_equal(out.len, 2 + 323 + 1); /* 0. zeros 5 */
		buf_release(&out);
	}
}

static void dates_are_iso(void **state)
{
	static const struct {
		const char *name;
		double serial;
		const char *text;
	} cases[] = {
		{ "a day", 44148, "2020-11-13" },
		{ "a day and time", 44148 + 17 / 24.0, "2020-11-13T17:00:00" },
		{ "noise below a millisecond", 44148.70833333, "2020-11-13T17:00:00" },
		{ "milliseconds that are there", 44148 + (17 * 3600 + 0.25) / 86400, "2020-11-13T17:00:00.25" },
		{ "rounds up to the next day", 44148.9999999999, "2020-11-14" },
		{ "time alone", 17 / 24.0, "17:00:00" },
		{ "day 0", 0, "00:00:00" },
		{ "end of day 0", 0.9999999999, "24:00:00" },
		{ "first day", 1, "1900-01-01" },
		{ "before the false leap day", 59, "1900-02-28" },
		{ "the false leap day", 60, "1900-02-29" },
		{ "after it", 61, "1900-03-01" },
		{ "a leap day", 43890, "2020-02-29" },
		{ "2000 was a leap year", 36585, "2000-02-29" },
		{ "last day", 2958465, "9999-12-31" },
		{ "last second", 2958465 + 86399 / 86400.0, "9999-12-31T23:59:59" },
		{ "beyond is a number", 2958466, "2958466" },
		{ "negative is a number", -1.5, "-1.5" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf out = { 0 };

		cell_date_text(&out, cases[i].serial);
		assert_text(cases[i].name, buf_str(&out), cases[i].text);
		buf_release(&out);
	}
}

static void serials_of_days(void **state)
{
	static const struct {
		const char *name;
		int year, month, day;
		double time, serial; /* serial < 0: no such day */
	} cases[] = {
		{ "a day", 2020, 11, 13, 0, 44148 },
		{ "with a time", 2020, 11, 13, 0.5, 44148.5 },
		{ "first day", 1900, 1, 1, 0, 1 },
		{ "false leap day", 1900, 2, 29, 0, 60 },
		{ "after it", 1900, 3, 1, 0, 61 },
		{ "last day", 9999, 12, 31, 0, 2958465 },
		{ "day 0", 1899, 12, 31, 0.25, 0.25 },
		{ "too early", 1899, 12, 30, 0, -1 },
		{ "no such day", 2021, 2, 29, 0, -1 },
		{ "no such month", 2021, 13, 1, 0, -1 },
		{ "a whole day of time", 2021, 1, 1, 1, -1 },
		{ "a day 0 of a month", 2021, 1, 0, 0, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		double serial = -1;
		bool found = cell_date_serial(cases[i].year, cases[i].month, cases[i].day, cases[i].time, &serial);

		if (found != (cases[i].serial >= 0) || serial != cases[i].serial)
			fail_msg("%s: got %d, %f", cases[i].name, found, serial);
	}
}

static void every_day_comes_back(void **state)
{
	(void)state;
	for (int day = 1; day <= 2958465; day += 13) {
		struct buf out = { 0 };
		int year, month, of_month;
		double serial;

		cell_date_text(&out, day);
		buf_add_char(&out, '\0');
		assert_int_equal(sscanf(out.data, "%d-%d-%d", &year, &month, &of_month), 3);
		assert_true(cell_date_serial(year, month, of_month, 0, &serial));
		assert_true(serial == day);
		buf_release(&out);
	}
}

static void cells_as_text(void **state)
{
	static const struct {
		const char *name;
		struct cell cell;
		const char *text;
	} cases[] = {
		{ "text", { .kind = CELL_TEXT, .text = STR_INIT(" a ") }, " a " },
		{ "number", { .kind = CELL_NUMBER, .number = 2.5 }, "2.5" },
		{ "the file's own digits",
		  { .kind = CELL_NUMBER, .number = 440106199001011234.0, .text = STR_INIT("440106199001011234") },
		  "440106199001011234" },
		{ "date", { .kind = CELL_DATE, .number = 44148 }, "2020-11-13" },
		{ "true", { .kind = CELL_BOOL, .number = 1 }, "TRUE" },
		{ "false", { .kind = CELL_BOOL }, "FALSE" },
		{ "error", { .kind = CELL_ERROR, .text = STR_INIT("#N/A") }, "#N/A" },
		{ "empty", { .kind = CELL_EMPTY }, "" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_text(cases[i].name, cell_text(&cases[i].cell, &arena), cases[i].text);
	arena_release(&arena);
}

static void references(void **state)
{
	static const struct {
		uint32_t row, col;
		const char *text;
	} cases[] = {
		{ 5, 2, "B5" },	   { 1, 26, "Z1" },    { 1, 27, "AA1" }, { 1048576, 16384, "XFD1048576" },
		{ 1, 702, "ZZ1" }, { 1, 703, "AAA1" },
	};
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		uint32_t row, col;

		buf_clear(&out);
		cell_reference(&out, cases[i].row, cases[i].col);
		assert_text("made", buf_str(&out), cases[i].text);
		assert_true(cell_reference_parse(str_from(cases[i].text), &row, &col));
		assert_int_equal(row, cases[i].row);
		assert_int_equal(col, cases[i].col);
	}
	buf_clear(&out);
	cell_reference(&out, 5, 0);
	assert_text("row alone", buf_str(&out), "5");
	buf_clear(&out);
	cell_reference(&out, 0, 2);
	assert_text("column alone", buf_str(&out), "B");
	buf_clear(&out);
	cell_reference(&out, 0, 0);
	assert_text("nothing", buf_str(&out), "");
	buf_release(&out);
}

static void no_references(void **state)
{
	static const char *const cases[] = { "",      "B",    "5",   "B0",	     "5B",	    "XFE1", "A1048577",
					     "A1:B2", "$A$1", "A-1", "A99999999999", "AAAAAAAAAA1", "A 1",  "甲1" };
	uint32_t row, col;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		if (cell_reference_parse(str_from(cases[i]), &row, &col))
			fail_msg("\"%s\" was taken for a reference", cases[i]);
	assert_true(cell_reference_parse(STR("b5"), &row, &col));
	assert_int_equal(row * 100 + col, 502);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_read_as_typed),
		cmocka_unit_test(extreme_numbers_come_back),
		cmocka_unit_test(dates_are_iso),
		cmocka_unit_test(serials_of_days),
		cmocka_unit_test(every_day_comes_back),
		cmocka_unit_test(cells_as_text),
		cmocka_unit_test(references),
		cmocka_unit_test(no_references),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
