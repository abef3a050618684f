#include "app/history.h"

#include "app/recall.h"
#include "app/story.h"
#include "app/trouble.h"

/* What is counted of the changes of a kind, in this order. */
static const struct {
	enum night_kind kind;
	enum say name;
	const char *key;
	enum say say[CHANGE_KINDS];
	const char *word[CHANGE_KINDS];
} counted[] = {
	{ NIGHT_INPUT,
	  SAY_PAST_INPUTS,
	  "inputs",
	  { SAY_PAST_NEW, SAY_PAST_REPLACED, SAY_PAST_MOVED, SAY_PAST_GONE, SAY_PAST_UNSEEN },
	  { "new", "replaced", "moved", "gone", "unseen" } },
	{ NIGHT_RECORD,
	  SAY_PAST_RECORDS,
	  "records",
	  { SAY_PAST_NEW, SAY_PAST_CHANGED, SAY_NOTHING, SAY_PAST_WITHDRAWN, SAY_PAST_UNSEEN },
	  { "new", "changed", NULL, "withdrawn", "unseen" } },
	{ NIGHT_FINDING,
	  SAY_PAST_FINDINGS,
	  "findings",
	  { SAY_PAST_NEW, SAY_NOTHING, SAY_NOTHING, SAY_PAST_MENDED, SAY_PAST_UNSEEN },
	  { "new", NULL, NULL, "mended", "unseen" } },
};

struct tally {
	uint32_t of[ARRAY_COUNT(counted)][CHANGE_KINDS];
};

static void count_unseen(const struct past_rows *rows, int64_t night, struct tally *tally)
{
	for (size_t i = 0; i < rows->unseen.count; i++)
		for (size_t k = 0; k < ARRAY_COUNT(counted); k++)
			tally->of[k][CHANGE_UNSEEN] += rows->unseen.item[i].kind == counted[k].kind &&
						       rows->unseen.item[i].since == night;
}

static void count_changes(struct past_rows *rows, int64_t night, struct tally *tally)
{
	struct arena moment = { 0 };
	const struct changes *changes = past_changes(&moment, rows, night);

	*tally = (struct tally){ 0 };
	for (size_t k = 0; k < ARRAY_COUNT(counted); k++)
		for (uint32_t i = 0; i < changes->of[counted[k].kind].count; i++)
			tally->of[k][changes->of[counted[k].kind].item[i].kind]++;
	count_unseen(rows, night, tally);
	arena_release(&moment);
}

/* --- words ---------------------------------------------------------------------------- */

static enum say state_say(struct str state)
{
	if (str_eq(state, STR("done")))
		return SAY_PAST_DONE;
	return str_eq(state, STR("failed")) ? SAY_PAST_FAILED : SAY_PAST_BROKEN_OFF;
}

/* "新增 2、内容已换 1"; nothing where none has changed. */
static void add_changes(struct buf *out, enum lang lang, const struct tally *tally, size_t k)
{

	for (int change = 0; change < CHANGE_KINDS; change++) {
		struct arg count = DIAG_NUMBER(tally->of[k][change]);

		if (!tally->of[k][change] || counted[k].say[change] == SAY_NOTHING)
			continue;
		buf_add(out, out->len == 0 ? STR("") : lang == LANG_EN ? STR(", ") : STR("、"));
		say_sentence(out, lang, counted[k].say[change], 1, &count, NULL);
	}
}

/* "文件 21（新增 2、内容已换 1）". True where something has changed. */
static bool add_kind(struct buf *out, enum lang lang, const struct tally *tally, size_t k, uint64_t all)
{
	struct buf changes = { 0 };
	bool any;

	add_changes(&changes, lang, tally, k);
	any = changes.len > 0;
	buf_add(out, out->len == 0 ? STR("") : lang == LANG_EN ? STR(", ") : STR("，"));
	say_sentence(out, lang, any ? SAY_PAST_OF : SAY_PAST_OF_NONE, 3,
		     (struct arg[]){ DIAG_WORD(counted[k].name), DIAG_NUMBER(all), DIAG_TEXT(buf_str(&changes)) },
		     NULL);
	buf_release(&changes);
	return any;
}

/* "0:07", "1:02:03". A clock that jumped back measured nothing. */
static struct str length_of(struct recall *recall, const struct past_run *run)
{
	int64_t seconds = run->ended - run->began;
	unsigned hours = (unsigned)(seconds / 3600), minutes = (unsigned)(seconds / 60 % 60);

	if (!run->ended || seconds < 0 || seconds > INT32_MAX)
		return STR("—");
	if (hours)
		return arena_printf(&recall->arena, "%u:%02u:%02u", hours, minutes, (unsigned)(seconds % 60));
	return arena_printf(&recall->arena, "%u:%02u", minutes, (unsigned)(seconds % 60));
}

static void tell_run(struct recall *recall, const struct past_run *run, const struct tally *tally)
{
	const struct past_series *series = recall_series(recall, run->series);
	enum lang lang = recall->options->terminal;
	struct buf changed = { 0 };
	bool any = false;

	recall_line(recall, 0, SAY_PAST_RUN, 6,
		    (struct arg[]){ DIAG_NUMBER(run->number), DIAG_TEXT(recall_moment(recall, run->began)),
				    DIAG_TEXT(length_of(recall, run)), DIAG_TEXT(run->command),
				    DIAG_TEXT(series ? series->profile : STR("")), DIAG_WORD(state_say(run->state)) });
	if (!tally)
		return;
	for (size_t k = 0; k < ARRAY_COUNT(counted); k++)
		any |= add_kind(&changed, lang, tally, k, (uint64_t)run->count[counted[k].kind]);
	if (!any) {
		buf_add(&changed, say_word(lang, SAY_CHANGED_PART));
		buf_add(&changed, say_word(lang, SAY_PAST_NO_CHANGE));
	}
	recall_line(recall, 4, SAY_PAST_COUNTS, 1, (struct arg[]){ DIAG_TEXT(buf_str(&changed)) });
	buf_release(&changed);
}

/* --- JSON ------------------------------------------------------------------------------ */

static void json_counts(struct recall *recall, const struct past_run *run, const struct tally *tally)
{
	json_key(recall->json, "changes");
	json_object(recall->json);
	for (size_t k = 0; k < ARRAY_COUNT(counted); k++) {
		json_key(recall->json, counted[k].key);
		json_object(recall->json);
		for (int change = 0; change < CHANGE_KINDS; change++) {
			if (!counted[k].word[change])
				continue;
			json_key(recall->json, counted[k].word[change]);
			json_count(recall->json, tally->of[k][change]);
		}
		json_object_end(recall->json);
	}
	json_object_end(recall->json);
	for (size_t k = 0; k < ARRAY_COUNT(counted); k++) {
		json_key(recall->json, counted[k].key);
		json_count(recall->json, (uint64_t)run->count[counted[k].kind]);
	}
}

static void json_run(struct recall *recall, const struct past_run *run, const struct tally *tally)
{
	const struct past_series *series = recall_series(recall, run->series);

	json_object(recall->json);
	recall_json_run(recall, run);
	recall_json_text(recall, "command", run->command);
	recall_json_text(recall, "profile", series ? series->profile : STR(""));
	recall_json_text(recall, "state", str_eq(run->state, STR("begun")) ? STR("broken-off") : run->state);
	if (tally)
		json_counts(recall, run, tally);
	json_object_end(recall->json);
}

/* --- all runs --------------------------------------------------------------------------- */

/* What changed is known of nights that were not forgotten. */
static bool is_known(const struct recall *recall, const struct past_run *run)
{
	const struct past_series *series = recall_series(recall, run->series);

	return str_eq(run->state, STR("done")) && (!series || run->number >= series->forgotten);
}

static bool read_all(struct recall *recall, int64_t series, struct past_rows *rows)
{
	for (size_t k = 0; k < ARRAY_COUNT(counted); k++)
		if (!past_read(&recall->past, series, counted[k].kind, NULL, NULL, rows))
			return false;
	return past_read_unseen(&recall->past, series, rows);
}

static bool tally_series(struct recall *recall, int64_t series, struct tally *tally)
{
	struct past_rows rows = { 0 };
	bool ok = read_all(recall, series, &rows);

	for (size_t i = 0; ok && i < recall->past.runs.count; i++)
		if (recall->past.runs.item[i].series == series && is_known(recall, &recall->past.runs.item[i]))
			count_changes(&rows, recall->past.runs.item[i].number, &tally[i]);
	past_rows_release(&rows);
	return ok;
}

static int tell_runs(struct recall *recall)
{
	struct tally *tally = ARENA_ARRAY(&recall->arena, struct tally, recall->past.runs.count);

	for (size_t i = 0; i < recall->past.series.count; i++)
		if (recall_is_wanted(recall, recall->past.series.item[i].id) &&
		    !tally_series(recall, recall->past.series.item[i].id, tally))
			return recall_trouble(recall);
	if (recall->json) {
		json_object(recall->json);
		json_key(recall->json, "runs");
		json_array(recall->json);
	}
	for (size_t i = 0; i < recall->past.runs.count; i++) {
		const struct past_run *run = &recall->past.runs.item[i];

		if (!recall_is_wanted(recall, run->series))
			continue;
		tell_run(recall, run, is_known(recall, run) ? &tally[i] : NULL);
		if (recall->json)
			json_run(recall, run, is_known(recall, run) ? &tally[i] : NULL);
	}
	if (recall->past.runs.count == 0)
		recall_line(recall, 0, SAY_PAST_EMPTY, 0, NULL);
	if (recall->json) {
		json_array_end(recall->json);
		json_object_end(recall->json);
	}
	return recall_finish(recall, STATUS_DONE);
}

int history_run(const struct options *options)
{
	struct recall recall;
	int status = STATUS_NOT_DONE;

	if (options->operand_count > 1)
		return trouble_say(options->terminal, SAY_TROUBLE_HISTORY_ONE, 1,
				   (struct arg[]){ DIAG_TEXT(str_from(options->operand[1])) });
	if (recall_open(&recall, options))
		status = options->operand_count ? story_tell(&recall, str_from(options->operand[0]))
						: tell_runs(&recall);
	recall_close(&recall);
	return status;
}
