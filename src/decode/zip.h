/*
 * A zip archive in memory, as far as a spreadsheet needs one: parts are found
 * by name and inflated in chunks, within limits. Nothing that the archive says
 * of itself is believed: entries may not overlap, a part may not grow beyond
 * its declared size, and its checksum is held at its end.
 *
 * Functions answer with the reason why they gave up, SAY_NOTHING where all is
 * well: a SAY_WHY_* word, or SAY_ENCRYPTED for a part behind a password.
 */
#ifndef DECODE_ZIP_H
#define DECODE_ZIP_H

#include "base/arena.h"
#include "diag/diag.h"

/*
 * Limits that real files pass. Of 451 real packages two have an entry that
 * inflates more than a hundredfold, both made to harm.
 */
enum { ZIP_ENTRIES = 1000, ZIP_RATIO = 100, ZIP_RATIO_FREE = 100 * 1024 };
#define ZIP_ENTRY_SIZE ((uint64_t)1 << 30)
#define ZIP_TOTAL_SIZE ((uint64_t)2 << 30)

/* The bytes stay the caller's and must outlive it. NULL with *why set where it is refused. */
struct zip_package;
struct zip_package *zip_package_open(struct bytes file, enum say *why);
void zip_package_close(struct zip_package *package);
/* It was written by ourselves: a text of one letter repeated may compress as well as it can. */
void zip_package_trust(struct zip_package *package);
/* How many parts; each is known by its index, too. */
size_t zip_package_count(const struct zip_package *package);

/* The part of that name in any case, with / or \, with or without one in front. ZIP_ABSENT where there is none. */
#define ZIP_ABSENT SIZE_MAX
size_t zip_package_find(const struct zip_package *package, struct str name);

/* A part while it is read. Its size counts towards the package's total once, however often it is read. */
struct zip_part {
	void *file;
	uint64_t left; /* of the declared size */
};
enum say zip_part_open(struct zip_part *part, struct zip_package *package, size_t index);
/* *got is 0 at the end, and the part is then known to be whole. */
enum say zip_part_read(struct zip_part *part, void *chunk, size_t room, size_t *got);
void zip_part_close(struct zip_part *part);

/* Is this a zip archive within the limits that has such a part? */
bool zip_has(struct bytes file, struct str part_name);

#endif
