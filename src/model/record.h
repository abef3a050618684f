/*
 * A record: one data row, with what was written, what is shown, and the keys
 * that compare it. Made from the message of its row; all memory is the run's.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/arena.h"
#include "model/message.h"
#include "model/profile.h"
#include "text/direction.h"

/* One cell that feeds a field. */
struct record_part {
	uint32_t col;
	uint32_t column; /* index into the columns of the record's table */
	enum message_part part;
	enum cell_kind kind;
	enum cell_flaw flaw;
	struct str raw, shown;
};

/* The cells of one column of the profile; often one, none where nothing was written. */
struct record_field {
	uint32_t part_count;
	const struct record_part *part;
	struct str shown; /* of all parts, lines joined by LF; as the first sheet shows it */
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
	bool hidden, struck;
	uint32_t region; /* index in the profile, or REGION_NONE */

	struct record_field *field; /* one for each column of the profile */
	uint32_t extra_count;	    /* cells of columns that the profile does not know, and of the region column */
	const struct record_part *extra;

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

#endif
