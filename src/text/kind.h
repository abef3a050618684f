/*
 * Names of a kind, where nobody can list them all: 中国*集团有限公司 names any
 * firm that is called so. * stands for one letter or more (digits, brackets and
 * · among them, separators not); all else is itself, whatever its width, case
 * or script variant. A pattern is held against whole names: the text, or a part
 * of it between separators, without the words that tables and letters have
 * around a name (附件3 中国×集团有限公司汇总表（盖章）).
 */
#ifndef TEXT_KIND_H
#define TEXT_KIND_H

#include "base/arena.h"

struct kind_name {
	struct str pattern;
	uint32_t owner;
};

/* Patterns made ready; lives in the arena it was made in. */
struct kind_names {
	uint32_t count;
	const struct kind_key *key;
};

/* Does the text hold a *, in either width? */
bool kind_is_pattern(struct str text);
/* A pattern that leaves less than two letters as they are would take any name. */
bool kind_is_vague(struct arena *scratch, struct str pattern);

struct kind_names kind_names_make(struct arena *arena, uint32_t count, const struct kind_name *name);

/* Is the text as a whole of a kind? The first pattern that fits gives the owner. */
bool kind_fits(const struct kind_names *names, struct arena *scratch, struct str text, uint32_t *owner);
/* Does the text hold a name of a kind? *name is the part of it, as written. */
bool kind_find(const struct kind_names *names, struct arena *scratch, struct str text, struct str *name,
	       uint32_t *owner);

#endif
