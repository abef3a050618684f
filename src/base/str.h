/*
 * struct str: a borrowed view of UTF-8 text, passed by value. It owns nothing
 * and is not terminated by a NUL; whoever holds one names the arena behind it.
 * struct bytes is the same for bytes that are not known to be text.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct str {
	const char *data;
	size_t len; /* bytes */
};

struct bytes {
	const unsigned char *data;
	size_t len;
};

/* A view of a string literal. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* The same as an initializer of a constant table. */
#define STR_INIT(literal)                                                                                              \
	{                                                                                                              \
		"" literal, sizeof(literal) - 1                                                                        \
	}
/* Several texts, borrowed as they are. */
struct strs {
	uint32_t count;
	const struct str *item;
};

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).data

struct str str_from(const char *terminated); /* NULL gives the empty view */
struct bytes str_bytes(struct str s);

bool str_eq(struct str a, struct str b);
/* Order by bytes, as memcmp; a prefix comes first. <0, 0, >0. */
int str_cmp(struct str a, struct str b);
uint64_t str_hash(struct str s);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Byte offset of the first occurrence at or after `from`, or s.len when there is none. */
size_t str_find(struct str s, struct str what, size_t from);
bool str_has(struct str s, struct str what);

/* The part [from, to), clipped to what there is. */
struct str str_part(struct str s, size_t from, size_t to);
struct str str_after(struct str s, size_t from);

/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/* An ASCII letter in lower case, all else as it is: whatever the locale says. */
char str_lower(char c);
/* How many ASCII digits stand at `from` and behind it. */
size_t str_digits(struct str s, size_t from);
/* Equal but for the case of ASCII letters. */
bool str_eq_nocase(struct str a, struct str b);

/*
 * Cut the next field off `rest` at `separator`; false when nothing is left. A
 * trailing separator yields no empty field.
 */
bool str_split(struct str *rest, char separator, struct str *field);

#endif
