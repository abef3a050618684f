/*
 * The worker: a pure function from bytes to messages (model/message.h). It tells
 * the format, reads and shapes, and knows no run, no path, no file, no clock and no
 * process, so that it runs behind a pipe, in this process, and under a fuzzer alike.
 */
#ifndef WORK_WORKER_H
#define WORK_WORKER_H

#include "model/message.h"
#include "model/profile.h"
#include "shape/dispute.h"

/* Whoever reads a format a second time, by other means (shape/dispute.h). */
struct worker_second {
	void *user;
	/* Begin with this file. What answers is valid until the next one. */
	const struct dispute_source *(*ask)(void *user, struct bytes file);
};

/* What holds for all inputs of a run; borrowed. */
struct worker_settings {
	const struct profile *profile;
	/* Words that a right decoding is likely to hold. */
	uint32_t hint_count;
	const struct str *hint;
	/* To try on an encrypted file, after Excel's own default one. */
	struct strs passwords;
	const struct worker_second *second; /* of .xls; NULL: none */
	bool cells;			    /* rows of cells as the reader gives them, instead of records */
};

/* One input. */
struct work {
	struct bytes bytes; /* at least one */
	struct str stem;    /* its name without the ending: what a CSV's sheet is called */
	bool is_package;    /* by its ending a workbook: an archive without such parts is what is left of one */
	/* Of an archive: its members from this one up to, without, that one are read. All: 0 and UINT32_MAX. */
	uint32_t member_from, member_to;
	uint32_t member_lost; /* one of these that is named but not read; UINT32_MAX: none */
};

struct worker;

/* The settings must outlive it. */
struct worker *worker_new(const struct worker_settings *settings);
void worker_free(struct worker *worker);

/* In a process that may open nothing later: open now what this input may need. Costs nothing for most. */
void worker_open(struct worker *worker, const struct work *work);

/* Answer with the input's whole stream. The sink may stop it: then it lacks its end. */
void worker_read(struct worker *worker, const struct work *work, const struct message_sink *sink);

/* Column names and their aliases are what a right decoding is likely to hold: fill in the hints, in the arena. */
void worker_hints(struct worker_settings *settings, struct arena *arena);

#endif
