/*
 * [地图]: how the regions stand to one another, drawn line by line: the key is the line's number from the top,
 * the values are names from left to right, and a dash is an empty place. Only the page for browsers shows it.
 */
#include "profile/loader.h"

static bool is_empty_place(struct loader *l, struct str text)
{
	struct str narrow = ini_narrow(l->arena, text);

	return str_eq(narrow, STR("-")) || str_eq(narrow, STR("—"));
}

static void put(struct loader *l, struct ini_text text, uint32_t row, uint32_t col)
{
	struct profile_region *region = load_places_region(l, text);
	struct arg arg[] = { mistake_quote(l->mistakes, text.text), DIAG_NUMBER(0) };

	if (!region)
		return;
	if (region->map_row) {
		arg[1] = DIAG_NUMBER(region->map_row);
		mistake_add(l->mistakes, text.place, SAY_PROFILE_MAP_TWICE, ARRAY_COUNT(arg), arg);
		return;
	}
	region->map_row = row;
	region->map_col = col;
}

/* 1 and 01 are two keys and one row. */
static bool is_drawn(const struct loader *l, uint32_t row)
{
	for (size_t i = 0; i < l->regions.count; i++)
		if (l->regions.item[i].map_row == row)
			return true;
	return false;
}

void load_map_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t row, count;
	struct ini_text *value;

	/* Without [配额] every name would be unknown: that is one mistake, reported already. */
	if (l->regions.count == 0 || !load_value_count(l, entry->key, 1, PROFILE_MAP_ROWS, &row))
		return;
	if (is_drawn(l, row)) {
		mistake_add(l->mistakes, entry->key.place, SAY_PROFILE_MAP_TWICE, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, entry->key.text), DIAG_NUMBER(row) });
		return;
	}
	value = load_value_list(l, entry->value, INI_PLACE, &count);
	if (count > PROFILE_MAP_COLUMNS) {
		mistake_add(l->mistakes, value[PROFILE_MAP_COLUMNS].place, SAY_PROFILE_MAP_WIDE, 1,
			    &DIAG_NUMBER(PROFILE_MAP_COLUMNS));
		count = PROFILE_MAP_COLUMNS;
	}
	for (uint32_t i = 0; i < count; i++)
		if (!is_empty_place(l, value[i].text))
			put(l, value[i], row, i + 1);
}
