#include "app/story_input.h"

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
	const struct str *now = story_event_row(change)->column, *old = change->before ? change->before->column : now;
	bool same = change->kind == CHANGE_OTHER && str_eq(now[INPUT_SHA256], old[INPUT_SHA256]);

	story_event(story, run, "input", same ? "status" : words[change->kind],
		    !same					   ? says[change->kind]
		    : str_eq(now[INPUT_STATUS], old[INPUT_STATUS]) ? SAY_STORY_INPUT_TREATED
								   : SAY_STORY_INPUT_STATUS,
		    6,
		    (struct arg[]){ DIAG_TEXT(now[INPUT_PATH]), DIAG_TEXT(old[INPUT_PATH]),
				    DIAG_TEXT(now[INPUT_SHA256]), DIAG_TEXT(old[INPUT_SHA256]),
				    DIAG_WORD(input_status(now[INPUT_STATUS])),
				    DIAG_WORD(input_status(old[INPUT_STATUS])) });
	story_event_text(story, "path", now[INPUT_PATH]);
	story_event_text(story, "was", change->kind == CHANGE_MOVED ? old[INPUT_PATH] : STR(""));
	story_event_text(story, "sha256", change->after ? now[INPUT_SHA256] : STR(""));
	story_event_text(story, "sha256_before", change->before ? old[INPUT_SHA256] : STR(""));
	story_event_text(story, "status", change->after ? now[INPUT_STATUS] : STR(""));
	story_event_text(story, "reason", change->after ? now[INPUT_REASON] : STR(""));
	story_event_text(story, "superseded_by", change->after ? now[INPUT_SUPERSEDED] : STR(""));
	story_event_end(story);
	if (change->after && now[INPUT_SUPERSEDED].len)
		recall_line(story->recall, STORY_PLACE_INDENT, SAY_STORY_SUPERSEDED, 1,
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
	story_event_unseen(story, run, NIGHT_INPUT, "input", holds_path);
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
	story_event_list(story, "events");
	for (size_t i = 0; i < recall->past.runs.count; i++)
		if (story_event_is_done(story, &recall->past.runs.item[i]))
			tell_input_night(story, i);
	story_event_list_end(story);
	story_event_end(story);
}

bool story_input_tell(struct story *story)
{
	struct past *past = &story->recall->past;
	struct map told = { 0 };
	uint32_t inputs = 0;
	bool ok = past_read(past, story->series->id, NIGHT_INPUT, NULL, NULL, &story->rows) &&
		  past_read_unseen(past, story->series->id, &story->rows);

	story_event_find(story);
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
	story_event_forget(story);
	return ok;
}
