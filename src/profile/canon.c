#include "profile/canon.h"

#include <stdlib.h>

#include "profile/loader.h"
#include "text/key.h"

/* The file taken apart once more, and where it is written to. */
struct canon {
	struct buf *out;
	struct arena *arena;
	struct ini ini;
	const struct profile *profile;
};

static void put(struct canon *canon, struct str key, struct str value)
{
	buf_add(canon->out, key);
	buf_add(canon->out, value.len ? STR(" = ") : STR(" ="));
	buf_add(canon->out, value);
	buf_add_char(canon->out, '\n');
}

static const struct ini_section *find_section(const struct canon *canon, struct str name)
{
	for (size_t i = 0; i < canon->ini.sections.count; i++)
		if (str_eq(key_lossless(canon->arena, canon->ini.sections.item[i].name.text), name))
			return &canon->ini.sections.item[i];
	return NULL;
}

static bool has_key(const struct canon *canon, const struct ini_section *section, struct str key)
{
	for (uint32_t i = 0; section && i < section->entry_count; i++) {
		struct str own = canon->ini.entries.item[section->first_entry + i].key.text;

		if (str_eq_nocase(key_lossless(canon->arena, own), key))
			return true;
	}
	return false;
}

/* --- what the file leaves to the program ---------------------------------------- */

static void add_title(struct canon *canon, const struct ini_section *section)
{
	if (!has_key(canon, section, STR("名称")))
		put(canon, STR("名称"), canon->profile->title);
}

static void add_rules(struct canon *canon, const struct ini_section *section)
{
	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		const struct diag_rule_info *info = diag_rule_at((enum rule_id)i);
		const struct profile_rule *rule = &canon->profile->rule[i];
		struct str value = load_rules_severity_word(rule->severity);

		if (has_key(canon, section, info->name) || has_key(canon, section, info->word))
			continue;
		if (rule->has_parameter)
			value = arena_printf(canon->arena, "%.*s, %u%s", STR_ARG(value), rule->parameter,
					     i == RULE_DIRECTION_CONCENTRATION ? "%" : "");
		put(canon, info->name, value);
	}
}

static void add_font(struct canon *canon, const struct ini_section *section, struct str key,
		     const struct profile_font *font)
{
	if (!has_key(canon, section, key))
		put(canon, key, arena_printf(canon->arena, "%.*s, %g", STR_ARG(font->name), font->size));
}

static void add_fonts(struct canon *canon, const struct ini_section *section)
{
	add_font(canon, section, STR("标题字体"), &canon->profile->title_font);
	add_font(canon, section, STR("表头字体"), &canon->profile->header_font);
	add_font(canon, section, STR("正文字体"), &canon->profile->body_font);
}

static const struct {
	struct str section;
	void (*add)(struct canon *canon, const struct ini_section *section);
} additions[] = {
	{ STR_INIT("通知"), add_title },
	{ STR_INIT("规则"), add_rules },
	{ STR_INIT("版式"), add_fonts },
};

/* -------------------------------------------------------------------------------- */

static void put_heading(struct canon *canon, struct str name)
{
	if (canon->out->len)
		buf_add_char(canon->out, '\n');
	buf_add_char(canon->out, '[');
	buf_add(canon->out, name);
	buf_add(canon->out, STR("]\n"));
}

static void put_section(struct canon *canon, const struct ini_section *section)
{
	struct str name = key_lossless(canon->arena, section->name.text);

	put_heading(canon, name);
	for (uint32_t i = 0; i < section->entry_count; i++) {
		const struct ini_entry *entry = &canon->ini.entries.item[section->first_entry + i];

		put(canon, entry->key.text, entry->value.text);
	}
	for (size_t i = 0; i < ARRAY_COUNT(additions); i++)
		if (str_eq(name, additions[i].section))
			additions[i].add(canon, section);
}

void canon_profile(struct buf *out, struct arena *scratch, struct bytes file, const struct profile *profile)
{
	struct mistake_list mistakes = { .arena = scratch };
	struct canon canon = { .out = out, .arena = scratch, .profile = profile };

	ini_parse(&canon.ini, scratch, file, &mistakes);
	for (size_t i = 0; i < canon.ini.sections.count; i++)
		put_section(&canon, &canon.ini.sections.item[i]);
	for (size_t i = 0; i < ARRAY_COUNT(additions); i++)
		if (!find_section(&canon, additions[i].section)) {
			put_heading(&canon, additions[i].section);
			additions[i].add(&canon, NULL);
		}
	ini_release(&canon.ini);
	free(mistakes.found.item);
}
