/* What every command that reads needs: a profile, the inputs, and an end. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/options.h"
#include "model/run.h"

/* Load the passwords and find and load the profile; *profile_path is its file. False after saying why. */
MUST_CHECK bool session_open(struct run *run, const struct options *options, const char **profile_path);
/* List the inputs. False after saying why. */
MUST_CHECK bool session_discover(struct run *run, const struct options *options);
/* Give back all that the run owns. */
void session_close(struct run *run);

#endif
