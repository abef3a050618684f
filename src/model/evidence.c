#include "model/evidence.h"

#include <string.h>

static const struct {
	struct str field;
	enum say say[EVIDENCE_DIFFERENT + 1]; /* by level */
} meanings[] = {
	{ STR_INIT("project"),
	  { SAY_MEANS_PROJECT_SAME, SAY_MEANS_PROJECT_LIKELY, SAY_MEANS_PROJECT_SHORT, SAY_MEANS_PROJECT_DIFFERENT,
	    SAY_MEANS_PROJECT_DIFFERENT } },
	{ STR_INIT("applicant"),
	  { SAY_MEANS_FIRM_SAME, SAY_MEANS_FIRM_LIKELY, SAY_MEANS_FIRM_SHORT, SAY_MEANS_FIRM_SISTER,
	    SAY_MEANS_FIRM_DIFFERENT } },
	{ STR_INIT("mobile"),
	  { SAY_MEANS_MOBILE_SAME, SAY_MEANS_MOBILE_LIKELY, SAY_MEANS_MOBILE_LIKELY, SAY_MEANS_MOBILE_DIFFERENT,
	    SAY_MEANS_MOBILE_DIFFERENT } },
};

static const enum say other[] = { SAY_MEANS_SAME, SAY_MEANS_LIKELY, SAY_MEANS_LIKELY, SAY_MEANS_DIFFERENT,
				  SAY_MEANS_DIFFERENT };

static enum say meaning_of(const struct evidence *evidence)
{
	for (size_t i = 0; i < ARRAY_COUNT(meanings); i++)
		if (str_eq(meanings[i].field, evidence->field))
			return meanings[i].say[evidence->level];
	return other[evidence->level];
}

struct arg evidence_words(const struct evidence *evidence)
{
	return DIAG_PHRASE(evidence->note ? evidence->note : meaning_of(evidence), evidence->number);
}

const struct evidence *evidence_copy(struct arena *arena, const struct evidence *evidence, uint32_t count)
{
	struct evidence *copy = ARENA_ARRAY(arena, struct evidence, count);

	memcpy(copy, evidence, count * sizeof(*copy));
	return copy;
}
