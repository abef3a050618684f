/*
 * Runs of a few rows, each written as "source/region/project/applicant/mobiles/directions":
 * "0/G/甲/公司/ab/P" is a row of the first source, of 广州市, with two mobiles and the
 * direction P. "?" is no region; parts at the end may be left out. Included behind cmocka.h.
 */
#ifndef TESTS_ROWS_FIXTURE_H
#define TESTS_ROWS_FIXTURE_H

#include "base/buf.h"
#include "model/applicants.h"
#include "model/fate.h"

static const char rows_regions[] = "GSFT";

static const struct profile_column rows_columns[] = {
	{ STR_INIT("项目名称"), COLUMN_TEXT, false, 0, .alias = NULL },
	{ STR_INIT("申报单位"), COLUMN_UNIT, false, 0, .alias = NULL },
	{ STR_INIT("申报方向"), COLUMN_DIRECTION, false, 0, .alias = NULL },
};
static const struct profile_category rows_categories[] = { { .name = STR_INIT("平台") }, { .name = STR_INIT("贯标") } };
static const struct profile_group rows_groups[] = { { STR_INIT("大市"), 2, false, .severity = SEVERITY_ERROR },
						    { STR_INIT("零"), 0, false, .severity = SEVERITY_ERROR },
						    { STR_INIT("小市"), 1, false, .severity = SEVERITY_ERROR } };
static const struct profile_region rows_region[] = {
	{ .name = STR_INIT("广州市"), .group = 0 },
	{ .name = STR_INIT("深圳市"), .group = 0 },
	{ .name = STR_INIT("佛山市"), .group = 1 },
	{ .name = STR_INIT("汕头市"), .group = 2 },
};
static const struct profile rows_profile = {
	.total_limit = 3,
	.column_count = ARRAY_COUNT(rows_columns),
	.column = rows_columns,
	.project = 0,
	.applicant = 1,
	.direction = 2,
	.person = COLUMN_NONE,
	.category_count = ARRAY_COUNT(rows_categories),
	.category = rows_categories,
	.group_count = ARRAY_COUNT(rows_groups),
	.group = rows_groups,
	.region_count = ARRAY_COUNT(rows_region),
	.region = rows_region,
	.direction_limit = 1,
	.concentration = 50,
};
static const struct message_column rows_table[] = {
	{ 1, 0, PART_WHOLE, STR_INIT("项目名称") },
	{ 2, 1, PART_WHOLE, STR_INIT("申报单位") },
	{ 3, 2, PART_WHOLE, STR_INIT("申报方向") },
};

/* One letter of `text` a value, as texts of their own. */
static inline const struct str *rows_letters(struct arena *arena, struct str text)
{
	struct str *letter = ARENA_ARRAY(arena, struct str, text.len);

	for (size_t i = 0; i < text.len; i++)
		letter[i] = str_part(text, i, i + 1);
	return letter;
}

static inline void rows_direct(struct arena *arena, struct record *record, struct str letters)
{
	struct record_direction *direction = ARENA_ARRAY(arena, struct record_direction, letters.len);

	for (size_t i = 0; i < letters.len; i++)
		direction[i].category = letters.data[i] == 'P' ? 0 : letters.data[i] == 'G' ? 1 : UINT32_MAX;
	record->direction = direction;
	record->direction_count = (uint32_t)letters.len;
}

static inline void rows_add(struct run *run, struct str written)
{
	struct record *record = LIST_ADD(&run->records);
	struct str part[6] = { { 0 } };
	const char *region;

	for (size_t i = 0; i < ARRAY_COUNT(part) && str_split(&written, '/', &part[i]); i++)
		;
	record->source = record->table = (uint32_t)(part[0].data[0] - '0');
	record->sheet = 1;
	record->row = (uint32_t)run->records.count + 1;
	region = strchr(rows_regions, part[1].data[0]);
	record->region = region ? (uint32_t)(region - rows_regions) : REGION_NONE;
	record->project = record->project_lossless = part[2];
	record->applicant = record->applicant_lossless = part[3];
	record->mobile = record->phone = rows_letters(&run->arena, part[4]);
	record->mobile_count = record->phone_count = (uint32_t)part[4].len;
	record->field = ARENA_ARRAY(&run->arena, struct record_field, ARRAY_COUNT(rows_columns) + 1);
	rows_direct(&run->arena, record, part[5]);
}

/* `ranks`: one digit a source, 0 for no correction. Rows stand in the order of their sources. */
static inline void rows_begin(struct run *run, const char *ranks, const char *rows)
{
	struct str rest = str_from(rows), row;

	*run = (struct run){ .profile = &rows_profile };
	run->findings.arena = &run->arena;
	for (size_t i = 0; ranks[i]; i++) {
		*LIST_ADD(&run->sources) = (struct source){ .region = REGION_NONE,
							    .correction = (uint32_t)(ranks[i] - '0') };
		*LIST_ADD(&run->sheets) = (struct sheet){ .source = (uint32_t)i, .index = 1 };
		*LIST_ADD(&run->tables) = (struct table){ .source = (uint32_t)i,
							  .sheet = (uint32_t)i,
							  .column_count = ARRAY_COUNT(rows_table),
							  .column = rows_table };
	}
	while (str_split(&rest, ' ', &row))
		rows_add(run, row);
	fate_order(run);
	applicants_make(run, 1);
}

static inline void rows_end(struct run *run)
{
	diag_list_release(&run->findings);
	free(run->sources.item);
	free(run->sheets.item);
	free(run->tables.item);
	free(run->records.item);
	free(run->pairs.item);
	free(run->relations.item);
	applicants_release(run);
	arena_release(&run->arena);
}

/* Add a pair that nobody looked for. */
static inline void rows_pair(struct run *run, enum pair_kind kind, uint32_t a, uint32_t b)
{
	*LIST_ADD(&run->pairs) = (struct pair){ .kind = kind, .a = a, .b = b };
}

/* "exact 0-1 #1, likely 0-2 #1" */
static inline void rows_say_pairs(struct buf *out, const struct run *run)
{
	static const char *const kinds[] = { "exact", "likely", "possible" };

	for (size_t i = 0; i < run->pairs.count; i++)
		buf_printf(out, "%s%s %u-%u #%u", i ? ", " : "", kinds[run->pairs.item[i].kind], run->pairs.item[i].a,
			   run->pairs.item[i].b, run->pairs.item[i].cluster);
}

/* Row by row: its number on the first sheet, ">" and the row it went into, the rule that holds it, or "unselected". */
static inline void rows_say_fates(struct buf *out, const struct run *run)
{
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		buf_printf(out, "%s", i ? " " : "");
		if (record->fate == FATE_MERGED)
			buf_printf(out, "%u", record->seq);
		else if (record->fate == FATE_FOLDED)
			buf_printf(out, ">%u", record->into);
		else if (record->fate == FATE_HELD)
			buf_printf(out, "%.*s", STR_ARG(diag_rule_at(record->held_by)->word));
		else
			buf_printf(out, "unselected");
	}
}

/* Findings of a rule: the row's cell or the region's letter, and what was counted: "0!B3=2 G=3". */
static inline void rows_say_findings(struct buf *out, const struct run *run, enum rule_id rule)
{
	for (size_t i = 0; i < run->findings.findings.count; i++) {
		const struct finding *finding = &run->findings.findings.item[i];

		if (diag_rule(finding->say) != rule)
			continue;
		buf_printf(out, "%s", out->len ? " " : "");
		if (finding->where.source)
			buf_printf(out, "%u!%c%u", finding->where.source - 1, (char)('@' + finding->where.col),
				   finding->where.row);
		else if (finding->region != REGION_NONE)
			buf_add_char(out, rows_regions[finding->region]);
		if (finding->counted)
			buf_printf(out, "=%u", finding->count);
	}
}

/* Compare and release what was said. */
static inline bool rows_said(struct buf *out, const char *name, const char *expected)
{
	bool same = str_eq(buf_str(out), str_from(expected));

	if (!same)
		print_message("    %s: \"%.*s\", not \"%s\"\n", name, STR_ARG(buf_str(out)), expected);
	buf_release(out);
	return same;
}

#endif
