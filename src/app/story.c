#include "app/story.h"

#include <stdlib.h>

#include "app/subject.h"
#include "app/trouble.h"
#include "base/map.h"
#include "model/told.h"
#include "text/key.h"

enum { NIGHT_INDENT = 2, EVENT_INDENT = 4, PLACE_INDENT = 6 };

struct story {
	struct recall *recall;
	struct str wanted;
	const struct past_series *series;
	struct past_rows rows;
	const struct changes **changes; /* by run */
	struct map paths;		/* of the input that is told of: it may have had several */
	struct subjects subjects;
	const struct subject *subject; /* that is told of */
	const struct past_run *said;   /* the night whose head stands above what comes */
	uint32_t found;
};

static const struct night_row *row_of(const struct change *change)
{
	return change->after ? change->after : change->before;
}

/* --- saying it ---------------------------------------------------------------------------- */

static void say_night(struct story *story, const struct past_run *run)
{
	struct recall *recall = story->recall;

	if (story->said == run)
		return;
	story->said = run;
	recall_line(recall, NIGHT_INDENT,
		    run->number < story->series->forgotten ? SAY_STORY_NIGHT_BEFORE : SAY_STORY_NIGHT, 2,
		    (struct arg[]){ DIAG_NUMBER(run->number), DIAG_TEXT(recall_moment(recall, run->began)) });
}

/* One event: a line of text under its night (SAY_NOTHING: none), and the beginning of an object. event_end closes that.
 */
static void event(struct story *story, const struct past_run *run, const char *of, const char *change, enum say say,
		  uint32_t arg_count, const struct arg *arg)
{
	struct recall *recall = story->recall;

	if (say != SAY_NOTHING) {
		say_night(story, run);
		recall_line(recall, EVENT_INDENT, say, arg_count, arg);
	}
	if (!recall->json)
		return;
	json_object(recall->json);
	recall_json_run(recall, run);
	recall_json_text(recall, "of", str_from(of));
	recall_json_text(recall, "change", str_from(change));
}

static void event_text(struct story *story, const char *key, struct str text)
{
	if (story->recall->json)
		recall_json_text(story->recall, key, text);
}

static void event_end(struct story *story)
{
	if (story->recall->json)
		json_object_end(story->recall->json);
}

static void begin_list(struct story *story, const char *key)
{
	if (!story->recall->json)
		return;
	json_key(story->recall->json, key);
	json_array(story->recall->json);
}

static void end_list(struct story *story)
{
	if (story->recall->json)
		json_array_end(story->recall->json);
}

/* Rows stand in the order of their numbers. NULL: it is of no interest. */
static const struct night_row *row_by_id(const struct story *story, enum night_kind kind, int64_t id)
{
	const struct past_row *item = story->rows.of[kind].item;
	size_t from = 0, to = story->rows.of[kind].count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (item[middle].row.id == id)
			return &item[middle].row;
		if (item[middle].row.id < id)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* What this night could not look at, of those that `is_ours` says. */
static void tell_unseen(struct story *story, const struct past_run *run, enum night_kind kind, const char *of,
			bool (*is_ours)(const struct story *story, const struct night_row *row))
{
	for (size_t i = 0; i < story->rows.unseen.count; i++) {
		const struct past_unseen *unseen = &story->rows.unseen.item[i];
		const struct night_row *row;

		if (unseen->kind != kind || unseen->since != run->number)
			continue;
		row = row_by_id(story, kind, unseen->row);
		if (!row || !is_ours(story, row))
			continue;
		event(story, run, of, "unseen", unseen->until ? SAY_STORY_UNSEEN_UNTIL : SAY_STORY_UNSEEN, 1,
		      (struct arg[]){ DIAG_NUMBER(unseen->until) });
		if (story->recall->json)
			recall_json_number(story->recall, "until", unseen->until);
		event_end(story);
	}
}

/* --- inputs --------------------------------------------------------------------------------- */

static enum say input_status(struct str status)
{
	if (str_eq(status, STR("read")))
		return SAY_STORY_READ;
	return str_eq(status, STR("failed")) ? SAY_STORY_FAILED : SAY_STORY_SKIPPED;
}

/* "…/汇总.xls" is meant by its end, and where more is written than the report shows by that, too. */
static bool is_end_of(struct str whole, struct str end)
{
	return end.len && str_ends(whole, end) && (whole.len == end.len || whole.data[whole.len - end.len - 1] == '/');
}

static bool is_path_wanted(const struct story *story, struct str path)
{
	return is_end_of(path, story->wanted) || is_end_of(story->wanted, path);
}

static bool holds_path(const struct story *story, const struct night_row *row)
{
	return row && map_find(&story->paths, row->column[INPUT_PATH]);
}

static bool is_done(const struct story *story, const struct past_run *run)
{
	return run->series == story->series->id && str_eq(run->state, STR("done"));
}

/* Under other names it was the same file. */
static void follow_moves(struct story *story)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < story->recall->past.runs.count; i++)
			for (uint32_t j = 0; story->changes[i] && j < story->changes[i]->of[NIGHT_INPUT].count; j++) {
				const struct change *change = &story->changes[i]->of[NIGHT_INPUT].item[j];

				if (change->kind != CHANGE_MOVED ||
				    holds_path(story, change->before) == holds_path(story, change->after))
					continue;
				map_put(&story->paths, change->before->column[INPUT_PATH], 0, NULL);
				map_put(&story->paths, change->after->column[INPUT_PATH], 0, NULL);
				more = true;
			}
	}
}

static void tell_input_change(struct story *story, const struct past_run *run, const struct change *change)
{
	static const char *const words[] = { "new", "replaced", "moved", "gone", "unseen" };
	static const enum say says[] = { SAY_STORY_INPUT_NEW, SAY_STORY_INPUT_REPLACED, SAY_STORY_INPUT_MOVED,
					 SAY_STORY_INPUT_GONE, SAY_STORY_UNSEEN };
	const struct str *now = row_of(change)->column, *old = change->before ? change->before->column : now;
	bool same = change->kind == CHANGE_OTHER && str_eq(now[INPUT_SHA256], old[INPUT_SHA256]);

	event(story, run, "input", same ? "status" : words[change->kind],
	      !same					     ? says[change->kind]
	      : str_eq(now[INPUT_STATUS], old[INPUT_STATUS]) ? SAY_STORY_INPUT_TREATED
							     : SAY_STORY_INPUT_STATUS,
	      6,
	      (struct arg[]){ DIAG_TEXT(now[INPUT_PATH]), DIAG_TEXT(old[INPUT_PATH]), DIAG_TEXT(now[INPUT_SHA256]),
			      DIAG_TEXT(old[INPUT_SHA256]), DIAG_WORD(input_status(now[INPUT_STATUS])),
			      DIAG_WORD(input_status(old[INPUT_STATUS])) });
	event_text(story, "path", now[INPUT_PATH]);
	event_text(story, "was", change->kind == CHANGE_MOVED ? old[INPUT_PATH] : STR(""));
	event_text(story, "sha256", change->after ? now[INPUT_SHA256] : STR(""));
	event_text(story, "sha256_before", change->before ? old[INPUT_SHA256] : STR(""));
	event_text(story, "status", change->after ? now[INPUT_STATUS] : STR(""));
	event_text(story, "reason", change->after ? now[INPUT_REASON] : STR(""));
	event_text(story, "superseded_by", change->after ? now[INPUT_SUPERSEDED] : STR(""));
	event_end(story);
	if (change->after && now[INPUT_SUPERSEDED].len)
		recall_line(story->recall, PLACE_INDENT, SAY_STORY_SUPERSEDED, 1,
			    (struct arg[]){ DIAG_TEXT(now[INPUT_SUPERSEDED]) });
}

static void tell_input_night(struct story *story, size_t at)
{
	const struct past_run *run = &story->recall->past.runs.item[at];
	const struct changes *changes = story->changes[at];

	for (uint32_t i = 0; changes && i < changes->of[NIGHT_INPUT].count; i++) {
		const struct change *change = &changes->of[NIGHT_INPUT].item[i];

		if (holds_path(story, change->before) || holds_path(story, change->after))
			tell_input_change(story, run, change);
	}
	tell_unseen(story, run, NIGHT_INPUT, "input", holds_path);
}

static void tell_input(struct story *story, struct str path)
{
	struct recall *recall = story->recall;

	story->found++;
	story->said = NULL;
	recall_line(recall, 0, SAY_STORY_INPUT, 2,
		    (struct arg[]){ DIAG_TEXT(path), DIAG_TEXT(story->series->profile) });
	if (recall->json) {
		json_object(recall->json);
		recall_json_text(recall, "path", path);
		recall_json_text(recall, "profile", story->series->profile);
	}
	begin_list(story, "events");
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (is_done(story, &recall->past.runs.item[i]))
			tell_input_night(story, i);
	end_list(story);
	event_end(story);
}

/* What changed in each night, of what was read. */
static void find_changes(struct story *story)
{
	struct recall *recall = story->recall;

	story->changes = ARENA_ARRAY(&recall->arena, const struct changes *, recall->past.runs.count);
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (is_done(story, &recall->past.runs.item[i]))
			story->changes[i] = past_changes(&recall->arena, &story->rows,
							 recall->past.runs.item[i].number);
}

static void forget_rows(struct story *story)
{
	past_rows_release(&story->rows);
	map_release(&story->paths);
	story->subjects.list.count = 0;
	story->subjects.more = false;
}

static bool tell_inputs(struct story *story)
{
	struct past *past = &story->recall->past;
	struct map told = { 0 };
	uint32_t inputs = 0;
	bool ok = past_read(past, story->series->id, NIGHT_INPUT, NULL, NULL, &story->rows) &&
		  past_read_unseen(past, story->series->id, &story->rows);

	find_changes(story);
	for (size_t i = 0; ok && i < story->rows.of[NIGHT_INPUT].count; i++) {
		struct str path = story->rows.of[NIGHT_INPUT].item[i].row.column[INPUT_PATH];

		if (!is_path_wanted(story, path) || map_find(&told, path))
			continue;
		if (++inputs > SUBJECTS_MOST)
			break;
		map_release(&story->paths);
		map_put(&story->paths, path, 0, NULL);
		follow_moves(story);
		for (size_t j = i; j < story->rows.of[NIGHT_INPUT].count; j++)
			if (holds_path(story, &story->rows.of[NIGHT_INPUT].item[j].row))
				map_put(&told, story->rows.of[NIGHT_INPUT].item[j].row.column[INPUT_PATH], 0, NULL);
		tell_input(story, path);
	}
	if (inputs > SUBJECTS_MOST)
		recall_line(story->recall, 0, SAY_STORY_MORE, 1, (struct arg[]){ DIAG_NUMBER(SUBJECTS_MOST) });
	map_release(&told);
	forget_rows(story);
	return ok;
}

/* --- records: what became of one ------------------------------------------------------------------ */

static enum say record_status(struct str status)
{
	if (str_eq(status, STR("merged")))
		return SAY_STORY_MERGED;
	return str_eq(status, STR("held")) ? SAY_STORY_HELD : SAY_STORY_FOLDED;
}

/* Where it stands, without its cells. */
static struct str places_of(struct story *story, const struct night_row *row)
{
	struct str places = row->column[RECORD_PLACES], place, path, sheet, number;
	struct buf text = { 0 };
	struct str made;

	while (night_list_next(&places, &place)) {
		if (!night_part_next(&place, &path) || !night_part_next(&place, &sheet) ||
		    !night_part_next(&place, &number))
			continue;
		buf_printf(&text, "%s%.*s %.*s!%.*s", text.len ? "、" : "", STR_ARG(path), STR_ARG(sheet),
			   STR_ARG(number));
	}
	made = arena_copy(&story->recall->arena, buf_str(&text));
	buf_release(&text);
	return made;
}

static void tell_places(struct story *story, const struct night_row *row)
{
	struct str places = places_of(story, row);

	recall_line(story->recall, PLACE_INDENT, SAY_STORY_FROM, 1, (struct arg[]){ DIAG_TEXT(places) });
	event_text(story, "from", places);
}

static void tell_field(struct story *story, const struct change_field *field)
{
	recall_line(story->recall, PLACE_INDENT, SAY_STORY_FIELD, 3,
		    (struct arg[]){ DIAG_TEXT(field->name), DIAG_TEXT(field->before), DIAG_TEXT(field->after) });
	if (!story->recall->json)
		return;
	json_object(story->recall->json);
	recall_json_text(story->recall, "name", field->name);
	recall_json_text(story->recall, "before", field->before);
	recall_json_text(story->recall, "after", field->after);
	json_object_end(story->recall->json);
}

/* As other outputs call it: by its name where they speak Chinese. */
static struct str rule_name(const struct story *story, struct str word)
{
	enum rule_id id = diag_rule_named(word);

	return id == RULE_NONE || story->recall->options->terminal == LANG_EN ? word : diag_rule_at(id)->name;
}

static void tell_record_change(struct story *story, const struct past_run *run, const struct change *change)
{
	static const char *const words[] = { "new", "changed", "moved", "withdrawn", "unseen" };
	static const enum say says[] = { SAY_STORY_NEW, SAY_STORY_CHANGED, SAY_STORY_MOVED, SAY_STORY_WITHDRAWN,
					 SAY_STORY_UNSEEN };
	const struct str *now = row_of(change)->column, *old = change->before ? change->before->column : now;

	bool within = change->kind == CHANGE_OTHER && str_eq(now[RECORD_STATUS], old[RECORD_STATUS]);

	event(story, run, "record", words[change->kind], within ? SAY_STORY_CHANGED_WITHIN : says[change->kind], 2,
	      (struct arg[]){ DIAG_WORD(record_status(now[RECORD_STATUS])),
			      DIAG_WORD(record_status(old[RECORD_STATUS])) });
	event_text(story, "status", change->after ? now[RECORD_STATUS] : STR(""));
	event_text(story, "status_before", change->before ? old[RECORD_STATUS] : STR(""));
	event_text(story, "held_by", change->after ? now[RECORD_HELD_BY] : STR(""));
	if (change->after && now[RECORD_HELD_BY].len)
		recall_line(story->recall, PLACE_INDENT, SAY_STORY_HELD_BY, 1,
			    (struct arg[]){ DIAG_TEXT(rule_name(story, now[RECORD_HELD_BY])) });
	begin_list(story, "fields");
	for (uint32_t i = 0; i < change->field_count; i++)
		tell_field(story, &change->field[i]);
	end_list(story);
	if (change->after)
		tell_places(story, change->after);
	event_end(story);
}

/* It stands elsewhere, and is the same: a version of its own in the ledger, and no change. */
static void tell_moved(struct story *story, const struct past_run *run, const struct subject *subject)
{
	const struct past_row *item = story->rows.of[NIGHT_RECORD].item;

	for (size_t i = 0; i < story->rows.of[NIGHT_RECORD].count; i++) {
		const struct past_row *before = NULL;

		if (item[i].since != run->number || !subject_is_same(item[i].row.column, subject->column))
			continue;
		for (size_t j = 0; j < story->rows.of[NIGHT_RECORD].count && !before; j++)
			if (item[j].until == run->number && subject_is_same(item[j].row.column, subject->column) &&
			    str_eq(item[j].row.column[RECORD_FIELDS], item[i].row.column[RECORD_FIELDS]) &&
			    str_eq(item[j].row.column[RECORD_STATUS], item[i].row.column[RECORD_STATUS]))
				before = &item[j];
		if (!before || str_eq(places_of(story, &before->row), places_of(story, &item[i].row)))
			continue;
		event(story, run, "record", "moved", SAY_STORY_MOVED, 0, NULL);
		tell_places(story, &item[i].row);
		event_end(story);
	}
}

static void tell_finding(struct story *story, const struct past_run *run, const struct change *change)
{
	const struct night_row *row = row_of(change);
	enum lang lang = story->recall->options->terminal;
	struct buf place = { 0 }, said = { 0 };

	if (change->kind == CHANGE_OTHER)
		return;
	told_place(&place, row);
	told_sentence(&said, lang, row);
	event(story, run, "finding", change->kind == CHANGE_GONE ? "mended" : "new",
	      change->kind == CHANGE_GONE ? SAY_STORY_MENDED : SAY_STORY_FOUND, 2,
	      (struct arg[]){ DIAG_TEXT(buf_str(&place)), DIAG_TEXT(buf_str(&said)) });
	event_text(story, "rule", row->column[FINDING_RULE]);
	event_text(story, "severity", row->column[FINDING_SEVERITY]);
	event_text(story, "place", buf_str(&place));
	event_text(story, "message", buf_str(&said));
	event_end(story);
	buf_release(&place);
	buf_release(&said);
}

/* 地区 / 项目 / 单位 of an identity. */
static struct str name_of(struct story *story, struct str identity, char separator)
{
	struct buf text = { 0 };
	struct str part, made;

	while (str_split(&identity, separator, &part)) {
		buf_add(&text, text.len ? STR(" / ") : STR(""));
		buf_add(&text, part);
	}
	made = arena_copy(&story->recall->arena, buf_str(&text));
	buf_release(&text);
	return made;
}

static enum say pair_kind(struct str kind)
{
	if (str_eq(kind, STR("exact")))
		return SAY_PAIR_EXACT;
	return str_eq(kind, STR("likely")) ? SAY_PAIR_LIKELY : SAY_PAIR_POSSIBLE;
}

static void tell_pair(struct story *story, const struct past_run *run, const struct change *change,
		      const struct subject *subject)
{
	static const char *const words[] = { "new", "changed", "", "gone", "unseen" };
	static const enum say says[] = { SAY_STORY_PAIR, SAY_STORY_PAIR_OTHER, SAY_NOTHING, SAY_STORY_PAIR_GONE,
					 SAY_STORY_UNSEEN };
	const struct str *column = row_of(change)->column;
	bool is_a = str_eq(column[PAIR_A], subject->identity);
	struct str other = name_of(story, column[is_a ? PAIR_B : PAIR_A], NIGHT_PART);

	/* Rows that say the same are one record here, and where it stands tells of both. */
	event(story, run, "pair", words[change->kind],
	      str_eq(column[PAIR_A], column[PAIR_B]) ? SAY_NOTHING : says[change->kind], 2,
	      (struct arg[]){ DIAG_TEXT(other), DIAG_WORD(pair_kind(column[PAIR_KIND])) });
	event_text(story, "with", other);
	event_text(story, "kind", column[PAIR_KIND]);
	event_text(story, "ruling", column[PAIR_RULED]);
	event_end(story);
}

static void tell_ruling(struct story *story, const struct past_run *run, const struct change *change,
			const struct subject *subject)
{
	const struct str *column = row_of(change)->column;
	bool is_a = str_eq(column[RULING_A], subject->key), same = str_eq(column[RULING_SAYS], STR("same"));
	struct str other = name_of(story, column[is_a ? RULING_B : RULING_A], '\n');

	event(story, run, "ruling", change->kind == CHANGE_GONE ? "taken-back" : "new",
	      change->kind == CHANGE_GONE ? SAY_STORY_RULING_GONE : SAY_STORY_RULING, 2,
	      (struct arg[]){ DIAG_TEXT(other), DIAG_WORD(same ? SAY_RULING_SAME : SAY_RULING_DIFFERENT) });
	event_text(story, "with", other);
	event_text(story, "says", column[RULING_SAYS]);
	event_end(story);
}

static void tell_mark(struct story *story, const struct past_run *run, const struct change *change)
{
	if (change->kind == CHANGE_OTHER)
		return;
	event(story, run, "selection", change->kind == CHANGE_GONE ? "taken-back" : "new",
	      change->kind == CHANGE_GONE ? SAY_STORY_UNMARKED : SAY_STORY_MARKED, 0, NULL);
	event_end(story);
}

static void tell_change(struct story *story, const struct past_run *run, enum night_kind kind,
			const struct change *change, const struct subject *subject)
{
	const struct str *column = row_of(change)->column;

	if (kind == NIGHT_RECORD && subject_is_same(column, subject->column))
		tell_record_change(story, run, change);
	else if (kind == NIGHT_FINDING && (str_has(column[FINDING_ABOUT], subject->identity) ||
					   str_has(column[FINDING_OTHERS], subject->identity)))
		tell_finding(story, run, change);
	else if (kind == NIGHT_PAIR &&
		 (str_eq(column[PAIR_A], subject->identity) || str_eq(column[PAIR_B], subject->identity)))
		tell_pair(story, run, change, subject);
	else if (kind == NIGHT_RULING &&
		 (str_eq(column[RULING_A], subject->key) || str_eq(column[RULING_B], subject->key)))
		tell_ruling(story, run, change, subject);
	else if (kind == NIGHT_SELECTION && str_eq(column[SELECTION_KEY], subject->key))
		tell_mark(story, run, change);
}

static bool is_of_subject(const struct story *story, const struct night_row *row)
{
	return subject_is_same(row->column, story->subject->column);
}

static void tell_record_night(struct story *story, size_t at, const struct subject *subject)
{
	static const enum night_kind kinds[] = { NIGHT_RECORD, NIGHT_FINDING, NIGHT_PAIR, NIGHT_RULING,
						 NIGHT_SELECTION };
	const struct past_run *run = &story->recall->past.runs.item[at];
	const struct changes *changes = story->changes[at];

	for (size_t k = 0; changes && k < ARRAY_COUNT(kinds); k++) {
		for (uint32_t i = 0; i < changes->of[kinds[k]].count; i++)
			tell_change(story, run, kinds[k], &changes->of[kinds[k]].item[i], subject);
		if (k == 0)
			tell_moved(story, run, subject);
	}
	tell_unseen(story, run, NIGHT_RECORD, "record", is_of_subject);
}

static void tell_record(struct story *story, const struct subject *subject)
{
	struct recall *recall = story->recall;
	const struct str *column = subject->column;

	story->found++;
	story->said = NULL;
	story->subject = subject;
	recall_line(recall, 0, SAY_STORY_RECORD, 4,
		    (struct arg[]){ DIAG_TEXT(column[RECORD_REGION]), DIAG_TEXT(column[RECORD_PROJECT]),
				    DIAG_TEXT(column[RECORD_APPLICANT]), DIAG_TEXT(story->series->profile) });
	if (recall->json) {
		json_object(recall->json);
		recall_json_text(recall, "region", column[RECORD_REGION]);
		recall_json_text(recall, "project", column[RECORD_PROJECT]);
		recall_json_text(recall, "applicant", column[RECORD_APPLICANT]);
		recall_json_text(recall, "profile", story->series->profile);
	}
	begin_list(story, "events");
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (is_done(story, &recall->past.runs.item[i]))
			tell_record_night(story, i, subject);
	end_list(story);
	event_end(story);
}

static bool tell_records(struct story *story)
{
	bool ok = subject_read(&story->subjects, &story->recall->past, story->series->id, &story->rows);

	find_changes(story);
	for (size_t i = 0; ok && i < story->subjects.list.count; i++)
		tell_record(story, &story->subjects.list.item[i]);
	if (story->subjects.more)
		recall_line(story->recall, 0, SAY_STORY_MORE, 1, (struct arg[]){ DIAG_NUMBER(SUBJECTS_MOST) });
	forget_rows(story);
	return ok;
}

/* --- all ---------------------------------------------------------------------------------------- */

static bool tell_all(struct story *story, const char *key, bool (*tell)(struct story *story))
{
	struct recall *recall = story->recall;
	bool ok = true;

	begin_list(story, key);
	for (size_t i = 0; ok && i < recall->past.series.count; i++) {
		story->series = &recall->past.series.item[i];
		if (recall_is_wanted(recall, story->series->id))
			ok = tell(story);
	}
	end_list(story);
	return ok;
}

int story_tell(struct recall *recall, struct str wanted)
{
	struct story story = { .recall = recall, .wanted = wanted };
	bool ok;

	story.subjects.key = key_lossless(&recall->arena, wanted);
	if (recall->json)
		json_object(recall->json);
	ok = tell_all(&story, "inputs", tell_inputs) && tell_all(&story, "records", tell_records);
	if (recall->json)
		json_object_end(recall->json);
	free(story.subjects.list.item);
	if (!ok)
		return recall_trouble(recall);
	if (!story.found)
		recall_line(recall, 0, SAY_STORY_NONE, 1, (struct arg[]){ DIAG_TEXT(wanted) });
	return recall_finish(recall, story.found ? STATUS_DONE : STATUS_FINDINGS);
}
