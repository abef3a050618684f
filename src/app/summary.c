#include "app/summary.h"

#include <unistd.h>

#include "app/places.h"
#include "app/summary_changes.h"
#include "base/log.h"
#include "base/utf8.h"
#include "rules/finish.h"
#include "text/width.h"

enum {
	SHOWN_FINDINGS = 60,		 /* more than this are for the report; the rest is counted */
	SHOWN_COLUMNS = 480,		 /* of one finding, six lines: a quota's places may be hundreds */
	SHOWN_POINTS = 2 * SHOWN_COLUMNS /* marks that take no column may be thousands */
};

static const struct {
	enum say word;
	const char *color;
	enum log_level level;
} severities[] = {
	[SEVERITY_ERROR] = { SAY_ERROR, "\033[31m", LEVEL_ERROR },
	[SEVERITY_WARNING] = { SAY_WARNING, "\033[33m", LEVEL_WARNING },
	[SEVERITY_INFO] = { SAY_INFO, "\033[36m", LEVEL_INFO },
};

static bool has_color(const struct options *options)
{
	const char *off = getenv("NO_COLOR");

	if (!log_mark_is_plain())
		return false;
	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return isatty(STDERR_FILENO) && !(off && *off);
}

static void add_sentence(struct buf *out, enum log_level level, struct run *run, enum lang lang, enum say say,
			 uint32_t count, const struct arg *arg)
{
	struct say_places places = places_of(run);
	struct buf sentence = { 0 }, line = { 0 };

	say_sentence(&sentence, lang, say, count, arg, &places);
	say_escaped(&line, buf_str(&sentence));
	log_add(out, level, buf_str(&line));
	buf_release(&sentence);
	buf_release(&line);
}

/* --- progress ------------------------------------------------------------------ */

static bool has_progress(const struct options *options)
{
	return !options->quiet && log_mark_is_plain() && isatty(STDERR_FILENO);
}

void summary_progress(const struct run *run, uint32_t done, const struct options *options)
{
	struct buf line = { 0 };

	if (!has_progress(options))
		return;
	buf_printf(&line, "\r\033[K[%u/%zu] ", done + 1, run->sources.count);
	say_escaped(&line, run->sources.item[done].path);
	log_write(buf_str(&line));
	buf_release(&line);
}

void summary_progress_end(const struct options *options)
{
	if (has_progress(options))
		log_write(STR("\r\033[K"));
}

/* --- findings -------------------------------------------------------------------- */

/* As much of the text as people read of it; the report has it whole. */
static struct str shorten(struct str text, const struct options *options, bool *cut)
{
	struct str rest = text;
	uint32_t columns = 0, points = 0;

	while (rest.len && (options->verbose || (columns < SHOWN_COLUMNS && points++ < SHOWN_POINTS))) {
		struct str before = rest;

		utf8_next(&rest);
		columns += width_of(str_part(before, 0, before.len - rest.len));
	}
	*cut = rest.len > 0;
	return str_part(text, 0, text.len - rest.len);
}

static void add_severity(struct buf *line, enum severity severity, const struct options *options)
{
	bool color = has_color(options);

	if (log_mark_names_levels())
		return;
	if (color)
		buf_add(line, str_from(severities[severity].color));
	buf_add(line, say_word(options->terminal, severities[severity].word));
	if (color)
		buf_add(line, STR("\033[0m"));
	buf_add_char(line, ' ');
}

static void add_finding(struct buf *out, const struct run *run, const struct finding *finding,
			const struct say_places *places, const struct options *options)
{
	const struct diag_rule_info *rule = diag_rule_at(diag_rule(finding->say));
	struct buf text = { 0 }, line = { 0 };
	bool cut;

	add_severity(&line, finding->severity, options);
	if (finding->where.source)
		places->add(places->user, finding->where, (struct where){ 0 }, &text);
	else if (finding->region != REGION_NONE)
		buf_add(&text, run->profile->region[finding->region].name);
	if (text.len)
		buf_add(&text, STR(": "));
	say_finding(&text, options->terminal, finding, places);
	say_escaped(&line, shorten(buf_str(&text), options, &cut));
	if (cut)
		buf_add(&line, say_word(options->terminal, SAY_SUMMARY_CUT));
	buf_printf(&line, " [%.*s]", STR_ARG(rule->word));
	log_add(out, severities[finding->severity].level, buf_str(&line));
	buf_release(&text);
	buf_release(&line);
}

/*
 * Hints only where asked for; a region without projects has a line of its own below. With --quiet only what makes
 * the status 1, for commands that have no report.
 */
static bool is_listed(const struct finding *finding, const struct options *options)
{
	if (options->quiet)
		return options->fail_on != SEVERITY_OFF && finding->severity <= options->fail_on;
	return options->verbose || (finding->severity != SEVERITY_INFO && finding->say != SAY_REGION_MISSING);
}

static void add_findings(struct buf *out, struct run *run, const struct options *options)
{
	struct say_places places = places_of(run);
	uint32_t shown = 0, more = 0;

	for (size_t i = 0; i < run->findings.findings.count; i++) {
		const struct finding *finding = &run->findings.findings.item[i];

		if (!is_listed(finding, options))
			continue;
		if (shown++ < SHOWN_FINDINGS || options->verbose)
			add_finding(out, run, finding, &places, options);
		else
			more++;
	}
	if (more)
		add_sentence(out, LEVEL_NOTICE, run, options->terminal, SAY_SUMMARY_MORE, 1,
			     (struct arg[]){ DIAG_NUMBER(more) });
}

/* --- totals ---------------------------------------------------------------------- */

static void add_inputs(struct buf *out, struct run *run, enum lang lang)
{
	uint32_t count[3] = { 0 }, regions = 0;

	for (size_t i = 0; i < run->sources.count; i++)
		count[run->sources.item[i].status]++;
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		regions += run->regions[i].count > 0;
	add_sentence(out, LEVEL_NOTICE, run, lang, run->audit ? SAY_SUMMARY_AUDIT_INPUTS : SAY_SUMMARY_INPUTS, 6,
		     (struct arg[]){ DIAG_NUMBER(count[SOURCE_READ]), DIAG_NUMBER(run->sources.count),
				     DIAG_NUMBER(count[SOURCE_SKIPPED]), DIAG_NUMBER(count[SOURCE_FAILED]),
				     DIAG_NUMBER(regions), DIAG_NUMBER(run->profile->region_count) });
}

static void add_rows(struct buf *out, struct run *run, enum lang lang)
{
	add_sentence(out, LEVEL_NOTICE, run, lang, SAY_SUMMARY_ROWS, 4,
		     (struct arg[]){ DIAG_NUMBER(run->records.count), DIAG_NUMBER(run->merged + run->unselected),
				     DIAG_NUMBER(run->folded), DIAG_NUMBER(run->held) });
	if (run->selecting)
		add_sentence(out, LEVEL_NOTICE, run, lang, SAY_SUMMARY_SELECTED, 2,
			     (struct arg[]){ DIAG_NUMBER(run->merged), DIAG_NUMBER(run->unselected) });
}

static void add_pairs(struct buf *out, struct run *run, enum lang lang)
{
	uint64_t count[PAIR_POSSIBLE + 1] = { 0 };
	uint32_t clusters = 0;

	for (size_t i = 0; i < run->pairs.count; i++) {
		if (run->pairs.item[i].ruling != RULING_DIFFERENT)
			count[run->pairs.item[i].kind]++;
		if (run->pairs.item[i].cluster > clusters)
			clusters = run->pairs.item[i].cluster;
	}
	add_sentence(out, LEVEL_NOTICE, run, lang, SAY_SUMMARY_AUDIT_ROWS, 5,
		     (struct arg[]){ DIAG_NUMBER(run->records.count), DIAG_NUMBER(count[PAIR_EXACT]),
				     DIAG_NUMBER(count[PAIR_LIKELY]), DIAG_NUMBER(count[PAIR_POSSIBLE]),
				     DIAG_NUMBER(clusters) });
}

static void add_counts(struct buf *out, struct run *run, enum lang lang)
{
	uint32_t count[SEVERITY_OFF] = { 0 };

	for (size_t i = 0; i < run->findings.findings.count; i++)
		count[run->findings.findings.item[i].severity]++;
	if (run->findings.findings.count == 0)
		add_sentence(out, LEVEL_NOTICE, run, lang, SAY_SUMMARY_CLEAN, 0, NULL);
	else
		add_sentence(out, LEVEL_NOTICE, run, lang, SAY_SUMMARY_FINDINGS, 3,
			     (struct arg[]){ DIAG_NUMBER(count[SEVERITY_ERROR]), DIAG_NUMBER(count[SEVERITY_WARNING]),
					     DIAG_NUMBER(count[SEVERITY_INFO]) });
}

static void add_silent_regions(struct buf *out, struct run *run, enum lang lang)
{
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, run->profile->region_count);
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (run->regions[i].count == 0)
			arg[count++] = DIAG_TEXT(run->profile->region[i].name);
	if (count)
		add_sentence(out, LEVEL_WARNING, run, lang, SAY_SUMMARY_NOTHING_SENT, count, arg);
	arena_release(&scratch);
}

/* Nobody is at fault: freexl reads fewer files than we do. */
static void add_read_once(struct buf *out, struct run *run, enum lang lang)
{
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].status == SOURCE_READ && run->sources.item[i].opinion == OPINION_MISSING)
			add_sentence(out, LEVEL_DEBUG, run, lang, SAY_SUMMARY_NO_SECOND, 1,
				     (struct arg[]){ DIAG_PLACE(((struct where){ .source = i + 1 })) });
}

static void add_unchecked(struct buf *out, struct run *run, enum lang lang)
{
	struct say_places places = places_of(run);

	for (size_t i = 0; i < RULE_COUNT; i++) {
		const struct rule_reason *why = &run->rule_reason[i];
		struct buf reason = { 0 };

		if (run->rule_status[i] != RULE_UNCHECKED)
			continue;
		say_sentence(&reason, lang, why->say, why->arg_count, why->arg, &places);
		add_sentence(
			out, LEVEL_DEBUG, run, lang, SAY_SUMMARY_UNCHECKED, 2,
			(struct arg[]){ DIAG_TEXT(diag_rule_at((enum rule_id)i)->name), DIAG_TEXT(buf_str(&reason)) });
		buf_release(&reason);
	}
}

/* What was not checked because nobody but a person can. */
static void add_manual(struct buf *out, struct run *run, const struct options *options)
{
	const struct profile *profile = run->profile;
	struct arg count = DIAG_NUMBER(profile->manual_count), *arg;
	struct arena scratch = { 0 };

	if (profile->manual_count == 0)
		return;
	arg = ARENA_ARRAY(&scratch, struct arg, profile->manual_count);
	for (uint32_t i = 0; i < profile->manual_count; i++)
		arg[i] = DIAG_TEXT(profile->manual[i].name);
	if (options->verbose)
		add_sentence(out, LEVEL_INFO, run, options->terminal, SAY_SUMMARY_MANUAL_ALL, profile->manual_count,
			     arg);
	else
		add_sentence(out, LEVEL_INFO, run, options->terminal, SAY_SUMMARY_MANUAL, 1, &count);
	arena_release(&scratch);
}

/* Said even with --quiet: a file of theirs has another name now. */
static void add_backups(struct buf *out, struct run *run, const struct publish *publish, enum lang lang)
{
	for (size_t i = 0; i < publish->files.count; i++) {
		const struct publish_file *file = &publish->files.item[i];

		if (file->backup.len)
			add_sentence(out, LEVEL_WARNING, run, lang, SAY_SUMMARY_BACKUP, 2,
				     (struct arg[]){ DIAG_TEXT(str_from(file->path)), DIAG_TEXT(file->backup) });
	}
}

/* By their regions, since of one folder there may be many. */
static void add_slips(struct buf *out, struct run *run, const struct publish *publish, enum publish_kind kind,
		      enum lang lang)
{
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, publish->files.count + 2);
	uint32_t count = 2, first = kind == PUBLISH_SLIP ? 0 : 2;

	for (const struct publish_file *file = publish_next(publish, kind, NULL); file;
	     file = publish_next(publish, kind, file))
		arg[count++] = DIAG_TEXT(run->profile->region[file->region].name);
	arg[0] = DIAG_NUMBER(count - 2);
	arg[1] = DIAG_TEXT(str_from(publish->returns.folder));
	if (count > 2)
		add_sentence(out, LEVEL_INFO, run, lang, first ? SAY_SUMMARY_SLIPS_GONE : SAY_SUMMARY_SLIPS,
			     count - first, arg + first);
	else if (kind == PUBLISH_SLIP)
		add_sentence(out, LEVEL_INFO, run, lang, SAY_SUMMARY_SLIPS_NONE, 1, arg + 1);
	arena_release(&scratch);
}

/* The workbook is what was asked for first, and is put in its place last. */
void summary_written(struct buf *out, struct run *run, const struct publish *publish, const struct options *options)
{
	enum lang lang = options->terminal;

	add_backups(out, run, publish, lang);
	for (size_t i = publish->files.count; i-- > 0 && !options->quiet;) {
		const struct publish_file *file = &publish->files.item[i];

		if (!publish_is_stdout(file) && file->kind != PUBLISH_SLIP && file->kind != PUBLISH_STALE)
			add_sentence(out, LEVEL_INFO, run, lang, SAY_SUMMARY_WROTE, 1,
				     (struct arg[]){ DIAG_TEXT(str_from(file->path)) });
	}
	if (publish->returns.folder && !options->quiet) {
		add_slips(out, run, publish, PUBLISH_SLIP, lang);
		add_slips(out, run, publish, PUBLISH_STALE, lang);
	}
}

/* What must be said all the same: what makes the status, and where a file of theirs went. */
static void add_quiet(struct buf *out, struct run *run, const struct publish *publish, const struct options *options)
{
	if (!publish)
		add_findings(out, run, options);
	else if (options->fail_on != SEVERITY_OFF && finish_strongest(run) <= options->fail_on)
		add_counts(out, run, options->terminal);
	if (publish)
		summary_written(out, run, publish, options);
}

void summary_text(struct buf *out, struct run *run, const struct publish *publish, const struct options *options)
{
	enum lang lang = options->terminal;

	if (options->quiet) {
		add_quiet(out, run, publish, options);
		return;
	}
	add_findings(out, run, options);
	log_add(out, LEVEL_NOTICE, STR("")); /* the totals stand apart from a long list */
	add_inputs(out, run, lang);
	if (run->audit)
		add_pairs(out, run, lang);
	else
		add_rows(out, run, lang);
	add_counts(out, run, lang);
	summary_changes_add(out, run, options);
	if (!run->audit) {
		add_silent_regions(out, run, lang);
		add_manual(out, run, options);
	}
	if (options->verbose) {
		add_read_once(out, run, lang);
		add_unchecked(out, run, lang);
	}
	if (publish)
		summary_written(out, run, publish, options);
}

void summary_print(const struct buf *text)
{
	log_write(buf_str(text));
}

void summary_findings(struct run *run, const struct options *options)
{
	struct buf out = { 0 };

	add_findings(&out, run, options);
	if (options->verbose)
		add_read_once(&out, run, options->terminal);
	summary_print(&out);
	buf_release(&out);
}
