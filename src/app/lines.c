#include "app/lines.h"

#include "app/session.h"
#include "app/summary.h"
#include "app/trouble.h"
#include "model/arrange.h"
#include "rules/finish.h"
#include "rules/rule.h"

/* Lines gather up to this many bytes before they are written. */
enum { FLUSH_AT = 64 * 1024 };

static bool flush(struct lines *lines)
{
	if (lines->out.len && fwrite(lines->out.data, 1, lines->out.len, stdout) != lines->out.len)
		lines->broken = true;
	buf_clear(&lines->out);
	return !lines->broken;
}

bool lines_next(struct lines *lines)
{
	json_next(lines->json);
	return lines->out.len < FLUSH_AT || flush(lines);
}

/* A file that is shown was asked for by name: say so where it is of no kind that is read. */
static void report_unsupported(struct run *run)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].reason == REASON_UNSUPPORTED)
			inputs_report_unsupported(run, i, &sink);
}

static int finish(struct lines *lines, const struct options *options)
{
	struct run *run = &lines->run;
	bool fails;

	if (!flush(lines) || fflush(stdout) != 0 || ferror(stdout))
		return trouble_stdout(options->terminal);
	report_unsupported(run);
	finish_findings(run);
	summary_findings(run, options);
	fails = options->fail_on != SEVERITY_OFF && finish_strongest(run) <= options->fail_on;
	return fails ? STATUS_FINDINGS : STATUS_DONE;
}

bool lines_open(struct lines *lines, const struct options *options, bool cells)
{
	const char *profile_path;

	if (!session_open(&lines->run, options, &profile_path) || !session_discover(&lines->run, options))
		return false;
	lines->json = json_new(&lines->out, false);
	intake_init(&lines->intake, &lines->run, options, cells);
	if (!cells && !options->one_opinion)
		intake_read_twice(&lines->intake);
	return true;
}

int lines_run(struct lines *lines, const struct options *options)
{
	if (!intake_all(&lines->intake)) {
		flush(lines);
		return STATUS_NOT_DONE;
	}
	arrange_sources(&lines->run);
	return finish(lines, options);
}

void lines_close(struct lines *lines)
{
	intake_release(&lines->intake);
	json_free(lines->json);
	buf_release(&lines->out);
	session_close(&lines->run);
}
