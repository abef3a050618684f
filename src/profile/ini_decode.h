/* The text of a profile out of the bytes that a text editor left. */
#ifndef PROFILE_INI_DECODE_H
#define PROFILE_INI_DECODE_H

#include "base/arena.h"

/*
 * UTF-8 or UTF-16 by its mark; UTF-16 without one by its NUL bytes; strict
 * UTF-8; GB18030. *text is valid UTF-8 without the mark, in the arena. False
 * where a byte belongs to no encoding: *text is then what could be decoded
 * before it.
 */
bool ini_decode(struct arena *arena, struct bytes file, struct str *text);

#endif
