/* Corrections: files that replace what their region sent before (contract, section 2). */
#ifndef RULES_CORRECTION_H
#define RULES_CORRECTION_H

#include "base/str.h"

/*
 * 0 for none; 修改, 更正 … 1; 最终, 终稿 … 2, which comes after those. Told by the file's
 * name and by titles among the lines above the table; the sentences of a letter there say nothing.
 */
uint32_t correction_rank(struct str file_name, struct str above);

#endif
