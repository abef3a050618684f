/* Records: what was packed comes back, each text once, and what is made of a row points into it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/record.h"
#include "profile_fixture.h"

/* Texts around the lengths at which a packed number takes another byte. */
static struct str long_text(struct arena *arena, size_t len)
{
	char *text = ARENA_ARRAY(arena, char, len);

	memset(text, 'x', len);
	return (struct str){ text, len };
}

static void check_part(const struct record_part *given, const struct record_part *found)
{
	assert_int_equal(found->col, given->col);
	assert_int_equal(found->column, given->column);
	assert_int_equal(found->part, given->part);
	assert_int_equal(found->kind, given->kind);
	assert_int_equal(found->flaw, given->flaw);
	assert_true(str_eq(found->raw, given->raw));
	assert_true(str_eq(found->shown, given->shown));
}

static void what_is_packed_comes_back(void **state)
{
	struct arena arena = { 0 };
	const struct str empty = STR("");
	const struct record_part part[] = {
		{ 1, 0, PART_WHOLE, CELL_TEXT, CELL_SOUND, STR("甲"), STR("甲") },
		{ TABLE_COLUMNS, TABLE_COLUMNS - 1, PART_EMAIL, CELL_ERROR, CELL_STRAY_QUOTE, STR(" 乙 "), STR("乙") },
		{ 127, 128, PART_PHONE, CELL_DATE, CELL_BAD_BYTES, long_text(&arena, 127), empty },
		{ 128, 127, PART_WHOLE, CELL_NUMBER, CELL_NO_RESULT, empty, long_text(&arena, 128) },
		{ 9, 9, PART_WHOLE, CELL_BOOL, CELL_SOUND, long_text(&arena, 16384), long_text(&arena, 16383) },
	};
	/* One cell that shows itself; none; several; one whose column shows something else; of no column. */
	const struct record_cells cells[] = {
		{ 1, &part[0], STR("甲"), 0 },
		{ 0, NULL, empty, 0 },
		{ 3, &part[1], STR("乙\nxx"), HOLDS_EMAIL | HOLDS_INVALID },
		{ 1, &part[4], STR("另"), HOLDS_MOBILE },
		{ 2, &part[0], empty, 0 },
	};
	struct record record = { .field = record_pack(&arena, ARRAY_COUNT(cells) - 1, cells) };

	(void)state;
	for (uint32_t i = 0; i < ARRAY_COUNT(cells); i++) {
		struct record_parts parts = record_parts(&record, i);
		struct record_part found;

		assert_true(str_eq(record_shown(&record, i), cells[i].shown) || cells[i].shown.len == 0);
		assert_int_equal(record.field[i].holds, cells[i].holds);
		for (uint32_t j = 0; j < cells[i].part_count; j++) {
			assert_true(record_parts_next(&parts, &found));
			check_part(&cells[i].part[j], &found);
		}
		assert_false(record_parts_next(&parts, &found));
	}
	assert_true(record_shown(&record, 1).len == 0);
	arena_release(&arena);
}

/* A text of the record lies in the memory of its cells: it is not there twice. */
static void check_within(struct str text, struct str shown)
{
	assert_true(text.data >= shown.data && text.data + text.len <= shown.data + shown.len);
}

enum { PROJECT = 1, APPLICANT, DIRECTION, PERSON, CONTACT, COLUMNS };

static const struct message_column table[] = {
	{ 1, PROJECT, PART_WHOLE, STR_INIT("项目") },	{ 2, APPLICANT, PART_WHOLE, STR_INIT("单位") },
	{ 3, DIRECTION, PART_WHOLE, STR_INIT("方向") }, { 4, CONTACT, PART_PHONE, STR_INIT("手机") },
	{ 5, CONTACT, PART_EMAIL, STR_INIT("邮箱") },	{ 6, FIELD_UNKNOWN, PART_WHOLE, STR_INIT("年度") },
};

static struct record make(struct arena *arena, const struct str *text)
{
	struct message_value value[ARRAY_COUNT(table)];
	struct message_record message = { .row = 7, .value = value };
	struct record_maker maker;
	struct record record;

	for (uint32_t i = 0; i < ARRAY_COUNT(table); i++)
		if (text[i].len)
			value[message.value_count++] =
				(struct message_value){ .col = i + 1, .column = i, .kind = CELL_TEXT, .raw = text[i] };
	record_maker_init(&maker, arena, fixture_profile(arena));
	record_make(&maker, arena, &message, ARRAY_COUNT(table), table, &record);
	return record;
}

static void a_row_is_made_into_a_record(void **state)
{
	const struct str text[] = { STR("智慧（一）期"),
				    STR(" 甲公司"),
				    STR("甲平台、无名方向、乙三方向"),
				    STR("13800138000 020-83133376"),
				    STR("A@B.CN，138001380"),
				    STR("2020") };
	struct arena arena = { 0 };
	struct record record = make(&arena, text);
	struct str contact = record_shown(&record, CONTACT), directions = record_shown(&record, DIRECTION);
	struct record_parts extra = record_parts(&record, COLUMNS);
	struct record_part part;

	(void)state;
	assert_true(str_eq(record.project, STR("智慧（一）期")));
	assert_true(str_eq(record.project_lossless, STR("智慧(一)期")));
	assert_true(str_eq(record.applicant, STR("甲公司")));
	assert_ptr_equal(record.applicant_lossless.data, record.applicant.data);
	assert_int_equal(record.direction_count, 3);
	assert_true(str_eq(directions, STR("甲类平台、无名方向、乙类合作")));
	assert_true(str_eq(record.direction[1].shown, STR("无名方向")));
	check_within(record.direction[1].shown, directions);
	assert_int_equal(record.item_count, 1);
	assert_int_equal(record.item[0], 3);
	assert_int_equal(record.phone_count, 2);
	assert_int_equal(record.mobile_count, 1);
	assert_true(str_eq(record.mobile[0], STR("13800138000")));
	assert_true(str_eq(record.phone[1], STR("020-83133376")));
	assert_int_equal(record.email_count, 1);
	assert_true(str_eq(record.email[0], STR("A@b.cn")));
	check_within(record.email[0], contact);
	assert_int_equal(record.field[CONTACT].holds, HOLDS_MOBILE | HOLDS_EMAIL | HOLDS_INVALID);
	assert_true(record_parts_next(&extra, &part));
	assert_true(str_eq(part.raw, STR("2020")));
	assert_int_equal(part.column, 5);
	assert_false(record_parts_next(&extra, &part));
	arena_release(&arena);
}

static void an_empty_row_has_empty_texts(void **state)
{
	const struct str text[ARRAY_COUNT(table)] = { { 0 } };
	struct arena arena = { 0 };
	struct record record = make(&arena, text);

	(void)state;
	assert_int_equal(record.project.len + record.applicant.len + record.person.len, 0);
	assert_int_equal(record.phone_count + record.email_count + record.direction_count, 0);
	assert_int_equal(record_shown(&record, CONTACT).len, 0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_comes_back),
		cmocka_unit_test(a_row_is_made_into_a_record),
		cmocka_unit_test(an_empty_row_has_empty_texts),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
