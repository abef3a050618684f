/*
 * The contact that nearly every row has, by one look at its bytes: a mobile of eleven
 * digits, then perhaps blanks or one sign and an address; either alone, too. What is
 * any other is left to the grammar of text/contact, which must give the same for these:
 * so an address is taken here only where nothing in it could be read otherwise.
 */
#ifndef TEXT_CONTACT_PLAIN_H
#define TEXT_CONTACT_PLAIN_H

#include "text/contact.h"

/* False where it is not that simple: *list is then untouched. */
bool contact_plain(struct arena *arena, struct str shown, struct contact_list *list);

#endif
