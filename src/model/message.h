/*
 * What reading and shaping one input answers with: a flat stream of messages,
 * encoded as bytes even within one process. A pipe can carry it and a ledger
 * can store it. It holds no region, only candidates for one, since the path is
 * not known here; and no sentence, only ids and arguments.
 *
 * Order: INPUT; for each sheet SHEET, then its TABLEs, CANDIDATEs, RECORDs and
 * FINDINGs as they come; END last. Where cells are asked for, ROWs take the place
 * of the first three. An archive has MEMBERs, each that is read followed by its own
 * INPUT up to its END. What is neither is INPUT and END. A stream without END is
 * incomplete.
 *
 * Encoding: each message is a 32-bit length of what follows, one byte of kind,
 * then its members in the order of the structs below; numbers little-endian,
 * text as a 32-bit length and bytes; of an argument its kind and what that kind has. The first
 * message begins with the version.
 */
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "diag/diag.h"
#include "model/table.h"

enum { MESSAGE_VERSION = 3 };

enum message_kind {
	MESSAGE_INPUT = 1,
	MESSAGE_SHEET,
	MESSAGE_TABLE,
	MESSAGE_CANDIDATE,
	MESSAGE_RECORD,
	MESSAGE_ROW,
	MESSAGE_FINDING,
	MESSAGE_MARK,
	MESSAGE_MEMBER,
	MESSAGE_END,
	MESSAGE_KINDS
};

/* What the file was found to be. All but the first two are not read: END follows. */
enum input_kind {
	INPUT_TABLE,
	INPUT_ARCHIVE,	   /* MEMBERs follow */
	INPUT_ENCRYPTED,   /* known to need a password */
	INPUT_UNSUPPORTED, /* known, the name says which */
	INPUT_UNKNOWN,	   /* nothing that is known */
	INPUT_OWN_REPORT,  /* a report of ours */
	INPUT_KINDS
};

struct message_input {
	enum input_kind kind;
	struct str format; /* "csv": a word of the contract; empty where it has none */
	struct str name;   /* for people: "PDF" */
};

struct message_sheet {
	uint32_t index;
	struct str name;
	bool hidden;
};

/* A column of a table: which column of the profile it feeds, and which part of it. */
enum message_part { PART_WHOLE, PART_PHONE, PART_EMAIL };

/* Fields that are no column of the profile. */
#define FIELD_UNKNOWN (UINT32_MAX - 1)
#define FIELD_REGION (UINT32_MAX - 2)

struct message_column {
	uint32_t col;
	uint32_t field; /* index in the profile, FIELD_UNKNOWN or FIELD_REGION */
	enum message_part part;
	struct str label; /* as the header says */
};

/* A header was found; the records that follow stand below it. */
struct message_table {
	uint32_t header_row; /* its last row where it has two */
	struct str title;    /* text of the rows above the header, without the 推荐单位 line */
	uint32_t column_count;
	const struct message_column *column;
};

/* A text that may name the sheet's region: its 推荐单位 line. */
struct message_candidate {
	struct where where;
	struct str text;
};

/* One cell of a record. */
struct message_value {
	uint32_t col;	 /* where its header stands: the index of its column in the table gives label and field */
	uint32_t column; /* index into the table's columns; their count where the header names none here */
	enum cell_kind kind;
	enum cell_flaw flaw;
	bool filled;	/* taken from the merged cell above */
	struct str raw; /* cell_text of the cell */
};

struct message_record {
	uint32_t row;
	bool hidden, struck;
	uint32_t value_count;
	const struct message_value *value; /* in rising order of columns */
};

/* A row as the reader gave it, cells in rising order of columns. */
struct message_row {
	uint32_t number;
	bool hidden;
	uint32_t count;
	const struct cell *cell;
};

struct message_mark {
	struct str name, value;
};

enum member_kind {
	MEMBER_READ,   /* its own INPUT follows, with all up to its END */
	MEMBER_SYSTEM, /* a file of a system's own, a link or a device */
	MEMBER_LOST    /* why says it: SAY_ENCRYPTED, or an argument of SAY_UNREADABLE */
};

struct message_member {
	uint32_t index;	  /* in its archive, from 0: the same whenever that is read */
	struct str label; /* UTF-8, with / between folders; unlike all others of its archive */
	enum member_kind kind;
	enum say why;
	uint64_t bytes;
	struct str sha256; /* hexadecimal; empty where it was not read */
};

struct message_end {
	bool read;	     /* false: given up; the finding before says why */
	struct str encoding; /* "GB18030"; empty for formats that are Unicode by definition */
	uint32_t sheets, tables;
	uint32_t records; /* or rows */
	uint32_t members;
	enum second_opinion opinion; /* of the second reader */
};

struct message {
	enum message_kind kind;
	union {
		struct message_input input;
		struct message_sheet sheet;
		struct message_table table;
		struct message_candidate candidate;
		struct message_record record;
		struct message_row row;
		struct finding finding; /* say, where, counted, count, arguments; the rest is not sent */
		struct message_mark mark;
		struct message_member member;
		struct message_end end;
	} as;
};

/* Append one encoded message. */
void message_encode(struct buf *out, const struct message *message);

/*
 * Decode the message at the start of *bytes and cut it off. Texts are borrowed
 * from *bytes, arrays are made in the arena. False where the bytes are cut
 * short or make no sense: nothing may be concluded from them then. What is decoded
 * is valid UTF-8, its numbers are finite and its columns rise, those of tables and records within a sheet.
 */
MUST_CHECK bool message_decode(struct bytes *bytes, struct arena *arena, struct message *message);

/*
 * Of an encoded message: is it one behind which a member is complete, or the next thing said
 * may never come? What was gathered until then had better be handed on.
 */
bool message_is_milestone(struct bytes encoded);

/* Who takes encoded messages, one at a time. False stops the reading. */
struct message_sink {
	void *user;
	bool (*put)(void *user, struct bytes encoded);
};

#endif
