/* What a cell's number format says of the number: is it a day or a time? */
#ifndef READ_NUMBER_FORMAT_H
#define READ_NUMBER_FORMAT_H

#include "base/str.h"

/* The formats that Excel knows by number alone, the Chinese ones among them. */
bool number_format_is_date_id(uint32_t id);

/* A format's code, as a person sees it: yyyy"年"m"月", [h]:mm, 0.0"m". */
bool number_format_is_date(struct str code);

/*
 * A number that is shown as a day or a time: turn it into a serial day of the 1900
 * system. False, and nothing changed, where it is none: negative, or behind the year 9999.
 */
bool number_format_day(double *number, bool date1904);

#endif
