/* Values in the words of XML Schema, as the formats that are XML write them. */
#ifndef DECODE_XSD_H
#define DECODE_XSD_H

#include "base/arena.h"
#include "model/table.h"

/*
 * "13800138000", "-1.5E-3" as CELL_NUMBER, with its own digits where a double has
 * too few. False, and nothing changed but cell->number, where it is none.
 */
MUST_CHECK bool xsd_number(struct str text, struct arena *arena, struct cell *cell);

/*
 * "2020-11-13", "2020-11-13T17:00:00.5Z", "17:00", "PT1H30M": the serial day. False
 * where it is none, or one before 1900.
 */
MUST_CHECK bool xsd_date(struct str text, double *serial);

#endif
