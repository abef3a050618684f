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

/*
 * zhang.qq.com, zhang#qq.com: where a Latin word from here on ends that was meant as an address but has no @; 0 for
 * none. A page of the web (www.qq.com) is none.
 */
size_t mail_without_at(const struct points *p, size_t from);

/* The address as it is used: NFKC, the domain in lower case. */
struct str mail_value(struct arena *arena, const struct points *p, const struct mail *mail);

#endif
