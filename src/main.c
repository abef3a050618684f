/* huizong: the tables that many offices send, merged into one that can be signed. */
#include <malloc.h>
#include <time.h>

#include "app/batch.h"
#include "app/dump.h"
#include "app/explain.h"
#include "app/extract.h"
#include "app/form.h"
#include "app/history.h"
#include "app/nagios.h"
#include "app/options.h"
#include "app/profiles.h"
#include "app/prune.h"
#include "app/trace.h"
#include "app/trouble.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/log_mark.h"
#include "base/monitor.h"

static int print_help(const struct options *options)
{
	struct buf out = { 0 };
	int status;

	options_help(&out, options->terminal);
	status = trouble_print(options->terminal, buf_str(&out));
	buf_release(&out);
	return status;
}

static int print_version(const struct options *options)
{
	return trouble_print(options->terminal, STR("huizong " HUIZONG_VERSION "\n"));
}

/* Memory is asked of the system in pieces of this size, not page by page. */
enum { HEAP_STEP = 1024 * 1024 };

/* No output depends on the time of day or its zone: one that is fixed is not looked up at each date in an archive. */
static void settle_zone(void)
{
	setenv("TZ", "UTC0", 1);
	tzset(); /* now, since processes that read may open no file */
}

static void settle_surroundings(void)
{
	mallopt(M_TOP_PAD, HEAP_STEP);
}

int main(int argc, char **argv)
{
	static int (*const commands[])(const struct options *options) = {
		[COMMAND_MERGE] = batch_run,	 [COMMAND_CHECK] = batch_run, [COMMAND_AUDIT] = batch_run,
		[COMMAND_EXTRACT] = extract_run, [COMMAND_DUMP] = dump_run,   [COMMAND_PROFILE] = profiles_run,
		[COMMAND_EXPLAIN] = explain_run, [COMMAND_FORM] = form_run,   [COMMAND_HISTORY] = history_run,
		[COMMAND_TRACE] = trace_run,	 [COMMAND_PRUNE] = prune_run,
	};
	struct options options;

	file_guard_streams();
	log_mark_begin();
	settle_surroundings();
	cleanup_begin();
	nagios_begin(argc, argv);
	if (!options_parse(&options, argc, argv))
		return monitor_exit(STATUS_NOT_DONE);
	log_mark_choose(options.log);
	if (!options.nagios || options.help || options.version)
		monitor_end();
	if (options.help)
		return print_help(&options);
	if (options.version)
		return print_version(&options);
	if (options.command != COMMAND_HISTORY && options.command != COMMAND_TRACE) /* whose nights have their times */
		settle_zone();
	return monitor_exit(commands[options.command](&options));
}
