/* Records that somebody asks for by name, and all rows of the ledger that speak of them. */
#ifndef APP_SUBJECT_H
#define APP_SUBJECT_H

#include "state/past.h"

/* A record, by what it is. */
struct subject {
	const struct str *column; /* of its first version */
	struct str identity;	  /* as findings and pairs name it */
	struct str key;		  /* as rulings and marks do (model/ruled.h) */
};

/* A name that more bear is no answer, and each of them is looked for in all findings: the others are to be named
 * better. */
enum { SUBJECTS_MOST = 100 };

struct subjects {
	struct str key; /* what was asked for, lossless: project, applicant or region/project */
	LIST_OF(struct subject) list;
	bool more; /* there are, beyond SUBJECTS_MOST */
};

/* Add those of a series, and their rows of all kinds. Texts live in the past's arena. False in trouble. */
MUST_CHECK bool subject_read(struct subjects *subjects, struct past *past, int64_t series, struct past_rows *rows);

/* Columns of two records that are one. */
bool subject_is_same(const struct str *a, const struct str *b);

#endif
