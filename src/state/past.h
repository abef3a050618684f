/*
 * The past: what the ledger still knows of its nights. A run that is done is a night; rows of every kind are there
 * with the nights that they were in force in. What lies between a night and the one before it is found anew from the
 * rows that ended and began in it, so that it is told as it was told then.
 *
 * All texts and rows live in the arena; the lists own their elements.
 */
#ifndef STATE_PAST_H
#define STATE_PAST_H

#include "model/change.h"
#include "state/ledger.h"

struct past_run {
	int64_t number, series;
	int64_t began, ended; /* seconds; ended 0 where it never did */
	struct str state;     /* done, failed; begun: it was broken off */
	struct str command;
	int64_t count[NIGHT_KINDS]; /* rows in force; of nights */
};

struct past_series {
	int64_t id;
	struct str profile;
	int64_t forgotten; /* nights before this number can no more be told; 0: all can */
};

struct past_row {
	int64_t since, until; /* nights [since, until); until 0: in force still */
	struct night_row row;
};

/* So long it was out of sight, as it was known before. */
struct past_unseen {
	enum night_kind kind;
	int64_t row, since, until;
};

struct past {
	struct ledger *ledger;
	struct arena *arena;
	LIST_OF(struct past_series) series;
	LIST_OF(struct past_run) runs; /* by number, of all series */
};

/* All runs. False in trouble; past_release in either case. */
MUST_CHECK bool past_open(struct past *past, struct ledger *ledger, struct arena *arena);
void past_release(struct past *past);

/* Rows of one series. */
struct past_rows {
	LIST_OF(struct past_row) of[NIGHT_KINDS];
	LIST_OF(struct past_unseen) unseen;

	/* past_changes' own: rows by the night in which they ended; how many there were when they were sorted. */
	LIST_OF(const struct past_row *) ended[NIGHT_KINDS];
	size_t sorted[NIGHT_KINDS];
};

/* Is it wanted? Texts are those of the ledger, valid during the call. */
typedef bool past_filter(void *user, const struct str *column);

/* Add the rows of a kind, in the ledger's order; filter NULL: all. False in trouble. */
MUST_CHECK bool past_read(struct past *past, int64_t series, enum night_kind kind, past_filter *filter, void *user,
			  struct past_rows *rows);
/* Add those that were in force in this night. */
MUST_CHECK bool past_read_night(struct past *past, int64_t series, enum night_kind kind, int64_t night,
				struct past_rows *rows);
MUST_CHECK bool past_read_unseen(struct past *past, int64_t series, struct past_rows *rows);
void past_rows_release(struct past_rows *rows);

/* Was this row out of sight in that night? */
bool past_is_unseen(const struct past_rows *rows, enum night_kind kind, int64_t row, int64_t night);

/* What changed in this night of what was read. In the arena; borrows the rows. */
const struct changes *past_changes(struct arena *arena, struct past_rows *rows, int64_t night);

#endif
