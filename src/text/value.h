/* Numbers, dates and credit codes as people write them. */
#ifndef TEXT_VALUE_H
#define TEXT_VALUE_H

#include "text/points.h"

/* 1234.5, 1,234.50, １２３４, 1234万元 (the unit is passed over). False where it is no number. */
bool value_number(struct arena *scratch, struct str shown, double *number);

/*
 * The number that stands at this index, with its sign and thousands separators but without currency and unit;
 * *at is moved behind it. False where there is none, or more of it than any number has.
 */
bool value_plain(const struct points *p, size_t *at, double *number);

/* 2020-11-13, 2020/11/13, 2020.11.13, 2020年11月13日, 20201113; a time may follow. False for no such day. */
bool value_date(struct arena *scratch, struct str shown, int *year, int *month, int *day);

/* 18 characters of GB 32100-2015 with a right check character. */
bool value_credit_code(struct arena *scratch, struct str shown);

#endif
