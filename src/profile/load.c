#include "profile/load.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "profile/loader.h"
#include "text/key.h"

/* A key that has one meaning. */
struct key_spec {
	struct str name;
	bool required;
	bool may_be_empty;
	void (*take)(struct loader *l, const struct ini_entry *entry, void *member);
	size_t member; /* what it fills, in struct profile */
};

/* A section: with keys of its own, or a function that takes any key. */
struct section_spec {
	struct str name;
	bool required;
	uint32_t key_count;
	const struct key_spec *keys;
	void (*take)(struct loader *l, const struct ini_entry *entry);
};

#define KEY(text, is_required, empty, function, field)                                                                 \
	{                                                                                                              \
		STR_INIT(text), is_required, empty, load_value_##function, offsetof(struct profile, field)             \
	}

static const struct key_spec notice_keys[] = {
	KEY("编号", true, false, id, id),
	KEY("名称", false, false, text, title),
	KEY("文号", false, true, text, number),
	KEY("汇总表标题", true, false, text, table_title),
	KEY("推荐单位", false, true, text, office),
	KEY("市级截止", false, false, deadline, region_deadline),
	KEY("上报截止", false, false, deadline, office_deadline),
	KEY("上报上限", false, false, limit, total_limit),
};

static const struct key_spec list_keys[] = {
	KEY("收件登记", false, true, files, list_received),
	KEY("已由司局或央企推荐", false, true, files, list_recommended),
	KEY("已获试点示范", false, true, files, list_awarded),
};

static const struct key_spec copies_keys[] = {
	KEY("报省", false, false, copies_pair, copies_province),
	KEY("报部", false, false, copies_pair, copies_ministry),
	KEY("推荐文件", false, false, copies, copies_letter),
	KEY("光盘", false, false, copies, copies_disc),
};

static const struct key_spec layout_keys[] = {
	KEY("标题字体", false, false, font, title_font), KEY("表头字体", false, false, font, header_font),
	KEY("正文字体", false, false, font, body_font),	 KEY("纸张", false, false, paper, note),
	KEY("页码", false, false, footer, note),	 KEY("表注", false, true, text, note),
};

#define KEYS(keys) ARRAY_COUNT(keys), keys, NULL

/* In the order in which they are taken: aliases of places need the places. */
static const struct section_spec sections[] = {
	{ STR_INIT("通知"), true, KEYS(notice_keys) },
	{ STR_INIT("列"), true, 0, NULL, load_columns_take },
	{ STR_INIT("选项"), false, 0, NULL, load_options_take },
	{ STR_INIT("勾稽"), false, 0, NULL, load_sums_take },
	{ STR_INIT("方向"), false, 0, NULL, load_directions_take },
	{ STR_INIT("配额"), true, 0, NULL, load_places_take_group },
	{ STR_INIT("县区"), false, 0, NULL, load_counties_take },
	{ STR_INIT("地市别名"), false, 0, NULL, load_places_take_aliases },
	{ STR_INIT("地图"), false, 0, NULL, load_map_take },
	{ STR_INIT("申报书"), false, 0, NULL, load_directions_take_form },
	{ STR_INIT("规则"), false, 0, NULL, load_rules_take },
	{ STR_INIT("依据"), false, 0, NULL, load_basis_take },
	{ STR_INIT("人工核"), false, 0, NULL, load_manual_take },
	{ STR_INIT("名单"), false, KEYS(list_keys) },
	{ STR_INIT("份数"), false, KEYS(copies_keys) },
	{ STR_INIT("版式"), false, KEYS(layout_keys) },
};

enum { SECTIONS = ARRAY_COUNT(sections), KEYS_MAX = 8 };

/* Where each section of the file begins, by its row in the table. */
struct found {
	struct mistake_place place[SECTIONS];
	uint32_t *spec; /* of each section of the file; SECTIONS where it is unknown */
};

struct str load_section_like(struct arena *arena, struct str line)
{
	static const struct str numerals = STR_INIT("一二三四五六七八九十");
	struct str key = key_fold(arena, line), rest = key;

	if (rest.len)
		utf8_next(&rest);
	for (uint32_t i = 0; i < SECTIONS; i++)
		if (str_eq(key, sections[i].name) ||
		    (str_eq(rest, sections[i].name) && str_has(numerals, str_part(key, 0, key.len - rest.len))))
			return sections[i].name;
	return (struct str){ 0 };
}

static void unknown_section(struct loader *l, struct ini_text name)
{
	struct str known[SECTIONS];

	for (size_t i = 0; i < SECTIONS; i++)
		known[i] = sections[i].name;
	mistake_unknown(l->mistakes, name.place, SAY_PROFILE_SECTION, SAY_PROFILE_SECTION_NEAR, name.text, SECTIONS,
			known);
}

static uint32_t find_section(struct loader *l, struct ini_text name)
{
	struct str key = key_lossless(l->arena, name.text);

	for (uint32_t i = 0; i < SECTIONS; i++)
		if (str_eq(key, sections[i].name))
			return i;
	unknown_section(l, name);
	return SECTIONS;
}

static void find_sections(struct loader *l, const struct ini *ini, struct found *found)
{
	found->spec = ARENA_ARRAY(l->arena, uint32_t, ini->sections.count);
	for (size_t i = 0; i < ini->sections.count; i++) {
		struct ini_text name = ini->sections.item[i].name;
		uint32_t spec = find_section(l, name);

		found->spec[i] = spec;
		if (spec == SECTIONS)
			continue;
		if (found->place[spec].line)
			mistake_add(
				l->mistakes, name.place, SAY_PROFILE_SECTION_TWICE, 2,
				(struct arg[]){ DIAG_TEXT(sections[spec].name), DIAG_NUMBER(found->place[spec].line) });
		else
			found->place[spec] = name.place;
	}
	for (uint32_t i = 0; i < SECTIONS; i++)
		if (sections[i].required && !found->place[i].line)
			mistake_text(l->mistakes, MISTAKE_NOWHERE, SAY_PROFILE_SECTION_MISSING, sections[i].name);
}

/* The key's row in the section's table; reported where it has none. */
static const struct key_spec *find_key(struct loader *l, const struct section_spec *spec, struct ini_text key)
{
	struct str known[KEYS_MAX];
	uint32_t at;

	for (uint32_t i = 0; i < spec->key_count; i++)
		known[i] = spec->keys[i].name;
	at = load_value_word(l, key.text, spec->key_count, known);
	if (at < spec->key_count)
		return &spec->keys[at];
	mistake_unknown(l->mistakes, key.place, SAY_PROFILE_KEY, SAY_PROFILE_KEY_NEAR, key.text, spec->key_count,
			known);
	return NULL;
}

static void take_known(struct loader *l, const struct section_spec *spec, const struct ini_entry *entry)
{
	const struct key_spec *key = find_key(l, spec, entry->key);

	if (!key)
		return;
	if (entry->value.text.len)
		key->take(l, entry, (char *)l->profile + key->member);
	else if (!key->may_be_empty)
		mistake_text(l->mistakes, entry->key.place, SAY_PROFILE_NO_VALUE, entry->key.text);
}

static void take_any(struct loader *l, const struct section_spec *spec, const struct ini_entry *entry)
{
	/* A category without aliases and items, and a region without aliases, need no value. */
	bool may_be_empty = spec->take == load_directions_take || spec->take == load_places_take_aliases;

	if (entry->value.text.len || may_be_empty)
		spec->take(l, entry);
	else
		mistake_text(l->mistakes, entry->key.place, SAY_PROFILE_NO_VALUE, entry->key.text);
}

static bool first_time(struct loader *l, struct map *seen, struct ini_text key)
{
	bool added;
	uint32_t *line = map_put(seen, key_lossless(l->arena, key.text), key.place.line, &added);

	if (!added)
		mistake_add(l->mistakes, key.place, SAY_PROFILE_KEY_TWICE, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, key.text), DIAG_NUMBER(*line) });
	return added;
}

static void take_entries(struct loader *l, const struct ini *ini, const struct ini_section *section,
			 const struct section_spec *spec, struct map *seen)
{
	for (uint32_t i = 0; i < section->entry_count; i++) {
		const struct ini_entry *entry = &ini->entries.item[section->first_entry + i];

		if (!first_time(l, seen, entry->key))
			continue;
		if (spec->key_count)
			take_known(l, spec, entry);
		else
			take_any(l, spec, entry);
	}
}

static void check_keys(struct loader *l, const struct section_spec *spec, struct mistake_place place,
		       const struct map *seen)
{
	for (uint32_t i = 0; i < spec->key_count; i++)
		if (spec->keys[i].required && place.line && !map_find(seen, spec->keys[i].name))
			mistake_text(l->mistakes, place, SAY_PROFILE_KEY_MISSING, spec->keys[i].name);
	if (spec->required && !spec->key_count && place.line && seen->count == 0)
		mistake_text(l->mistakes, place, SAY_PROFILE_SECTION_EMPTY, spec->name);
}

static void take_section(struct loader *l, const struct ini *ini, const struct found *found, uint32_t spec)
{
	struct map seen = { 0 };

	for (size_t i = 0; i < ini->sections.count; i++)
		if (found->spec[i] == spec)
			take_entries(l, ini, &ini->sections.item[i], &sections[spec], &seen);
	check_keys(l, &sections[spec], found->place[spec], &seen);
	map_release(&seen);
}

static uint32_t section_named(struct str name)
{
	uint32_t i = 0;

	while (i + 1 < SECTIONS && !str_eq(sections[i].name, name))
		i++;
	return i;
}

static void finish(struct loader *l, const struct found *found)
{
	struct profile *p = l->profile;
	struct mistake_place columns = found->place[section_named(STR("列"))];

	load_options_finish(l);
	load_sums_finish(l);
	load_columns_finish(l, columns);
	load_directions_finish(l);
	load_counties_finish(l);
	load_places_finish(l);
	load_rules_finish(l);
	load_manual_finish(l);
	if (p->title.len == 0)
		p->title = p->table_title;
	if (p->direction != COLUMN_NONE && !found->place[section_named(STR("方向"))].line)
		mistake_text(l->mistakes, columns, SAY_PROFILE_NO_DIRECTIONS, p->column[p->direction].name);
}

static void set_defaults(struct profile *profile)
{
	load_rules_defaults(profile);
	profile->title_font = (struct profile_font){ STR("方正小标宋简体"), 22 };
	profile->header_font = (struct profile_font){ STR("黑体"), 12 };
	profile->body_font = (struct profile_font){ STR("仿宋_GB2312"), 12 };
}

static void take_file(struct loader *l, struct bytes file)
{
	struct found found = { 0 };
	struct ini ini;

	if (ini_parse(&ini, l->arena, file, l->mistakes)) {
		find_sections(l, &ini, &found);
		for (uint32_t i = 0; i < SECTIONS; i++)
			take_section(l, &ini, &found, i);
		finish(l, &found);
	}
	ini_release(&ini);
}

static void loader_release(struct loader *l)
{
	free(l->columns.item);
	free(l->categories.item);
	free(l->items.item);
	free(l->groups.item);
	free(l->regions.item);
	free(l->known.item);
	free(l->kinds.item);
	free(l->manual.item);
	free(l->sums.item);
	load_names_release(&l->column_names);
	load_names_release(&l->direction_names);
	load_names_release(&l->places);
	load_names_release(&l->kind_names);
	map_release(&l->item_lines);
	map_release(&l->option_lines);
	map_release(&l->county_lines);
}

const struct profile *load_profile(struct arena *arena, struct bytes file, struct load_mistakes *mistakes)
{
	struct mistake_list list = { .arena = arena };
	struct loader loader = { .arena = arena, .mistakes = &list, .profile = ARENA_NEW(arena, struct profile) };

	set_defaults(loader.profile);
	take_file(&loader, file);
	loader_release(&loader);
	*mistakes = mistake_finish(&list);
	if (mistakes->count)
		return NULL;
	loader.profile->sha256 = file_sha256(arena, file);
	return loader.profile;
}
