#include "output/report_regions.h"

#include "model/copies.h"

static void add_text(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text_or_null(json, text);
}

static void add_count(struct json *json, const char *key, uint64_t count)
{
	json_key(json, key);
	json_count(json, count);
}

static struct str region_status(uint32_t count, uint32_t limit)
{
	if (count == 0)
		return STR("none");
	return count > limit ? STR("over") : STR("ok");
}

/* ISO 8601, in the notice's own zone; null where none is known. */
static void add_moment(struct json *json, const struct run *run, const struct arrival *arrival)
{
	const struct delivery *delivery = arrival->count ? &run->deliveries.item[arrival->delivery] : NULL;
	struct buf text = { 0 };

	if (delivery && delivery->is_moment)
		moment_text(&text, delivery->moment);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == ' ')
			text.data[i] = 'T';
	add_text(json, "at", buf_str(&text));
	buf_release(&text);
}

static void add_arrival(struct json *json, const struct run *run, uint32_t region, enum lang lang)
{
	static const struct str words[] = { [ARRIVAL_UNCHECKED] = STR_INIT("unchecked"),
					    [ARRIVAL_IN_TIME] = STR_INIT("in-time"),
					    [ARRIVAL_LATE] = STR_INIT("late"),
					    [ARRIVAL_NOTHING] = STR_INIT("nothing") };
	const struct arrival *arrival = run->arrivals ? &run->arrivals[region] : NULL;

	json_key(json, "arrival");
	if (!arrival) {
		json_null(json);
		return;
	}
	json_object(json);
	add_text(json, "status", words[arrival->state]);
	add_moment(json, run, arrival);
	add_text(json, "reason", say_word(lang, arrival->why));
	add_count(json, "deliveries", arrival->count);
	add_count(json, "deliveries_late", arrival->late);
	json_object_end(json);
}

/* null where the profile has none. */
static void add_limit(struct json *json, uint32_t limit)
{
	if (limit == PROFILE_NO_LIMIT) {
		json_key(json, "limit");
		json_null(json);
	} else {
		add_count(json, "limit", limit);
	}
}

/* A county: whose it is. A city with counties that report themselves: how many they recommend together. */
static void add_counties(struct json *json, const struct run *run, uint32_t region)
{
	const struct profile *profile = run->profile;
	const struct profile_group *own = &profile->group[profile->region[region].group];

	if (own->of_counties)
		add_text(json, "city", profile->region[own->city].name);
	for (uint32_t i = 0; i < profile->group_count; i++) {
		const struct profile_group *group = &profile->group[i];

		if (!group->of_counties || group->city != region)
			continue;
		json_key(json, "together");
		json_object(json);
		add_limit(json, group->together);
		add_count(json, "count", run->regions[region].together);
		add_text(json, "status", region_status(run->regions[region].together, group->together));
		json_object_end(json);
	}
}

/* Nothing is due where nothing was recommended. */
static void add_copies(struct json *json, const struct run *run, uint32_t region)
{
	struct copies copies = copies_of_region(run, region);

	json_key(json, "copies");
	json_object(json);
	add_count(json, "letter", copies.projects ? run->profile->copies_letter : 0);
	add_count(json, "material", copies.material);
	add_count(json, "disc", copies.projects ? run->profile->copies_disc : 0);
	json_object_end(json);
}

void report_regions_write(struct json *json, const struct run *run, enum lang lang)
{
	const struct profile *profile = run->profile;

	json_key(json, "regions");
	json_array(json);
	for (uint32_t i = 0; i < profile->region_count; i++) {
		const struct profile_group *group = &profile->group[profile->region[i].group];

		json_object(json);
		add_text(json, "name", profile->region[i].name);
		add_text(json, "group", group->name);
		add_limit(json, group->limit);
		add_count(json, "count", run->regions[i].count);
		add_text(json, "status", region_status(run->regions[i].count, group->limit));
		add_counties(json, run, i);
		if (!run->audit) {
			add_arrival(json, run, i, lang);
			add_copies(json, run, i);
		}
		json_object_end(json);
	}
	json_array_end(json);
}
