#include "app/recall.h"

#include <time.h>

#include "app/locate.h"
#include "app/nights.h"
#include "app/trouble.h"

/* --- opening ---------------------------------------------------------------------- */

static int refuse(const struct recall *recall, const struct ledger_trouble *why)
{
	return trouble_say(
		recall->options->terminal, why->say, 2,
		(struct arg[]){ DIAG_TEXT(str_from(recall->options->state)), DIAG_TEXT(str_from(why->detail)) });
}

int recall_trouble(struct recall *recall)
{
	(void)ledger_unchanged(recall->ledger);
	return refuse(recall, ledger_why(recall->ledger));
}

static bool open_json(struct recall *recall)
{
	const struct options *options = recall->options;

	if (!options->json)
		return true;
	recall->json = json_new(&recall->machine, true);
	if (strcmp(options->json, "-") == 0)
		return true;
	if (nights_is_ledger(options, options->json)) {
		trouble_say(options->terminal, SAY_TROUBLE_OUTPUT_TWICE, 1,
			    (struct arg[]){ DIAG_TEXT(str_from(options->json)) });
		return false;
	}
	recall->is_file = file_draft_begin(&recall->draft, options->json);
	if (!recall->is_file)
		trouble_errno(options->terminal, SAY_TROUBLE_OUTPUT, options->json);
	return recall->is_file;
}

/* By the name that the ledger knows it by, or by a file whose name it is not. */
static bool find_series(struct recall *recall)
{
	const struct options *options = recall->options;
	struct str wanted = str_from(options->profile);
	const struct profile *profile;
	const char *path;

	for (int round = 0; options->profile && round < 2; round++) {
		for (size_t i = 0; i < recall->past.series.count; i++)
			if (str_eq(recall->past.series.item[i].profile, wanted))
				recall->series = recall->past.series.item[i].id;
		if (recall->series || round)
			break;
		profile = locate_profile(&recall->arena, options->terminal, options->profile, &path);
		if (!profile)
			return false;
		wanted = profile->id;
	}
	if (recall->series || !options->profile)
		return true;
	trouble_say(options->terminal, SAY_TROUBLE_NO_SERIES, 2,
		    (struct arg[]){ DIAG_TEXT(str_from(options->state)), DIAG_TEXT(wanted) });
	return false;
}

bool recall_open(struct recall *recall, const struct options *options)
{
	struct ledger_trouble why = { 0 };

	*recall = (struct recall){ .options = options };
	if (!options->state) {
		trouble_say(options->terminal, SAY_TROUBLE_STATE_NEEDED, 0, NULL);
		return false;
	}
	if (!open_json(recall))
		return false;
	recall->ledger = ledger_open_read(options->state, &why);
	if (!recall->ledger) {
		refuse(recall, &why);
		return false;
	}
	if (!past_open(&recall->past, recall->ledger, &recall->arena)) {
		recall_trouble(recall);
		return false;
	}
	return find_series(recall);
}

void recall_close(struct recall *recall)
{
	past_release(&recall->past);
	ledger_close(recall->ledger);
	if (recall->json)
		json_free(recall->json);
	if (recall->is_file)
		file_draft_end(&recall->draft);
	buf_release(&recall->text);
	buf_release(&recall->machine);
	arena_release(&recall->arena);
}

/* --- the end ------------------------------------------------------------------------ */

static bool put_file(struct recall *recall)
{
	struct file_draft *draft = &recall->draft;
	const char *failed = NULL;

	if (file_draft_write(draft, buf_str(&recall->machine)) && file_draft_sync(draft) &&
	    file_draft_publish(&draft, 1, &failed))
		return true;
	trouble_errno(recall->options->terminal, SAY_TROUBLE_OUTPUT, recall->options->json);
	return false;
}

int recall_finish(struct recall *recall, int status)
{
	bool to_stdout = recall->json && !recall->is_file;

	if (!ledger_ok(recall->ledger) || !ledger_unchanged(recall->ledger))
		return recall_trouble(recall);
	if (recall->is_file && !put_file(recall))
		return STATUS_NOT_DONE;
	if (trouble_print(recall->options->terminal, buf_str(to_stdout ? &recall->machine : &recall->text)) !=
	    STATUS_DONE)
		return STATUS_NOT_DONE;
	return status;
}

/* --- questions ------------------------------------------------------------------------ */

bool recall_is_wanted(const struct recall *recall, int64_t series)
{
	return !recall->series || recall->series == series;
}

const struct past_series *recall_series(const struct recall *recall, int64_t series)
{
	for (size_t i = 0; i < recall->past.series.count; i++)
		if (recall->past.series.item[i].id == series)
			return &recall->past.series.item[i];
	return NULL;
}

const struct past_run *recall_night(const struct recall *recall, int64_t number)
{
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (recall->past.runs.item[i].number == number && str_eq(recall->past.runs.item[i].state, STR("done")))
			return &recall->past.runs.item[i];
	return NULL;
}

/* --- words ---------------------------------------------------------------------------- */

void recall_line(struct recall *recall, uint32_t indent, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf line = { 0 };

	for (uint32_t i = 0; i < indent; i++)
		buf_add_char(&recall->text, ' ');
	say_sentence(&line, recall->options->terminal, say, arg_count, arg, NULL);
	say_escaped(&recall->text, buf_str(&line));
	buf_add_char(&recall->text, '\n');
	buf_release(&line);
}

/* A clock that has jumped may name a year that no calendar has: then the seconds themselves are told. */
struct str recall_time(struct recall *recall, int64_t clock)
{
	time_t seconds = (time_t)clock;
	struct tm parts;
	char day[64], zone[16];

	if (!clock)
		return STR("");
	if (!localtime_r(&seconds, &parts) || parts.tm_year > 8099 || parts.tm_year < -1900 ||
	    !strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &parts) || strftime(zone, sizeof(zone), "%z", &parts) != 5)
		return arena_printf(&recall->arena, "@%lld", (long long)clock);
	return arena_printf(&recall->arena, "%s%.3s:%s", day, zone, zone + 3);
}

struct str recall_moment(struct recall *recall, int64_t clock)
{
	struct str time = recall_time(recall, clock);

	if (time.len != strlen("2020-11-13T16:30:00+08:00"))
		return time;
	return arena_printf(&recall->arena, "%.10s %.5s %.6s", time.data, time.data + 11, time.data + 19);
}

/* --- JSON ------------------------------------------------------------------------------ */

void recall_json_text(struct recall *recall, const char *key, struct str text)
{
	json_key(recall->json, key);
	json_text_or_null(recall->json, text);
}

void recall_json_number(struct recall *recall, const char *key, int64_t number)
{
	json_key(recall->json, key);
	if (number)
		json_count(recall->json, (uint64_t)number);
	else
		json_null(recall->json);
}

void recall_json_run(struct recall *recall, const struct past_run *run)
{
	recall_json_number(recall, "night", run->number);
	recall_json_text(recall, "began", recall_time(recall, run->began));
	recall_json_text(recall, "ended", recall_time(recall, run->ended));
}
