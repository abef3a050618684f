#include "profile/loader.h"
#include "profile/nearest.h"
#include "text/key.h"
#include "text/kind.h"

/* A province has some twenty cities and a hundred counties. */
enum { REGIONS_MAX = 1000 };

bool load_places_add(struct loader *l, struct ini_text text, uint32_t group)
{
	struct load_name name = { text, (uint32_t)l->regions.count, l->groups.item[group].name };

	if (l->regions.count == REGIONS_MAX) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_REGIONS_MAX, 1, &DIAG_NUMBER(REGIONS_MAX));
		return false;
	}
	if (load_names_add(l, &l->places, LOAD_NAMES_PLACES, name, SAY_PROFILE_REGION_TWICE))
		*LIST_ADD(&l->regions) = (struct profile_region){ .name = text.text, .group = group };
	l->region_names = NULL; /* made anew when one is unknown */
	return true;
}

/* A name with * stands for all of a kind: 中国*集团有限公司. */
static bool add_kind(struct loader *l, struct ini_text text, uint32_t group)
{
	struct load_name name = { text, group, l->groups.item[group].name };

	if (l->kinds.count == REGIONS_MAX) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_REGIONS_MAX, 1, &DIAG_NUMBER(REGIONS_MAX));
		return false;
	}
	if (kind_is_vague(l->arena, text.text))
		mistake_text(l->mistakes, text.place, SAY_PROFILE_KIND_VAGUE, text.text);
	else if (load_names_add(l, &l->kind_names, LOAD_NAMES_KINDS, name, SAY_PROFILE_REGION_TWICE))
		*LIST_ADD(&l->kinds) = (struct profile_kind){ text.text, group };
	return true;
}

static bool add_member(struct loader *l, struct ini_text text, uint32_t group)
{
	return kind_is_pattern(text.text) ? add_kind(l, text, group) : load_places_add(l, text, group);
}

/* 告警 for 警告 would become a region that nobody waits for. 关岭 is a county: what is near 关闭 is let through. */
static bool is_slip(struct loader *l, struct ini_text text)
{
	struct str word[SEVERITY_OFF];

	for (uint32_t i = 0; i < SEVERITY_OFF; i++)
		word[i] = load_rules_severity_word((enum severity)i);
	if (!str_starts(text.text, STR("警")) && nearest_word(text.text, ARRAY_COUNT(word), word) == ARRAY_COUNT(word))
		return false;
	load_rules_no_severity(l, text);
	return true;
}

/* 组名 = 上限, 地市… or 组名 = 上限, 警告, 地市… where the notice says 一般不超过. */
void load_places_take_group(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count, next = 1, group = (uint32_t)l->groups.count;
	struct ini_text *value = load_value_list(l, entry->value, INI_PLACE, &count);
	struct profile_group *added = LIST_ADD(&l->groups);

	added->name = entry->key.text;
	if (count)
		load_value_quota(l, value[0], &added->limit);
	if (count > 1) {
		added->has_severity = load_rules_severity(l, value[1].text, &added->severity);
		next += added->has_severity || is_slip(l, value[1]);
	}
	if (count <= next)
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_GROUP_EMPTY, entry->key.text);
	for (; next < count && add_member(l, value[next], group); next++)
		continue;
}

static void unknown_region(struct loader *l, struct ini_text text)
{
	uint32_t count = (uint32_t)l->regions.count;

	/* [配额] is complete by now. */
	if (!l->region_names) {
		l->region_names = ARENA_ARRAY(l->arena, struct str, count);
		for (uint32_t i = 0; i < count; i++)
			l->region_names[i] = l->regions.item[i].name;
	}
	mistake_unknown(l->mistakes, text.place, SAY_PROFILE_REGION, SAY_PROFILE_REGION_NEAR, text.text, count,
			l->region_names);
}

/* Behind those of an earlier line: 佛山 and 佛山市 are one region. */
static void add_aliases(struct loader *l, struct profile_region *region, uint32_t count, const struct str *alias)
{
	struct str *all = ARENA_ARRAY(l->arena, struct str, region->alias_count + count);

	for (uint32_t i = 0; i < region->alias_count; i++)
		all[i] = region->alias[i];
	for (uint32_t i = 0; i < count; i++)
		all[region->alias_count + i] = alias[i];
	region->alias = all;
	region->alias_count += count;
}

/* Known regions own their names behind all those that can be listed. */
enum { KNOWN_OWNER = REGIONS_MAX };

static const struct kind_names *kinds_of(struct loader *l)
{
	struct kind_name *name;

	if (l->kind_patterns)
		return l->kind_patterns;
	name = ARENA_ARRAY(l->arena, struct kind_name, l->kinds.count);
	for (size_t i = 0; i < l->kinds.count; i++)
		name[i] = (struct kind_name){ l->kinds.item[i].pattern, l->kinds.item[i].group };
	l->kind_patterns = ARENA_NEW(l->arena, struct kind_names);
	*l->kind_patterns = kind_names_make(l->arena, (uint32_t)l->kinds.count, name);
	return l->kind_patterns;
}

/* Not listed in [配额], but of a kind that is: a region from now on. NULL where it is of none, or known by this name.
 */
static struct profile_region *add_known(struct loader *l, struct ini_text text, struct load_name *owner)
{
	struct load_name name = { text, KNOWN_OWNER + (uint32_t)l->known.count, text.text };
	struct profile_region *region;
	uint32_t group;

	if (!kind_fits(kinds_of(l), l->arena, text.text, &group)) {
		unknown_region(l, text);
		return NULL;
	}
	if (!load_names_add(l, &l->places, LOAD_NAMES_PLACES, name, SAY_PROFILE_PLACE_CLASH))
		return NULL;
	region = LIST_ADD(&l->known);
	*region = (struct profile_region){ .name = text.text, .group = group };
	*owner = name;
	return region;
}

static struct profile_region *region_of(struct loader *l, struct ini_text text, struct load_name *owner)
{
	const struct load_name *found = load_names_find(l, &l->places, LOAD_NAMES_PLACES, text.text);

	/* Names of [配额] come first in the list, then all others: those have no names of their own. */
	if (!found || (size_t)(found - l->places.names.item) >= l->regions.count)
		return add_known(l, text, owner);
	*owner = *found;
	owner->owner_name = l->regions.item[owner->owner].name;
	return &l->regions.item[owner->owner];
}

struct profile_region *load_places_region(struct loader *l, struct ini_text text)
{
	const struct load_name *found = load_names_find(l, &l->places, LOAD_NAMES_PLACES, text.text);

	if (found && found->owner < l->regions.count)
		return &l->regions.item[found->owner];
	unknown_region(l, text);
	return NULL;
}

/* 地市 = 别名… */
void load_places_take_aliases(struct loader *l, const struct ini_entry *entry)
{
	struct profile_region *region;
	struct load_name owner;
	const struct str *alias;
	struct ini_text *value;
	uint32_t count;

	/* Without [配额] every name would be unknown: that is one mistake, reported already. */
	if (l->regions.count + l->kinds.count == 0)
		return;
	region = region_of(l, entry->key, &owner);
	if (!region)
		return;
	value = load_value_list(l, entry->value, INI_PLACE, &count);
	alias = load_names_aliases(l, &l->places, LOAD_NAMES_PLACES, owner, count, value, SAY_PROFILE_PLACE_CLASH,
				   &count);
	add_aliases(l, region, count, alias);
}

void load_places_finish(struct loader *l)
{
	LOAD_KEEP(l, l->groups, group, group_count);
	LOAD_KEEP(l, l->regions, region, region_count);
	LOAD_KEEP(l, l->kinds, kind, kind_count);
	LOAD_KEEP(l, l->known, known, known_count);
}
