/* A profile as a person reads it: everything that was understood, defaults included. */
#ifndef PROFILE_SHOW_H
#define PROFILE_SHOW_H

#include "diag/say.h"
#include "model/profile.h"

/* Is the file of a list there? The path is as the profile has it. */
typedef bool show_is_there(void *user, struct str path);

/* Append it to `out`, safe for a terminal. */
void show_profile(struct buf *out, const struct profile *profile, enum lang lang, show_is_there *is_there, void *user);

#endif
