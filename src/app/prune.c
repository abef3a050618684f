#include "app/prune.h"

#include <time.h>
#include <unistd.h>

#include "app/trouble.h"
#include "state/prune.h"

static int refuse(const struct options *options, const struct ledger_trouble *why)
{
	return trouble_say(options->terminal, why->say, 2,
			   (struct arg[]){ DIAG_TEXT(str_from(options->state)), DIAG_TEXT(str_from(why->detail)) });
}

static int tell(const struct options *options, const struct prune_result *result)
{
	struct arg arg[] = { DIAG_NUMBER(result->runs),		DIAG_NUMBER(result->rows),
			     DIAG_NUMBER(result->answers),	DIAG_NUMBER(result->first),
			     DIAG_NUMBER(result->bytes_before), DIAG_NUMBER(result->bytes_after) };
	bool any = result->runs || result->rows || result->answers;
	struct buf out = { 0 };
	int status;

	if (options->quiet)
		return STATUS_DONE;
	say_sentence(&out, options->terminal, any ? SAY_PRUNE_DONE : SAY_PRUNE_NOTHING, 6, arg, NULL);
	buf_add_char(&out, '\n');
	if (result->is_tight) {
		say_sentence(&out, options->terminal, SAY_PRUNE_TIGHT, 0, NULL, NULL);
		buf_add_char(&out, '\n');
	}
	status = trouble_print(options->terminal, buf_str(&out));
	buf_release(&out);
	return status;
}

/* A ledger that is not there is a slip, and none is made. */
static int prune(const struct options *options)
{
	struct ledger_trouble why = { 0 };
	struct prune_result result;
	struct ledger *ledger;
	int status;

	if (access(options->state, F_OK) != 0)
		return trouble_errno(options->terminal, SAY_TROUBLE_STATE, options->state);
	ledger = ledger_open(options->state, &why);
	if (!ledger)
		return refuse(options, &why);
	if (prune_ledger(ledger, options->keep, (int64_t)time(NULL), &result))
		status = tell(options, &result);
	else
		status = refuse(options, ledger_why(ledger));
	ledger_close(ledger);
	return status;
}

int prune_run(const struct options *options)
{
	if (options->operand_count)
		return trouble_say(options->terminal, SAY_TROUBLE_PRUNE_INPUT, 1,
				   (struct arg[]){ DIAG_TEXT(str_from(options->operand[0])) });
	if (!options->state)
		return trouble_say(options->terminal, SAY_TROUBLE_STATE_NEEDED, 0, NULL);
	if (!options->keep)
		return trouble_say(options->terminal, SAY_TROUBLE_PRUNE_KEEP, 0, NULL);
	return prune(options);
}
