/*
 * Sources in the order of the contract, the bytes of their paths. Members of
 * archives are known only once those are read, and may belong between two files
 * that were discovered: "a.zip 2.xls" stands before "a.zip!/x.xls".
 */
#ifndef MODEL_ARRANGE_H
#define MODEL_ARRANGE_H

#include "model/run.h"

/*
 * Put sources into their order, and sheets, tables and records into that of their
 * sources, with every index that names one of them; findings keep their order. To be
 * called once all is read, before anything else has taken an index: pairs, regions, fates.
 */
void arrange_sources(struct run *run);

#endif
