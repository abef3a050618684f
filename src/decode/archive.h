/*
 * Archives in memory to their members: .zip, .rar, .7z, .tar, .iso, and what gzip,
 * bzip2 or xz packed, be it a tar or one file. Members come one after the other, as
 * they stand, with their content in memory: nothing is ever written, and a name is
 * a label, never a path.
 *
 * A member counts as read only where it came to its end and its checksum, where the
 * format has one, is right. What gzip, bzip2 or xz packed is checked as a whole first,
 * since a tar has no checksums of its own: damaged, it gives no member at all.
 */
#ifndef DECODE_ARCHIVE_H
#define DECODE_ARCHIVE_H

#include "diag/diag.h"

/*
 * Limits. Of entries a province's archive of 21 cities with every project's annexes and
 * photographs has some two thousand, twice that from a Mac; each costs a line of the
 * report. A member is held in memory whole, at each depth: a sheet of 1,048,576 full rows
 * stays below that. As a whole an archive may grow a hundredfold, as real ones do not; what is
 * small anyway may do so beyond that. Depth: a province hands on what a city packed, with what
 * a county packed in it, and a company's in that.
 */
enum { ARCHIVE_ENTRIES = 10000, ARCHIVE_DEPTH = 4, ARCHIVE_RATIO = 100, ARCHIVE_NAME = 1024 };
#define ARCHIVE_MEMBER_SIZE ((uint64_t)256 << 20)
#define ARCHIVE_FREE_SIZE ((uint64_t)64 << 20)
#define ARCHIVE_TOTAL_SIZE ((uint64_t)2 << 30)

/* What is left of the limits: one for an outermost archive and all that is nested in it. */
struct archive_budget {
	uint64_t bytes;	 /* inflated, in all */
	uint64_t member; /* of one member */
	uint32_t entries;
};
struct archive_budget archive_budget_of(uint64_t packed);

/* Valid during the call that hands it over. */
struct archive_member {
	uint32_t index;	 /* from 0, folders not counted: the same whenever the archive is read */
	struct str name; /* bytes, cut at ARCHIVE_NAME; UTF-8 where the format says which they are, else as they are */
	bool special;	 /* a link or a device: never followed, without content */
	enum say why;	 /* why there is no content: SAY_ENCRYPTED or SAY_WHY_*; SAY_NOTHING where it is whole */
	struct bytes content;
};

struct archive_sink {
	void *user;
	/* Is this member's content wanted? Without it why is SAY_NOTHING and the content empty. */
	bool (*wants)(void *user, uint32_t index, struct str name);
	/* False stops the reading, which is then no failure of the archive. */
	bool (*take)(void *user, const struct archive_member *member);
};

struct archive_context {
	struct str stem;       /* the archive's own name without its ending: what a single packed file is called */
	struct strs passwords; /* to try on .zip; the others' ciphers are not read */
	struct archive_budget *budget;
	const struct archive_sink *sink;
};

/* Does the content look like an archive? *name is for people: "ZIP". */
bool archive_detect(struct bytes file, struct str *name);

/*
 * Where the process may open no file later: what names need is opened now and kept
 * until its end.
 */
void archive_prepare(void);

/*
 * SAY_NOTHING where every member was handed over. Else why not: SAY_ENCRYPTED where not
 * even the names can be read, or SAY_WHY_*; members that were whole before have been handed over.
 */
enum say archive_read(const struct archive_context *context, struct bytes file);

#endif
