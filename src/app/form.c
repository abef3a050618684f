#include "app/form.h"

#include "app/locate.h"
#include "app/publish.h"
#include "app/session.h"
#include "app/summary.h"
#include "app/trouble.h"

/* A run without inputs: what is published needs no more than the profile. */
static bool begin(struct run *run, struct publish *publish, const struct options *options)
{
	const char *path;

	if (options->operand_count) {
		trouble_say(options->terminal, SAY_TROUBLE_FORM_INPUT, 1,
			    (struct arg[]){ DIAG_TEXT(str_from(options->operand[0])) });
		return false;
	}
	run->findings.arena = &run->arena;
	run->profile = locate_profile(&run->arena, options->terminal,
				      options->profile ? options->profile : LOCATE_DEFAULT, &path);
	return run->profile && publish_check(publish, options, run->profile, path, &run->arena) &&
	       publish_begin(publish, options->terminal);
}

static int put_out(struct run *run, struct publish *publish, const struct options *options)
{
	struct buf said = { 0 };
	int status = STATUS_NOT_DONE;

	if (publish_write(publish, run, options)) {
		summary_written(&said, run, publish, options);
		if (publish_place(publish, options->terminal)) {
			summary_print(&said);
			status = STATUS_DONE;
		}
	}
	buf_release(&said);
	return status;
}

int form_run(const struct options *options)
{
	struct run run = { 0 };
	struct publish publish = { 0 };
	int status = begin(&run, &publish, options) ? put_out(&run, &publish, options) : STATUS_NOT_DONE;

	publish_end(&publish);
	session_close(&run);
	return status;
}
