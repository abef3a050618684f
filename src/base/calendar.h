/* The Gregorian calendar, as far as a date is checked. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>

/* Is there such a day? Years before 1 are none. */
bool calendar_has(int year, int month, int day);

#endif
