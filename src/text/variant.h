/*
 * Script variants: a traditional character and its simplified form are one letter
 * to a key. Character by character, the commonest form where several are possible
 * (乾 is 干), so good for comparing and never for showing.
 */
#ifndef TEXT_VARIANT_H
#define TEXT_VARIANT_H

#include <stdint.h>

/* The simplified form, the code itself where it has none. A form that it gives has none. */
int32_t variant_fold(int32_t code);

#endif
