#include "rules/mended.h"

#include "model/fate.h"
#include "rules/correction.h"
#include "rules/rule.h"

static int compare_places(const void *left, const void *right)
{
	const struct where *a = left, *b = right;
	const uint32_t keys[][2] = {
		{ a->source, b->source }, { a->sheet, b->sheet }, { a->row, b->row }, { a->col, b->col }
	};

	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

static bool any_slip(const struct run *run)
{
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].correction == CORRECTION_SLIP)
			return true;
	return false;
}

void mended_init(struct mended *mended, const struct run *run)
{
	const struct diag_list *list = &run->findings;

	*mended = (struct mended){ 0 };
	for (size_t i = 0; any_slip(run) && i < list->findings.count; i++)
		if (diag_rule(list->findings.item[i].say) == RULE_CELL_LOSSY)
			*LIST_ADD(&mended->lossy) = list->findings.item[i].where;
	if (mended->lossy.count)
		qsort(mended->lossy.item, mended->lossy.count, sizeof(*mended->lossy.item), compare_places);
}

void mended_release(struct mended *mended)
{
	free(mended->lossy.item);
}

/* Which column of the profile a cell of the row's table feeds. */
static uint32_t column_at(const struct run *run, const struct record *record, uint32_t col)
{
	const struct table *table = &run->tables.item[record->table];

	for (uint32_t i = 0; i < table->column_count; i++)
		if (table->column[i].col == col)
			return table->column[i].field;
	return COLUMN_NONE;
}

/* Whether any of the rules for a row finds something at one of its columns. */
struct question {
	const struct run *run;
	const struct record *record;
	uint32_t column;
	bool found;
};

static void take_finding(void *user, const struct finding *finding)
{
	struct question *question = user;

	question->found |= column_at(question->run, question->record, finding->where.col) == question->column;
}

static bool breaks_rule(const struct run *run, const struct record *record, uint32_t column)
{
	static rule_record_check *const checks[] = { field_check_record, contact_check_record, direction_check_record };
	struct question question = { run, record, column, false };
	const struct diag_sink sink = { &question, take_finding };

	for (size_t i = 0; i < ARRAY_COUNT(checks); i++)
		checks[i](run, record, &sink);
	return question.found;
}

static bool is_lossy(const struct mended *mended, const struct record *record, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	struct record_part part;

	while (record_parts_next(&parts, &part)) {
		struct where where = { record->source + 1, record->sheet, record->row, part.col };

		if (mended->lossy.count &&
		    bsearch(&where, mended->lossy.item, mended->lossy.count, sizeof(where), compare_places))
			return true;
	}
	return false;
}

bool mended_was_asked(const struct mended *mended, const struct run *run, const struct record *sent,
		      const struct record *kept, uint32_t column)
{
	if (run->sources.item[kept->source].correction != CORRECTION_SLIP || kept->source == sent->source)
		return false;
	return record_shown(sent, column).len == 0 || is_lossy(mended, sent, column) || breaks_rule(run, sent, column);
}

/* The row that stands for this one now, where a correction brought it. */
static const struct record *corrected(const struct run *run, uint32_t record)
{
	const struct record *kept = &run->records.item[fate_root(run, record)];

	if (kept->source == run->records.item[record].source || !run->sources.item[kept->source].correction)
		return NULL;
	return kept;
}

bool mended_is_settled(const struct run *run, const struct finding *finding)
{
	uint32_t at = finding->where.row && !run->audit ? run_record(run, finding->where) : RUN_NO_RECORD, column;
	const struct record *kept = at == RUN_NO_RECORD ? NULL : corrected(run, at);

	if (!kept)
		return false;
	switch (diag_rule(finding->say)) {
	case RULE_CELL_LOSSY:
		column = column_at(run, &run->records.item[at], finding->where.col);
		return column < run->profile->column_count &&
		       !str_eq(record_shown(&run->records.item[at], column), record_shown(kept, column));
	case RULE_ROW_HIDDEN:
	case RULE_ROW_STRUCK: /* the region was asked whether it was meant, and sent it again */
		return run->sources.item[kept->source].correction == CORRECTION_SLIP;
	default:
		return false;
	}
}
