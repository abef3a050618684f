/*
 * A whole stream from a process that may have lost its mind, and another after each death
 * (a length of 0) where it was an archive's: the run stays one that all later stages can work
 * with, every input has its end, and what was not read says why.
 */
#include "app/collect.h"
#include "app/places.h"
#include "dedup/exact.h"
#include "model/applicants.h"
#include "model/arrange.h"
#include "model/fate.h"
#include "output/report.h"
#include "profile_fixture.h"
#include "promise.h"
#include "rules/finish.h"
#include "rules/regions.h"
#include "rules/rules.h"

enum { LENGTH = 4, DEATHS = 8 };

static bool on_record(void *user, struct record *record)
{
	++*(uint32_t *)user;
	return record->table != UINT32_MAX;
}

/* As app/intake does it. False where the archive is given up. */
static bool die(struct collector *collector, uint32_t deaths)
{
	if (!collect_is_archive(collector) || deaths > DEATHS)
		return false;
	if (collector->out)
		collect_resume_after(collector, 9, SAY_WHY_DIED);
	else if (deaths % 2)
		collect_resume(collector);
	else
		collect_resume_without(collector, 0, SAY_WHY_SLOW);
	return true;
}

static void feed(struct collector *collector, struct bytes stream)
{
	uint32_t deaths = 0;
	bool goes_on = true;

	while (goes_on && stream.len >= LENGTH) {
		size_t len = stream.data[0] | (size_t)stream.data[1] << 8 | (size_t)stream.data[2] << 16 |
			     (size_t)stream.data[3] << 24;

		if (len > stream.len - LENGTH)
			break;
		len += LENGTH;
		if (len == LENGTH || !collector->sink.put(collector->sink.user, (struct bytes){ stream.data, len }))
			goes_on = die(collector, ++deaths);
		stream = (struct bytes){ stream.data + len, stream.len - len };
	}
	collect_end(collector);
}

static void check_sums(const struct run *run, bool out, uint32_t handed_out)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		rows += source->rows_read;
		PROMISE(utf8_valid(source->path));
		PROMISE(source->status == SOURCE_READ || source->reason != REASON_NONE);
		PROMISE(source->reason != REASON_UNREADABLE || run->findings.findings.count > 0);
	}
	PROMISE(out ? handed_out >= rows : run->records.count == rows);
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];

		PROMISE(record->source < run->sources.count && record->table < run->tables.count);
		PROMISE(run->tables.item[record->table].source == record->source);
		PROMISE(run->tables.item[record->table].sheet < run->sheets.count);
	}
	for (size_t i = 0; i < run->findings.findings.count; i++)
		PROMISE(run->findings.findings.item[i].where.source <= run->sources.count);
}

static bool put_report(void *user, struct str piece)
{
	buf_add(user, piece);
	return true;
}

/* All that follows reading, as app/batch does it. */
static void settle(struct run *run)
{
	struct diag_sink findings = diag_list_sink(&run->findings);
	struct fate_decisions decisions = { 0 };
	struct say_places places = places_of(run);
	struct buf out = { 0 };

	arrange_sources(run);
	regions_settle(run, &findings);
	fate_order(run);
	applicants_make(run, 1);
	exact_find(run);
	fate_settle(run, &decisions);
	decisions.hold_count = rules_holds(run, &decisions.hold);
	fate_settle(run, &decisions);
	rules_check(run);
	rules_status(run);
	finish_findings(run);
	PROMISE(run->merged + run->folded + run->held + run->unselected == run->records.count);
	PROMISE(report_write(run, LANG_ZH, &places, &(struct report_sink){ &out, put_report }));
	PROMISE(utf8_valid(buf_str(&out)));
	buf_release(&out);
}

/* Once: loading it costs ten times what a stream does. */
static const struct profile *profile(void)
{
	static struct arena arena;
	static const struct profile *loaded;

	if (!loaded)
		loaded = fixture_profile(&arena);
	return loaded;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool out = size && data[0] & 1;
	struct record_maker maker;
	struct collector collector;
	struct run run = { 0 };
	uint32_t handed_out = 0;

	run.profile = profile();
	run.findings.arena = &run.arena;
	*LIST_ADD(&run.sources) = (struct source){ .path = STR("广州市/a.zip"), .file = STR("a.zip") };
	record_maker_init(&maker, &run.arena, run.profile);
	collect_init(&collector, &run, &maker);
	collector.on_record = out ? on_record : NULL;
	collector.user = &handed_out;
	collect_begin(&collector, 0);
	feed(&collector, (struct bytes){ data, size });
	check_sums(&run, out, handed_out);
	if (!out)
		settle(&run);
	collect_release(&collector);
	applicants_release(&run);
	free(run.sources.item);
	free(run.sheets.item);
	free(run.tables.item);
	free(run.records.item);
	free(run.pairs.item);
	free(run.relations.item);
	diag_list_release(&run.findings);
	arena_release(&run.arena);
	return 0;
}
