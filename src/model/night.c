#include "model/night.h"

#include <stdlib.h>

const struct night_shape night_shapes[NIGHT_KINDS] = {
	[NIGHT_INPUT] = { "input",
			  1,
			  5,
			  INPUT_COLUMNS,
			  { "path", "sha256", "status", "reason", "superseded", "file", "bytes", "rows_read" } },
	[NIGHT_RECORD] = { "record",
			   3,
			   6,
			   RECORD_COLUMNS,
			   { "region", "project_key", "applicant_key", "status", "held_by", "fields", "project",
			     "applicant", "places" } },
	[NIGHT_FINDING] = { "finding",
			    5,
			    7,
			    FINDING_COLUMNS,
			    { "rule", "say", "region", "about", "others", "severity", "args", "path", "sheet",
			      "row_number", "col_number" } },
	[NIGHT_PAIR] = { "pair", 2, 4, PAIR_COLUMNS, { "a", "b", "kind", "ruling", "score" } },
	[NIGHT_RULING] = { "ruling",
			   2,
			   3,
			   RULING_COLUMNS,
			   { "a", "b", "word", "a_region", "a_project", "a_applicant", "b_region", "b_project",
			     "b_applicant" } },
	[NIGHT_SELECTION] = { "selection",
			      1,
			      2,
			      SELECTION_COLUMNS,
			      { "key", "marks", "written", "region", "project", "applicant" } },
	[NIGHT_TICK] = { "tick",
			 1,
			 2,
			 TICK_COLUMNS,
			 { "key", "text", "item", "remark", "region", "project", "applicant" } },
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
