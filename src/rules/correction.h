/* Corrections: files that replace what their region sent before (contract, section 2). */
#ifndef RULES_CORRECTION_H
#define RULES_CORRECTION_H

#include "base/str.h"

/* The rank of a return slip that came back, whatever it is called by then. */
enum { CORRECTION_SLIP = 3 };

/*
 * 0 for none; 修改, 更正 … 1; 最终, 终稿 … 2, which comes after those; 退回单 last. Told by the file's
 * name and by titles among the lines above the table; the sentences of a letter there say nothing.
 */
uint32_t correction_rank(struct str file_name, struct str above);

#endif
