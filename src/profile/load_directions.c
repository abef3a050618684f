#include "base/utf8.h"
#include "profile/loader.h"

/* Items are numbered in the notice's plan: two or three digits at most. */
enum { ITEM_MAX = 999 };

/* An item's number, and where its name begins behind it; in bytes. */
struct item_head {
	size_t digits, name;
};

static bool is_gap(int32_t code)
{
	return code == ' ' || code == '\t' || code == '.' || code == 0x3001 || code == 0x3000;
}

/* "7 名称", "7. 名称", "7、名称"; no digits where it begins otherwise (2020年… is a name). */
static struct item_head head_of(struct str text)
{
	struct item_head head = { 0 };
	struct str rest = text;
	bool gap = false;

	while (rest.len) {
		int32_t code = ini_narrow_code(utf8_next(&rest));

		if (is_gap(code))
			gap = true;
		else if (gap || code < '0' || code > '9')
			break;
		head.name = text.len - rest.len;
		if (!gap)
			head.digits = head.name;
	}
	return gap ? head : (struct item_head){ 0 };
}

/* The line of an item of the same number; 0 where this is the first. */
static uint32_t earlier_line(struct loader *l, uint32_t number, uint32_t line)
{
	bool added;
	uint32_t *found = map_put(&l->item_lines, arena_printf(l->arena, "%u", (unsigned)number), line, &added);

	return added ? 0 : *found;
}

static void add_item(struct loader *l, struct ini_text text, uint32_t category)
{
	struct item_head head = head_of(text.text);
	struct profile_item item = { .name = str_after(text.text, head.name), .category = category };
	struct ini_text number = { str_part(text.text, 0, head.digits), text.place };
	uint32_t earlier;

	if (head.digits == 0 || item.name.len == 0) {
		mistake_text(l->mistakes, text.place, SAY_PROFILE_ITEM, text.text);
		return;
	}
	if (!load_value_count(l, number, 1, ITEM_MAX, &item.number))
		return;
	earlier = earlier_line(l, item.number, text.place.line);
	if (earlier)
		mistake_add(l->mistakes, text.place, SAY_PROFILE_ITEM_TWICE, 2,
			    (struct arg[]){ DIAG_NUMBER(item.number), DIAG_NUMBER(earlier) });
	else
		*LIST_ADD(&l->items) = item;
}

/* A bare number is no direction, so it can be no name of one. */
static void refuse_number(struct loader *l, struct ini_text name)
{
	struct str rest = ini_narrow(l->arena, name.text);

	while (rest.len && rest.data[0] >= '0' && rest.data[0] <= '9')
		rest = str_after(rest, 1);
	if (name.text.len && rest.len == 0)
		mistake_text(l->mistakes, name.place, SAY_PROFILE_DIRECTION_NUMBER, name.text);
}

/* 类别 = 别名…; 序号 方向; … */
void load_directions_take(struct loader *l, const struct ini_entry *entry)
{
	struct load_name name = { entry->key, (uint32_t)l->categories.count, entry->key.text };
	struct profile_category category = { .name = entry->key.text };
	struct ini_text rest = entry->value, part;
	bool first = true;

	load_names_add(l, &l->direction_names, LOAD_NAMES_FOLDED, name, SAY_PROFILE_DIRECTION_CLASH);
	refuse_number(l, entry->key);
	for (; ini_next(&rest, INI_SEMICOLON, &part); first = false) {
		uint32_t count;
		struct ini_text *alias;

		/* Who has no alias may begin with the items. */
		if (!first || head_of(part.text).digits) {
			add_item(l, part, name.owner);
			continue;
		}
		alias = load_value_list(l, part, INI_COMMA, &count);
		for (uint32_t i = 0; i < count; i++)
			refuse_number(l, alias[i]);
		category.alias = load_names_aliases(l, &l->direction_names, LOAD_NAMES_FOLDED, name, count, alias,
						    SAY_PROFILE_DIRECTION_CLASH, &category.alias_count);
	}
	*LIST_ADD(&l->categories) = category;
}

bool load_directions_find(struct loader *l, struct ini_text name, uint32_t *category)
{
	const struct load_name *found = load_names_find(l, &l->direction_names, LOAD_NAMES_FOLDED, name.text);
	uint32_t count = (uint32_t)l->categories.count;
	struct str *known;

	if (found) {
		*category = found->owner;
		return true;
	}
	known = ARENA_ARRAY(l->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		known[i] = l->categories.item[i].name;
	mistake_unknown(l->mistakes, name.place, SAY_PROFILE_CATEGORY, SAY_PROFILE_CATEGORY_NEAR, name.text, count,
			known);
	return false;
}

/* 类别 = 申报书: a text, commas and all */
void load_directions_take_form(struct loader *l, const struct ini_entry *entry)
{
	uint32_t category;

	if (load_directions_find(l, entry->key, &category))
		l->categories.item[category].form = entry->value.text;
}

void load_directions_finish(struct loader *l)
{
	LOAD_KEEP(l, l->categories, category, category_count);
	LOAD_KEEP(l, l->items, item, item_count);
}
