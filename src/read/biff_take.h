/* The records of a sheet of an .xls, one by one: what each adds to what is known of the sheet. */
#ifndef READ_BIFF_TAKE_H
#define READ_BIFF_TAKE_H

#include "read/biff_sheet.h"

/*
 * Take a record; of one that no sheet needs nothing is taken. `next` is behind it. Where
 * it cannot be taken the reason, with the place in sheet->where.
 */
MUST_CHECK enum say biff_take_record(struct biff_sheet *sheet, const struct biff_record *record, size_t next);

#endif
