/*
 * Messages of one input into the run: sheets, tables, records, findings, and at its
 * end the status. What an input has given is taken back as a whole where it could
 * not be read to its end. Nothing of a message is believed before it was checked.
 *
 * An archive's members are taken back one at a time: where the stream of an archive
 * breaks off, another one may go on from the member at hand (collect_resume). With what
 * is nested in it a member of the outermost archive is one unit.
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
	bool is_slip;		       /* it is a return slip of this profile that came back */
	struct run_mark before;
	uint32_t next_member; /* of an archive: their numbers rise */
	uint32_t sheet, row;  /* the last ones of a table, which rise, too */
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
	bool out;	    /* a record or row was handed out: the input, or this member, cannot be read anew */
	uint32_t row;	    /* the last one */
	uint32_t row_source;
	struct collect_input at;
	struct collect_input outer[COLLECT_DEPTH]; /* around a member: the file first */
	uint32_t depth;
	struct arena decoded;
	struct str format, encoding, title; /* the last ones: most inputs have the same */

	/* Of an archive. */
	bool resumed;
	struct run_mark kept; /* what the members before kept_members gave */
	uint32_t kept_members;
	uint32_t lost; /* the number of a member that is known to kill its reader, else UINT32_MAX */
	enum say lost_why;
	int lost_signal;
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

/* Is the input an archive that has given something, as far as is known? */
bool collect_is_archive(const struct collector *collector);
/*
 * Keep the members that ended well and take back what came behind them. The next
 * stream is of the same archive, from member kept_members on.
 */
void collect_resume(struct collector *collector);
/* The same; and where the next stream names that member, this is why it has nothing to give. */
void collect_resume_without(struct collector *collector, int signal_number, enum say why);
/* The same for a member of which rows are out: it is lost behind them, and the next stream begins after it. */
void collect_resume_after(struct collector *collector, int signal_number, enum say why);

#endif
