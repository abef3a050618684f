#include "profile/loader.h"

/* Projects that a region may recommend; none is possible, thousands are a slip. */
enum { QUOTA_MAX = 1000 };
/* A province has some twenty cities and a hundred counties. */
enum { REGIONS_MAX = 1000 };

static bool add_region(struct loader *l, struct ini_text text, uint32_t group)
{
	struct load_name name = { text, (uint32_t)l->regions.count, l->groups.item[group].name };

	if (l->regions.count == REGIONS_MAX) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_REGIONS_MAX, 1, &DIAG_NUMBER(REGIONS_MAX));
		return false;
	}
	if (load_names_add(l, &l->places, LOAD_NAMES_PLACES, name, SAY_PROFILE_REGION_TWICE))
		*LIST_ADD(&l->regions) = (struct profile_region){ .name = text.text, .group = group };
	return true;
}

/* 组名 = 上限, 地市… */
void load_places_take_group(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count, group = (uint32_t)l->groups.count;
	struct ini_text *value = load_value_list(l, entry->value, INI_PLACE, &count);
	struct profile_group *added = LIST_ADD(&l->groups);

	added->name = entry->key.text;
	if (count)
		load_value_count(l, value[0], 0, QUOTA_MAX, &added->limit);
	if (count < 2)
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_GROUP_EMPTY, entry->key.text);
	for (uint32_t i = 1; i < count && add_region(l, value[i], group); i++)
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

/* 地市 = 别名… */
void load_places_take_aliases(struct loader *l, const struct ini_entry *entry)
{
	const struct load_name *found;
	struct load_name owner;
	const struct str *alias;
	struct ini_text *value;
	uint32_t count;

	/* Without [配额] every name would be unknown: that is one mistake, reported already. */
	if (l->regions.count == 0)
		return;
	found = load_names_find(l, &l->places, LOAD_NAMES_PLACES, entry->key.text);
	/* Names of regions come first in the list, then aliases: an alias has none of its own. */
	if (!found || (size_t)(found - l->places.names.item) >= l->regions.count) {
		unknown_region(l, entry->key);
		return;
	}
	owner = *found;
	owner.owner_name = l->regions.item[owner.owner].name;
	value = load_value_list(l, entry->value, INI_PLACE, &count);
	alias = load_names_aliases(l, &l->places, LOAD_NAMES_PLACES, owner, count, value, SAY_PROFILE_PLACE_CLASH,
				   &count);
	add_aliases(l, &l->regions.item[owner.owner], count, alias);
}

void load_places_finish(struct loader *l)
{
	LOAD_KEEP(l, l->groups, group, group_count);
	LOAD_KEEP(l, l->regions, region, region_count);
}
