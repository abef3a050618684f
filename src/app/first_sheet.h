/*
 * The first sheet of a night, made again of what the ledger knows: which record stands in which of its rows.
 * The same order as the run's (model/run.h), from what outlived it.
 */
#ifndef APP_FIRST_SHEET_H
#define APP_FIRST_SHEET_H

#include "state/past.h"

/* A record on it. */
struct standing {
	const struct past_row *row;
	struct night_rank rank;
	struct str path;
	uint32_t at; /* its row there */
};

/* Who has read it frees item. */
struct first_sheet {
	struct standing *item;
	size_t count, room;
};

/* Its frame and all records of the night go into rows, too. False in trouble. */
MUST_CHECK bool first_sheet_read(struct first_sheet *sheet, struct past *past, const struct past_run *night,
				 struct past_rows *rows);

#endif
