/*
 * The workbook read back by our own reader and compared cell by cell with what was
 * meant: libxlsxwriter reports success on some ruined files.
 */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "output/workbook.h"

/* True where the bytes hold exactly the plan. Else *why names the first difference, in the arena. */
bool verify_workbook(struct bytes file, const struct workbook_plan *plan, struct arena *arena, struct str *why);

/* Of what a workbook says of itself: "<profile id> <hash of the cells>", empty where that is no mark of ours. */
struct str verify_mark(struct str name, struct str value);

/* What a person did to a workbook since it was written. */
struct verify_look {
	struct str mark;   /* as verify_mark gives it, in the arena */
	bool changed;	   /* it is ours, and a cell is no longer what it was; but for answers */
	bool carried;	   /* changed by nobody: it was written with results of 人工核 that an earlier one held */
	bool answered;	   /* somebody filled in an answer (裁定, 上报) */
	struct str office; /* whose slip it is, in the arena: the name behind 推荐单位 in its third row */
};
struct verify_look verify_look_at(struct bytes file, struct arena *arena);
/* The second alone, which does not take the whole file. */
bool verify_is_answered(struct bytes file);

#endif
