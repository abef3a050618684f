/*
 * Pieces of UTF-8 in, records out: quotes, separators and line ends, nothing of
 * encodings. A zeroed parser with its first three members set is ready;
 * csv_parse_release gives its memory back.
 *
 * Nothing is lost: a quote that turns out not to enclose a field is text, and
 * what stood behind it is parsed anew, within a budget; its cell is marked.
 */
#ifndef READ_CSV_PARSE_H
#define READ_CSV_PARSE_H

#include "base/buf.h"
#include "base/list.h"
#include "model/table.h"

/* One record: its cells that are not blank, and how many fields it has with the blank ones. */
struct csv_record {
	uint32_t fields, count;
	struct cell *cell; /* texts valid during the call */
};

enum csv_state { CSV_FIELD_START, CSV_PLAIN, CSV_QUOTED, CSV_QUOTE_SEEN };
enum csv_stop { CSV_GOES_ON, CSV_STOPPED, CSV_TOO_LARGE };

struct csv_parse {
	char separator;
	void *user;
	bool (*record)(void *user, const struct csv_record *record); /* false stops */

	enum csv_stop stop; /* why feeding ended; CSV_STOPPED: record said so */

	/* Its own business. */
	enum csv_state state;
	bool quotes_end_with_line, quotes_are_text;
	bool skip_line_feed, in_record, again, doubtful, stray;
	struct buf text;    /* of the record's cells, one behind another */
	struct buf written; /* since the opening quote, as it stands in the file */
	size_t field_start;
	uint32_t field, fields_before;
	bool bad, written_bad;
	unsigned unclosed;
	uint64_t parsed_anew;
	LIST_OF(struct cell) cells;
};

/* bad: the last character of the piece is a U+FFFD in place of bytes that make no text. False once stopped. */
bool csv_parse_feed(struct csv_parse *parse, struct str piece, bool bad);
/* The text is at its end. False where it was stopped. */
bool csv_parse_end(struct csv_parse *parse);
void csv_parse_release(struct csv_parse *parse);

#endif
