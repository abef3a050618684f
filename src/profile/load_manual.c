#include "profile/loader.h"

/* As enum manual_scope. */
static const struct str scope_words[] = { STR_INIT("每个项目"), STR_INIT("每个地市"), STR_INIT("只核一次") };

struct str load_manual_scope_word(enum manual_scope scope)
{
	return scope_words[scope];
}

static bool take_scope(struct loader *l, struct ini_text text, struct profile_manual *item)
{
	uint32_t scope = load_value_word(l, text.text, ARRAY_COUNT(scope_words), scope_words);

	if (scope == ARRAY_COUNT(scope_words)) {
		mistake_unknown(l->mistakes, text.place, SAY_PROFILE_SCOPE, SAY_PROFILE_SCOPE_NEAR, text.text,
				ARRAY_COUNT(scope_words), scope_words);
		return false;
	}
	item->scope = (enum manual_scope)scope;
	return true;
}

/* The categories behind the scope: a region or the whole has none. */
static void take_categories(struct loader *l, uint32_t count, const struct ini_text *name, struct profile_manual *item)
{
	uint32_t *category = ARENA_ARRAY(l->arena, uint32_t, count);

	for (uint32_t i = 0; i < count; i++) {
		struct arg arg[] = { mistake_quote(l->mistakes, name[i].text), DIAG_TEXT(scope_words[MANUAL_PROJECT]) };

		if (item->scope != MANUAL_PROJECT)
			mistake_add(l->mistakes, name[i].place, SAY_PROFILE_SCOPE_CATEGORY, ARRAY_COUNT(arg), arg);
		else if (load_directions_find(l, name[i], &category[item->category_count]))
			item->category_count++;
	}
	item->category = category;
}

static void too_short(struct loader *l, const struct ini_entry *entry)
{
	struct arg arg[1 + ARRAY_COUNT(scope_words)] = { mistake_quote(l->mistakes, entry->key.text) };

	for (size_t i = 0; i < ARRAY_COUNT(scope_words); i++)
		arg[i + 1] = DIAG_TEXT(scope_words[i]);
	mistake_add(l->mistakes, entry->value.place, SAY_PROFILE_MANUAL_SHORT, ARRAY_COUNT(arg), arg);
}

/* 名称 = 范围, 类别…; 核对什么; 通知的原文, in which semicolons are its own */
void load_manual_take(struct loader *l, const struct ini_entry *entry)
{
	struct profile_manual item = { .name = entry->key.text };
	struct ini_text rest = entry->value, scope = { 0 }, what = { 0 }, *value;
	uint32_t count;

	if (!ini_next(&rest, INI_SEMICOLON, &scope) || !ini_next(&rest, INI_SEMICOLON, &what) || scope.text.len == 0 ||
	    what.text.len == 0) {
		too_short(l, entry);
		return;
	}
	value = load_value_list(l, scope, INI_COMMA, &count);
	if (count == 0 || !take_scope(l, value[0], &item))
		return;
	take_categories(l, count - 1, value + 1, &item);
	item.what = what.text;
	item.basis = ini_trim(rest).text;
	*LIST_ADD(&l->manual) = item;
}

void load_manual_finish(struct loader *l)
{
	LOAD_KEEP(l, l->manual, manual, manual_count);
}
