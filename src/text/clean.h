/* Shown text: what a person wrote, less what nobody wrote on purpose. */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/arena.h"

/*
 * Without control characters (CR LF and CR become LF, which stays; a tab becomes a
 * blank), byte-order marks (U+FEFF) and blanks at both ends (all Unicode white
 * space). Nothing else is touched: widths, case and inner blanks stay as
 * written. Bytes that are no UTF-8 become U+FFFD. (contract, section 2)
 */
struct str clean_shown(struct arena *arena, struct str raw);
/* The same, but `raw` itself where there is nothing to clean: it must live as long as the arena. */
struct str clean_view(struct arena *arena, struct str raw);

#endif
