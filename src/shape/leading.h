/*
 * The word that a cell's text begins with, as people write it: spread by blanks (合  计), in
 * traditional characters (註), as a label with its number, remark and colon (填报人1（签字）：).
 */
#ifndef SHAPE_LEADING_H
#define SHAPE_LEADING_H

#include "base/str.h"

/* A text's first character as words have it: few words begin so, and only those are looked at closely. */
struct leading {
	char byte[4];
	size_t len;
};
struct leading leading_of(struct str text);
bool leading_may_be(const struct leading *opening, struct str word);

/* Does the text begin with the word? Then *rest follows it. */
bool leading_word(struct str text, struct str word, struct str *rest);
/* Does it as a label: the word, a digit or a bracket, then a colon? *rest is what stands behind the colon. */
bool leading_label(struct str text, struct str word, struct str *rest);
bool leading_any_label(struct str text, const struct str *word, size_t count);
/* The label alone in its cell may lack the colon where the next cell holds the value. */
bool leading_label_alone(struct str text, struct str word);

bool leading_is_blank(int32_t code);
struct str leading_skip_blanks(struct str text);
/* False where the text begins with none. */
bool leading_cut_colon(struct str *text);

#endif
