#include "app/session.h"

#include "app/discover.h"
#include "app/locate.h"
#include "app/passwords.h"
#include "app/trouble.h"
#include "decode/archive.h"
#include "model/applicants.h"

bool session_open(struct run *run, const struct options *options, const char **profile_path)
{
	const char *name = options->profile ? options->profile : LOCATE_DEFAULT;

	if (options->operand_count == 0) {
		trouble_say(options->terminal, SAY_TROUBLE_NO_INPUT, 0, NULL);
		return false;
	}
	archive_prepare();
	run->findings.arena = &run->arena;
	if (options->password_file && !passwords_load(run, options->password_file, options->terminal))
		return false;
	run->profile = locate_profile(&run->arena, options->terminal, name, profile_path);
	if (run->profile && options->verbose)
		locate_say(&run->arena, options->terminal, name, *profile_path);
	return run->profile != NULL;
}

bool session_discover(struct run *run, const struct options *options)
{
	const char *failed;

	if (discover_inputs(run, options->operand_count, options->operand, &failed))
		return true;
	trouble_errno(options->terminal, SAY_TROUBLE_INPUT, failed);
	return false;
}

void session_close(struct run *run)
{
	for (size_t i = 0; i < LIST_KINDS; i++)
		if (run->listed[i])
			session_close(run->listed[i]);
	applicants_release(run);
	free(run->listings.item);
	free(run->sources.item);
	free(run->sheets.item);
	free(run->tables.item);
	free(run->records.item);
	free(run->pairs.item);
	free(run->relations.item);
	free(run->rulings.item);
	free(run->selections.item);
	free(run->ticks.item);
	free(run->deliveries.item);
	diag_list_release(&run->findings);
	arena_release(&run->arena);
}
