/* JSON Lines on standard output, as the inputs are read: what extract and dump have in common. */
#ifndef APP_LINES_H
#define APP_LINES_H

#include "app/intake.h"
#include "app/options.h"
#include "base/json.h"

struct lines {
	struct run run;
	struct intake intake;
	struct buf out;
	struct json *json; /* writes into out */
	bool broken;	   /* standard output does not take any more */
};

/* Profile and inputs. False after saying why; lines_close is due in either case. */
MUST_CHECK bool lines_open(struct lines *lines, const struct options *options, bool cells);
/* Read every input, then say what was found; what the collector hands out becomes lines. The exit status. */
int lines_run(struct lines *lines, const struct options *options);
void lines_close(struct lines *lines);

/* The value in `json` is whole: end its line. False where nobody takes it. */
bool lines_next(struct lines *lines);

#endif
