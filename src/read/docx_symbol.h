/* Characters of fonts of symbols (ECMA-376 part 1, 17.3.3.30): the ticks and boxes of forms. */
#ifndef READ_DOCX_SYMBOL_H
#define READ_DOCX_SYMBOL_H

#include "base/str.h"

#define DOCX_SYMBOL_TICKED "☑"
#define DOCX_SYMBOL_OPEN "☐"

/* "Wingdings", "F0FE" as text; empty where it is not known what it shows. */
struct str docx_symbol_text(struct str font, struct str number);

#endif
