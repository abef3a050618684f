/*
 * What lies between two nights, by identity and never by row number. Borrowed from both; in the
 * arena that it was made in.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/night.h"

enum change_kind {
	CHANGE_NEW,
	CHANGE_OTHER,  /* the same thing, with other content: a file replaced, a field mended */
	CHANGE_MOVED,  /* of inputs: the same bytes under another path */
	CHANGE_GONE,   /* removed, withdrawn, mended */
	CHANGE_UNSEEN, /* it was there, and this time nobody could look: its file was not read, its rule not checked */
	CHANGE_KINDS
};

/* A field of a record that has changed. */
struct change_field {
	struct str name, before, after;
};

struct change {
	enum change_kind kind;
	const struct night_row *before, *after; /* NULL where there is none */
	uint32_t field_count;
	const struct change_field *field; /* of records of CHANGE_OTHER; none where only its status is another */
};

struct changes {
	int64_t since; /* the run that is compared with; 0: there is none */
	struct {
		uint32_t count;
		/* By the number of a row of the night after: that of the same thing in the one before, + 1; 0: none. */
		const uint32_t *match;
		const struct change *item; /* what is new in the night's order, then what is no more in the ledger's */
	} of[NIGHT_KINDS];
};

#endif
