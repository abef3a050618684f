/*
 * The sheet 人工核 of an earlier workbook, as --rulings reads it: tables below each other, each with a head row of
 * its own, whose answers a person filled in. What output/workbook_manual.c writes.
 */
#ifndef APP_TICKED_H
#define APP_TICKED_H

#include "model/message.h"
#include "model/run.h"

/* What a column of the table at hand holds. */
enum ticked_role {
	TICKED_NOTHING,
	TICKED_REGION,
	TICKED_PROJECT,
	TICKED_APPLICANT,
	TICKED_FORM,
	TICKED_ITEM,
	TICKED_RESULT,
	TICKED_REMARK,
	TICKED_MATTER, /* headed by the name of what is checked */
	TICKED_ROLES
};

struct ticked_column {
	uint32_t col;
	enum ticked_role role;
	struct str name; /* of a matter */
};

struct ticked {
	struct run *run; /* its ticks are added to */
	uint32_t count;	 /* of the columns at hand */
	struct ticked_column *column;
};

/* A sheet begins: no table yet. */
void ticked_begin(struct ticked *ticked);
void ticked_take_row(struct ticked *ticked, const struct message_row *row);

#endif
