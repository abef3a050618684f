/*
 * What the headers of a .rar, of RAR 4 or 5, say of the sums of its files: libarchive
 * ends a file once it has all its bytes, before it would hold them.
 */
#ifndef DECODE_RAR_H
#define DECODE_RAR_H

#include "base/arena.h"
#include "base/list.h"

/* One a file or folder, in the order in which they stand. */
struct rar_sum {
	bool known; /* false: another kind of sum, or one over several volumes */
	uint32_t crc;
};

struct rar_sums {
	struct rar_sum *item;
	size_t count, room;
};

/* As far as the headers make sense, and up to `most`; the caller frees item. None where this is no .rar. */
void rar_read_sums(struct bytes file, size_t most, struct rar_sums *sums);
/* Can these be the bytes of that file? What is not known can. */
bool rar_holds(const struct rar_sums *sums, size_t index, struct bytes content);

#endif
