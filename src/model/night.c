#include "model/night.h"

#include <stdlib.h>

#include "model/cell.h"

const struct night_shape night_shapes[NIGHT_KINDS] = {
	[NIGHT_INPUT] = { "input",
			  "inputs",
			  1,
			  5,
			  INPUT_COLUMNS,
			  { "path", "sha256", "status", "reason", "superseded", "file", "bytes", "rows_read" } },
	[NIGHT_RECORD] = { "record",
			   "records",
			   3,
			   6,
			   RECORD_COLUMNS,
			   { "region", "project_key", "applicant_key", "status", "held_by", "fields", "project",
			     "applicant", "places", "first_sheet", "folded_into" } },
	[NIGHT_FINDING] = { "finding",
			    "findings",
			    5,
			    7,
			    FINDING_COLUMNS,
			    { "rule", "say", "region", "about", "others", "severity", "args", "path", "sheet",
			      "row_number", "col_number" } },
	[NIGHT_PAIR] = { "pair", "pairs", 2, 4, PAIR_COLUMNS, { "a", "b", "kind", "ruling", "score" } },
	[NIGHT_RULING] = { "ruling",
			   "rulings",
			   2,
			   3,
			   RULING_COLUMNS,
			   { "a", "b", "word", "a_region", "a_project", "a_applicant", "b_region", "b_project",
			     "b_applicant" } },
	[NIGHT_SELECTION] = { "selection",
			      "selections",
			      1,
			      2,
			      SELECTION_COLUMNS,
			      { "key", "marks", "written", "region", "project", "applicant" } },
	[NIGHT_TICK] = { "tick",
			 "ticks",
			 1,
			 2,
			 TICK_COLUMNS,
			 { "key", "text", "item", "remark", "region", "project", "applicant" } },
	[NIGHT_FORM] = { "form", "forms", 0, 0, FORM_COLUMNS, { "title", "office", "column_list", "note" } },
};

void night_release(struct night *night)
{
	for (size_t kind = 0; kind < NIGHT_KINDS; kind++)
		free(night->rows[kind].item);
	*night = (struct night){ 0 };
}

struct night_row *night_add(struct night *night, enum night_kind kind, struct arena *arena)
{
	struct night_row *row = LIST_ADD(&night->rows[kind]);

	row->column = ARENA_ARRAY(arena, struct str, night_shapes[kind].count);
	for (uint32_t i = 0; i < night_shapes[kind].count; i++)
		row->column[i] = STR("");
	return row;
}

/* A separator closes each part, so that an empty one is none that is missing. */
void night_list_part(struct buf *list, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != NIGHT_ELEMENT && text.data[i] != NIGHT_PART)
			buf_add_char(list, text.data[i]);
	buf_add_char(list, NIGHT_PART);
}

void night_list_end(struct buf *list)
{
	buf_add_char(list, NIGHT_ELEMENT);
}

bool night_list_next(struct str *list, struct str *element)
{
	return str_split(list, NIGHT_ELEMENT, element);
}

bool night_part_next(struct str *element, struct str *part)
{
	return str_split(element, NIGHT_PART, part);
}

void night_record_identity(struct buf *out, struct str region, struct str project_key, struct str applicant_key)
{
	night_list_part(out, region);
	night_list_part(out, project_key);
	night_list_part(out, applicant_key);
}

void night_cell(struct buf *list, uint32_t column, uint32_t col, bool differs, struct str raw)
{
	struct buf text = { 0 };

	buf_add_count(&text, column);
	cell_reference(&text, 0, col);
	if (differs) {
		buf_add_char(&text, '=');
		buf_add(&text, raw);
	}
	night_list_part(list, buf_str(&text));
	buf_release(&text);
}

/* Digits at the front, cut off; false where there are none, or too many. */
static bool take_number(struct str *text, uint32_t *number)
{
	size_t digits = str_digits(*text, 0);

	*number = 0;
	for (size_t i = 0; i < digits && digits < 10; i++)
		*number = 10 * *number + (uint32_t)(text->data[i] - '0');
	*text = str_after(*text, digits);
	return digits && digits < 10;
}

bool night_cell_parse(struct str part, struct night_cell *cell)
{
	uint32_t letters = 0;

	*cell = (struct night_cell){ 0 };
	if (!take_number(&part, &cell->column))
		return false;
	for (; letters < part.len && letters < 4 && part.data[letters] >= 'A' && part.data[letters] <= 'Z'; letters++)
		cell->col = 26 * cell->col + (uint32_t)(part.data[letters] - 'A' + 1);
	part = str_after(part, letters);
	cell->differs = str_starts(part, STR("="));
	if (cell->differs)
		cell->raw = str_after(part, 1);
	return letters && (cell->differs || part.len == 0);
}

void night_rank_write(struct buf *out, const struct night_rank *rank)
{
	struct buf number = { 0 };

	buf_add_count(&number, rank->region);
	night_list_part(out, buf_str(&number));
	buf_clear(&number);
	buf_add_count(&number, rank->sheet);
	night_list_part(out, buf_str(&number));
	night_list_part(out, rank->directions);
	buf_release(&number);
}

bool night_rank_parse(struct str text, struct night_rank *rank)
{
	struct str region, sheet;

	*rank = (struct night_rank){ 0 };
	return night_part_next(&text, &region) && take_number(&region, &rank->region) &&
	       night_part_next(&text, &sheet) && take_number(&sheet, &rank->sheet) &&
	       night_part_next(&text, &rank->directions);
}
