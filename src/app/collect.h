/*
 * Messages of one input into the run: sheets, tables, records, findings. What an
 * input has given is taken back as a whole where it could not be read to its end.
 */
#ifndef APP_COLLECT_H
#define APP_COLLECT_H

#include "model/message.h"
#include "model/run.h"

struct collector {
	struct run *run;
	const struct record_maker *maker;
	struct message_sink sink; /* shape pushes into it */

	/* Where set, takes each record as it comes; it is not kept in the run then. False stops the reading. */
	bool (*on_record)(void *user, struct record *record);
	void *user;

	/* The input at hand. */
	uint32_t source;
	bool read, broken;	       /* END came; a message made no sense */
	uint32_t tables;	       /* headers found, on hidden sheets too */
	uint32_t taken[MESSAGE_KINDS]; /* messages of each kind: END says how many sheets and records there must be */
	struct str mark;	       /* of our own workbook; empty where it bears none */
	size_t sheets_before, tables_before, records_before, findings_before;
	struct arena decoded;
};

void collect_init(struct collector *collector, struct run *run, const struct record_maker *maker);
void collect_release(struct collector *collector);
void collect_begin(struct collector *collector, uint32_t source);

/* Take back all that the input gave but for findings about the input as a whole. */
void collect_undo(struct collector *collector);
/* The same with those, too. */
void collect_forget(struct collector *collector);

#endif
