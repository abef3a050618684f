#include "rules/recommenders.h"

#include "text/key.h"

/* Recommenders of a kind that one run may have; the rows of more have no region. A country has some hundred. */
enum { ARRIVALS_MAX = 1000 };

/* Regions of [配额] by their index, known ones of a kind behind them. */
static uint32_t add_names(struct place_name *name, uint32_t count, const struct profile_region *region, uint32_t index)
{
	name[count++] = (struct place_name){ region->name, index };
	for (uint32_t i = 0; i < region->alias_count; i++)
		name[count++] = (struct place_name){ region->alias[i], index };
	return count;
}

/* The city of a county that reports itself; NULL for all others. */
static const struct profile_region *city_of(const struct profile *profile, uint32_t region)
{
	const struct profile_group *group = &profile->group[profile->region[region].group];

	return group->of_counties ? &profile->region[group->city] : NULL;
}

/* 长沙市浏阳市, 长沙浏阳市: longer than the city's name alone, which would be found in them first. */
static uint32_t add_joined(struct run *run, struct place_name *name, uint32_t count, uint32_t index)
{
	const struct profile_region *county = &run->profile->region[index], *city = city_of(run->profile, index);
	struct str ending = STR("市");

	for (uint32_t i = 0; city && i < 1 + city->alias_count; i++) {
		struct str front = i ? city->alias[i - 1] : city->name;

		name[count++] = (struct place_name){ arena_join(&run->arena, front, county->name), index };
		if (str_ends(front, ending))
			front.len -= ending.len;
		name[count++] = (struct place_name){ arena_join(&run->arena, front, county->name), index };
	}
	return count;
}

struct place_names recommenders_names(struct run *run)
{
	const struct profile *profile = run->profile;
	uint32_t room = 0, count = 0;
	struct place_name *name;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		const struct profile_region *city = city_of(profile, i);

		room += 1 + profile->region[i].alias_count + (city ? 2 * (1 + city->alias_count) : 0);
	}
	for (uint32_t i = 0; i < profile->known_count; i++)
		room += 1 + profile->known[i].alias_count;
	name = ARENA_ARRAY(&run->arena, struct place_name, room);
	for (uint32_t i = 0; i < profile->region_count; i++)
		count = add_joined(run, name, add_names(name, count, &profile->region[i], i), i);
	for (uint32_t i = 0; i < profile->known_count; i++)
		count = add_names(name, count, &profile->known[i], profile->region_count + i);
	return place_names_make(&run->arena, count, name);
}

static struct kind_names kinds_of(struct run *run)
{
	const struct profile *profile = run->profile;
	struct kind_name *name = ARENA_ARRAY(&run->arena, struct kind_name, profile->kind_count);

	for (uint32_t i = 0; i < profile->kind_count; i++)
		name[i] = (struct kind_name){ profile->kind[i].pattern, profile->kind[i].group };
	return kind_names_make(&run->arena, profile->kind_count, name);
}

/* Room for one more behind the profile's own. */
static void make_room(struct recommenders *r)
{
	struct run *run = r->run;
	uint32_t count = run->profile->region_count;
	struct profile_region *grown;

	if (count < r->room)
		return;
	if (!r->profile) {
		r->profile = ARENA_NEW(&run->arena, struct profile);
		*r->profile = *run->profile;
	}
	r->room = count * 2 + 16;
	grown = ARENA_ARRAY(&run->arena, struct profile_region, r->room);
	for (uint32_t i = 0; i < count; i++)
		grown[i] = run->profile->region[i];
	r->region = grown;
	r->profile->region = grown;
	run->profile = r->profile;
}

struct str recommenders_key(struct arena *arena, struct str name)
{
	static const struct str forms[] = { STR_INIT("集团有限责任公司"), STR_INIT("集团有限公司"),
					    STR_INIT("集团公司") };
	struct str key = key_fold(arena, name);

	for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
		if (str_ends(key, forms[i]))
			return str_part(key, 0, key.len - forms[i].len + STR("集团").len);
	return key;
}

static void remember(struct recommenders *r, struct str name, uint32_t region)
{
	map_put(&r->arrived, recommenders_key(&r->run->arena, name), region, NULL);
}

static uint32_t arrive(struct recommenders *r, struct profile_region region)
{
	uint32_t index = r->run->profile->region_count;

	if (index - r->listed == ARRIVALS_MAX)
		return REGION_NONE;
	make_room(r);
	r->region[index] = region;
	r->profile->region_count++;
	remember(r, region.name, index);
	for (uint32_t i = 0; i < region.alias_count; i++)
		remember(r, region.alias[i], index);
	return index;
}

static uint32_t arrived_as(const struct recommenders *r, struct str name, struct arena *scratch)
{
	const uint32_t *index = map_find(&r->arrived, recommenders_key(scratch, name));

	return index ? *index : REGION_NONE;
}

static uint32_t known_region(struct recommenders *r, const struct profile_region *known)
{
	uint32_t index = arrived_as(r, known->name, &r->scratch);

	return index == REGION_NONE ? arrive(r, *known) : index;
}

/* Is the folded name one of the region's? */
static bool is_called(struct recommenders *r, const struct profile_region *region, struct str key)
{
	if (str_eq(recommenders_key(&r->scratch, region->name), key))
		return true;
	for (uint32_t i = 0; i < region->alias_count; i++)
		if (str_eq(recommenders_key(&r->scratch, region->alias[i]), key))
			return true;
	return false;
}

static const struct profile_region *find_known(struct recommenders *r, struct str name)
{
	const struct profile *profile = r->run->profile;
	struct str key = recommenders_key(&r->scratch, name);

	for (uint32_t i = 0; i < profile->known_count; i++)
		if (is_called(r, &profile->known[i], key))
			return &profile->known[i];
	return NULL;
}

static uint32_t kind_region(struct recommenders *r, struct str name, uint32_t group)
{
	uint32_t index = arrived_as(r, name, &r->scratch);
	const struct profile_region *known;

	if (index != REGION_NONE)
		return index;
	known = find_known(r, name);
	if (known)
		return known_region(r, known);
	return arrive(r, (struct profile_region){ .name = arena_copy(&r->run->arena, name), .group = group });
}

static uint32_t place_region(struct recommenders *r, uint32_t found)
{
	return found < r->listed ? found : known_region(r, &r->run->profile->known[found - r->listed]);
}

/*
 * A full name of a list wins (广东省工业和信息化厅), then a whole name of a kind, since short ones may be
 * a part of it (北京×集团有限公司), then those.
 */
uint32_t recommenders_find(struct recommenders *r, struct str text)
{
	uint32_t found, result = REGION_NONE;
	struct str name = STR("");

	if (r->kinds.count && place_find_full(&r->names, &r->scratch, text, &found))
		result = place_region(r, found);
	else if (kind_find(&r->kinds, &r->scratch, text, &name, &found))
		result = kind_region(r, name, found);
	else if (place_find(&r->names, &r->scratch, text, &found))
		result = place_region(r, found);
	arena_reset(&r->scratch);
	return result;
}

void recommenders_init(struct recommenders *r, struct run *run)
{
	*r = (struct recommenders){ .run = run, .listed = run->profile->region_count };
	r->names = recommenders_names(run);
	r->kinds = kinds_of(run);
}

void recommenders_release(struct recommenders *r)
{
	map_release(&r->arrived);
	arena_release(&r->scratch);
}

/* --- the order -------------------------------------------------------------------- */

static uint32_t renumbered(const struct recommenders *r, const uint32_t *to, uint32_t region)
{
	return region == REGION_NONE || region < r->listed ? region : to[region - r->listed];
}

static void renumber(const struct recommenders *r, const uint32_t *to)
{
	struct run *run = r->run;

	for (size_t i = 0; i < run->records.count; i++)
		run->records.item[i].region = renumbered(r, to, run->records.item[i].region);
	for (size_t i = 0; i < run->sources.count; i++)
		run->sources.item[i].region = renumbered(r, to, run->sources.item[i].region);
	for (size_t i = 0; i < run->findings.findings.count; i++)
		run->findings.findings.item[i].region = renumbered(r, to, run->findings.findings.item[i].region);
}

static void use(const struct recommenders *r, bool *used, uint32_t region)
{
	if (region != REGION_NONE && region >= r->listed)
		used[region - r->listed] = true;
}

/* What only contradicted another source is no recommender of this run. */
static void find_used(const struct recommenders *r, bool *used)
{
	const struct run *run = r->run;

	for (size_t i = 0; i < run->records.count; i++)
		use(r, used, run->records.item[i].region);
	for (size_t i = 0; i < run->sources.count; i++)
		use(r, used, run->sources.item[i].region);
	for (size_t i = 0; i < run->findings.findings.count; i++)
		use(r, used, run->findings.findings.item[i].region);
}

/* What arrived stands in the order of its groups, within one as it arrived. */
void recommenders_order(struct recommenders *r)
{
	struct run *run = r->run;
	uint32_t count = run->profile->region_count - r->listed, next = r->listed;
	struct profile_region *old = ARENA_ARRAY(&run->arena, struct profile_region, count);
	uint32_t *to = ARENA_ARRAY(&run->arena, uint32_t, count);
	bool *used = ARENA_ARRAY(&run->arena, bool, count);

	if (count == 0)
		return;
	find_used(r, used);
	memcpy(old, r->region + r->listed, count * sizeof(*old));
	for (uint32_t group = 0; group < run->profile->group_count; group++)
		for (uint32_t i = 0; i < count; i++)
			if (used[i] && old[i].group == group) {
				to[i] = next++;
				r->region[to[i]] = old[i];
			}
	r->profile->region_count = next;
	renumber(r, to);
}
