/*
 * What the search for pairs knows of all rows at once: who applies, what each title says
 * and how common its words are, whose telephone it is. Made once from the run's records,
 * in the run's order; nothing changes it afterwards, so that several threads may read it.
 * All memory is its own arena's and the run's; corpus_release gives it back.
 */
#ifndef DEDUP_CORPUS_H
#define DEDUP_CORPUS_H

#include "model/applicants.h"
#include "text/title.h"

/* One of the run's applicants, by the same index. */
struct party {
	const struct firm *firm;
	uint32_t core, brand, identity; /* numbers of these texts, from 1; 0 where empty */
};

enum { CORPUS_MEMBERS = 4, CORPUS_CONTACTS = 2 };
/* A contact of so many trade names is an agent's, a title of so many is common, of so many very common. */
enum { CORPUS_AGENT = 3, CORPUS_COMMON = 3, CORPUS_VERY_COMMON = 8 };
/* Tells the number of an address from one of a telephone, where both stand in one place. */
#define CORPUS_EMAIL ((uint64_t)1 << 32)

struct entry {
	uint32_t record;
	uint32_t party[CORPUS_MEMBERS]; /* the leading one first */
	uint8_t party_count;		/* 0: no applicant stands there */
	uint8_t gram_count;
	uint32_t mobile[CORPUS_CONTACTS], email[CORPUS_CONTACTS], person; /* numbers, from 1; 0 for none */
	uint32_t spread; /* how many trade names have a title of this content */
	struct title title;
	uint64_t whole, bag, content; /* hashes: of the letters in their order, in any, of the content in any */
	const uint32_t *gram;	      /* pairs of neighbouring characters of the content, each once, the rarest first */
	float weight;		      /* of all of them */
};

struct corpus {
	struct arena arena;
	const struct run *run;
	uint32_t entry_count, party_count;
	struct entry *entry;
	struct party *party;
	struct arena *entry_arena; /* of parts of them, made by several threads */
	uint32_t gram_total;
	const float *gram_weight;		      /* by number: how much it says, in nats */
	const uint32_t *gram_entries;		      /* how many entries have it */
	struct gram_table *whole;		      /* pairs of the whole titles, for corpus_knows */
	const uint32_t *mobile_brands, *email_brands; /* how many trade names use each */
	const struct str *mobile;		      /* by number */
};

/* The run's applicants are known. `left_out` tells of each record whether it is to be left out; NULL for none. `hands`
 * threads parse. */
void corpus_make(struct corpus *corpus, const struct run *run, const bool *left_out, unsigned hands);
void corpus_release(struct corpus *corpus);

/* Of units in their order. */
uint64_t corpus_hash(const uint16_t *unit, size_t count);
/* How many titles have these two characters side by side. */
uint32_t corpus_titles_with(const struct corpus *corpus, uint16_t first, uint16_t second);

#endif
