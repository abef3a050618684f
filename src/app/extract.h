/* extract: each record read, as it comes, nothing folded and nothing held. */
#ifndef APP_EXTRACT_H
#define APP_EXTRACT_H

#include "app/options.h"

int extract_run(const struct options *options);

#endif
