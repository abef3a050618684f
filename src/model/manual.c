#include "model/manual.h"

static bool of_category(const struct profile_manual *item, uint32_t category)
{
	for (uint32_t i = 0; i < item->category_count; i++)
		if (item->category[i] == category)
			return true;
	return false;
}

bool manual_applies(const struct profile_manual *item, const struct record *record)
{
	bool applies = item->category_count == 0 || record->direction_count == 0;

	for (uint32_t i = 0; i < record->direction_count && !applies; i++)
		applies = record->direction[i].category == UINT32_MAX ||
			  of_category(item, record->direction[i].category);
	return applies;
}

static uint64_t count_projects(const struct run *run, const struct profile_manual *item)
{
	uint64_t count = 0;

	for (size_t i = 0; i < run->records.count; i++)
		count += run->records.item[i].seq && manual_applies(item, &run->records.item[i]);
	return count;
}

static uint64_t count_regions(const struct run *run)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < run->profile->region_count; i++)
		count += run->regions[i].count > 0;
	return count;
}

uint64_t manual_count(const struct run *run, const struct profile_manual *item)
{
	if (item->scope == MANUAL_ONCE)
		return 1;
	return item->scope == MANUAL_REGION ? count_regions(run) : count_projects(run, item);
}

static struct str form_of(const struct profile *profile, const struct record_direction *direction)
{
	return direction->category == UINT32_MAX ? STR("") : profile->category[direction->category].form;
}

struct str manual_form(const struct profile *profile, const struct record *record, uint32_t direction)
{
	struct str form = form_of(profile, &record->direction[direction]);

	for (uint32_t i = 0; i < direction; i++)
		if (str_eq(form_of(profile, &record->direction[i]), form))
			return STR("");
	return form;
}

bool manual_has_forms(const struct profile *profile)
{
	for (uint32_t i = 0; i < profile->category_count; i++)
		if (profile->category[i].form.len)
			return true;
	return false;
}
