/*
 * Directions out of a cell: names of categories, their aliases and the notice's
 * items, several in a cell, numbered lists, in any width. A bare number is no
 * direction. What names none is kept as an unknown direction, as written.
 */
#ifndef TEXT_DIRECTION_H
#define TEXT_DIRECTION_H

#include "base/arena.h"

/* One name that may stand in a cell. */
struct direction_name {
	struct str name;
	uint32_t category; /* index */
	uint32_t item;	   /* number of the item it is, or 0 for a category or an alias of one */
};

/* Names with their keys, longest first. Lives in the arena it was made in. */
struct direction_names {
	uint32_t count;
	struct direction_key *key;
	/* Names that alone in a cell make one entry, by their bytes: nearly all cells hold nothing else. */
	uint32_t whole_count;
	struct direction *whole;
};

struct direction_names direction_names_make(struct arena *arena, uint32_t count, const struct direction_name *name);

#define DIRECTION_UNKNOWN UINT32_MAX

struct direction {
	uint32_t category; /* DIRECTION_UNKNOWN where the text names none */
	uint32_t item;	   /* 0 where none is named */
	struct str written;
};

struct direction_list {
	uint32_t count;
	const struct direction *item; /* in the order written; a category may come twice, with two items of it */
};

struct direction_list direction_parse(struct arena *arena, const struct direction_names *names, struct str shown);

#endif
