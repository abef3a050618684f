/*
 * .xls through freexl: text, plain numbers and dates. What freexl does not tell
 * is not there: results of formulas, merged ranges, hidden rows, times behind
 * a date. Hidden sheets are told by a look at the records of our own, which
 * also finds encryption and mends sizes that would cost memory (xls_look.h).
 */
#ifndef READ_XLS_H
#define READ_XLS_H

#include "read/reader.h"

extern const struct reader xls_reader;

#endif
