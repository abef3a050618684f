/*
 * The shared strings of an .xls: SST and its CONTINUE records ([MS-XLS] 2.4.265).
 * The count that it claims is not believed; what is there is read.
 */
#ifndef READ_BIFF_STRINGS_H
#define READ_BIFF_STRINGS_H

#include "base/list.h"
#include "read/biff_text.h"

struct biff_strings {
	LIST_OF(struct biff_text) list; /* their texts live in the arena that was given */
	bool cut;			/* the records end within them */
};

void biff_strings_release(struct biff_strings *strings);
/* The record is the SST; `next` is behind it. */
void biff_strings_read(struct biff_strings *strings, struct biff_decoder *decoder, struct arena *arena,
		       struct bytes stream, const struct biff_record *record, size_t next);

#endif
