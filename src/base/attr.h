/* Words for the compiler, and the size of an array. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include "base/banned.h" // IWYU pragma: keep

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(template, first) __attribute__((__format__(__printf__, template, first)))

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
