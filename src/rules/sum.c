/* sum.row: in each row the parts of 勾稽 add up to their total. amount.unit: a table's amounts are in another unit. */
#include "model/column.h"
#include "rules/rule.h"
#include "text/amount.h"
#include "text/key.h"

/* The cell of a column of figures, in yuan for amounts. */
struct figure {
	bool given, sound; /* something is filled in; it is a figure */
	double value;
};

static struct figure figure_of(const struct run *run, const struct record *record, uint32_t index,
			       struct arena *scratch)
{
	const struct table *table = &run->tables.item[record->table];
	struct record_parts parts = record_parts(record, index);
	struct figure figure = { 0 };
	struct record_part part;
	double unit;

	if (!record_parts_next(&parts, &part) || (key_is_empty(part.shown) && part.flaw == CELL_SOUND))
		return figure;
	figure.given = true;
	unit = column_unit(scratch, &run->profile->column[index], table->column[part.column].label, table->title);
	figure.sound = part.flaw == CELL_SOUND &&
		       column_figure(scratch, &run->profile->column[index], unit, part.shown, &figure.value);
	return figure;
}

/* In the unit in which the row's own cell stands. */
static double unit_of(const struct run *run, const struct record *record, uint32_t index, struct arena *scratch)
{
	const struct table *table = &run->tables.item[record->table];
	struct record_parts parts = record_parts(record, index);
	struct record_part part;

	if (!record_parts_next(&parts, &part))
		return 1;
	return column_unit(scratch, &run->profile->column[index], table->column[part.column].label, table->title);
}

static void report_row(const struct run *run, const struct record *record, const struct profile_sum *sum, double added,
		       struct arena *scratch, const struct diag_sink *diag)
{
	const struct profile_column *column = run->profile->column;
	struct arg *arg = ARENA_ARRAY(scratch, struct arg, sum->part_count + 3);
	double unit = unit_of(run, record, sum->total, scratch);

	arg[0] = DIAG_TEXT(column[sum->total].name);
	arg[1] = DIAG_TEXT(record_shown(record, sum->total));
	arg[2] = DIAG_TEXT(column_print(scratch, added / unit));
	for (uint32_t i = 0; i < sum->part_count; i++)
		arg[i + 3] = DIAG_TEXT(column[sum->part[i]].name);
	diag_add(diag, SAY_SUM_ROW, rule_cell(run, record, sum->total), sum->part_count + 3, arg);
}

/* What is missing, or no figure, is found already: only what can be added up is held against its total. */
static void check_sum(const struct run *run, const struct record *record, const struct profile_sum *sum,
		      struct arena *scratch, const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[sum->total];
	struct figure total = figure_of(run, record, sum->total, scratch);
	double added = 0, tolerance = sum->tolerance * (column->unit > 0 ? column->unit : 1);
	bool any = false;

	if (!total.sound)
		return;
	for (uint32_t i = 0; i < sum->part_count; i++) {
		struct figure part = figure_of(run, record, sum->part[i], scratch);

		if (part.given && !part.sound)
			return;
		any |= part.given;
		added += part.value;
	}
	if (any && !column_equal(total.value, added, tolerance))
		report_row(run, record, sum, added, scratch, diag);
}

void sum_check_record(const struct run *run, const struct record *record, const struct diag_sink *diag)
{
	struct arena scratch = { 0 };

	for (uint32_t i = 0; i < run->profile->sum_count; i++)
		check_sum(run, record, &run->profile->sum[i], &scratch, diag);
	arena_release(&scratch);
}

/* --- units ---------------------------------------------------------------- */

static struct str unit_word(struct arena *arena, double unit)
{
	static const struct {
		double unit;
		struct str word;
	} words[] = {
		{ 1, STR_INIT("元") },	     { 1e3, STR_INIT("千元") },	  { 1e4, STR_INIT("万元") },
		{ 1e6, STR_INIT("百万元") }, { 1e7, STR_INIT("千万元") }, { 1e8, STR_INIT("亿元") },
	};

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (column_equal(unit, words[i].unit, 0))
			return words[i].word;
	return arena_printf(arena, "%.0f元", unit);
}

/* The column of a table that feeds this one of the profile; NULL where none does. */
static const struct message_column *feeding(const struct table *table, uint32_t field)
{
	for (uint32_t i = 0; i < table->column_count; i++)
		if (table->column[i].field == field)
			return &table->column[i];
	return NULL;
}

static void report_unit(const struct run *run, const struct table *table, uint32_t field, uint32_t rows,
			struct arena *scratch, const struct diag_sink *diag)
{
	const struct profile_column *column = &run->profile->column[field];
	const struct message_column *from = feeding(table, field);
	struct where where = { table->source + 1, run->sheets.item[table->sheet].index, table->header_row, 0 };
	double unit;

	if (!from)
		return;
	unit = column_unit(scratch, column, from->label, table->title);
	if (column_equal(unit, column->unit, 0))
		return;
	where.col = from->col;
	diag_add_count(diag, SAY_AMOUNT_UNIT, where, rows, 5,
		       (struct arg[]){ DIAG_TEXT(from->label), DIAG_TEXT(unit_word(scratch, unit)),
				       DIAG_TEXT(column->name), DIAG_TEXT(unit_word(scratch, column->unit)),
				       DIAG_NUMBER(rows) });
}

/* A number without a unit of its own, of a row that stands for itself. Rows of nothing need no other unit. */
static bool leans_on_header(const struct record *record, uint32_t field, struct arena *scratch)
{
	struct amount amount;
	bool leans = record->fate != FATE_FOLDED && amount_read(scratch, record_shown(record, field), &amount) &&
		     !amount.in_yuan && (amount.number < 0 || amount.number > 0);

	arena_reset(scratch);
	return leans;
}

static void check_column(const struct run *run, uint32_t field, const struct diag_sink *diag)
{
	struct arena arena = { 0 }, scratch = { 0 };
	uint32_t *rows = ARENA_ARRAY(&arena, uint32_t, run->tables.count);

	for (size_t i = 0; i < run->records.count; i++)
		rows[run->records.item[i].table] += leans_on_header(&run->records.item[i], field, &scratch);
	for (size_t i = 0; i < run->tables.count; i++)
		if (rows[i])
			report_unit(run, &run->tables.item[i], field, rows[i], &arena, diag);
	arena_release(&scratch);
	arena_release(&arena);
}

void sum_check_run(struct run *run, const struct diag_sink *diag)
{
	for (uint32_t i = 0; i < run->profile->column_count; i++)
		if (run->profile->column[i].type == COLUMN_AMOUNT && run->profile->column[i].unit > 0)
			check_column(run, i, diag);
}
