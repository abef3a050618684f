/* form: the blank form of a profile, ready to send to the regions. */
#ifndef APP_FORM_H
#define APP_FORM_H

#include "app/options.h"

/* The exit status. */
int form_run(const struct options *options);

#endif
