/*
 * The grammar of phone numbers, over groups of digits: 020-83133376-8001 is
 * three. contact.c finds the groups; here is what they mean.
 */
#ifndef TEXT_PHONE_H
#define TEXT_PHONE_H

#include "base/arena.h"

/* The longest in use: 0086 · area · number in two parts · extension. */
enum { PHONE_GROUPS = 6, PHONE_DIGITS = 24 };

enum phone_kind { PHONE_NONE, PHONE_MOBILE, PHONE_OTHER };

struct phone_group {
	struct str digits; /* '0' to '9' only */
	bool tight;	   /* a hyphen or a dot stands before it, not just a blank or a bracket */
	bool plus;	   /* a + stands right before it */
};

/* What exactly these groups mean together; the value, in the contract's form, in the arena. */
enum phone_kind phone_read(struct arena *arena, const struct phone_group *group, size_t count, struct str *value);

#endif
