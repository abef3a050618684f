/* --received: the register of arrivals, a list of its own kind. */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H

#include "model/profile.h"

/* The profile by which a register is read: its columns (model/arrival.h) instead of the notice's. In the arena. */
const struct profile *register_profile(struct arena *arena, const struct profile *notice);

#endif
