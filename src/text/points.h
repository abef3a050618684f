/*
 * Text as NFKC code points, each with the bytes it was written as, so that what
 * was found in any width can be shown as it stands in the cell. One character
 * written may give several points (⑴ gives three); they share its bytes.
 * Control and format characters give none, but for the line feed; bytes that
 * are no UTF-8 give U+FFFD. Composition across characters is not done: what is
 * searched here are ideographs, letters and digits.
 */
#ifndef TEXT_POINTS_H
#define TEXT_POINTS_H

#include "base/arena.h"

struct point {
	int32_t code;
	size_t from, to; /* bytes of the text */
};

/* Lives in the arena; borrows the text. */
struct points {
	struct str text;
	size_t count;
	struct point *at;
};

struct points points_of(struct arena *arena, struct str text);

/* The code at this index, -1 beyond both ends. */
int32_t points_code(const struct points *p, size_t index);
/* What points [from, to) were written as. */
struct str points_written(const struct points *p, size_t from, size_t to);
/* The points [from, to) themselves as text, in the arena. */
struct str points_text(struct arena *arena, const struct points *p, size_t from, size_t to);

/*
 * How many points the word takes at this index; 0 where it does not stand there.
 * ASCII letters match in any case, traditional characters a word of simplified
 * ones.
 */
size_t points_word(const struct points *p, size_t index, struct str word);
/* The longest word of a table at this index, in points; 0 where none stands there. */
size_t points_any_word(const struct points *p, size_t index, const struct str *table, size_t count);
/* The same for words that end before this index. */
size_t points_any_word_before(const struct points *p, size_t index, const struct str *table, size_t count);

/*
 * What NFKC makes of the commonest characters, without a table: ideographs, ASCII in either width, the signs between
 * them. -1 for all others, which may be as plain.
 */
int32_t points_plain(int32_t code);
/* Unicode's White_Space. */
bool points_is_blank(int32_t code);
/* Control (Cc) or format (Cf). */
bool points_is_control(int32_t code);
/* A letter or mark, ideographs among them; characters of private use, which old code pages give names, count too. */
bool points_is_letter(int32_t code);
/* An ASCII digit: what NFKC makes of all that matter here. */
bool points_is_digit(int32_t code);

#endif
