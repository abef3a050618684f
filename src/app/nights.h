/* --state: the ledger around a run. Without the option all of these do nothing and succeed. */
#ifndef APP_NIGHTS_H
#define APP_NIGHTS_H

#include "app/options.h"
#include "app/rulings.h"
#include "model/run.h"
#include "state/answer.h"
#include "state/change.h"
#include "state/stamp.h"

struct nights {
	const struct options *options;
	struct ledger *ledger; /* NULL: not wanted */
	struct str readers;
	struct night before, after;
	struct stamps known, now; /* --trust-stat: of the last run, and of this one */
};

/* Is this the ledger's place, or that of a file which SQLite has beside it? An output there would be its end. */
bool nights_is_ledger(const struct options *options, const char *path);
/* Open the ledger and begin a run in it, before any input is read. False after one line on standard error, as all. */
MUST_CHECK bool nights_open(struct nights *nights, struct run *run, const struct options *options);
/* What people answered on earlier nights stays in force (app/answers.h). Behind rulings_load. */
MUST_CHECK bool nights_answers(struct nights *nights, struct run *run, const struct rulings_carried *carried);
/* The ledger itself may lie in a folder that is read: it is no input. */
void nights_skip(const struct nights *nights, struct run *run);
/* Once the run is settled: run->changes. */
MUST_CHECK bool nights_compare(struct nights *nights, struct run *run);
/* Once all outputs are written, before they are renamed. */
MUST_CHECK bool nights_stage(struct nights *nights, const struct run *run);
/* Once they are in their places. */
MUST_CHECK bool nights_commit(struct nights *nights);
void nights_close(struct nights *nights);

/* An input's key: false where nothing is kept or found. */
bool nights_key(const struct nights *nights, const struct run *run, uint32_t source, bool read_twice,
		struct answer_key *key);

/*
 * --trust-stat: is this the file that the ledger knows? Then the source has its SHA-256, though nobody has read a byte;
 * nights_doubt takes that back.
 */
bool nights_trust(struct nights *nights, struct run *run, uint32_t source, const struct stat *state);
void nights_doubt(struct run *run, uint32_t source);
/* Its bytes were read, which began then: their SHA-256 is that of the file which looks so. */
void nights_stamp(struct nights *nights, struct run *run, uint32_t source, const struct stat *state, time_t began);

#endif
