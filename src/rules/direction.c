/*
 * direction.missing, direction.unknown, direction.count, direction.concentration
 * (notice, 一, and the ministry's 二（二）).
 */
#include "rules/rule.h"

static uint32_t known_categories(const struct record *record)
{
	uint32_t known = 0;

	for (uint32_t i = 0; i < record->direction_count; i++)
		known += record->direction[i].category != UINT32_MAX;
	return known;
}

static void report_count(const struct run *run, const struct record *record, uint32_t known,
			 const struct diag_sink *diag)
{
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, 2 + record->direction_count);
	uint32_t count = 2;

	arg[0] = DIAG_NUMBER(known);
	arg[1] = DIAG_NUMBER(run->profile->direction_limit);
	for (uint32_t i = 0; i < record->direction_count; i++)
		if (record->direction[i].category != UINT32_MAX)
			arg[count++] = DIAG_TEXT(record->direction[i].shown);
	diag_add_count(diag, SAY_DIRECTION_COUNT, rule_cell(run, record, run->profile->direction), known, count, arg);
	arena_release(&scratch);
}

void direction_check_record(const struct run *run, const struct record *record, const struct diag_sink *diag)
{
	uint32_t column = run->profile->direction;
	uint32_t known = known_categories(record);

	if (column == COLUMN_NONE)
		return;
	if (record->direction_count == 0) {
		if (run->profile->column[column].required)
			diag_add(diag, SAY_DIRECTION_MISSING, rule_cell(run, record, column), 0, NULL);
		return;
	}
	for (uint32_t i = 0; i < record->direction_count; i++)
		if (record->direction[i].category == UINT32_MAX)
			diag_add(diag, SAY_DIRECTION_UNKNOWN, rule_cell(run, record, column), 1,
				 (struct arg[]){ DIAG_TEXT(record->direction[i].shown) });
	if (run->profile->direction_limit && known > run->profile->direction_limit)
		report_count(run, record, known, diag);
}

static uint32_t count_category(const struct run *run, uint32_t category)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		for (uint32_t j = 0; run_is_merged(record) && j < record->direction_count; j++)
			count += record->direction[j].category == category;
	}
	return count;
}

void direction_check_run(struct run *run, const struct diag_sink *diag)
{
	uint32_t merged = run->merged + run->unselected;

	for (uint32_t category = 0; category < run->profile->category_count; category++) {
		uint32_t count = count_category(run, category);

		if ((uint64_t)count * 100 > (uint64_t)merged * run->profile->concentration)
			diag_add_count(diag, SAY_DIRECTION_CONCENTRATION, (struct where){ 0 }, count, 4,
				       (struct arg[]){ DIAG_TEXT(run->profile->category[category].name),
						       DIAG_NUMBER(count), DIAG_NUMBER(merged),
						       DIAG_NUMBER(run->profile->concentration) });
	}
}
