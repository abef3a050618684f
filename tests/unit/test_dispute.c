/* What counts as another reading, and what does not: ours on the left, the second reader's on the right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "shape/dispute.h"

#define TEXT(literal) .kind = CELL_TEXT, .text = STR_INIT(literal)
#define NUMBER(value) .kind = CELL_NUMBER, .number = (value)

static const struct {
	const char *name;
	struct cell ours, theirs;
	const char *disputed; /* their text, as people are shown it; NULL: no dispute */
} cases[] = {
	{ "the same text", { TEXT("甲公司") }, { TEXT("甲公司") }, NULL },
	{ "another text", { TEXT("甲公司") }, { TEXT("乙公司") }, "乙公司" },
	{ "a part of the text", { TEXT("甲公司") }, { TEXT("甲") }, "甲" },
	{ "more than the text", { TEXT("甲") }, { TEXT("甲公司") }, "甲公司" },
	{ "other case", { TEXT("Abc") }, { TEXT("abc") }, "abc" },
	{ "other punctuation", { TEXT("甲,乙") }, { TEXT("甲、乙") }, "甲、乙" },
	{ "the same characters in another width are the same text", { TEXT("ＡＢ１") }, { TEXT("AB1") }, NULL },
	{ "blanks at the ends", { TEXT(" 甲 ") }, { TEXT("甲") }, NULL },
	{ "line ends", { TEXT("甲\r\n乙") }, { TEXT("甲\n乙") }, NULL },
	{ "control characters", { TEXT("甲\001乙") }, { TEXT("甲乙") }, NULL },
	{ "a byte-order mark", { TEXT("\xEF\xBB\xBF甲") }, { TEXT("甲") }, NULL },
	{ "theirs ends at the first NUL", { TEXT("甲\0乙") }, { TEXT("甲") }, NULL },
	{ "another text before the NUL", { TEXT("甲\0乙") }, { TEXT("丙") }, "丙" },
	{ "a character beyond the first plane", { TEXT("\xF0\xA0\xAE\xB7") }, { TEXT("\xF0\xA0\xAE\xB7") }, NULL },
	{ "what is shown is free of control characters", { TEXT("甲") }, { TEXT("\033[31m乙") }, "[31m乙" },

	{ "the same number", { NUMBER(13800138000) }, { NUMBER(13800138000) }, NULL },
	{ "another number", { NUMBER(13800138000) }, { NUMBER(13800138001) }, "13800138001" },
	{ "the last bit of a number", { NUMBER(0.1 + 0.2) }, { NUMBER(0.3) }, "0.3" },
	{ "nothing and less than nothing", { NUMBER(0.0) }, { NUMBER(-0.0) }, NULL },
	{ "a number with digits of its own",
	  { .kind = CELL_NUMBER, .number = 123456789012345680, .text = STR_INIT("123456789012345678") },
	  { NUMBER(123456789012345680) },
	  NULL },
	{ "a number and its text", { NUMBER(12.5) }, { TEXT("12.5") }, NULL },
	{ "a text and its number", { TEXT("13800138000") }, { NUMBER(13800138000) }, NULL },
	{ "a number and another text", { NUMBER(12.5) }, { TEXT("12.5%") }, "12.5%" },
	{ "a text and another number", { TEXT("007") }, { NUMBER(7) }, "7" },

	{ "a formula's text", { TEXT("甲"), .computed = true }, { TEXT("乙") }, NULL },
	{ "a formula's number", { NUMBER(1), .computed = true }, { NUMBER(2) }, NULL },
	{ "a date, which the second reader takes for a number",
	  { .kind = CELL_DATE, .number = 1 },
	  { NUMBER(2) },
	  NULL },
	{ "a truth, for it a number", { .kind = CELL_BOOL, .number = 0 }, { NUMBER(1) }, NULL },
	{ "an error, for it the number 1", { .kind = CELL_ERROR, .text = STR_INIT("#N/A") }, { NUMBER(1) }, NULL },
	{ "its dates", { NUMBER(12.5) }, { .kind = CELL_DATE, .number = 12 }, NULL },
	{ "bytes that could not be decoded", { TEXT("甲�"), .flaw = CELL_BAD_BYTES }, { TEXT("甲乙") }, NULL },
};

static void test_differs(void **state)
{
	struct line line = { 0 };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct row row = { .number = 1, .count = 1, .cell = &cases[i].ours };
		struct str text = { 0 };
		bool differs;

		line_fill(&line, &row);
		differs = dispute_can_ask(&line.cell[0]) &&
			  dispute_differs(&line.cell[0], &cases[i].theirs, &arena, &text);
		if (differs != (cases[i].disputed != NULL))
			fail_msg("%s: %s", cases[i].name, differs ? "disputed" : "not disputed");
		if (differs && !str_eq(text, str_from(cases[i].disputed)))
			fail_msg("%s: shown as %.*s", cases[i].name, STR_ARG(text));
	}
	line_release(&line);
	arena_release(&arena);
}

/* It was asked about where it stands. */
static void test_filled(void **state)
{
	struct line_cell ours = { .kind = CELL_TEXT, .raw = STR_INIT("甲") };

	(void)state;
	assert_true(dispute_can_ask(&ours));
	ours.filled = true;
	assert_false(dispute_can_ask(&ours));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_differs), cmocka_unit_test(test_filled) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
