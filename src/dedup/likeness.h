/* How alike two titles are, and in what way. Pure; the corpus says which words are common. */
#ifndef DEDUP_LIKENESS_H
#define DEDUP_LIKENESS_H

#include "dedup/corpus.h"

enum like_level {
	LIKE_EQUAL,    /* the same letters and digits */
	LIKE_WORDS,    /* the same words in another order, or synonyms */
	LIKE_TYPO,     /* one to three characters differ */
	LIKE_CUT,      /* one is the beginning of the other */
	LIKE_PART,     /* one says all that the other does, and more */
	LIKE_REWORDED, /* most words are the same */
	LIKE_ALIKE,    /* many are */
	LIKE_REPLACED, /* other content between the same words */
	LIKE_OTHER
};

struct likeness {
	enum like_level level;
	enum title_signs signs;
	double similarity; /* 0 to 1 */
	float shared;	   /* nats of what both say */
	bool exchanged;	   /* all of both but one stretch in the middle is the same */
};

struct likeness likeness_of(const struct corpus *corpus, const struct entry *a, const struct entry *b);

#endif
