/* profile list|show|check: the notices that the program knows. */
#ifndef APP_PROFILES_H
#define APP_PROFILES_H

#include "app/options.h"

int profiles_run(const struct options *options);

#endif
