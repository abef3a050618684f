/* Names of files and of members of archives: what is shown of them, and which are nobody's submission. */
#ifndef DECODE_NAME_H
#define DECODE_NAME_H

#include "base/arena.h"

/* Bytes that are no UTF-8 are taken for GB18030; what is neither is shown as U+FFFD. In the arena. */
struct str name_shown(struct arena *arena, struct str bytes);
/* The same of a path, each name by itself: a folder here may be named in one encoding and what was unpacked into it in
 * another. */
struct str name_path(struct arena *arena, struct str bytes);

/* Left behind by a system or an office program: Thumbs.db, ~$汇总.xlsx, .DS_Store, __MACOSX … */
bool name_is_system(struct str name);
/* The same of any part of a member's label; .. is none. */
bool name_is_within_system(struct str label);

/*
 * What a member of an archive is called: shown, with / between its parts whatever stood
 * there, without empty parts and those that are but a dot. Never a path.
 */
struct str name_label(struct arena *arena, struct str bytes);

/* By its ending a workbook or document of parts: an archive without those parts is what is left of a damaged one. */
bool name_is_package(struct str path);

#endif
