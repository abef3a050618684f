/*
 * Phones and e-mail addresses out of a cell that may hold several of each, in
 * any order and width, with words between them. Nothing is dropped: what is
 * neither comes back as CONTACT_REST.
 */
#ifndef TEXT_CONTACT_H
#define TEXT_CONTACT_H

#include "base/arena.h"

enum contact_kind {
	CONTACT_MOBILE, /* a mainland mobile: 11 digits, 1[3-9] */
	CONTACT_PHONE,	/* another valid number: land line, 400/800, +852, +853 */
	CONTACT_EMAIL,
	CONTACT_BAD_PHONE, /* meant as a number, but no valid one */
	CONTACT_BAD_EMAIL, /* meant as an address, but no valid one */
	CONTACT_REST	   /* other words, as written */
};

struct contact_item {
	enum contact_kind kind;
	struct str value;   /* the contract's form: 13800138000, 020-83133376-8001, +852-…, a@b.cn */
	struct str written; /* as it stands in the cell, cleaned */
};

struct contact_list {
	uint32_t count;
	const struct contact_item *item; /* in the order written */
};

/* Everything in one shown text. Items live in the arena. */
struct contact_list contact_parse(struct arena *arena, struct str shown);

#endif
