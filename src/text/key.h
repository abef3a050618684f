/* Keys compare; people never see them. (contract, section 2) */
#ifndef TEXT_KEY_H
#define TEXT_KEY_H

#include "base/arena.h"

/* Lossless: NFKC without white space, control and format characters. Equal here means the same words. */
struct str key_lossless(struct arena *arena, struct str text);

/*
 * Folded: lossless, radicals supplement (U+2E80-2EF3) to ideographs, case folded,
 * letters and digits only. Two texts that differ in width, case, blanks or
 * punctuation have one key.
 */
struct str key_fold(struct arena *arena, struct str text);
/* Is the folded key empty: nothing there, or punctuation alone? */
bool key_is_empty(struct str text);

/* One character of NFKC text for a folded key, or -1 where the key has none of it. */
int32_t key_fold_code(int32_t code);

#endif
