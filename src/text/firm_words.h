/*
 * The words that a name of a firm ends in, over folded text: legal forms
 * (form.def), institutions (institution.def), words of trade (trade.def).
 */
#ifndef TEXT_FIRM_WORDS_H
#define TEXT_FIRM_WORDS_H

#include "base/str.h"

enum firm_form_kind {
	FIRM_FORM_NONE,
	FIRM_FORM_COMPANY,
	FIRM_FORM_PARTNERSHIP,
	FIRM_FORM_COOPERATIVE,
	FIRM_FORM_TRADER,
	FIRM_FORM_FOREIGN,
};

struct firm_form {
	size_t len;   /* bytes at the text's end, 0 for none */
	uint8_t form; /* row of form.def from 1; 0 for a tail cut so short that it can be of several */
	enum firm_form_kind kind;
};

/*
 * The form that the text ends in: the longest, one letter of a company's may be wrong, missing or too many. `edge`
 * tells where a word of Latin letters begins, a flag a byte. Never the whole text.
 */
struct firm_form firm_words_form(struct str text, const bool *edge);

/* Bytes of the longest ending of an institution, 0 for none; the whole text is none. */
size_t firm_words_institution(struct str text);

struct firm_trade {
	size_t from; /* where the words of trade begin; the text's length where there are none */
	size_t word; /* bytes of the first of them */
	bool all;    /* the text is nothing but words of trade; `from` leaves it a 字号 where it can */
};

/* At most FIRM_WORDS_LONGEST bytes of text. */
enum { FIRM_WORDS_LONGEST = 512 };
struct firm_trade firm_words_trade(struct str text);

#endif
