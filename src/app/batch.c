#include "app/batch.h"

#include <assert.h>

#include "app/intake.h"
#include "app/lists.h"
#include "app/nagios.h"
#include "app/nights.h"
#include "app/publish.h"
#include "app/rulings.h"
#include "app/session.h"
#include "app/summary.h"
#include "app/trouble.h"
#include "dedup/cluster.h"
#include "dedup/exact.h"
#include "dedup/likely.h"
#include "dedup/listed.h"
#include "dedup/ruling.h"
#include "model/applicants.h"
#include "model/arrange.h"
#include "model/selection.h"
#include "rules/finish.h"
#include "rules/regions.h"
#include "rules/rules.h"
#include "work/pool.h"

/*
 * Stages do not call one another: what one makes is handed to the next here and
 * nowhere else. Reading answers with records; regions come first, since the order
 * and all that follows hangs on them; equal rows before fates, fates before rules,
 * since a quota counts a folded row once.
 */
static void settle(struct run *run, uint32_t jobs)
{
	struct diag_sink findings = diag_list_sink(&run->findings);
	struct fate_decisions decisions = { 0 };

	regions_settle(run, &findings);
	fate_order(run);
	applicants_make(run, jobs);
	exact_find(run);
	likely_find(run, jobs, false);
	ruling_apply(run);
	cluster_number(run);
	listed_find(run, jobs);
	selection_match(run, &decisions);
	fate_settle(run, &decisions); /* what was folded breaks no rule */
	decisions.hold_count = rules_holds(run, &decisions.hold);
	fate_settle(run, &decisions);
	selection_settle(run);
	rules_check(run);
	applicants_release(run);
	rules_status(run);
	finish_findings(run);
}

/* An audit asks what is there twice and decides nothing: all pairs, and no fate but one. */
static void settle_audit(struct run *run, uint32_t jobs)
{
	struct diag_sink findings = diag_list_sink(&run->findings);
	struct fate_decisions nothing = { 0 };

	regions_settle(run, &findings);
	fate_order(run);
	applicants_make(run, jobs);
	exact_find_all(run);
	likely_find(run, jobs, true);
	ruling_apply(run);
	cluster_number(run);
	listed_find(run, jobs);
	selection_match(run, &nothing); /* what is marked is carried on */
	fate_keep_all(run);
	rules_check(run);
	applicants_release(run);
	rules_status(run);
	finish_findings(run);
}

static bool read_all(struct run *run, const struct options *options, struct nights *nights)
{
	struct intake intake;
	bool ok;

	intake_init(&intake, run, options, false);
	if (!options->one_opinion)
		intake_read_twice(&intake);
	intake.hashed = intake.progress = true;
	intake.nights = nights;
	ok = intake_all(&intake);
	run_show(run); /* whoever read: the writer needs all of it */
	intake_release(&intake);
	if (ok) /* else the reason is said, and nothing may say another */
		arrange_sources(run);
	return ok;
}

/* Every row that a reader gave is a record, and every record is counted at its input. */
static void assert_sums(const struct run *run)
{
	uint64_t rows = 0;

	for (uint32_t i = 0; i < run->sources.count; i++)
		rows += run->sources.item[i].rows_read;
	assert(rows == run->records.count);
}

static bool any_read(const struct run *run)
{
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].status == SOURCE_READ && !str_eq(run->sources.item[i].format, STR("archive")))
			return true;
	return false;
}

static int status_of(const struct run *run, const struct options *options)
{
	if (options->fail_on == SEVERITY_OFF)
		return STATUS_DONE;
	return finish_strongest(run) <= options->fail_on ? STATUS_FINDINGS : STATUS_DONE;
}

static int tell(struct run *run, const struct options *options)
{
	if (options->nagios && !nagios_say(run, options->terminal))
		return trouble_stdout(options->terminal);
	return status_of(run, options);
}

static int give_up(struct run *run, const struct options *options)
{
	struct buf said = { 0 };

	summary_text(&said, run, NULL, options);
	summary_print(&said);
	buf_release(&said);
	return trouble_say(options->terminal, SAY_TROUBLE_NOTHING_READ, 0, NULL);
}

/* In this order: state/ledger.h says why. */
static bool put_in_place(struct run *run, struct publish *publish, const struct options *options, struct nights *nights)
{
	if (!nights_stage(nights, run) || !publish_place(publish, options->terminal))
		return false;
	if (nights_commit(nights))
		return true;
	publish_take_back(publish);
	return false;
}

static int put_out(struct run *run, struct publish *publish, const struct options *options, struct nights *nights)
{
	struct buf said = { 0 };
	int status = STATUS_NOT_DONE;

	if (publish_write(publish, run, options)) {
		summary_text(&said, run, publish, options);
		if (put_in_place(run, publish, options, nights)) {
			summary_print(&said);
			status = tell(run, options);
		}
	}
	buf_release(&said);
	return status;
}

static int run_stages(struct run *run, struct publish *publish, const struct options *options, struct nights *nights)
{
	struct rulings_carried carried;
	const char *profile_path;
	uint32_t jobs;

	if (!session_open(run, options, &profile_path) ||
	    !publish_check(publish, options, run->profile, profile_path, &run->arena) ||
	    !nights_open(nights, run, options) || !rulings_load(run, options, &carried) ||
	    !lists_load(run, options, profile_path))
		return STATUS_NOT_DONE;
	run_hide(run); /* from here on it becomes large */
	if (!nights_answers(nights, run, &carried) || !session_discover(run, options) ||
	    !publish_begin(publish, options->terminal))
		return STATUS_NOT_DONE;
	nights_skip(nights, run);
	if (!read_all(run, options, nights))
		return STATUS_NOT_DONE;
	assert_sums(run);
	jobs = options->jobs ? options->jobs : pool_cores();
	if (run->audit)
		settle_audit(run, jobs);
	else
		settle(run, jobs);
	publish_forget(publish, run);
	if (!nights_compare(nights, run))
		return STATUS_NOT_DONE;
	return any_read(run) ? put_out(run, publish, options, nights) : give_up(run, options);
}

int batch_run(const struct options *options)
{
	struct run run = { .audit = options->command == COMMAND_AUDIT };
	struct publish publish = { 0 };
	struct nights nights = { 0 };
	int status = run_stages(&run, &publish, options, &nights);

	nights_close(&nights);
	publish_end(&publish);
	session_close(&run);
	return status;
}
