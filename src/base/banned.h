/*
 * Functions that have no safe use here break the build. Every header of base/
 * includes this one, so no file escapes it.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* Their own declarations must come first, else the poison would hit them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With clang the C library's fortified headers make macros of these. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof strncpy strncat

#endif
