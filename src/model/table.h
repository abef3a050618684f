/*
 * A table as every reader delivers it: a stream of sheets, each with what it
 * says of itself first and then its rows, sparse, in rising order. Readers know
 * bytes and cells, never headers or rules.
 *
 * Rows and columns count from 1 throughout, as the spreadsheet shows them.
 */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "base/str.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

/* What the reader knows to be wrong with a cell. */
enum cell_flaw {
	CELL_SOUND,
	CELL_BAD_BYTES,	  /* a byte that could not be decoded; U+FFFD stands in its place */
	CELL_NO_RESULT,	  /* a formula without a stored result */
	CELL_STRAY_QUOTE, /* of a CSV: a quotation mark without its other half */
	CELL_FLAWS
};

struct cell {
	uint32_t col;
	enum cell_kind kind;
	enum cell_flaw flaw;
	bool struck;   /* shown struck through as a whole */
	bool computed; /* the stored result of a formula */
	/*
	 * CELL_TEXT: the text. CELL_ERROR: "#N/A". CELL_NUMBER: the file's own
	 * digits where they say more than the double does (an integer of more than
	 * 15 digits), else empty. Valid UTF-8, borrowed until the next row.
	 */
	struct str text;
	double number; /* CELL_NUMBER; CELL_DATE as a serial day of the 1900 system; CELL_BOOL 0 or 1 */
};

/* Valid only during the call that hands it over. Cells in rising order of columns, without CELL_EMPTY. */
struct row {
	uint32_t number;
	bool hidden;
	uint32_t count;
	const struct cell *cell;
};

/* A merged range, its corners included. */
struct range {
	uint32_t top, left, bottom, right;
};

struct sheet_info {
	uint32_t index;	 /* position in the file, from 1 */
	struct str name; /* as the file says, in UTF-8 */
	bool hidden;	 /* hidden or very hidden */
	uint32_t merge_count;
	const struct range *merge; /* sorted by top, then left; empty where the format or its reader cannot tell */
};

/* What came of asking a second reader about an input. */
enum second_opinion {
	OPINION_NONE, /* it was not asked: there is none for this format, or it is not wanted */
	OPINION_GIVEN,
	OPINION_MISSING /* it refused the file, died of it or took too long */
};

/*
 * The functions a reader pushes into; each returns false to stop the reading,
 * which is then no failure of the file. For each sheet: begin, its rows, end.
 */
struct row_sink {
	void *user;
	bool (*sheet_begin)(void *user, const struct sheet_info *sheet);
	bool (*row)(void *user, const struct row *row);
	bool (*sheet_end)(void *user);
	/* What the workbook says of itself: "keywords", in which ours bear a mark. May be NULL. */
	void (*mark)(void *user, struct str name, struct str value);
};

/* A spreadsheet's outermost cell; what lies beyond is refused. */
enum { TABLE_ROWS = 1048576, TABLE_COLUMNS = 16384 };

/* The most UTF-16 units that a cell of a workbook holds: Excel's limit. Other formats hold more. */
enum { TABLE_CELL_UNITS = 32767 };

#endif
