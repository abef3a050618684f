/*
 * The outer form of a profile: sections, entries and lists of values, each with
 * its place. Bytes are decoded (UTF-8 with or without a mark, GB18030, UTF-16);
 * full-width ＝ ， ； ［ ］ ＃ (and 【 】) count as their narrow forms, and what is written
 * between them keeps its characters. What a section or a key means is not known
 * here.
 *
 * Texts are views of the decoded file, which lives in the arena.
 */
#ifndef PROFILE_INI_H
#define PROFILE_INI_H

#include "base/list.h"
#include "profile/mistake.h"

/* A piece of the file and its place. Without blanks at its ends. */
struct ini_text {
	struct str text;
	struct mistake_place place; /* of its first character */
};

struct ini_entry {
	struct ini_text key, value;
};

struct ini_section {
	struct ini_text name;
	uint32_t entry_count;
	uint32_t first_entry; /* in the file's list */
};

struct ini {
	LIST_OF(struct ini_section) sections;
	LIST_OF(struct ini_entry) entries;
};

/*
 * Take the file apart; lines that have no form are reported and passed over.
 * False where nothing can be said of its content (empty, undecodable, too
 * large), which is reported, too. ini_release in either case.
 */
bool ini_parse(struct ini *ini, struct arena *arena, struct bytes file, struct mistake_list *mistakes);
void ini_release(struct ini *ini);

/* Where the separators of a list of values are looked for. */
enum ini_separator {
	INI_COMMA, /* , ， */
	INI_PLACE, /* , ， 、 for names that never hold 、 */
	INI_SEMICOLON,
	INI_PLUS /* + ＋ between columns that add up */
};

/* Cut the next value off `rest`; false when nothing is left. A trailing separator yields no empty value. */
bool ini_next(struct ini_text *rest, enum ini_separator separator, struct ini_text *value);

/* The same text without blanks of any kind at its ends. */
struct ini_text ini_trim(struct ini_text text);

/* Full-width characters of ASCII as their narrow forms: for numbers and dates. */
struct str ini_narrow(struct arena *arena, struct str text);
int32_t ini_narrow_code(int32_t code);

#endif
