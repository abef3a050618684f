#include "app/nights.h"

#include <sys/stat.h>
#include <time.h>

#include "app/answers.h"
#include "app/settle.h"
#include "app/trouble.h"
#include "base/file.h"
#include "base/path.h"
#include "decode/name.h"
#include "state/night_run.h"
#include "state/night_store.h"

static bool refuse(const struct options *options, const struct ledger_trouble *why)
{
	trouble_say(options->terminal, why->say, 2,
		    (struct arg[]){ DIAG_TEXT(str_from(options->state)), DIAG_TEXT(str_from(why->detail)) });
	return false;
}

static bool is_well(const struct nights *nights)
{
	return !nights->ledger || ledger_ok(nights->ledger) || refuse(nights->options, ledger_why(nights->ledger));
}

bool nights_is_ledger(const struct options *options, const char *path)
{
	static const struct str beside[] = { STR_INIT(""), STR_INIT("-journal"), STR_INIT("-wal"), STR_INIT("-shm") };
	struct str name = str_from(path);
	struct arena moment = { 0 };
	bool is = false;

	for (size_t i = 0; options->state && !is && i < ARRAY_COUNT(beside); i++)
		is = str_ends(name, beside[i]) &&
		     file_same_place(arena_cstring(&moment, str_part(name, 0, name.len - beside[i].len)),
				     options->state);
	arena_release(&moment);
	return is;
}

/* Rulings are carried on in the workbook that they stand in. */
static bool is_of_rulings(const struct options *options)
{
	if (!options->rulings || !nights_is_ledger(options, options->rulings))
		return false;
	trouble_say(options->terminal, SAY_TROUBLE_OUTPUT_TWICE, 1,
		    (struct arg[]){ DIAG_TEXT(str_from(options->rulings)) });
	return true;
}

static void say_broken_off(const struct nights *nights)
{
	int64_t number = ledger_broken_off(nights->ledger);

	if (number && !nights->options->quiet)
		trouble_note(LEVEL_WARNING, nights->options->terminal, SAY_STATE_BROKEN_OFF, 1,
			     (struct arg[]){ DIAG_NUMBER(number) });
}

/* Said even with --quiet: what was known of all nights before may be lost. */
static void say_empty(const struct nights *nights)
{
	if (ledger_was_empty(nights->ledger))
		trouble_note(LEVEL_WARNING, nights->options->terminal, SAY_STATE_EMPTY, 1,
			     (struct arg[]){ DIAG_TEXT(str_from(nights->options->state)) });
}

bool nights_open(struct nights *nights, struct run *run, const struct options *options)
{
	struct ledger_trouble why = { 0 };

	*nights = (struct nights){ .options = options };
	if (!options->state)
		return true;
	if (is_of_rulings(options))
		return false;
	nights->ledger = ledger_open(options->state, &why);
	if (!nights->ledger)
		return refuse(options, &why);
	say_empty(nights);
	ledger_enter(nights->ledger, run->profile->id);
	night_store_check(nights->ledger);
	ledger_begin(nights->ledger,
		     &(struct ledger_run){ run->profile->id, run->profile->sha256,
					   options->command == COMMAND_MERGE ? STR("merge") : STR("check"),
					   (int64_t)time(NULL) });
	nights->readers = answer_readers(&run->arena);
	say_broken_off(nights);
	return is_well(nights);
}

/* --- what people answered ------------------------------------------------------------------ */

bool nights_answers(struct nights *nights, struct run *run, const struct rulings_carried *carried)
{
	struct night answers = { 0 };

	if (!nights->ledger)
		return true;
	if (night_store_answers(nights->ledger, &run->arena, &answers))
		answers_restore(run, &answers, carried);
	if (nights->options->trust_stat)
		stamp_load(nights->ledger, &nights->known);
	night_release(&answers);
	return is_well(nights);
}

/* --- inputs ----------------------------------------------------------------------------- */

static bool is_same_file(const char *path, const struct stat *wanted)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_dev == wanted->st_dev && st.st_ino == wanted->st_ino;
}

void nights_skip(const struct nights *nights, struct run *run)
{
	struct stat st;

	if (!nights->ledger || stat(nights->options->state, &st) != 0)
		return;
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].status == SOURCE_READ && is_same_file(run->sources.item[i].file.data, &st))
			settle_skipped(run, i, REASON_OWN_OUTPUT);
}

bool nights_key(const struct nights *nights, const struct run *run, uint32_t source, bool read_twice,
		struct answer_key *key)
{
	const struct source *of = &run->sources.item[source];
	const struct answer_facts facts = {
		.sha256 = of->sha256,
		.profile_sha256 = run->profile->sha256,
		.readers = nights->readers,
		.passwords = run->passwords,
		.stem = path_stem(of->path),
		.is_package = name_is_package(of->file),
		.read_twice = read_twice,
	};

	if (!nights->ledger || nights->readers.len == 0 || of->sha256.len == 0)
		return false;
	answer_key_make(&facts, key);
	return true;
}

bool nights_trust(struct nights *nights, struct run *run, uint32_t source, const struct stat *state)
{
	struct source *of = &run->sources.item[source];
	const struct stamp *known = stamp_find(&nights->known, of->path);

	if (!known || !stamp_fits(known->stamp, state))
		return false;
	of->sha256 = arena_copy(&run->arena, known->sha256);
	of->bytes = (uint64_t)state->st_size;
	return true;
}

void nights_doubt(struct run *run, uint32_t source)
{
	run->sources.item[source].sha256 = STR("");
}

void nights_stamp(struct nights *nights, struct run *run, uint32_t source, const struct stat *state, time_t began)
{
	const struct source *of = &run->sources.item[source];

	if (nights->options->trust_stat && stamp_is_firm(state, began))
		stamp_add(&nights->now, &(struct stamp){ .path = of->path,
							 .sha256 = of->sha256,
							 .stamp = stamp_make(&run->arena, state) });
}

/* --- the night -------------------------------------------------------------------------- */

bool nights_compare(struct nights *nights, struct run *run)
{
	int64_t since;

	if (!nights->ledger)
		return true;
	if (!is_well(nights))
		return false;
	stamp_release(&nights->known);
	night_run_make(&run->arena, run, &nights->after);
	if (!night_store_previous(nights->ledger, &run->arena, &nights->after, &nights->before, &since))
		return is_well(nights);
	run->changes = change_find(&run->arena, &nights->before, &nights->after, since);
	return true;
}

bool nights_stage(struct nights *nights, const struct run *run)
{
	if (!nights->ledger)
		return true;
	night_store_put(nights->ledger, &nights->before, &nights->after, run->changes);
	stamp_put(nights->ledger, &nights->now);
	ledger_stage(nights->ledger, (int64_t)time(NULL));
	return is_well(nights);
}

bool nights_commit(struct nights *nights)
{
	if (!nights->ledger)
		return true;
	if (!ledger_commit(nights->ledger))
		return is_well(nights);
	if (!ledger_is_flushed(nights->ledger))
		trouble_note(LEVEL_WARNING, nights->options->terminal, SAY_STATE_UNFLUSHED, 1,
			     (struct arg[]){ DIAG_TEXT(str_from(nights->options->state)) });
	return true;
}

void nights_close(struct nights *nights)
{
	if (nights->ledger)
		ledger_fail(nights->ledger, (int64_t)time(NULL));
	ledger_close(nights->ledger);
	night_release(&nights->before);
	night_release(&nights->after);
	stamp_release(&nights->known);
	stamp_release(&nights->now);
	nights->ledger = NULL;
}
