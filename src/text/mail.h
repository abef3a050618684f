/*
 * E-mail addresses around an @. contact.c finds the @; here is how far the
 * address reaches on both sides, and whether it is one.
 */
#ifndef TEXT_MAIL_H
#define TEXT_MAIL_H

#include "text/points.h"

struct mail {
	size_t from, to; /* points of the text */
	bool valid;
};

/* The address around the @ at this index. It begins no earlier than `floor`: what is before is taken already. */
struct mail mail_around(const struct points *p, size_t at, size_t floor);

/* The address as it is used: NFKC, the domain in lower case. */
struct str mail_value(struct arena *arena, const struct points *p, const struct mail *mail);

#endif
