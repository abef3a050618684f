/*
 * A record: one data row, with what was written, what is shown, and the keys
 * that compare it. Made from the message of its row; all memory is the run's.
 *
 * A run holds a million of them: the cells of a row are packed into one piece of
 * memory, each text once, and everything else that is text points into it.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/arena.h"
#include "model/message.h"
#include "model/profile.h"
#include "text/direction.h"

/* One cell that feeds a field, as record_parts_next unpacks it. */
struct record_part {
	uint32_t col;
	uint32_t column; /* index into the columns of the record's table */
	enum message_part part;
	enum cell_kind kind;
	enum cell_flaw flaw;
	struct str raw, shown;
};

/* What the cells of a column of contacts hold: nothing need be parsed again to know it. */
enum record_contact { HOLDS_MOBILE = 1, HOLDS_EMAIL = 2, HOLDS_INVALID = 4 };

/* Where the cells of one column of the profile are packed; often one, none where nothing was written. */
struct record_field {
	uint32_t at; /* from the record's first field on */
	uint16_t part_count;
	bool own;      /* what is shown is packed before them; else it is that of the only cell */
	uint8_t holds; /* enum record_contact */
};

enum fate { FATE_MERGED, FATE_FOLDED, FATE_HELD, FATE_UNSELECTED };

struct record_direction {
	uint32_t category; /* index in the profile; UINT32_MAX where unknown */
	struct str shown;  /* the category's name, or the text as written */
};

struct record {
	uint32_t source;     /* index of the run's source, from 0 */
	uint32_t table;	     /* index of the run's table */
	uint32_t sheet, row; /* from 1 */
	uint32_t region;     /* index in the profile, or REGION_NONE */
	bool hidden, struck;

	/*
	 * One for each column of the profile, and one more for the cells of columns that it does not
	 * know and of the region column. For record_shown and record_parts.
	 */
	const struct record_field *field;

	struct str project, applicant;			 /* shown */
	struct str project_lossless, applicant_lossless; /* contract, section 2 */
	struct str person;

	uint32_t direction_count, item_count, phone_count, mobile_count, email_count;
	const struct record_direction *direction;
	const uint32_t *item;	  /* numbers of the plan, in the order written */
	const struct str *phone;  /* valid ones in the contract's form, in the order written */
	const struct str *mobile; /* those of them that are mainland mobiles */
	const struct str *email;

	/* Settled by fate_settle. */
	enum fate fate;
	uint32_t into;	      /* FATE_FOLDED: the record it went into */
	enum rule_id held_by; /* FATE_HELD */
	uint32_t seq;	      /* on the first sheet, from 1; 0 where it is not there */
	uint32_t cluster;     /* of pairs, from 1; 0 where it is in none */
};

/* What all cells of a column show, lines joined by LF; as the first sheet shows it. */
struct str record_shown(const struct record *record, uint32_t column);

/* The directions as the first sheet has them: the names of their categories; made in the arena where there are several.
 * Only of a record that has any. */
struct str record_directions(struct arena *arena, const struct record *record);

/* The cells of a column, one after the other; `column` may be the profile's column_count: those of no column. */
struct record_parts {
	const unsigned char *at;
	uint32_t left;
};
struct record_parts record_parts(const struct record *record, uint32_t column);
bool record_parts_next(struct record_parts *parts, struct record_part *part);

/* The cells of a column before they are packed. */
struct record_cells {
	uint32_t part_count;
	const struct record_part *part;
	struct str shown;
	unsigned holds;
};

/* Pack the cells of each column, and those of no column behind them, into memory of the arena. */
const struct record_field *record_pack(struct arena *arena, uint32_t column_count, const struct record_cells *cells);

/* What the making of records needs of a profile, prepared once. */
struct record_maker {
	const struct profile *profile;
	struct direction_names directions;
};

void record_maker_init(struct record_maker *maker, struct arena *arena, const struct profile *profile);

/*
 * Fill *record from the message of its row; columns are those of its table. Texts
 * and arrays are made in the arena. Source, table, sheet and region are the caller's.
 */
void record_make(const struct record_maker *maker, struct arena *arena, const struct message_record *message,
		 uint32_t column_count, const struct message_column *column, struct record *record);

/* Project and applicant are lossless-equal (contract, section 2). */
bool record_is_same(const struct record *a, const struct record *b);

#endif
