/*
 * Mistakes of a profile, gathered in any order and handed over in the order of
 * the file. Their texts live in the arena; list_release gives the rest back.
 */
#ifndef PROFILE_MISTAKE_H
#define PROFILE_MISTAKE_H

#include "base/list.h"
#include "profile/load.h"

/* Where something stands: the column is counted only when it is asked for. */
struct mistake_place {
	uint32_t line;	   /* from 1; 0 for the whole file */
	const char *start; /* of the line */
	const char *at;	   /* at or behind start */
};

struct mistake_list {
	struct arena *arena;
	LIST_OF(struct load_mistake) found;
	uint32_t more; /* that were too many to keep */
};

/* A file with more mistakes than a person reads is told so in one line. */
enum { MISTAKE_MAX = 500 };

#define MISTAKE_NOWHERE ((struct mistake_place){ 0 })

/* A text of the file as an argument: a very long one is cut, with … behind it. */
struct arg mistake_quote(struct mistake_list *list, struct str text);

void mistake_add(struct mistake_list *list, struct mistake_place place, enum say say, uint32_t arg_count,
		 const struct arg *arg);
/* With one text of the file as its argument. */
void mistake_text(struct mistake_list *list, struct mistake_place place, enum say say, struct str text);
/*
 * `word` is none of the words that may stand here. Arguments of `say`: {1} the
 * word, {2+} the known words; of `near`, which is used where a known word is
 * near: {1} the word, {2} the near one, {3+} the known words.
 */
void mistake_unknown(struct mistake_list *list, struct mistake_place place, enum say say, enum say near,
		     struct str word, uint32_t count, const struct str *known);

/* Into the order of the file, in the arena; those of the whole file come last. */
struct load_mistakes mistake_finish(struct mistake_list *list);

#endif
