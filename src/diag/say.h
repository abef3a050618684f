/*
 * Sentences: a list entry and its arguments, in a language. All text that
 * people read passes here or through say_escaped, so that nothing from a file
 * reaches a terminal unescaped.
 */
#ifndef DIAG_SAY_H
#define DIAG_SAY_H

#include "base/buf.h"
#include "diag/diag.h"

enum lang { LANG_ZH, LANG_EN };

/* How a place is written depends on what the caller knows of sources and sheets. */
struct say_places {
	void *user;
	/*
	 * Append "广州市/汇总.xls 汇总表!B5" or as much of it as `where` names.
	 * `before` is the place that was said just before it in the same list, {0}
	 * where there is none: of "汇总表!B5" and B6 in one sheet the second is "B6".
	 */
	void (*add)(void *user, struct where where, struct where before, struct buf *out);
};

/* The text of an entry as it stands in the list. */
struct str say_word(enum lang lang, enum say say);
/* How many arguments its slots name, those that it joins (slots with a +) not counted. */
uint32_t say_needs(enum say say);

/* Append the sentence with its arguments put in. places may be NULL where no argument is a place. */
void say_sentence(struct buf *out, enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg,
		  const struct say_places *places);
void say_finding(struct buf *out, enum lang lang, const struct finding *finding, const struct say_places *places);

/*
 * Append text safe for a terminal and for a line of a log: control characters,
 * format characters that turn the writing direction, and bytes that are no
 * UTF-8 are shown as \xNN or \u{NNNN}; line feeds as a blank.
 */
void say_escaped(struct buf *out, struct str text);

#endif
