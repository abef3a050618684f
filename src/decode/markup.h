/*
 * Is a file markup (XML, HTML), and of which kind? Told by words near its beginning or, where comments
 * and instructions stand before it, that of its root element, in any encoding.
 */
#ifndef DECODE_MARKUP_H
#define DECODE_MARKUP_H

#include "base/str.h"

/*
 * Does it begin like markup and name the word, ASCII in lower case, soon? A table
 * whose first cell begins with < is no markup: a known word must follow.
 */
bool markup_names(struct bytes file, struct str word);

#endif
