#include "shape/header.h"

#include "shape/region_line.h"

/* What a header says of one column. */
struct label {
	uint32_t col;
	struct str own;	  /* its lowest cell */
	struct str group; /* the merged or blank-continued cell above it */
};

/* Ranges are sorted by top, then left. */
static const struct range *merge_at(const struct sheet_info *sheet, uint32_t row, uint32_t col)
{
	uint32_t from = 0, to = sheet->merge_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		const struct range *range = &sheet->merge[middle];

		if (range->top < row || (range->top == row && range->left < col))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < sheet->merge_count && sheet->merge[from].top == row && sheet->merge[from].left == col)
		return &sheet->merge[from];
	return NULL;
}

/* The last column that a group's name spans: its merge, or the blanks right of it where no merge is known. */
static uint32_t group_end(const struct line *line, uint32_t index, const struct sheet_info *sheet)
{
	const struct range *merge = merge_at(sheet, line->row, line->cell[index].col);

	if (merge)
		return merge->right;
	if (sheet->merge_count)
		return line->cell[index].col;
	return index + 1 < line->count ? line->cell[index + 1].col - 1 : TABLE_COLUMNS;
}

/* The name of the group that stands over a column in this line; empty where there is none. */
static struct str group_over(const struct line *line, uint32_t col, const struct sheet_info *sheet)
{
	uint32_t at = line_after(line, col);

	return at && group_end(line, at - 1, sheet) >= col ? line->cell[at - 1].shown : STR("");
}

static uint32_t field_of(const struct fields *fields, struct arena *arena, const struct label *label, struct str *text)
{
	uint32_t field = fields_find(fields, arena, label->own);

	*text = label->own;
	if (label->group.len == 0 || str_eq(label->group, label->own))
		return field;
	if (field == FIELD_UNKNOWN)
		field = fields_find(fields, arena, arena_join(arena, label->group, label->own));
	*text = arena_join(arena, arena_join(arena, label->group, STR("/")), label->own);
	return field;
}

/* A contact may be spread over several columns; every other field has one, the first. */
static bool may_repeat(const struct fields *fields, uint32_t field)
{
	return field < fields->profile->column_count && fields->profile->column[field].type == COLUMN_CONTACT;
}

/* A header being built, and the fields that it has so far: the region's stands behind the profile's columns. */
struct building {
	const struct fields *fields;
	struct arena *arena;
	struct header header;
	bool *has;
	bool beside; /* a name stood a second time: another table's columns follow */
};

static bool *has_field(const struct building *building, uint32_t field)
{
	return &building->has[field == FIELD_REGION ? building->fields->profile->column_count : field];
}

static void add_column(struct building *building, const struct label *label)
{
	struct header *header = &building->header;
	struct str text;
	uint32_t field = field_of(building->fields, building->arena, label, &text);

	if (field != FIELD_UNKNOWN && *has_field(building, field)) {
		building->beside |= fields_is_key(building->fields, field);
		if (building->beside || !may_repeat(building->fields, field))
			field = FIELD_UNKNOWN;
	} else if (field != FIELD_UNKNOWN) {
		*has_field(building, field) = true;
		header->matched++;
	}
	header->column[header->column_count++] = (struct message_column){
		.col = label->col,
		.field = field,
		.part = fields_part(building->fields, field, label->own),
		.label = text,
	};
}

/* The leftmost column that any of the rows still has; 0 at the end. */
static uint32_t next_column(struct line *const *line, uint32_t depth, const uint32_t *at)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < depth; i++)
		if (at[i] < line[i]->count && (!next || line[i]->cell[at[i]].col < next))
			next = line[i]->cell[at[i]].col;
	return next;
}

/* The rows' cells side by side, column by column: the lowest cell names the column, the row above its group. */
static struct header build(const struct fields *fields, struct arena *arena, struct line *const *line, uint32_t depth,
			   const struct sheet_info *sheet)
{
	struct building building = { .fields = fields, .arena = arena, .header.depth = depth };
	uint32_t at[HEADER_ROWS] = { 0 };
	uint32_t room = 0;

	for (uint32_t i = 0; i < depth; i++)
		room += line[i]->count;
	building.header.column = ARENA_ARRAY(arena, struct message_column, room);
	building.has = ARENA_ARRAY(arena, bool, fields->profile->column_count + 1);
	for (uint32_t col = next_column(line, depth, at); col; col = next_column(line, depth, at)) {
		struct label label = { .col = col };

		for (uint32_t i = 0; i < depth; i++) {
			if (at[i] >= line[i]->count || line[i]->cell[at[i]].col != col)
				continue;
			label.own = line[i]->cell[at[i]++].shown;
			label.group = i ? group_over(line[i - 1], col, sheet) : STR("");
		}
		add_column(&building, &label);
	}
	return building.header;
}

static bool is_header(const struct fields *fields, const struct header *header)
{
	if (header->matched < 2)
		return false;
	for (uint32_t i = 0; i < header->column_count; i++)
		if (fields_is_key(fields, header->column[i].field))
			return true;
	return false;
}

/* What a cell of this line says, under the line above it. */
static uint32_t field_below(const struct fields *fields, struct arena *arena, const struct line *above,
			    const struct line_cell *cell, const struct sheet_info *sheet)
{
	struct label label = { cell->col, cell->shown, group_over(above, cell->col, sheet) };
	struct str text;

	return field_of(fields, arena, &label, &text);
}

/*
 * Can the last of these lines be a lower row of a header? Half of its cells at least must
 * be known names, by themselves or with the group above, and all that stand below a project
 * or applicant which a row above has named: a row of data is never taken for a header.
 */
static bool continues(const struct fields *fields, struct arena *arena, struct line *const *line, uint32_t depth,
		      const struct sheet_info *sheet, const struct header *tried)
{
	const struct line *last = line[depth - 1], *above = line[depth - 2];
	uint32_t known = 0;

	for (uint32_t i = 0; i < tried->column_count; i++) {
		const struct line_cell *cell = fields_is_key(fields, tried->column[i].field)
						       ? line_find(last, tried->column[i].col)
						       : NULL;

		if (cell && field_below(fields, arena, above, cell, sheet) == FIELD_UNKNOWN)
			return false;
	}
	for (uint32_t i = 0; i < last->count; i++)
		known += field_below(fields, arena, above, &last->cell[i], sheet) != FIELD_UNKNOWN;
	return known > 0 && known * 2 >= last->count;
}

/* The lowest row of the merged cells of a line that are known names. */
static uint32_t merged_bottom(const struct fields *fields, struct arena *arena, const struct line *line,
			      const struct sheet_info *sheet)
{
	uint32_t bottom = line->row;

	for (uint32_t i = 0; i < line->count; i++) {
		const struct range *merge = merge_at(sheet, line->row, line->cell[i].col);

		if (merge && merge->bottom > bottom && fields_find(fields, arena, line->cell[i].shown) != FIELD_UNKNOWN)
			bottom = merge->bottom;
	}
	return bottom;
}

/* Columns that the header knows. A contact may have several. */
static uint32_t named_columns(const struct header *header)
{
	uint32_t named = 0;

	for (uint32_t i = 0; i < header->column_count; i++)
		named += header->column[i].field != FIELD_UNKNOWN;
	return named;
}

/* Try deeper headers than the one-row one that was `tried`; the deepest that names more wins. */
static struct header deepen(const struct fields *fields, struct arena *arena, struct line *const *line, uint32_t count,
			    const struct sheet_info *sheet, struct header tried)
{
	struct header best = is_header(fields, &tried) ? tried : (struct header){ 0 };
	uint32_t bottom = 0;

	for (uint32_t depth = 2; depth <= count; depth++) {
		struct header alone = build(fields, arena, &line[depth - 1], 1, sheet);
		uint32_t above = merged_bottom(fields, arena, line[depth - 2], sheet);
		bool within;

		bottom = above > bottom ? above : bottom;
		within = line[depth - 1]->row <= bottom;
		if (!within && !continues(fields, arena, line, depth, sheet, &tried))
			break;
		tried = build(fields, arena, line, depth, sheet);
		if (is_header(fields, &alone) && alone.matched >= tried.matched)
			break; /* the lower row is a header of its own */
		if (is_header(fields, &tried) && (within || named_columns(&tried) > named_columns(&best)))
			best = tried;
	}
	return best;
}

/* 推荐单位：广州市 above a table names no column; neither does 推荐单位 with the name in the next cell alone. */
static bool is_region_line(const struct fields *fields, struct arena *arena, const struct line *line)
{
	struct str value;
	uint32_t col;

	if (!region_line_find(line, &value, &col))
		return false;
	return col == line->cell[0].col || (line->count == 2 && fields_find(fields, arena, value) == FIELD_UNKNOWN);
}

static bool names_any(const struct fields *fields, struct arena *arena, const struct line *line)
{
	for (uint32_t i = 0; i < line->count; i++)
		if (fields_find(fields, arena, line->cell[i].shown) != FIELD_UNKNOWN)
			return true;
	return false;
}

struct header header_find(const struct fields *fields, struct arena *arena, struct line *const *line, uint32_t count,
			  const struct sheet_info *sheet)
{
	struct header first;

	/* A row that names nothing is no part of a header, not even a group's row above a full one. */
	if (!names_any(fields, arena, line[0]))
		return (struct header){ 0 };
	first = build(fields, arena, line, 1, sheet);
	if (!is_header(fields, &first) && is_region_line(fields, arena, line[0]))
		return (struct header){ 0 };
	return deepen(fields, arena, line, count, sheet, first);
}

bool header_same(const struct header *a, const struct header *b)
{
	if (a->column_count != b->column_count)
		return false;
	for (uint32_t i = 0; i < a->column_count; i++)
		if (a->column[i].col != b->column[i].col || a->column[i].field != b->column[i].field)
			return false;
	return true;
}

void header_index(struct header *header, struct arena *arena)
{
	header->width = header->column_count ? header->column[header->column_count - 1].col + 1 : 0;
	header->by_col = ARENA_ARRAY(arena, uint32_t, header->width);
	for (uint32_t i = 0; i < header->width; i++)
		header->by_col[i] = header->column_count;
	for (uint32_t i = 0; i < header->column_count; i++)
		header->by_col[header->column[i].col] = i;
}

uint32_t header_column(const struct header *header, uint32_t col)
{
	return col < header->width ? header->by_col[col] : header->column_count;
}

uint32_t header_field(const struct header *header, uint32_t col)
{
	uint32_t column = header_column(header, col);

	return column < header->column_count ? header->column[column].field : FIELD_UNKNOWN;
}
