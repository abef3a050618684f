#include "model/ruled.h"

#include "text/key.h"

/* Lossless text holds no white space, so a line feed keeps the members apart. */
static struct str key_of(struct arena *arena, struct str region, struct str project, struct str applicant)
{
	return arena_printf(arena, "%.*s\n%.*s\n%.*s", STR_ARG(region), STR_ARG(project), STR_ARG(applicant));
}

void ruled_settle(struct arena *arena, struct ruling_side *side)
{
	side->key = key_of(arena, key_lossless(arena, side->region), key_lossless(arena, side->project),
			   key_lossless(arena, side->applicant));
}

struct str ruled_key(struct arena *arena, const struct run *run, const struct record *record)
{
	struct str region = STR("");

	if (record->region != REGION_NONE)
		region = key_lossless(arena, run->profile->region[record->region].name);
	return key_of(arena, region, record->project_lossless, record->applicant_lossless);
}
