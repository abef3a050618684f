/* Words for the compiler, and the size of an array. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include "base/banned.h" // IWYU pragma: keep

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(template, first) __attribute__((__format__(__printf__, template, first)))

/* Whether this is built with the address sanitizer, which maps terabytes, keeps notes on memory, and calls what it
 * likes. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
