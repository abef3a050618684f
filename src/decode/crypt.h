/*
 * The passwords of a protected file in the order in which they are tried:
 * Excel's own default one, under which offices "protect" files that open without
 * a question; those that were given, in their order; at last the empty one.
 *
 * Trying is what costs: a file says itself how many rounds a password takes. So
 * a try has a price, and what a file may cost in all is bounded.
 */
#ifndef DECODE_CRYPT_H
#define DECODE_CRYPT_H

#include "diag/diag.h"

/* The longest password, in UTF-16 units, that Excel takes ([MS-OFFCRYPTO] 2.3.6.2 and 2.3.7.2). */
enum { CRYPT_PASSWORD_UNITS = 255 };

/*
 * Rounds of hashing that one password may take, and all passwords of a file: the
 * most that [MS-OFFCRYPTO] 2.3.4.10 lets a writer ask for, three seconds of the
 * slowest hash. Excel writes 100,000, so that a hundred passwords are tried.
 */
enum { CRYPT_ROUNDS = 10000000 };

struct crypt_try {
	struct strs given;
	uint32_t next, rounds; /* rounds: of one password */
	uint64_t spent;
	bool untried; /* it cost too much to try them all */

	/* The password at hand. */
	struct str text;
	unsigned char utf16[2 * CRYPT_PASSWORD_UNITS]; /* little-endian, as nearly all kinds take it */
	size_t utf16_len;			       /* bytes */
};

void crypt_try_begin(struct crypt_try *tries, struct strs given, uint32_t rounds);
/* False when there are no more, or no more may be tried. */
bool crypt_try_next(struct crypt_try *tries);
/* Why nothing fitted: the reason to report. */
enum say crypt_try_verdict(const struct crypt_try *tries);

/* Is it text, and no longer than a password can be? */
bool crypt_is_password(struct str text);

#endif
