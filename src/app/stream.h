/* extract and dump: what the readers and shape see, as JSON Lines on standard output, as it comes. */
#ifndef APP_STREAM_H
#define APP_STREAM_H

#include "app/options.h"

int stream_extract(const struct options *options);
int stream_dump(const struct options *options);

#endif
