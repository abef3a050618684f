/*
 * Messages of one input into the run: sheets, tables, records, findings, and at its
 * end the status. What an input has given is taken back as a whole where it could
 * not be read to its end. Nothing of a message is believed before it was checked.
 */
#ifndef APP_COLLECT_H
#define APP_COLLECT_H

#include "model/message.h"
#include "model/run.h"

/* Inputs within one another: a file and, in archives, members; the worker goes no deeper. */
enum { COLLECT_DEPTH = 16 };

/* An input whose END has not come. */
struct collect_input {
	uint32_t source;
	struct message_input input;    /* what it was found to be */
	uint32_t taken[MESSAGE_KINDS]; /* messages of each kind: END says how many there must be of some */
	struct str mark;	       /* of our own workbook; empty where it bears none */
	size_t sources_before, sheets_before, tables_before, records_before, findings_before;
};

struct collector {
	struct run *run;
	const struct record_maker *maker;
	struct message_sink sink; /* shape pushes into it */

	/*
	 * Where set, each takes what comes, as it comes: records and rows are not kept in
	 * the run then. False stops the reading.
	 */
	bool (*on_record)(void *user, struct record *record);
	bool (*on_sheet)(void *user, uint32_t source, const struct message_sheet *sheet);
	bool (*on_row)(void *user, const struct message_row *row);
	void *user;

	/* The input at hand. */
	bool ended, broken; /* its END came and the status is settled; a message made no sense */
	bool out;	    /* a record or row was handed out: the input cannot be read anew */
	uint32_t row;	    /* the last one */
	struct collect_input at;
	struct collect_input outer[COLLECT_DEPTH]; /* around a member: the file first */
	uint32_t depth;
	struct arena decoded;
};

void collect_init(struct collector *collector, struct run *run, const struct record_maker *maker);
void collect_release(struct collector *collector);

/* Before the first message of a source, and behind the last: what has not ended well by then is unreadable. */
void collect_begin(struct collector *collector, uint32_t source);
void collect_end(struct collector *collector);

/* Its reader died (signal_number, else 0 and why): the same, with that reason. */
void collect_end_died(struct collector *collector, int signal_number, enum say why);

/* Take back all that the input gave, findings and status, too. */
void collect_forget(struct collector *collector);

#endif
