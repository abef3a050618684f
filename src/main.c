/* huizong: the tables that many offices send, merged into one that can be signed. */
#include "app/batch.h"
#include "app/options.h"
#include "app/profiles.h"
#include "app/stream.h"
#include "app/trouble.h"
#include "base/cleanup.h"

static int print_help(const struct options *options)
{
	struct buf out = { 0 };
	bool ok;

	options_help(&out, options->terminal);
	ok = fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
	buf_release(&out);
	return ok ? STATUS_DONE : STATUS_NOT_DONE;
}

static int print_version(void)
{
	return puts("huizong " HUIZONG_VERSION) >= 0 && fflush(stdout) == 0 ? STATUS_DONE : STATUS_NOT_DONE;
}

int main(int argc, char **argv)
{
	static int (*const commands[])(const struct options *options) = {
		[COMMAND_MERGE] = batch_run,  [COMMAND_CHECK] = batch_run,	[COMMAND_EXTRACT] = stream_extract,
		[COMMAND_DUMP] = stream_dump, [COMMAND_PROFILE] = profiles_run,
	};
	struct options options;

	cleanup_on_signals();
	if (!options_parse(&options, argc, argv))
		return STATUS_NOT_DONE;
	if (options.help)
		return print_help(&options);
	if (options.version)
		return print_version();
	return commands[options.command](&options);
}
