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

struct copies copies_of_region(const struct run *run, uint32_t region)
{
	return copies_for(run->regions[region].count, run->regions[region].two, &run->profile->copies_province);
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
