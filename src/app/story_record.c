#include "app/story_record.h"

#include "model/told.h"

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

	recall_line(story->recall, STORY_PLACE_INDENT, SAY_STORY_FROM, 1, (struct arg[]){ DIAG_TEXT(places) });
	story_event_text(story, "from", places);
}

static void tell_field(struct story *story, const struct change_field *field)
{
	recall_line(story->recall, STORY_PLACE_INDENT, SAY_STORY_FIELD, 3,
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
	const struct str *now = story_event_row(change)->column, *old = change->before ? change->before->column : now;

	bool within = change->kind == CHANGE_OTHER && str_eq(now[RECORD_STATUS], old[RECORD_STATUS]);

	story_event(story, run, "record", words[change->kind], within ? SAY_STORY_CHANGED_WITHIN : says[change->kind],
		    2,
		    (struct arg[]){ DIAG_WORD(record_status(now[RECORD_STATUS])),
				    DIAG_WORD(record_status(old[RECORD_STATUS])) });
	story_event_text(story, "status", change->after ? now[RECORD_STATUS] : STR(""));
	story_event_text(story, "status_before", change->before ? old[RECORD_STATUS] : STR(""));
	story_event_text(story, "held_by", change->after ? now[RECORD_HELD_BY] : STR(""));
	if (change->after && now[RECORD_HELD_BY].len)
		recall_line(story->recall, STORY_PLACE_INDENT, SAY_STORY_HELD_BY, 1,
			    (struct arg[]){ DIAG_TEXT(rule_name(story, now[RECORD_HELD_BY])) });
	story_event_list(story, "fields");
	for (uint32_t i = 0; i < change->field_count; i++)
		tell_field(story, &change->field[i]);
	story_event_list_end(story);
	if (change->after)
		tell_places(story, change->after);
	story_event_end(story);
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
		story_event(story, run, "record", "moved", SAY_STORY_MOVED, 0, NULL);
		tell_places(story, &item[i].row);
		story_event_end(story);
	}
}

static void tell_finding(struct story *story, const struct past_run *run, const struct change *change)
{
	const struct night_row *row = story_event_row(change);
	enum lang lang = story->recall->options->terminal;
	struct buf place = { 0 }, said = { 0 };

	if (change->kind == CHANGE_OTHER)
		return;
	told_place(&place, row);
	told_sentence(&said, lang, row);
	story_event(story, run, "finding", change->kind == CHANGE_GONE ? "mended" : "new",
		    change->kind == CHANGE_GONE ? SAY_STORY_MENDED : SAY_STORY_FOUND, 2,
		    (struct arg[]){ DIAG_TEXT(buf_str(&place)), DIAG_TEXT(buf_str(&said)) });
	story_event_text(story, "rule", row->column[FINDING_RULE]);
	story_event_text(story, "severity", row->column[FINDING_SEVERITY]);
	story_event_text(story, "place", buf_str(&place));
	story_event_text(story, "message", buf_str(&said));
	story_event_end(story);
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
	const struct str *column = story_event_row(change)->column;
	bool is_a = str_eq(column[PAIR_A], subject->identity);
	struct str other = name_of(story, column[is_a ? PAIR_B : PAIR_A], NIGHT_PART);

	/* Rows that say the same are one record here, and where it stands tells of both. */
	story_event(story, run, "pair", words[change->kind],
		    str_eq(column[PAIR_A], column[PAIR_B]) ? SAY_NOTHING : says[change->kind], 2,
		    (struct arg[]){ DIAG_TEXT(other), DIAG_WORD(pair_kind(column[PAIR_KIND])) });
	story_event_text(story, "with", other);
	story_event_text(story, "kind", column[PAIR_KIND]);
	story_event_text(story, "ruling", column[PAIR_RULED]);
	story_event_end(story);
}

static void tell_ruling(struct story *story, const struct past_run *run, const struct change *change,
			const struct subject *subject)
{
	const struct str *column = story_event_row(change)->column;
	bool is_a = str_eq(column[RULING_A], subject->key), same = str_eq(column[RULING_SAYS], STR("same"));
	struct str other = name_of(story, column[is_a ? RULING_B : RULING_A], '\n');

	story_event(story, run, "ruling", change->kind == CHANGE_GONE ? "taken-back" : "new",
		    change->kind == CHANGE_GONE ? SAY_STORY_RULING_GONE : SAY_STORY_RULING, 2,
		    (struct arg[]){ DIAG_TEXT(other), DIAG_WORD(same ? SAY_RULING_SAME : SAY_RULING_DIFFERENT) });
	story_event_text(story, "with", other);
	story_event_text(story, "says", column[RULING_SAYS]);
	story_event_end(story);
}

static void tell_mark(struct story *story, const struct past_run *run, const struct change *change)
{
	if (change->kind == CHANGE_OTHER)
		return;
	story_event(story, run, "selection", change->kind == CHANGE_GONE ? "taken-back" : "new",
		    change->kind == CHANGE_GONE ? SAY_STORY_UNMARKED : SAY_STORY_MARKED, 0, NULL);
	story_event_end(story);
}

static void tell_change(struct story *story, const struct past_run *run, enum night_kind kind,
			const struct change *change, const struct subject *subject)
{
	const struct str *column = story_event_row(change)->column;

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
	story_event_unseen(story, run, NIGHT_RECORD, "record", is_of_subject);
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
	story_event_list(story, "events");
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (story_event_is_done(story, &recall->past.runs.item[i]))
			tell_record_night(story, i, subject);
	story_event_list_end(story);
	story_event_end(story);
}

bool story_record_tell(struct story *story)
{
	bool ok = subject_read(&story->subjects, &story->recall->past, story->series->id, &story->rows);

	story_event_find(story);
	for (size_t i = 0; ok && i < story->subjects.list.count; i++)
		tell_record(story, &story->subjects.list.item[i]);
	if (story->subjects.more)
		recall_line(story->recall, 0, SAY_STORY_MORE, 1, (struct arg[]){ DIAG_NUMBER(SUBJECTS_MOST) });
	story_event_forget(story);
	return ok;
}
