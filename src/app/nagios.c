#include "app/nagios.h"

#include <string.h>

#include "app/places.h"
#include "base/monitor.h"
#include "model/change.h"
#include "rules/finish.h"

/* Any of the beginnings that getopt takes for it, as long as no other option has them; also with a value, which is
 * refused. */
static bool asks_for_it(struct str word)
{
	struct str name = str_part(word, 0, str_find(word, STR("="), 0));

	return str_starts(STR("--nagios"), name) && str_starts(name, STR("--na"));
}

void nagios_begin(int argc, char *const *argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (asks_for_it(str_from(argv[i])))
			monitor_begin();
}

/* --- figures -------------------------------------------------------------------------------- */

struct figures {
	uint64_t source[3]; /* by enum source_status */
	uint64_t reused, silent, severity[SEVERITY_OFF], pair[PAIR_POSSIBLE + 1];
	uint64_t changed[NIGHT_KINDS][CHANGE_KINDS];
};

static void count_changes(const struct run *run, struct figures *figures)
{
	for (size_t kind = 0; kind < NIGHT_KINDS && run->changes; kind++)
		for (uint32_t i = 0; i < run->changes->of[kind].count; i++)
			figures->changed[kind][run->changes->of[kind].item[i].kind]++;
}

static void count_all(const struct run *run, struct figures *figures)
{
	*figures = (struct figures){ 0 };
	for (size_t i = 0; i < run->sources.count; i++) {
		figures->source[run->sources.item[i].status]++;
		figures->reused += run->sources.item[i].reused;
	}
	for (uint32_t i = 0; i < run->profile->region_count && !run->audit; i++)
		figures->silent += run->regions[i].count == 0;
	for (size_t i = 0; i < run->findings.findings.count; i++)
		figures->severity[run->findings.findings.item[i].severity]++;
	for (size_t i = 0; i < run->pairs.count; i++)
		if (run->pairs.item[i].ruling != RULING_DIFFERENT)
			figures->pair[run->pairs.item[i].kind]++;
	count_changes(run, figures);
}

/* --- the line -------------------------------------------------------------------------------- */

/* 'label'=value;warn;crit;min: labels of ASCII without a blank need no quotes. */
static void add_figure(struct buf *out, const char *label, uint64_t value, const char *limits)
{
	buf_printf(out, "%s%s=%llu;%s;0", out->len ? " " : "", label, (unsigned long long)value, limits);
}

static void add_changed(struct buf *out, const struct figures *figures)
{
	static const struct {
		const char *label;
		enum night_kind of;
		enum change_kind kind;
	} rows[] = {
		{ "inputs_new", NIGHT_INPUT, CHANGE_NEW },	   { "inputs_replaced", NIGHT_INPUT, CHANGE_OTHER },
		{ "inputs_moved", NIGHT_INPUT, CHANGE_MOVED },	   { "inputs_gone", NIGHT_INPUT, CHANGE_GONE },
		{ "records_new", NIGHT_RECORD, CHANGE_NEW },	   { "records_changed", NIGHT_RECORD, CHANGE_OTHER },
		{ "records_gone", NIGHT_RECORD, CHANGE_GONE },	   { "findings_new", NIGHT_FINDING, CHANGE_NEW },
		{ "findings_mended", NIGHT_FINDING, CHANGE_GONE },
	};

	add_figure(out, "inputs_reused", figures->reused, ";");
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		add_figure(out, rows[i].label, figures->changed[rows[i].of][rows[i].kind], ";");
}

static void add_rows(struct buf *out, const struct run *run, const struct figures *figures)
{
	add_figure(out, "rows", run->records.count, ";");
	if (run->audit) {
		add_figure(out, "pairs_exact", figures->pair[PAIR_EXACT], ";");
		add_figure(out, "pairs_likely", figures->pair[PAIR_LIKELY], ";");
		add_figure(out, "pairs_possible", figures->pair[PAIR_POSSIBLE], ";");
		return;
	}
	add_figure(out, "merged", run->merged + run->unselected, ";");
	add_figure(out, "folded", run->folded, ";");
	add_figure(out, "held", run->held, ";");
	add_figure(out, "regions_missing", figures->silent, ";");
}

/* One error is critical, one warning a warning: limits as the guidelines write them. */
static void make_data(struct buf *out, const struct run *run, const struct figures *figures)
{
	add_figure(out, "inputs", run->sources.count, ";");
	add_figure(out, "inputs_skipped", figures->source[SOURCE_SKIPPED], ";");
	add_figure(out, "inputs_failed", figures->source[SOURCE_FAILED], ";");
	add_rows(out, run, figures);
	add_figure(out, "errors", figures->severity[SEVERITY_ERROR], ";0");
	add_figure(out, "warnings", figures->severity[SEVERITY_WARNING], "0;");
	add_figure(out, "hints", figures->severity[SEVERITY_INFO], ";");
	if (run->changes)
		add_changed(out, figures);
}

/* What to look at: findings stand in the order of their severity. */
static void add_first(struct buf *out, struct run *run, enum lang lang)
{
	const struct finding *first = run->findings.findings.item;
	struct say_places places = places_of(run);
	struct buf sentence = { 0 }, whole = { 0 };

	if (first->where.source)
		places.add(places.user, first->where, (struct where){ 0 }, &sentence);
	else if (first->region != REGION_NONE)
		buf_add(&sentence, run->profile->region[first->region].name);
	if (sentence.len)
		buf_add(&sentence, STR(": "));
	say_finding(&sentence, lang, first, &places);
	say_sentence(&whole, lang, SAY_NAGIOS_FIRST, 1, (struct arg[]){ DIAG_TEXT(buf_str(&sentence)) }, NULL);
	say_escaped(out, buf_str(&whole));
	buf_release(&sentence);
	buf_release(&whole);
}

static void make_text(struct buf *out, struct run *run, const struct figures *figures, enum lang lang)
{
	say_sentence(out, lang, run->audit ? SAY_NAGIOS_AUDIT : SAY_NAGIOS_RUN, 5,
		     (struct arg[]){ DIAG_NUMBER(figures->severity[SEVERITY_ERROR]),
				     DIAG_NUMBER(figures->severity[SEVERITY_WARNING]), DIAG_NUMBER(run->sources.count),
				     DIAG_NUMBER(run->records.count), DIAG_NUMBER(figures->silent) },
		     NULL);
	if (finish_strongest(run) < SEVERITY_INFO)
		add_first(out, run, lang);
}

bool nagios_say(struct run *run, enum lang lang)
{
	static const enum monitor_status statuses[] = { [SEVERITY_ERROR] = MONITOR_CRITICAL,
							[SEVERITY_WARNING] = MONITOR_WARNING,
							[SEVERITY_INFO] = MONITOR_OK,
							[SEVERITY_OFF] = MONITOR_OK };
	struct buf text = { 0 }, data = { 0 };
	struct figures figures;
	bool said;

	count_all(run, &figures);
	make_text(&text, run, &figures, lang);
	make_data(&data, run, &figures);
	said = monitor_say(statuses[finish_strongest(run)], buf_str(&text), buf_str(&data));
	buf_release(&text);
	buf_release(&data);
	return said;
}
