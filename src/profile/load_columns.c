#include "profile/loader.h"
#include "text/amount.h"

static const struct str required_words[] = { STR_INIT("选填"), STR_INIT("必填") };

static void take_type(struct loader *l, struct ini_text text, struct profile_column *column)
{
	struct str words[COLUMN_TYPES];
	uint32_t type;

	for (uint32_t i = 0; i < COLUMN_TYPES; i++)
		words[i] = column_kind((enum column_type)i)->word;
	type = load_value_word(l, text.text, COLUMN_TYPES, words);
	if (type < COLUMN_TYPES) {
		column->type = (enum column_type)type;
		return;
	}
	mistake_unknown(l->mistakes, text.place, SAY_PROFILE_TYPE, SAY_PROFILE_TYPE_NEAR, text.text, COLUMN_TYPES,
			words);
	l->unsure_columns = true;
}

static void take_required(struct loader *l, struct ini_text text, struct profile_column *column)
{
	uint32_t word = load_value_word(l, text.text, ARRAY_COUNT(required_words), required_words);

	if (word == ARRAY_COUNT(required_words))
		mistake_unknown(l->mistakes, text.place, SAY_PROFILE_REQUIRED, SAY_PROFILE_REQUIRED_NEAR, text.text,
				ARRAY_COUNT(required_words), required_words);
	column->required = word == 1;
}

/* 列名 = 类型, 必填或选填, 别名… */
void load_columns_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count;
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);
	struct load_name name = { entry->key, (uint32_t)l->columns.count, entry->key.text };
	struct profile_column column = { .name = entry->key.text, .type = COLUMN_TEXT };

	load_names_add(l, &l->column_names, LOAD_NAMES_FOLDED, name, SAY_PROFILE_COLUMN_CLASH);
	if (count < 2) {
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_COLUMN_SHORT, entry->key.text);
		l->unsure_columns = true;
	} else {
		take_type(l, value[0], &column);
		take_required(l, value[1], &column);
		column.alias = load_names_aliases(l, &l->column_names, LOAD_NAMES_FOLDED, name, count - 2, value + 2,
						  SAY_PROFILE_COLUMN_CLASH, &column.alias_count);
	}
	if (column.type == COLUMN_AMOUNT)
		column.unit = amount_unit(l->arena, column.name);
	*LIST_ADD(&l->columns) = column;
}

uint32_t load_columns_find(struct loader *l, struct ini_text text)
{
	const struct load_name *found = load_names_find(l, &l->column_names, LOAD_NAMES_FOLDED, text.text);
	uint32_t count = (uint32_t)l->columns.count;
	struct str *names;

	if (found)
		return found->owner;
	/* Without [列] every name would be unknown: that is one mistake, reported already. */
	if (count == 0)
		return COLUMN_NONE;
	names = ARENA_ARRAY(l->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		names[i] = l->columns.item[i].name;
	mistake_unknown(l->mistakes, text.place, SAY_PROFILE_COLUMN, SAY_PROFILE_COLUMN_NEAR, text.text, count, names);
	return COLUMN_NONE;
}

static uint32_t first_of_type(const struct loader *l, enum column_type type, uint32_t from)
{
	for (uint32_t i = from; i < l->columns.count; i++)
		if (l->columns.item[i].type == type)
			return i;
	return COLUMN_NONE;
}

/* The first text column whose name holds one of the words, else the first; `without` is passed over. */
static uint32_t text_column(const struct loader *l, uint32_t from, uint32_t without, uint32_t count,
			    const struct str *words)
{
	uint32_t first = COLUMN_NONE;

	for (uint32_t i = from; i < l->columns.count; i++) {
		const struct profile_column *column = &l->columns.item[i];

		if (column->type != COLUMN_TEXT || i == without)
			continue;
		if (first == COLUMN_NONE)
			first = i;
		for (uint32_t w = 0; w < count; w++)
			if (str_has(column->name, words[w]))
				return i;
	}
	return first;
}

static void find_roles(struct loader *l)
{
	static const struct str project[] = { STR_INIT("项目") };
	static const struct str person[] = { STR_INIT("联系人"), STR_INIT("姓名") };
	struct profile *p = l->profile;

	p->project = text_column(l, 0, COLUMN_NONE, ARRAY_COUNT(project), project);
	p->applicant = first_of_type(l, COLUMN_UNIT, 0);
	p->direction = first_of_type(l, COLUMN_DIRECTION, 0);
	p->region_column = first_of_type(l, COLUMN_REGION, 0);
	p->person = p->applicant == COLUMN_NONE
			    ? COLUMN_NONE
			    : text_column(l, p->applicant + 1, p->project, ARRAY_COUNT(person), person);
}

void load_columns_finish(struct loader *l, struct mistake_place section)
{
	find_roles(l);
	/* Where the section is missing or a type has a mistake, this would be a second complaint about one thing. */
	if (l->columns.count && !l->unsure_columns) {
		if (l->profile->project == COLUMN_NONE)
			mistake_add(l->mistakes, section, SAY_PROFILE_NO_PROJECT, 0, NULL);
		if (l->profile->applicant == COLUMN_NONE)
			mistake_add(l->mistakes, section, SAY_PROFILE_NO_APPLICANT, 0, NULL);
	}
	LOAD_KEEP(l, l->columns, column, column_count);
}
