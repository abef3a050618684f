/*
 * A night: what a run found, as rows of texts that outlive it. A run's own numbers (a source's
 * index, a row of a sheet) mean nothing the next day; here everything is named by what it is:
 * a file by its path, a record by region, lossless project and lossless applicant, a finding by its
 * rule and what it is about. The ledger (state/) stores nights, model/change.h is what lies between two.
 *
 * Every kind of row has its columns in three parts. The identity says whether two rows of two
 * nights are the same thing; it need not be unique. The content says whether that thing has changed.
 * What is beside them goes with it and is no change: where it stands, how large it is.
 */
#ifndef MODEL_NIGHT_H
#define MODEL_NIGHT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "diag/diag.h"

enum night_kind {
	NIGHT_INPUT,
	NIGHT_RECORD,
	NIGHT_FINDING,
	NIGHT_PAIR,
	/* What people answered, and is in force: */
	NIGHT_RULING,
	NIGHT_SELECTION,
	NIGHT_TICK,
	/* The first sheet's frame: */
	NIGHT_FORM,
	NIGHT_KINDS
};

/* The columns of each kind. */
enum {
	INPUT_PATH, /* as the report shows it */
	INPUT_SHA256,
	INPUT_STATUS, /* the report's words */
	INPUT_REASON,
	INPUT_SUPERSEDED, /* path of the correction that holds all of it */
	INPUT_FILE,	  /* the name as the system knows it, in hexadecimal: it may be any bytes */
	INPUT_BYTES,
	INPUT_ROWS,
	INPUT_COLUMNS
};
enum {
	RECORD_REGION,
	RECORD_PROJECT_KEY, /* lossless */
	RECORD_APPLICANT_KEY,
	RECORD_STATUS, /* merged, held, folded (into another record) */
	RECORD_HELD_BY,
	RECORD_FIELDS, /* a list of names of columns and what is shown there */
	RECORD_PROJECT,
	RECORD_APPLICANT,
	RECORD_PLACES, /* a list of path, sheet, row and night_cell's: its own and those of the rows folded into it */
	RECORD_SHEET,  /* where it stands on the first sheet (struct night_rank); empty where it does not */
	RECORD_INTO,   /* folded: the identity of the record that stands for it */
	RECORD_COLUMNS
};
enum {
	FINDING_RULE, /* "phone.invalid" */
	FINDING_SAY,  /* the sentence: its name in diag/list.def */
	FINDING_REGION,
	FINDING_ABOUT,	/* a list: the record, or the file and sheet, and the column */
	FINDING_OTHERS, /* a list: what else tells it from others: words, and of a pair the other record */
	FINDING_SEVERITY,
	FINDING_ARGS, /* a list: all that the sentence needs */
	FINDING_PATH,
	FINDING_SHEET,
	FINDING_ROW,
	FINDING_COL,
	FINDING_COLUMNS
};
/* A and B: identities of two records, the smaller one first. */
enum { PAIR_A, PAIR_B, PAIR_KIND, PAIR_RULED, PAIR_SCORE, PAIR_COLUMNS };
enum {
	RULING_A, /* keys of its sides (struct ruling_side), the smaller one first */
	RULING_B,
	RULING_SAYS,
	RULING_A_REGION, /* as it was written: its first side */
	RULING_A_PROJECT,
	RULING_A_APPLICANT,
	RULING_B_REGION,
	RULING_B_PROJECT,
	RULING_B_APPLICANT,
	RULING_COLUMNS
};
/* 上报: a row that a person marked. */
enum {
	SELECTION_KEY, /* of the row (struct ruling_side) */
	SELECTION_MARKS,
	SELECTION_WRITTEN,
	SELECTION_REGION,
	SELECTION_PROJECT,
	SELECTION_APPLICANT,
	SELECTION_COLUMNS
};
/* What a person found who checked something (人工核), or noted beside it. */
enum {
	TICK_KEY, /* of the row, the item and which of the two it is (struct tick) */
	TICK_TEXT,
	TICK_ITEM,
	TICK_REMARK, /* 1: noted beside it */
	TICK_REGION,
	TICK_PROJECT,
	TICK_APPLICANT,
	TICK_COLUMNS
};
/* The first sheet's frame: one row. Nothing of it is a change that anybody is told of. */
enum {
	FORM_TITLE,
	FORM_OFFICE,
	FORM_COLUMN_LIST, /* a list of names, some with a word behind it that says what it is */
	FORM_NOTE,
	FORM_COLUMNS
};
enum { NIGHT_COLUMNS = 12 }; /* no kind has more */

/* Of a kind: its columns' names in the ledger, the first `identity` of them, then up to `content`. */
struct night_shape {
	const char *table;
	const char *counted; /* how many are in force: a column of the table run */
	uint32_t identity, content, count;
	const char *column[NIGHT_COLUMNS];
};
extern const struct night_shape night_shapes[NIGHT_KINDS];

struct night_row {
	int64_t id; /* in the ledger; 0: not there yet */
	struct str *column;
};

/* All texts and rows live in the arena that it was made in; the lists own their elements. */
struct night {
	LIST_OF(struct night_row) rows[NIGHT_KINDS];
	bool unchecked[RULE_COUNT]; /* rules that could not be checked: their findings are unknown, not mended */
};

void night_release(struct night *night);
/* One more row with empty columns, in the arena; valid until the next one is added. */
struct night_row *night_add(struct night *night, enum night_kind kind, struct arena *arena);

/*
 * Lists within a column: elements, and parts of an element, with the separators that ASCII has for
 * it (RS, US). Shown text holds neither; of other text they are taken out.
 */
enum { NIGHT_ELEMENT = 0x1E, NIGHT_PART = 0x1F };
void night_list_part(struct buf *list, struct str text);
void night_list_end(struct buf *list); /* the element is complete */
/* Cut off the next element, or the next part of one. False where there is none. */
bool night_list_next(struct str *list, struct str *element);
bool night_part_next(struct str *element, struct str *part);

#define NIGHT_IS_NUMBER "number"
#define NIGHT_IS_DIRECTION "direction"

/* The first part of an element of what a finding is about: what the others are. */
#define NIGHT_A_RECORD "record" /* its identity */
#define NIGHT_A_FILE "file"
#define NIGHT_A_SHEET "sheet"
#define NIGHT_A_COLUMN "column"
#define NIGHT_A_WORD "word"
#define NIGHT_A_TEXT "text"
#define NIGHT_A_PLACE "place" /* path, sheet, row, column; in FINDING_ARGS only */
#define NIGHT_A_NUMBER "number"

/*
 * A cell that feeds a column of the first sheet: parts of a place in RECORD_PLACES behind its row, "3C" or, where
 * another text stands there than on the first sheet, "3C=" and the text as written. The row is the place's.
 */
void night_cell(struct buf *list, uint32_t column, uint32_t col, bool differs, struct str raw);

struct night_cell {
	uint32_t column; /* of the first sheet, from 0 */
	uint32_t col;	 /* of its own sheet, from 1 */
	bool differs;
	struct str raw; /* where it differs */
};
/* Read such a part. False where it is none. */
bool night_cell_parse(struct str part, struct night_cell *cell);

/*
 * What orders the rows of the first sheet, before its place's path and row: so a row that comes or goes
 * moves no other in the ledger.
 */
struct night_rank {
	uint32_t region, sheet; /* numbers in their orders */
	struct str directions;	/* as the first sheet has them, where not as written */
};
void night_rank_write(struct buf *out, const struct night_rank *rank);
/* False where it does not stand there. */
bool night_rank_parse(struct str text, struct night_rank *rank);

/* The parts by which a record is known. */
void night_record_identity(struct buf *out, struct str region, struct str project_key, struct str applicant_key);

#endif
