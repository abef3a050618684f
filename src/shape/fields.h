/*
 * What header cells mean: folded names and aliases of the profile's columns, and
 * the words under which offices name a region. Built once for a profile.
 */
#ifndef SHAPE_FIELDS_H
#define SHAPE_FIELDS_H

#include "base/arena.h"
#include "base/map.h"
#include "model/message.h"
#include "model/profile.h"

struct fields {
	struct arena arena;
	struct map map; /* folded name -> field */
	const struct profile *profile;
	uint8_t starts[8192]; /* bit set of the code points that a known name can begin with, below U+10000 */
	uint8_t pairs[8192];  /* the same for its first two, folded together */
};

void fields_init(struct fields *fields, const struct profile *profile);
void fields_release(struct fields *fields);

/* The field that a header cell names, FIELD_UNKNOWN where it names none. */
uint32_t fields_find(const struct fields *fields, struct arena *scratch, struct str label);

/* Which part of a contact column the label asks for. */
enum message_part fields_part(const struct fields *fields, uint32_t field, struct str label);

/* True for the project's and the applicant's column: a header must have one of them. */
bool fields_is_key(const struct fields *fields, uint32_t field);

#endif
