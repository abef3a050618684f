/* dump: each cell as the readers give it, hidden sheets and rows, too. */
#ifndef APP_DUMP_H
#define APP_DUMP_H

#include "app/options.h"

int dump_run(const struct options *options);

#endif
