/* Deadlines as people write them. */
#ifndef PROFILE_LOAD_DATE_H
#define PROFILE_LOAD_DATE_H

#include "model/profile.h"

/*
 * 2020-11-13, 2020/11/13, 2020.11.13, 2020年11月13日, with 17:00 or 17时00分 behind
 * it or not. Fills all but text. False where it is no such thing or no such day.
 */
bool load_date_parse(struct str narrow, struct profile_deadline *out);

#endif
