/* The Gregorian calendar, as far as dates are checked and counted. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>

/* Is there such a day? Years before 1 are none. */
bool calendar_has(int year, int month, int day);

/* Days of the civil calendar, 1970-01-01 being 0; for years from 1 on. And the day of such a number. */
long calendar_days(int year, int month, int day);
void calendar_of_days(long days, int *year, int *month, int *day);

#endif
