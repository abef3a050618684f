/*
 * A profile's file in one form: UTF-8, its sections and entries as they were
 * written, without comments, and behind them what the file leaves to the
 * program. It loads again as an equal profile, and its own form is itself. No
 * key is known here: what a section's loader reads tomorrow is written today.
 */
#ifndef PROFILE_CANON_H
#define PROFILE_CANON_H

#include "base/buf.h"
#include "model/profile.h"

/* Append it to `out`. The bytes are those that the profile was loaded from. */
void canon_profile(struct buf *out, struct arena *scratch, struct bytes file, const struct profile *profile);

#endif
