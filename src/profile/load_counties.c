#include "profile/loader.h"

/* The limit of the city with its counties: 合计 5. False where the text is no such thing. */
static bool take_together(struct loader *l, struct ini_text text, struct profile_group *group)
{
	static const struct str word = STR_INIT("合计");
	struct ini_text number = text;
	struct str narrow = ini_narrow(l->arena, text.text);

	if (str_starts(text.text, word)) {
		number.text = str_after(text.text, word.len);
		number.place.at += word.len;
		load_value_count(l, ini_trim(number), 1, LOAD_QUOTA_MAX, &group->together);
		return true;
	}
	/* A number alone would become the name of a county. */
	if (narrow.len == 0 || str_digits(narrow, 0) < narrow.len)
		return false;
	mistake_text(l->mistakes, text.place, SAY_PROFILE_COUNTIES_TOGETHER, text.text);
	return true;
}

/* NULL, and reported, where there is no such city, or it has its counties already. */
static const struct profile_region *city_of(struct loader *l, struct ini_text key)
{
	const struct profile_region *city = load_places_region(l, key);
	uint32_t *line;
	bool added;

	if (!city)
		return NULL;
	if (l->groups.item[city->group].of_counties) {
		mistake_text(l->mistakes, key.place, SAY_PROFILE_COUNTY_OF_COUNTY, city->name);
		return NULL;
	}
	line = map_put(&l->county_lines, city->name, key.place.line, &added);
	if (added)
		return city;
	mistake_add(l->mistakes, key.place, SAY_PROFILE_KEY_TWICE, 2,
		    (struct arg[]){ mistake_quote(l->mistakes, city->name), DIAG_NUMBER(*line) });
	return NULL;
}

/* 地市 = 每县上限, 合计 上限, 县区… */
void load_counties_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count, group = (uint32_t)l->groups.count, next = 1;
	struct ini_text *value = load_value_list(l, entry->value, INI_PLACE, &count);
	const struct profile_region *city;
	struct profile_group *added;

	/* Without [配额] every name would be unknown: that is one mistake, reported already. */
	if (l->regions.count == 0)
		return;
	city = city_of(l, entry->key);
	if (!city)
		return;
	added = LIST_ADD(&l->groups);
	added->name = city->name;
	added->of_counties = true;
	added->city = (uint32_t)(city - l->regions.item);
	/* They come out of the city's own quota where nothing else is said. */
	added->together = l->groups.item[city->group].limit;
	if (count)
		load_value_quota(l, value[0], &added->limit);
	if (count > 1 && take_together(l, value[1], added))
		next = 2;
	if (count <= next)
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_COUNTIES_SHORT, entry->key.text);
	while (next < count && load_places_add(l, value[next], group))
		next++;
}

/* Behind each city its counties. The cities of groups are told by where they stood before. */
static void sort_regions(struct loader *l, struct profile_region *sorted, uint32_t *place)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < l->regions.count; i++) {
		if (l->groups.item[l->regions.item[i].group].of_counties)
			continue;
		place[i] = count;
		sorted[count++] = l->regions.item[i];
		for (uint32_t j = 0; j < l->regions.count; j++) {
			const struct profile_group *group = &l->groups.item[l->regions.item[j].group];

			if (group->of_counties && group->city == i)
				sorted[count++] = l->regions.item[j];
		}
	}
}

void load_counties_finish(struct loader *l)
{
	size_t count = l->regions.count;
	struct profile_region *sorted = ARENA_ARRAY(l->arena, struct profile_region, count);
	uint32_t *place = ARENA_ARRAY(l->arena, uint32_t, count);

	sort_regions(l, sorted, place);
	if (count)
		memcpy(l->regions.item, sorted, count * sizeof(*sorted));
	for (size_t i = 0; i < l->groups.count; i++)
		if (l->groups.item[i].of_counties)
			l->groups.item[i].city = place[l->groups.item[i].city];
}
