/*
 * A project's title made ready for comparing: what it says, without whose it is and
 * without the words that every title has. Three forms of it:
 *
 *   whole    letters and digits, folded, the applicant's own names off (title_parse's
 *            `own`); numbers and phases in it
 *   content  synonyms made one (data: title_words.def), filler words and what the
 *            signature holds cut out
 *   sign     the signature: phase, line, year, quantity, zone, model, in numbers.
 *            Two titles that contradict one another here are two projects, however alike
 *
 * Characters are UTF-16 code units; one beyond the BMP stands for itself and a few others.
 */
#ifndef TEXT_TITLE_H
#define TEXT_TITLE_H

#include "base/arena.h"

/* Further characters of a title are not compared: the longest of real lists has 120. */
enum { TITLE_MOST = 200, TITLE_SIGNS = 8 };

enum title_sign_kind {
	TITLE_PHASE,	/* 一期, 二期工程, Ⅱ */
	TITLE_LINE,	/* 2号线, 3#, 第二 */
	TITLE_YEAR,	/* 2025年度 */
	TITLE_QUANTITY, /* 年产20万吨 */
	TITLE_ZONE,	/* A区 */
	TITLE_MODEL,	/* BCD-120型 */
	TITLE_NUMBER	/* any other */
};

struct title_sign {
	uint32_t kind;
	uint32_t value; /* the number, or a hash of it with its unit */
};

struct title {
	const uint16_t *whole, *content;
	uint16_t whole_count, content_count;
	uint16_t sign_count;
	bool named;		       /* the applicant's name was taken off */
	bool decimal;		       /* a decimal point stands in a number: it is no letter of `whole` */
	const struct title_sign *sign; /* by kind, then value */
};

/* The words of title_words.def, prepared. Lives in the arena it was made in. */
struct title_words {
	uint32_t count;
	const struct title_word *word;
};

struct title_words title_words_make(struct arena *arena);

/* Names of the applicant to be taken off, folded (text/key.h): longest first. */
struct title title_parse(const struct title_words *words, struct arena *arena, struct str shown, struct strs own);

enum title_signs { TITLE_SIGNS_EQUAL, TITLE_SIGNS_FIRST, TITLE_SIGNS_MISSING, TITLE_SIGNS_CONTRADICT };

/* FIRST: one says that it is the first phase, where the other says nothing; MISSING: the same of any other number. */
enum title_signs title_sign_compare(const struct title *a, const struct title *b);

#endif
