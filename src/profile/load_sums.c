#include "profile/loader.h"
#include "text/value.h"

static const struct str tolerance_word[] = { STR_INIT("允差") };

/* A column that adds up; COLUMN_NONE, and reported, where it is none. */
static uint32_t figure_column(struct loader *l, struct ini_text text)
{
	uint32_t column = load_columns_find(l, text);
	const struct profile_column *found;

	if (column == COLUMN_NONE)
		return COLUMN_NONE;
	found = &l->columns.item[column];
	if (column_kind(found->type)->adds_up)
		return column;
	if (!l->unsure_columns)
		mistake_add(l->mistakes, text.place, SAY_PROFILE_SUM_TYPE, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, found->name),
					    DIAG_TEXT(column_kind(found->type)->word) });
	return COLUMN_NONE;
}

static bool fits(struct loader *l, struct ini_text text, const struct profile_sum *sum, uint32_t part)
{
	const struct profile_column *column = &l->columns.item[part], *total = &l->columns.item[sum->total];
	bool known = part == sum->total;

	for (uint32_t i = 0; i < sum->part_count; i++)
		known |= sum->part[i] == part;
	if (known) {
		mistake_text(l->mistakes, text.place, SAY_PROFILE_SUM_TWICE, column->name);
		return false;
	}
	if (column->type == total->type)
		return true;
	mistake_add(l->mistakes, text.place, SAY_PROFILE_SUM_MIXED, 3,
		    (struct arg[]){ mistake_quote(l->mistakes, column->name),
				    DIAG_TEXT(column_kind(column->type)->word),
				    mistake_quote(l->mistakes, total->name) });
	return false;
}

static void take_parts(struct loader *l, struct ini_text rest, struct profile_sum *sum)
{
	uint32_t *part = ARENA_ARRAY(l->arena, uint32_t, l->columns.count);
	struct ini_text text;

	sum->part = part;
	while (ini_next(&rest, INI_PLUS, &text)) {
		uint32_t column;

		if (text.text.len == 0) {
			mistake_add(l->mistakes, text.place, SAY_PROFILE_SUM_EMPTY, 0, NULL);
			continue;
		}
		column = figure_column(l, text);
		if (column != COLUMN_NONE && fits(l, text, sum, column))
			part[sum->part_count++] = column;
	}
}

/* 允差 0.01 */
static void take_tolerance(struct loader *l, struct ini_text text, struct profile_sum *sum)
{
	struct str word = tolerance_word[0];
	struct ini_text number = text;
	double value = -1;

	if (!str_starts(text.text, word)) {
		struct str first = str_part(text.text, 0, str_find(text.text, STR(" "), 0));

		mistake_unknown(l->mistakes, text.place, SAY_PROFILE_SUM_MORE, SAY_PROFILE_SUM_MORE_NEAR, first, 1,
				tolerance_word);
		return;
	}
	number.text = str_after(text.text, word.len);
	number.place.at += word.len;
	number = ini_trim(number);
	if (value_number(l->arena, number.text, &value) && value >= 0)
		sum->tolerance = value;
	else
		mistake_text(l->mistakes, number.place, SAY_PROFILE_BAD_TOLERANCE, number.text);
}

/* 合计列 = 列 + 列 + …, 允差 数 */
void load_sums_take(struct loader *l, const struct ini_entry *entry)
{
	struct profile_sum sum = { .total = figure_column(l, entry->key) };
	uint32_t count;
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);

	if (sum.total == COLUMN_NONE || count == 0)
		return;
	take_parts(l, value[0], &sum);
	for (uint32_t i = 1; i < count; i++)
		take_tolerance(l, value[i], &sum);
	*LIST_ADD(&l->sums) = sum;
}

void load_sums_finish(struct loader *l)
{
	LOAD_KEEP(l, l->sums, sum, sum_count);
}
