/*
 * A finding of any night told in words again. The night holds the sentence's name and arguments and no
 * finished text (model/night.h), so that each reader has it in a language; its places are names, since the
 * sources of an earlier run mean nothing to this one.
 *
 * What an earlier or a damaged ledger says need not fit this version: a sentence that it does not know, or
 * whose arguments are not those that it needs, is told by its rule's name and its arguments, and says that it is.
 */
#ifndef MODEL_TOLD_H
#define MODEL_TOLD_H

#include "diag/say.h"
#include "model/night.h"

/* Append it; of a finding of this run exactly what say_finding says. */
void told_sentence(struct buf *out, enum lang lang, const struct night_row *finding);
/* Append its place: 广州市/汇总.xls 汇总表!B5, as much of it as there is. */
void told_place(struct buf *out, const struct night_row *finding);
/* Append B5, or nothing where it names no cell. */
void told_cell(struct buf *out, const struct night_row *finding);
/* Its row, or another number of the ledger; 0 where there is none. */
uint32_t told_number(struct str digits);

#endif
