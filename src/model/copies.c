#include "model/copies.h"

uint32_t copies_directions(const struct record *record)
{
	uint32_t known = 0;
	bool unknown = false;

	for (uint32_t i = 0; i < record->direction_count; i++) {
		known += record->direction[i].category != UINT32_MAX;
		unknown = unknown || record->direction[i].category == UINT32_MAX;
	}
	return known || unknown ? known + unknown : 1;
}

static struct copies copies_for(uint32_t projects, uint32_t two, const struct profile_copies *due)
{
	return (struct copies){ projects, two, (projects - two) * due->one + two * due->two };
}

static bool any(const struct profile_copies *copies)
{
	return copies->one || copies->two;
}

const struct profile_copies *copies_due(const struct profile *profile)
{
	return any(&profile->copies_province) ? &profile->copies_province : &profile->copies_ministry;
}

bool copies_are_sent_on(const struct profile *profile)
{
	return any(&profile->copies_province) && any(&profile->copies_ministry);
}

struct copies copies_of_region(const struct run *run, uint32_t region)
{
	return copies_for(run->regions[region].count, run->regions[region].two, copies_due(run->profile));
}

struct copies copies_of_office(const struct run *run)
{
	uint32_t projects = 0, two = 0;

	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		projects += record->fate == FATE_MERGED;
		two += record->fate == FATE_MERGED && copies_directions(record) > 1;
	}
	return copies_for(projects, two, &run->profile->copies_ministry);
}
