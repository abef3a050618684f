/*
 * What two rows are to one another. Two gates must pass, the project's and the
 * applicant's: no sum of other things makes up for one of them, since one applicant with
 * one contact outscores any title. Within them the points decide how sure it is.
 */
#ifndef DEDUP_JUDGE_H
#define DEDUP_JUDGE_H

#include "dedup/corpus.h"

enum { JUDGE_EVIDENCE = 8 };

enum judge_kind {
	JUDGE_NOTHING,
	JUDGE_LIKELY,
	JUDGE_POSSIBLE,
	JUDGE_JOINT,
	JUDGE_BRANCH,
	JUDGE_REWORDED,
	JUDGE_EXCHANGED
};

struct verdict {
	enum judge_kind kind;
	double score;
	uint32_t evidence_count;
	struct evidence evidence[JUDGE_EVIDENCE];
};

/* False where they have nothing to do with one another. */
bool judge_pair(const struct corpus *corpus, const struct entry *a, const struct entry *b, struct verdict *verdict);

/* The same of two rows that are each a likely pair of a third one: false where they contradict one another. */
bool judge_chained(const struct corpus *corpus, const struct entry *a, const struct entry *b, struct verdict *verdict);

#endif
