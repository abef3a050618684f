/*
 * Which pairs are worth a comparison: rows that share a key. A key is rare, or it is joined
 * to another one; a block that stays large is compared within a window only, and counted.
 */
#ifndef DEDUP_BLOCKS_H
#define DEDUP_BLOCKS_H

#include "dedup/corpus.h"

/* What brought two rows together; of several, the first here. */
enum block_key {
	BLOCK_TITLE,	 /* equal letters of the title */
	BLOCK_CONTENT,	 /* equal words of it */
	BLOCK_APPLICANT, /* one applicant */
	BLOCK_BRAND,	 /* one trade name, and a rare word of the title */
	BLOCK_MOBILE,
	BLOCK_EMAIL,
	BLOCK_WORDS, /* two rare words of the title */
	BLOCK_HEAD,  /* its beginning */
	BLOCK_TAIL,  /* its end */
	BLOCK_SLIP,  /* a common title, and an applicant a character apart */
	BLOCK_KEYS
};

struct candidate {
	uint32_t a, b; /* entries, a before b */
	enum block_key key;
};

/* At most so many rows are numbered: 24 bits of a candidate. */
#define BLOCKS_ENTRIES_MOST ((uint32_t)1 << 24)

struct blocks {
	LIST_OF(uint64_t) pair; /* each pair once, in rising order */
	uint32_t cut_blocks;
	uint64_t cut_pairs;
};

/*
 * `from`: entries from it on are compared with those before it, and neither with their own kind; 0: each with
 * each. A row before it meets many behind it cheaply, so that a block is large by its pairs, not its rows.
 */
void blocks_find(struct blocks *blocks, const struct corpus *corpus, uint32_t from);
void blocks_release(struct blocks *blocks);

/* Candidates are compared in parts, of which several threads take one after another. */
size_t blocks_parts(const struct blocks *blocks);
/* Behind the last candidate of a part, or behind all of them for one that is not there; a part begins where the one
 * before ends. */
size_t blocks_part_end(const struct blocks *blocks, size_t part);
struct candidate blocks_candidate(const struct blocks *blocks, size_t at);

#endif
