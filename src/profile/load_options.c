#include "profile/loader.h"
#include "text/key.h"

/* The column's choices, each once. */
static void take_values(struct loader *l, struct profile_column *column, uint32_t count, const struct ini_text *value)
{
	struct str *option = ARENA_ARRAY(l->arena, struct str, count), *key = ARENA_ARRAY(l->arena, struct str, count);
	struct map seen = { 0 };

	/* 小学组、初中组 would be one choice that nobody can choose. */
	if (count == 1 && str_has(value->text, STR("、")))
		mistake_text(l->mistakes, value->place, SAY_PROFILE_ONE_OPTION, value->text);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = column->option_count;
		bool added;

		option[at] = value[i].text;
		key[at] = key_fold(l->arena, value[i].text);
		if (key[at].len == 0) {
			mistake_text(l->mistakes, value[i].place, SAY_PROFILE_NO_NAME, value[i].text);
			continue;
		}
		map_put(&seen, key[at], i, &added);
		if (added)
			column->option_count++;
		else
			mistake_text(l->mistakes, value[i].place, SAY_PROFILE_OPTION_TWICE, value[i].text);
	}
	column->option = option;
	column->option_key = key;
	map_release(&seen);
}

/* 列名 = 可选内容… */
void load_options_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count, column = load_columns_find(l, entry->key);
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);
	struct profile_column *of;
	uint32_t *line;
	bool added;

	if (column == COLUMN_NONE)
		return;
	of = &l->columns.item[column];
	if (of->type != COLUMN_OPTION) {
		if (!l->unsure_columns)
			mistake_add(l->mistakes, entry->key.place, SAY_PROFILE_OPTION_COLUMN, 2,
				    (struct arg[]){ mistake_quote(l->mistakes, of->name),
						    DIAG_TEXT(column_kind(of->type)->word) });
		return;
	}
	line = map_put(&l->option_lines, of->name, entry->key.place.line, &added);
	if (added)
		take_values(l, of, count, value);
	else
		mistake_add(l->mistakes, entry->key.place, SAY_PROFILE_KEY_TWICE, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, of->name), DIAG_NUMBER(*line) });
}

void load_options_finish(struct loader *l)
{
	for (size_t i = 0; i < l->columns.count; i++) {
		const struct profile_column *column = &l->columns.item[i];
		const struct load_name *name;

		if (column->type != COLUMN_OPTION || map_find(&l->option_lines, column->name))
			continue;
		name = load_names_find(l, &l->column_names, LOAD_NAMES_FOLDED, column->name);
		mistake_text(l->mistakes, name ? name->text.place : MISTAKE_NOWHERE, SAY_PROFILE_NO_OPTIONS,
			     column->name);
	}
}
