#include "app/story_event.h"

enum { NIGHT_INDENT = 2, EVENT_INDENT = 4 };

const struct night_row *story_event_row(const struct change *change)
{
	return change->after ? change->after : change->before;
}

bool story_event_is_done(const struct story *story, const struct past_run *run)
{
	return run->series == story->series->id && str_eq(run->state, STR("done"));
}

void story_event_find(struct story *story)
{
	struct recall *recall = story->recall;

	story->changes = ARENA_ARRAY(&recall->arena, const struct changes *, recall->past.runs.count);
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (story_event_is_done(story, &recall->past.runs.item[i]))
			story->changes[i] = past_changes(&recall->arena, &story->rows,
							 recall->past.runs.item[i].number);
}

void story_event_forget(struct story *story)
{
	past_rows_release(&story->rows);
	map_release(&story->paths);
	story->subjects.list.count = 0;
	story->subjects.more = false;
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

void story_event(struct story *story, const struct past_run *run, const char *of, const char *change, enum say say,
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

void story_event_text(struct story *story, const char *key, struct str text)
{
	if (story->recall->json)
		recall_json_text(story->recall, key, text);
}

void story_event_end(struct story *story)
{
	if (story->recall->json)
		json_object_end(story->recall->json);
}

void story_event_list(struct story *story, const char *key)
{
	if (!story->recall->json)
		return;
	json_key(story->recall->json, key);
	json_array(story->recall->json);
}

void story_event_list_end(struct story *story)
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

void story_event_unseen(struct story *story, const struct past_run *run, enum night_kind kind, const char *of,
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
		story_event(story, run, of, "unseen", unseen->until ? SAY_STORY_UNSEEN_UNTIL : SAY_STORY_UNSEEN, 1,
			    (struct arg[]){ DIAG_NUMBER(unseen->until) });
		if (story->recall->json)
			recall_json_number(story->recall, "until", unseen->until);
		story_event_end(story);
	}
}
