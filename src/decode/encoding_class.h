/*
 * The last means to tell Big5 from GB18030: in which of the two are a text's characters
 * the more usual ones?
 */
#ifndef DECODE_ENCODING_CLASS_H
#define DECODE_ENCODING_CLASS_H

#include "base/str.h"

/* How usual the characters of a text are on the average that is valid in GB18030, in Big5. */
double encoding_class_gb(struct bytes text);
double encoding_class_big5(struct bytes text);

#endif
