/*
 * Names of regions inside other text: a 推荐单位 line, the name of a folder, a
 * file or a sheet. The rule is the contract's (section 2): the longest known
 * name first; known with and without 市; a short one counts where it begins the
 * text, follows a separator or 省, or stands before 市, 局 or a word of the table,
 * never as a part of another word (中山大学 is not 中山).
 */
#ifndef TEXT_PLACE_H
#define TEXT_PLACE_H

#include "base/arena.h"

struct place_name {
	struct str name; /* as in the profile: 广州市, 顺德区, 前海 */
	uint32_t region;
};

/* Names made ready for searching. Lives in the arena it was made in. */
struct place_names {
	uint32_t count;
	struct place_key *key;
};

struct place_names place_names_make(struct arena *arena, uint32_t count, const struct place_name *name);

/* False where the text names no region. */
bool place_find(const struct place_names *names, struct arena *scratch, struct str text, uint32_t *region);
/* The same, of names that say what they are (广州市, not 广州) only. */
bool place_find_full(const struct place_names *names, struct arena *scratch, struct str text, uint32_t *region);

#endif
