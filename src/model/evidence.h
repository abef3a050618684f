/*
 * What a piece of evidence says in words: the note that its finder gave it, else what its
 * field and level mean. Every one is a phrase of its own ("手机号码不同"), so that any
 * of them can stand in a list; none is ever empty.
 */
#ifndef MODEL_EVIDENCE_H
#define MODEL_EVIDENCE_H

#include "model/run.h"

/* The phrase as an argument of a sentence, with its number where the note has one. */
struct arg evidence_words(const struct evidence *evidence);

/* The same pieces, in the arena. */
const struct evidence *evidence_copy(struct arena *arena, const struct evidence *evidence, uint32_t count);

#endif
