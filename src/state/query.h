/*
 * A statement of the ledger while it runs, and the ledger's inside, shared by the files of this folder.
 * Texts are always bound, never put into the words of a statement.
 *
 * Every row that says something bears a sum over its texts: SQLite sees a page that is torn, not a bit that
 * is turned within a text. A row whose sum is not its own is damage (query_sum).
 */
#ifndef STATE_QUERY_H
#define STATE_QUERY_H

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "state/answer.h"

enum { LEDGER_STATEMENTS = 16 };

struct ledger {
	sqlite3 *db;
	int lock; /* the descriptor that holds the lock */
	char *path;
	struct ledger_trouble why;
	int64_t number; /* of this run: they rise, whatever the clock says */
	int64_t series, broken_off;
	bool was_there;	  /* the file, before this run made one */
	bool was_empty;	  /* it was there, and held nothing */
	bool is_ending;	  /* the run has failed and said why: want of memory is worth no other line */
	bool unflushed;	  /* the night is in force, and its folder could not be flushed */
	bool in_night;	  /* the transaction that holds the night is open */
	struct stat seen; /* the file when it was opened to be read only */

	/* Statements that are used again and again; by their text, which is a literal. */
	struct {
		const char *text;
		sqlite3_stmt *statement;
	} kept[LEDGER_STATEMENTS];

	/* The answer that is being stored. */
	struct {
		int64_t id; /* 0: none */
		uint32_t part;
		size_t size;
		struct buf bytes;
	} answer;
};

/* Is there no trouble yet? Of whoever may ask the ledger itself it is ledger_ok. */
bool query_ok(const struct ledger *ledger);
/* Note what SQLite answered; false always. */
bool query_trouble(struct ledger *ledger, int code);
bool query_damage(struct ledger *ledger, const char *what);
/* Whatever was wrong before, this is what is said. */
bool query_refuse(struct ledger *ledger, enum say say, const char *detail);

/* Statements without values, as many as the text holds. */
bool query_run(struct ledger *ledger, const char *text);

struct query {
	struct ledger *ledger;
	sqlite3_stmt *statement; /* NULL: in trouble */
	int bound;
	uint64_t sum; /* over what was bound, or read */
	bool once;    /* not one of the kept ones */
};

/* text: a literal. */
struct query query_begin(struct ledger *ledger, const char *text);
/* Of a text that was put together. */
struct query query_begin_once(struct ledger *ledger, const char *text);
void query_end(struct query *query);

/* Bind the next value. Texts and bytes must live until the next step or end. */
void query_text(struct query *query, struct str text);
void query_bytes(struct query *query, struct bytes bytes);
void query_number(struct query *query, int64_t number);
/* A sum with one more text in it; the first is added to 0. */
uint64_t query_add_to_sum(uint64_t sum, struct str text);
/* As it is stored. */
int64_t query_stored_sum(uint64_t sum);
/* The sum of all that was bound as text or bytes. */
void query_bind_sum(struct query *query);

/* Another row is there. False at the end, and in trouble. */
bool query_next(struct query *query);
/* Run to its end, and make it ready for other values; false in trouble. */
bool query_do(struct query *query);

/* Values of the row at hand; texts and bytes valid until the next. */
struct str query_get_text(struct query *query, int column);
struct bytes query_get_bytes(struct query *query, int column);
int64_t query_get_number(const struct query *query, int column);
/* Is this column the sum of the texts and bytes that were got of this row? Else it is damage. */
bool query_sum(struct query *query, int column);

#endif
